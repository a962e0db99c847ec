//! Validators. The same request on the same release gives the same bytes, so its tag can be told
//! before the answer is worked out; what the registry says changes at any moment, so its tag is made
//! from the answer.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use super::serving::Current;

/// What has its content in its name: a year is what caches take for ever.
pub const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Gives successful answers an `ETag` over release, program version and request, and answers 304
/// where the client has them already.
pub async fn validate(State(current): State<Current>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let tag = tag(current.get().release.id(), &request);
    if is_known(request.headers(), &tag) {
        return with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    let response = next.run(request).await;
    match response.status().is_success() {
        true => with_tag(response, &tag),
        false => response,
    }
}

/// Gives successful answers an `ETag` over their bytes, and answers 304 where the client has them
/// already. Errors are not kept: what is not there may be soon.
pub async fn validate_content(request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET;
    let asked = request.headers().clone();
    let response = next.run(request).await;
    if !is_read || !response.status().is_success() {
        return never_kept(response);
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else { return Problem::internal().into_response() };
    let tag = format!("W/\"{}\"", &blake3::hash(&bytes).to_hex()[..24]);
    let answer = match is_known(&asked, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Response::from_parts(parts, bytes.into()),
    };
    with_tag(answer, &tag)
}

fn never_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether `If-None-Match` names `tag` (or anything).
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || bare(known) == bare(tag))
}

/// `response` under `tag`, to be asked for again each time.
pub fn with_tag(mut response: Response, tag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// Weak, because compression may change the bytes but not the content.
fn tag(release: &str, request: &Request) -> String {
    let mut hasher = blake3::Hasher::new();
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    let parts = [release, env!("CARGO_PKG_VERSION"), asked];
    for part in parts.into_iter().map(str::as_bytes) {
        hasher.update(part).update(b"\0");
    }
    for name in ["host", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-prefix"] {
        hasher.update(request.headers().get(name).map(HeaderValue::as_bytes).unwrap_or_default()).update(b"\0");
    }
    format!("W/\"{}\"", &hasher.finalize().to_hex()[..24])
}
