//! The variable parts of a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// The variable parts of a path, decoded. What is no UTF-8 names nothing here.
pub struct Segments<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segments<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let decoded = Path::<T>::from_request_parts(parts, state).await;
        let Path(segments) =
            decoded.map_err(|_| Problem::not_found("the path cannot be read as percent-encoded UTF-8"))?;
        Ok(Self(segments))
    }
}
