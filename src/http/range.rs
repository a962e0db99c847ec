//! Byte ranges (RFC 9110, section 14), for clients that read an archive piece by piece.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::caching::{is_known, with_tag};
use super::problem::Problem;

/// `content`, or the one range of it that is asked for. Several ranges at once, or a range of
/// another version (`If-Range`), get the whole, as the standard allows.
pub fn serve(content: Bytes, kind: HeaderValue, tag: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    if is_known(headers, tag) {
        return Ok(with_tag(StatusCode::NOT_MODIFIED.into_response(), tag));
    }
    let length = content.len();
    let accept = (header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let response = match asked_for(headers, tag, length) {
        Err(problem) => {
            let whole = HeaderValue::try_from(format!("bytes */{length}")).map_err(|_| Problem::internal())?;
            return Ok(([(header::CONTENT_RANGE, whole)], problem).into_response());
        }
        Ok(None) => ([(header::CONTENT_TYPE, kind), accept], content).into_response(),
        Ok(Some(range)) => {
            let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            let place = HeaderValue::try_from(place).map_err(|_| Problem::internal())?;
            let headers = [(header::CONTENT_TYPE, kind), accept, (header::CONTENT_RANGE, place)];
            (StatusCode::PARTIAL_CONTENT, headers, content.slice(range)).into_response()
        }
    };
    Ok(with_tag(response, tag))
}

fn asked_for(headers: &HeaderMap, tag: &str, length: usize) -> Result<Option<Range<usize>>, Problem> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|version| version != tag) {
        return Ok(None);
    }
    let Some(range) = text(header::RANGE).and_then(|range| range.strip_prefix("bytes=")) else {
        return Ok(None);
    };
    if range.contains(',') {
        return Ok(None);
    }
    match parse(range, length) {
        Some(range) => Ok(Some(range)),
        None => Err(Problem::range(format!("the file has {length} bytes, found bytes={range}"))),
    }
}

/// `first-last`, `first-` or `-last_n` within `length` bytes.
fn parse(range: &str, length: usize) -> Option<Range<usize>> {
    let (first, last) = range.trim().split_once('-')?;
    let range = match (first, last) {
        ("", count) => length.saturating_sub(count.parse().ok()?)..length,
        (first, "") => first.parse().ok()?..length,
        (first, last) => first.parse().ok()?..last.parse::<usize>().ok()?.saturating_add(1).min(length),
    };
    (range.start < range.end).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 9110, section 14.1.2, on a file of 10,000 bytes.
    #[test]
    fn ranges_of_the_standard() {
        for (text, expected) in [
            ("0-499", Some(0..500)),
            ("500-999", Some(500..1000)),
            ("-500", Some(9500..10_000)),
            ("9500-", Some(9500..10_000)),
            ("0-0", Some(0..1)),
            ("9500-20000", Some(9500..10_000)),
            ("10000-", None),
            ("-0", None),
            ("5-4", None),
            ("a-b", None),
        ] {
            assert_eq!(parse(text, 10_000), expected, "{text}");
        }
    }
}
