//! `/quality`: what is the matter with the addresses of each ward.

use std::collections::BTreeMap;

use axum::extract::{OriginalUri, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;
use vmap_core::quality::{CountryQuality, FindingKind, UnitQuality, WardFindings};
use vmap_core::release::ReleaseFiles;
use vmap_core::unit::{Era, UnitId, UnitLevel};
use vmap_geocoder::Language;

use super::answer;
use super::aside::aside;
use super::base_url::BaseUrl;
use super::paging::Page;
use super::parameters::Parameters;
use super::problem::Problem;
use super::segments::Segments;
use super::serving::{Current, Serving};
use crate::answering::FindingRow;

/// The sums that were written when the release was published.
#[derive(Serialize)]
struct Sums<'a> {
    release: &'a str,
    #[serde(flatten)]
    quality: BTreeMap<String, Box<RawValue>>,
}

/// A unit to name.
#[derive(Serialize)]
struct UnitName<'a> {
    code: &'a str,
    name: &'a str,
}

/// What was found in one ward: a FeatureCollection.
#[derive(Serialize)]
struct WardRows<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    release: &'a str,
    province: Option<UnitName<'a>>,
    ward: Option<&'a UnitQuality>,
    total: usize,
    page: usize,
    limit: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    features: Vec<FindingRow>,
}

/// `GET /quality`: sums of every province and ward.
pub async fn sums(State(current): State<Current>, parameters: Parameters) -> Result<Response, Problem> {
    parameters.finish()?;
    let serving = current.get();
    let file = serving.release.file("quality.json").map_err(|missing| Problem::not_found(missing.to_string()))?;
    let quality = serde_json::from_slice(&file).map_err(|error| {
        tracing::error!(%error, "quality.json cannot be read");
        Problem::internal()
    })?;
    answer::json(&Sums { release: serving.release.id(), quality })
}

/// `GET /quality/{ward_code}`: what was found of each place in one ward, what matters most first.
pub async fn ward(
    State(current): State<Current>,
    Segments(code): Segments<String>,
    base: BaseUrl,
    OriginalUri(asked): OriginalUri,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let kinds = parameters.choices("finding", &FindingKind::ALL);
    let language = parameters.language();
    let page = Page::take(&mut parameters);
    parameters.finish()?;
    let serving = current.get();
    let ward = ward_of_today(&serving, &code)?;
    aside(move || {
        let mut found = serving.geocoder.inspector().ward(ward);
        found.findings.retain(|finding| kinds.is_empty() || kinds.contains(&finding.matter.kind()));
        let next = page.next(&base, &asked, found.findings.len());
        page_of(&serving, ward, found, page, next, language)
    })
    .await
}

fn page_of(
    serving: &Serving,
    ward: UnitId,
    found: WardFindings,
    page: Page,
    next: Option<String>,
    language: Language,
) -> Result<Response, Problem> {
    let sums = CountryQuality::new([(ward, found.quality)], serving.release.units(), None);
    let province = sums.provinces.first();
    let rows = page.of(&found.findings).iter();
    answer::json(&WardRows {
        kind: "FeatureCollection",
        release: serving.release.id(),
        province: province.map(|UnitQuality { code, name, .. }| UnitName { code, name }),
        ward: province.and_then(|province| province.wards.first()),
        total: found.findings.len(),
        page: page.number,
        limit: page.limit,
        next,
        features: rows.filter_map(|finding| FindingRow::new(&serving.geocoder, finding, language)).collect(),
    })
}

/// Today's ward of this code.
pub fn ward_of_today(serving: &Serving, code: &str) -> Result<UnitId, Problem> {
    serving.release.units().by_code(Era::Current, UnitLevel::Ward, code).ok_or_else(|| {
        let release = serving.release.id();
        Problem::not_found(format!("no ward of today has the code {code:?} in release {release}: /units lists them"))
    })
}
