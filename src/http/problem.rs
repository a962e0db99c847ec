//! Errors as `application/problem+json` (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

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
        Self {
            kind: "/problems/invalid-parameter",
            title: "Invalid parameter",
            status: StatusCode::BAD_REQUEST.as_u16(),
            detail: named.join("; "),
            errors,
        }
    }

    /// Something that is not there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::bare("/problems/not-found", "Not found", StatusCode::NOT_FOUND, detail)
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
        Self { kind, title, status: status.as_u16(), detail: detail.into(), errors: Vec::new() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
