//! `/addresses`: the addresses of a ward, page by page.

use axum::extract::{OriginalUri, State};
use axum::response::Response;
use serde::Serialize;
use vmap_core::quality::PlaceRow;
use vmap_geocoder::{AdminForm, Hit, Language};

use super::answer;
use super::aside::aside;
use super::base_url::BaseUrl;
use super::paging::Page;
use super::parameters::Parameters;
use super::problem::Problem;
use super::quality::ward_of_today;
use super::serving::{Current, Serving};
use crate::answering::{Features, LONGEST_TEXT, Layout};

/// A page of addresses: a FeatureCollection.
#[derive(Serialize)]
struct Addresses<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    release: &'a str,
    attribution: String,
    licence: String,
    total: usize,
    page: usize,
    limit: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    features: Features<'a>,
}

/// `GET /addresses`: the addresses of a ward, or of a street in it, in order of street and number.
pub async fn list(
    State(current): State<Current>,
    base: BaseUrl,
    OriginalUri(asked): OriginalUri,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let code = parameters.text("ward_code", 5);
    let street = parameters.text("street", LONGEST_TEXT);
    let language = parameters.language();
    let page = Page::take(&mut parameters);
    if code.is_none() {
        parameters.refuse("ward_code", "missing: the code of a ward of today, as /units gives it".to_owned());
    }
    parameters.finish()?;
    let serving = current.get();
    let ward = ward_of_today(&serving, &code.unwrap_or_default())?;
    aside(move || {
        let rows = serving.geocoder.addresses_in(ward, street.as_deref());
        let next = page.next(&base, &asked, rows.len());
        page_of(&serving, &rows, page, next, language)
    })
    .await
}

fn page_of(
    serving: &Serving,
    rows: &[u32],
    page: Page,
    next: Option<String>,
    language: Language,
) -> Result<Response, Problem> {
    let describe = |row: &u32| serving.geocoder.at_row(PlaceRow::Address(*row), AdminForm::Both, language);
    let hits: Vec<Hit> = page.of(rows).iter().filter_map(describe).collect();
    let manifest = serving.release.manifest();
    answer::json(&Addresses {
        kind: "FeatureCollection",
        release: serving.release.id(),
        attribution: manifest.attribution(),
        licence: manifest.licence(),
        total: rows.len(),
        page: page.number,
        limit: page.limit,
        next,
        features: Features { hits: &hits, layout: Layout::Flat },
    })
}
