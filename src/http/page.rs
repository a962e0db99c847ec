//! The pages, built into the binary.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

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

fn page(name: &str, headers: &HeaderMap) -> Response {
    match file(name, headers) {
        Some(response) => response,
        None => {
            let hint = "The page is not in this binary: build it with `make page` and build again.\n";
            (StatusCode::NOT_FOUND, hint).into_response()
        }
    }
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
