//! The server. The only room that knows axum; it turns requests into questions to the geocoder, the
//! tiles and the registry, and their answers into responses.

mod answer;
mod aside;
mod asked;
mod base_url;
mod batch;
mod caching;
mod changes;
mod coding;
mod convert;
mod csv_files;
mod features;
mod gate;
mod history;
mod listing;
mod openapi;
mod page;
mod paging;
mod parameters;
mod parse;
mod places;
mod problem;
mod proposals;
mod quality;
mod range;
mod records;
mod releases;
mod search;
mod segments;
mod service;
mod serving;
mod tiles;
mod units;
mod upload;
mod usage;
mod wish;

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::cors::{Any, CorsLayer};

use crate::error::{Context, Outcome};
use crate::home::Home;
use features::EarlierReleases;
use gate::Gate;
use problem::Problem;
use records::Records;
use serving::Current;
use usage::Usage;

pub use gate::Allowance;

/// Bytes that TCP sends before it waits for the other side: ten segments (RFC 6928). A shorter
/// answer does not arrive sooner, and compressing it costs as much as finding it.
const FIRST_FLIGHT: u64 = 10 * 1460;

/// What requests are answered from.
#[derive(Clone, FromRef)]
struct Shared {
    current: Current,
    records: Records,
    gate: Gate,
    usage: Usage,
    earlier: EarlierReleases,
}

/// A server that listens but does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    shared: Shared,
    metrics: PrometheusHandle,
}

impl Server {
    /// Opens the current release of `home` and listens on `address`; a client may make as many proposals
    /// as `proposals` says. The registry need not be there.
    pub async fn bind(home: &Home, address: SocketAddr, proposals: Allowance) -> Outcome<Self> {
        let current = Current::open(home.releases())?;
        let shared = Shared {
            current,
            records: Records::new(home.clone()),
            gate: Gate::new(proposals),
            usage: Usage::new(home.usage()),
            earlier: EarlierReleases::default(),
        };
        let listening = format!("cannot listen on {address}; is another server running? choose another with --listen");
        let listener = TcpListener::bind(address).await.context(listening.clone())?;
        let address = listener.local_addr().context(listening)?;
        let metrics = PrometheusBuilder::new().install_recorder().context("cannot set up metrics")?;
        Ok(Self { listener, address, shared, metrics })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until told to stop, then finishes the answers under way.
    pub async fn run(self) -> Outcome<()> {
        tokio::spawn(self.shared.current.clone().follow());
        tokio::spawn(self.shared.gate.clone().keep_small());
        tokio::spawn(self.shared.usage.clone().keep_written());
        tokio::spawn(service::keep_figures_small(self.metrics.clone()));
        let usage = self.shared.usage.clone();
        let service = router(self.shared, self.metrics).into_make_service_with_connect_info::<SocketAddr>();
        // The last piece of a long answer does not wait until the others are acknowledged.
        let listener = self.listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "a connection stays with Nagle's algorithm");
            }
        });
        axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await.context("the server failed")?;
        usage.write().context("cannot write down how much was asked")
    }
}

/// Every route. Answers are compressed and validated; tiles, archives and the page bring their own.
fn router(shared: Shared, metrics: PrometheusHandle) -> Router {
    let answers = Router::new()
        .route("/search", get(search::search))
        .route("/search/csv", post(csv_files::search).layer(DefaultBodyLimit::max(upload::MOST_BYTES)))
        .route("/reverse/csv", post(csv_files::reverse).layer(DefaultBodyLimit::max(upload::MOST_BYTES)))
        .route("/autocomplete", get(search::autocomplete))
        .route("/reverse", get(search::reverse))
        .route("/batch", post(batch::batch).layer(DefaultBodyLimit::max(batch::MOST_BYTES)))
        .route("/addresses", get(listing::list))
        .route("/quality", get(quality::sums))
        .route("/quality/{ward_code}", get(quality::ward))
        .route("/units", get(units::list))
        .route("/units/{code}", get(units::by_code))
        .route("/units/{code}/successors", get(units::successors))
        .route("/units/{code}/predecessors", get(units::predecessors))
        .route("/parse", get(parse::parse))
        .route("/style.json", get(tiles::style))
        .route("/version", get(service::version))
        .route("/openapi.json", get(openapi::document))
        .layer(from_fn_with_state(shared.current.clone(), caching::validate))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(FIRST_FLIGHT)));
    let convert = Router::new()
        .route("/convert", get(convert::convert).post(convert::convert_many))
        .layer(DefaultBodyLimit::max(convert::MOST_BYTES))
        .layer(from_fn_with_state(shared.current.clone(), caching::validate))
        .layer(from_fn(page::converter))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(FIRST_FLIGHT)));
    let records = Router::new()
        .route("/addresses/{id}", get(places::by_id))
        .route("/addresses/{id}/history", get(history::versions))
        .route("/changes", get(changes::since))
        .route("/changes/latest", get(changes::latest))
        .route("/changes/units", get(changes::units))
        .route("/conformance", get(features::conformance))
        .route("/collections", get(features::collections))
        .route("/collections/{id}", get(features::collection))
        .route("/collections/{id}/items", get(features::items))
        .route("/collections/{id}/items/{feature}", get(features::item))
        .route("/releases", get(releases::list))
        .route("/releases/{id}", get(releases::by_id))
        .route("/usage", get(usage::days))
        .route("/proposals", post(proposals::submit).layer(DefaultBodyLimit::max(proposals::MOST_BYTES)))
        .route("/proposals/{number}", get(proposals::by_number))
        .layer(from_fn(caching::validate_content))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(FIRST_FLIGHT)));
    let page = Router::new()
        .route("/", get(page::map).layer(from_fn_with_state(shared.clone(), features::or_landing)))
        .route("/batch", get(page::batch))
        .route("/check", get(page::check))
        .route("/status", get(page::status))
        .route("/assets/{*file}", get(page::asset))
        .layer(CompressionLayer::new());
    let tiles = Router::new()
        .route("/tiles/{file}", get(tiles::document))
        .route("/tiles/{tileset}/{z}/{x}/{y}", get(tiles::tile))
        .route("/releases/{id}/tiles/{file}", get(tiles::document_of_release))
        .route("/releases/{id}/tiles/{tileset}/{z}/{x}/{y}", get(tiles::tile_of_release))
        .route("/releases/{id}/files/{name}", get(releases::file));
    let service = Router::new().route("/healthz", get(service::health)).route("/readyz", get(service::ready));
    let metrics = Router::new().route("/metrics", get(service::metrics)).with_state(metrics);
    answers
        .merge(convert)
        .merge(records)
        .merge(page)
        .merge(tiles)
        .merge(service)
        .route_layer(from_fn_with_state(shared.usage.clone(), usage::count))
        .with_state(shared)
        .merge(metrics)
        .fallback(async || Problem::not_found("no such path: /openapi.json lists all of them"))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn(service::measure))
        .layer(from_other_sites())
}

/// Pages of other sites may ask: what is here is public, and nothing depends on who a browser belongs to.
fn from_other_sites() -> CorsLayer {
    let told = [header::ETAG, header::CONTENT_RANGE, header::ACCEPT_RANGES, header::RETRY_AFTER, header::LINK];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(Any)
        .expose_headers(told)
}

/// A panic is a fault of ours: logged by the panic hook, told to the client as such.
fn after_panic(_: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    axum::response::IntoResponse::into_response(Problem::internal())
}

/// Ctrl-C, or the signal by which service managers stop a process.
async fn told_to_stop() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
    tracing::info!("stopping: finishing the answers under way");
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::error!(%error, "cannot listen for the termination signal");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
