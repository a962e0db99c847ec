//! The features of a collection, page by page.
//!
//! A page names the release that it comes from and the row behind its last one, so that who follows `next`
//! gets every feature once, also when another release is published in between: pages go on in the release
//! they began with for as long as that is kept.

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};
use vmap_core::PlaceId;
use vmap_core::unit::{Era, UnitLevel};
use vmap_geocoder::PlaceRow;
use vmap_pipeline::export::Row;
use vmap_release::Boundary;

use super::collection::{Kind, link};
use super::crs::Crs;
use super::feature;
use super::landing::{as_json, known};
use super::query::Query;
use super::snapshot::{EarlierReleases, Snapshot};
use crate::http::answer;
use crate::http::aside::aside;
use crate::http::base_url::BaseUrl;
use crate::http::parameters::Parameters;
use crate::http::problem::Problem;
use crate::http::segments::Segments;
use crate::http::serving::Current;

const GEOJSON: &str = "application/geo+json";

/// A page of features.
#[derive(Serialize)]
struct Page {
    #[serde(rename = "type")]
    kind: &'static str,
    release: String,
    attribution: String,
    #[serde(rename = "numberReturned")]
    number_returned: usize,
    /// Where counting costs nothing.
    #[serde(rename = "numberMatched", skip_serializing_if = "Option::is_none")]
    number_matched: Option<u64>,
    links: Vec<Value>,
    features: Vec<Value>,
}

/// `GET /collections/{id}/items`: a page of features.
pub async fn items(
    State(current): State<Current>,
    State(earlier): State<EarlierReleases>,
    Segments(id): Segments<String>,
    base: BaseUrl,
    OriginalUri(asked): OriginalUri,
    parameters: Parameters,
) -> Result<Response, Problem> {
    let collection = known(&id)?;
    let query = Query::take(collection.kind, parameters)?;
    aside(move || {
        let cursor = query.cursor.as_ref();
        let snapshot = Snapshot::of(&current, &earlier, cursor.map(|cursor| cursor.release.as_str()))?;
        let page = page(&snapshot, collection.kind, &query, &base, &asked)?;
        geojson(&page, query.crs)
    })
    .await
}

/// `GET /collections/{id}/items/{feature}`: one feature of the release that is served.
pub async fn item(
    State(current): State<Current>,
    State(earlier): State<EarlierReleases>,
    Segments((id, feature)): Segments<(String, String)>,
    base: BaseUrl,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let collection = known(&id)?;
    as_json(&mut parameters);
    let crs = parameters.choice("crs", &Crs::ALL).unwrap_or_default();
    parameters.finish()?;
    aside(move || {
        let snapshot = Snapshot::of(&current, &earlier, None)?;
        let found = one(&snapshot, collection.kind, &feature, crs)?;
        let mut found = found.ok_or_else(|| {
            let release = snapshot.release().id();
            Problem::not_found(format!("no feature {feature:?} in {id} of release {release}"))
        })?;
        let here = format!("{}/collections/{id}", base.as_str());
        found["links"] = json!([
            link(&format!("{here}/items/{feature}"), "self", GEOJSON, &feature),
            link(&here, "collection", "application/json", &id),
        ]);
        geojson(&found, crs)
    })
    .await
}
/// Features, the row of the one behind them, and how many there are without any filter.
struct Found {
    features: Vec<Value>,
    next: Option<u32>,
    total: u64,
}

fn page(snapshot: &Snapshot, kind: Kind, query: &Query, base: &BaseUrl, asked: &Uri) -> Result<Page, Problem> {
    let manifest = snapshot.release().manifest();
    let Found { features, next, total } = match kind {
        Kind::Addresses => addresses(snapshot, query)?,
        Kind::Units(era, level) => units(snapshot, (era, level), query)?,
    };
    let mut links = vec![link(&format!("{}{asked}", base.as_str()), "self", GEOJSON, "This page")];
    let cursor = next.map(|row| format!("{}.{row}", manifest.id));
    links.extend(cursor.map(|cursor| link(&with_cursor(base, asked, &cursor), "next", GEOJSON, "The next page")));
    Ok(Page {
        kind: "FeatureCollection",
        release: manifest.id.clone(),
        attribution: manifest.attribution(),
        number_returned: features.len(),
        number_matched: query.wants_all().then_some(total),
        links,
        features,
    })
}

fn addresses(snapshot: &Snapshot, query: &Query) -> Result<Found, Problem> {
    let manifest = snapshot.release().manifest();
    let within = query.within(snapshot.release().units())?;
    let mut rows = snapshot.addresses(query.bbox, within.as_slice(), query.from());
    let shown: Vec<u32> = rows.by_ref().take(query.limit).collect();
    let licence = manifest.licence();
    let feature = |row: &u32| {
        let place = snapshot.places().get(PlaceRow::Address(*row))?;
        Some(feature::address(&Row::new(place, &manifest.id, &licence), query.crs))
    };
    let features = shown.iter().filter_map(feature).collect();
    Ok(Found { features, next: rows.next(), total: manifest.counts.addresses })
}

fn units(snapshot: &Snapshot, of: (Era, UnitLevel), query: &Query) -> Result<Found, Problem> {
    let units = snapshot.release().units();
    let areas: Vec<&Boundary> = snapshot.areas()?.iter().filter(|area| (area.era, area.level) == of).collect();
    let rows = (0_u32..).zip(&areas).skip(query.from() as usize);
    let mut rows = rows.filter(|(_, area)| feature::is_wanted(area, query, units));
    let shown: Vec<_> = rows.by_ref().take(query.limit).collect();
    let features = shown.iter().filter_map(|(_, area)| feature::unit(area, units, query.crs)).collect();
    Ok(Found { features, next: rows.next().map(|(row, _)| row), total: areas.len() as u64 })
}

/// The address of `asked` with another cursor.
fn with_cursor(base: &BaseUrl, asked: &Uri, cursor: &str) -> String {
    let pairs = form_urlencoded::parse(asked.query().unwrap_or_default().as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.filter(|(name, _)| name != "cursor")).append_pair("cursor", cursor);
    format!("{}{}?{}", base.as_str(), asked.path(), query.finish())
}

fn one(snapshot: &Snapshot, kind: Kind, id: &str, crs: Crs) -> Result<Option<Value>, Problem> {
    let manifest = snapshot.release().manifest();
    Ok(match kind {
        Kind::Addresses => {
            let place = id.parse::<PlaceId>().ok().and_then(|id| snapshot.places().address(id));
            place.map(|place| feature::address(&Row::new(place, &manifest.id, &manifest.licence()), crs))
        }
        Kind::Units(era, level) => {
            let mut areas = snapshot.areas()?.iter();
            let area = areas.find(|area| (area.era, area.level, area.code.as_str()) == (era, level, id));
            area.and_then(|area| feature::unit(area, snapshot.release().units(), crs))
        }
    })
}

/// `value` as GeoJSON, with the coordinate system in the header that the standard has for it.
fn geojson(value: &impl Serialize, crs: Crs) -> Result<Response, Problem> {
    let mut response = answer::json(value)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(GEOJSON));
    let named = HeaderValue::try_from(format!("<{}>", crs.uri())).map_err(|_| Problem::internal())?;
    headers.insert("content-crs", named);
    Ok(response)
}
