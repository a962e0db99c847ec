//! Where the client believes this server to be.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

/// Scheme, host and path prefix for absolute links, without a slash at the end. Told by the
/// client's `Host` and, behind a reverse proxy, by `X-Forwarded-Proto`, `-Host` and `-Prefix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_headers(headers: &HeaderMap) -> Self {
        let first = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?.split(',').next()?.trim();
            is_plain(value).then_some(value)
        };
        let scheme = first("x-forwarded-proto").filter(|scheme| matches!(*scheme, "http" | "https")).unwrap_or("http");
        let host = first("x-forwarded-host").or_else(|| first(header::HOST.as_str())).unwrap_or("127.0.0.1");
        let prefix = first("x-forwarded-prefix").unwrap_or_default().trim_matches('/');
        match prefix {
            "" => Self(format!("{scheme}://{host}")),
            prefix => Self(format!("{scheme}://{host}/{prefix}")),
        }
    }
}

/// Whether `value` can stand in a URL without changing its meaning.
fn is_plain(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_~:/[]".contains(&byte);
    !value.is_empty() && value.bytes().all(plain)
}

impl<S: Sync> FromRequestParts<S> for BaseUrl {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::from_headers(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(pairs: &[(&'static str, &'static str)]) -> String {
        let headers = pairs.iter().map(|(name, value)| {
            (axum::http::HeaderName::from_static(name), axum::http::HeaderValue::from_static(value))
        });
        BaseUrl::from_headers(&headers.collect()).0
    }

    #[test]
    fn follows_the_proxy_and_distrusts_odd_hosts() {
        assert_eq!(base(&[("host", "127.0.0.1:8080")]), "http://127.0.0.1:8080");
        let behind = [
            ("host", "inner"),
            ("x-forwarded-host", "vmap.vn"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-prefix", "/map/"),
        ];
        assert_eq!(base(&behind), "https://vmap.vn/map");
        assert_eq!(base(&[("host", "a\"><script>")]), "http://127.0.0.1");
    }
}
