//! What operators ask: is it alive, is it ready, which version, how is it doing.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

use super::serving::Current;

/// `GET /healthz`: the process answers.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: a release is open, so answers can be given.
pub async fn ready(State(current): State<Current>) -> String {
    format!("ready, release {}\n", current.get().release.id())
}

/// `GET /version`: which release and which program.
pub async fn version(State(current): State<Current>) -> Json<Value> {
    let serving = current.get();
    let manifest = serving.release.manifest();
    Json(json!({
        "release": manifest.id,
        "created_at": manifest.created_at,
        "change_number": manifest.change_number,
        "counts": manifest.counts,
        "sources": manifest.sources,
        "attribution": manifest.attribution(),
        "licence": manifest.licence(),
        "synthetic": manifest.is_synthetic(),
        "illustrative_boundaries": manifest.illustrative_boundaries,
        "build": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
    }))
}

/// `GET /metrics` in the text format of Prometheus.
pub async fn metrics(State(handle): State<PrometheusHandle>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}

/// How often samples of durations are summed up.
const SUM_UP_EVERY: Duration = Duration::from_secs(5);

/// Sums up the samples of durations, which would take more and more memory where nobody asks for
/// `/metrics`.
pub async fn keep_figures_small(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(SUM_UP_EVERY).await;
        handle.run_upkeep();
    }
}

/// Counts every request and its seconds by route and status.
pub async fn measure(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<axum::extract::MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    let response = next.run(request).await;
    let labels = [("route", route), ("status", response.status().as_u16().to_string())];
    metrics::counter!("vmap_http_requests_total", &labels).increment(1);
    metrics::histogram!("vmap_http_request_duration_seconds", &labels).record(begun.elapsed().as_secs_f64());
    response
}
