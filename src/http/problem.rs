//! Errors as `application/problem+json` (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use vmap_core::PlaceId;
use vmap_release::ReleaseError;

/// What went wrong with a request, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name of the kind of problem, relative to this server.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The same in words.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What was found, what was expected, what to do.
    pub detail: String,
    /// One entry per parameter at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ParameterProblem>,
    /// The place that one which is gone was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub successor: Option<PlaceId>,
    /// Seconds after which to try again; the header `Retry-After`.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

/// What is wrong with one parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParameterProblem {
    /// Name of the parameter.
    pub name: String,
    /// What was found and what was expected.
    pub detail: String,
}

impl Problem {
    /// Parameters that cannot be understood; `errors` is not empty.
    pub fn parameters(errors: Vec<ParameterProblem>) -> Self {
        let named: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.name, error.detail)).collect();
        let detail = named.join("; ");
        let bare = Self::bare("/problems/invalid-parameter", "Invalid parameter", StatusCode::BAD_REQUEST, detail);
        Self { errors, ..bare }
    }

    /// The one parameter `name` that cannot be understood.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self::parameters(vec![ParameterProblem { name: name.to_owned(), detail: detail.into() }])
    }

    /// Something that is not there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::bare("/problems/not-found", "Not found", StatusCode::NOT_FOUND, detail)
    }

    /// A server that has releases only.
    pub fn no_registry() -> Self {
        let detail = "no registry here: this server has releases only; ask one that runs beside its registry";
        Self::bare("/problems/no-registry", "No registry here", StatusCode::NOT_FOUND, detail)
    }

    /// A place that was registered and is no longer there, merged into `successor` where there is one.
    pub fn gone(detail: impl Into<String>, successor: Option<PlaceId>) -> Self {
        Self { successor, ..Self::bare("/problems/gone", "Gone", StatusCode::GONE, detail) }
    }

    /// More than one client may ask for; again after so many seconds.
    pub fn too_many(detail: impl Into<String>, seconds: u32) -> Self {
        let bare = Self::bare("/problems/too-many", "Too many requests", StatusCode::TOO_MANY_REQUESTS, detail);
        Self { retry_after: Some(seconds), ..bare }
    }

    /// Something that will work again, after so many seconds perhaps.
    pub fn unavailable(detail: impl Into<String>, seconds: u32) -> Self {
        let bare = Self::bare("/problems/unavailable", "Unavailable", StatusCode::SERVICE_UNAVAILABLE, detail);
        Self { retry_after: Some(seconds), ..bare }
    }

    /// A body that cannot be understood.
    pub fn body(detail: impl Into<String>) -> Self {
        Self::bare("/problems/invalid-body", "Invalid body", StatusCode::BAD_REQUEST, detail)
    }

    /// A body of more bytes than are taken.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::bare("/problems/too-large", "Content too large", StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// A path that takes another method.
    pub fn method_not_allowed() -> Self {
        let detail = "this path takes another method, see Allow: /openapi.json lists all paths";
        Self::bare("/problems/method-not-allowed", "Method not allowed", StatusCode::METHOD_NOT_ALLOWED, detail)
    }

    /// A byte range that the file does not have.
    pub fn range(detail: impl Into<String>) -> Self {
        Self::bare("/problems/range", "Range not satisfiable", StatusCode::RANGE_NOT_SATISFIABLE, detail)
    }

    /// A fault of ours; the log has the rest.
    pub fn internal() -> Self {
        let detail = "the server could not answer; the fault is logged, please report it";
        Self::bare("/problems/internal", "Internal error", StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    fn bare(kind: &'static str, title: &'static str, status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            successor: None,
            retry_after: None,
        }
    }
}

/// A release that is there and cannot be read.
impl From<ReleaseError> for Problem {
    fn from(error: ReleaseError) -> Self {
        tracing::error!(%error, "a release cannot be read");
        Self::internal()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after.map(HeaderValue::from);
        // Relative to the place that was asked for, so that it holds behind any prefix.
        let successor = self.successor.map(|id| format!("<{id}>; rel=\"successor-version\""));
        let successor = successor.and_then(|link| HeaderValue::try_from(link).ok());
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, kind);
        headers.extend(retry_after.map(|seconds| (header::RETRY_AFTER, seconds)));
        headers.extend(successor.map(|link| (header::LINK, link)));
        response
    }
}
