//! Content codings that a client takes (RFC 9110, section 12.5.3).

use axum::http::{HeaderMap, header};

/// Whether the client says that it takes gzip. One that says nothing might take anything, but those that
/// say nothing are mostly programs that would keep what they get as it came.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let wishes: Vec<(&str, bool)> = named.flat_map(|value| value.split(',')).map(wish).collect();
    let wished = |coding: &str| wishes.iter().find(|(name, _)| name.eq_ignore_ascii_case(coding)).map(|(_, yes)| *yes);
    wished("gzip").or_else(|| wished("x-gzip")).or_else(|| wished("*")).unwrap_or(false)
}

/// A coding, and whether it is taken: all are but those of weight 0.
fn wish(text: &str) -> (&str, bool) {
    let (name, rest) = text.split_once(';').unwrap_or((text, ""));
    let weight = rest.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
    (name.trim(), weight != Some(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for (asked, taken) in [
            (Some("gzip, deflate, br"), true),
            (Some("br;q=1.0, gzip;q=0.8, *;q=0.1"), true),
            (Some("*"), true),
            (Some("GZIP"), true),
            (Some("identity"), false),
            (Some("gzip;q=0"), false),
            (Some("gzip;q=0, *"), false),
            (Some("*;q=0"), false),
            (Some(""), false),
            (None, false),
        ] {
            let headers = asked.map(|asked| (header::ACCEPT_ENCODING, asked.parse().unwrap()));
            assert_eq!(takes_gzip(&headers.into_iter().collect()), taken, "{asked:?}");
        }
    }
}
