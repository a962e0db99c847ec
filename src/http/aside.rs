//! Work of milliseconds and more.

use axum::response::Response;

use super::problem::Problem;

/// Does `work` beside the threads that answer requests, which must not be held up.
pub async fn aside(work: impl FnOnce() -> Result<Response, Problem> + Send + 'static) -> Result<Response, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "an answer was not worked out to its end");
        Problem::internal()
    })?
}
