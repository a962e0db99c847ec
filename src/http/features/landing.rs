//! The pages from which programs find their way.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::collection::{COLLECTIONS, Collection, link};
use crate::http::answer;
use crate::http::base_url::BaseUrl;
use crate::http::parameters::Parameters;
use crate::http::problem::Problem;
use crate::http::segments::Segments;
use crate::http::serving::Current;

/// What of the standards is kept to.
const CONFORMANCE: [&str; 5] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
];
const JSON: &str = "application/json";

/// `/` is the map to people and the landing page to programs: those that do not name HTML, or say `f=json`.
pub async fn or_landing(State(current): State<Current>, base: BaseUrl, request: Request, next: Next) -> Response {
    let asks_json = request.uri().query().is_some_and(|query| query.split('&').any(|pair| pair == "f=json"));
    if asks_json || names_json(request.headers()) {
        return landing(&current, &base).into_response();
    }
    next.run(request).await
}

/// Whether JSON is named among what the client takes, and HTML is not.
fn names_json(headers: &HeaderMap) -> bool {
    let taken = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let kinds: Vec<&str> = taken.flat_map(|value| value.split(',')).map(str::trim).collect();
    let names = |wanted: &str| kinds.iter().any(|kind| kind.starts_with(wanted));
    names(JSON) && !names("text/html")
}

fn landing(current: &Current, base: &BaseUrl) -> Result<Response, Problem> {
    let base = base.as_str();
    answer::json(&json!({
        "title": "Vmap",
        "description": "Địa chỉ quốc gia Việt Nam (Vietnam's national addresses)",
        "release": current.get().release.id(),
        "attribution": current.get().release.manifest().attribution(),
        "links": [
            link(&format!("{base}/?f=json"), "self", JSON, "This page"),
            link(&format!("{base}/"), "alternate", "text/html", "The map"),
            link(&format!("{base}/openapi.json"), "service-desc", "application/vnd.oai.openapi+json;version=3.1", "The API"),
            link(&format!("{base}/conformance"), "conformance", JSON, "What of the standards is kept to"),
            link(&format!("{base}/collections"), "data", JSON, "Collections of features"),
        ],
    }))
}

/// `GET /conformance`.
pub async fn conformance(mut parameters: Parameters) -> Result<Response, Problem> {
    as_json(&mut parameters);
    parameters.finish()?;
    answer::json(&json!({ "conformsTo": CONFORMANCE }))
}

/// `GET /collections`.
pub async fn collections(
    State(current): State<Current>,
    base: BaseUrl,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    as_json(&mut parameters);
    parameters.finish()?;
    let (base, serving) = (base.as_str(), current.get());
    let described: Vec<_> = COLLECTIONS.iter().map(|collection| collection.described(base, &serving)).collect();
    answer::json(&json!({
        "links": [link(&format!("{base}/collections"), "self", JSON, "Collections of features")],
        "collections": described,
    }))
}

/// `GET /collections/{id}`.
pub async fn collection(
    State(current): State<Current>,
    Segments(id): Segments<String>,
    base: BaseUrl,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    as_json(&mut parameters);
    parameters.finish()?;
    answer::json(&known(&id)?.described(base.as_str(), &current.get()))
}

/// Takes `f`, which names the one form there is.
pub fn as_json(parameters: &mut Parameters) {
    parameters.choice("f", &[("json", ())]);
}

/// The collection called `id`.
pub fn known(id: &str) -> Result<&'static Collection, Problem> {
    Collection::of(id).ok_or_else(|| Problem::not_found(format!("no collection {id:?}: /collections lists them")))
}
