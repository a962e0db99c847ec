//! The pages, built into the binary.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer;
use super::caching::{FOREVER, is_known, with_tag};
use super::problem::Problem;
use super::segments::Segments;

/// The files of the built pages.
#[derive(rust_embed::Embed)]
#[folder = "web/dist/"]
struct Page;

/// `GET /`: the map.
pub async fn map(headers: HeaderMap) -> Response {
    page("index.html", &headers)
}

/// `GET /check`: what is the matter with the addresses of each commune.
pub async fn check(headers: HeaderMap) -> Response {
    page("check.html", &headers)
}

/// `GET /batch`: a file of addresses, found row by row.
pub async fn batch(headers: HeaderMap) -> Response {
    page("batch.html", &headers)
}

/// `GET /status`: what the data is, and how much it is asked.
pub async fn status(headers: HeaderMap) -> Response {
    page("status.html", &headers)
}

/// `/convert` is asked by people and by programs: a reader who opens it without a question gets the
/// page, everybody else the answer.
pub async fn converter(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let opens_page = is_read && request.uri().query().is_none_or(is_of_page) && takes_html(request.headers());
    let mut response = match opens_page {
        true => page("convert.html", request.headers()),
        false => next.run(request).await,
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// Whether a query string asks nothing but the page's own language.
fn is_of_page(query: &str) -> bool {
    query.split('&').all(|pair| pair.is_empty() || pair.starts_with("lang="))
}

/// Whether HTML is named among what the client takes, as browsers do when they open a page.
fn takes_html(headers: &HeaderMap) -> bool {
    let taken = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    taken.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}

/// A page answers no question, whatever is asked under the same path.
fn page(name: &str, headers: &HeaderMap) -> Response {
    let response = file(name, headers).unwrap_or_else(|| {
        let hint = "The page is not in this binary: build it with `make page` and build again.\n";
        (StatusCode::NOT_FOUND, hint).into_response()
    });
    answer::answered(response, 0, 0)
}

/// `GET /assets/{file}` and what else lies beside the page.
pub async fn asset(Segments(name): Segments<String>, headers: HeaderMap) -> Result<Response, Problem> {
    file(&format!("assets/{name}"), &headers).ok_or_else(|| Problem::not_found(format!("no file assets/{name}")))
}

fn file(name: &str, headers: &HeaderMap) -> Option<Response> {
    let file = Page::get(name)?;
    let tag = format!("W/\"{}\"", &blake3::hash(&file.metadata.sha256_hash()).to_hex()[..24]);
    if is_known(headers, &tag) {
        return Some(with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let kind = HeaderValue::from_str(file.metadata.mimetype()).ok()?;
    let mut response = ([(header::CONTENT_TYPE, kind)], file.data.into_owned()).into_response();
    if name.starts_with("assets/") {
        // The build puts a hash of the content into these names.
        response.headers_mut().insert(header::CACHE_CONTROL, FOREVER);
    }
    Some(with_tag(response, &tag))
}
