//! `/addresses/{id}`: one place by its permanent number.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use vmap_geocoder::{AdminForm, Hit};

use super::parameters::Parameters;
use super::problem::Problem;
use super::records::Records;
use super::segments::Segments;
use super::serving::Current;
use super::{answer, history};
use crate::answering::{Feature, Layout};

/// `GET /addresses/{id}`: the place with this identifier, in both eras' forms, from the release; with
/// `at` or `known` as the registry has it.
pub async fn by_id(
    State(current): State<Current>,
    State(records): State<Records>,
    Segments(id): Segments<String>,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let language = parameters.language();
    let days = (parameters.date("at"), parameters.date("known"));
    parameters.finish()?;
    if days != (None, None) {
        return history::version_at(&current, &records, history::place_id(&id)?, days, language).await;
    }
    let serving = current.get();
    let hits: Vec<Hit> = match is_unit_code(&id) {
        true => serving.geocoder.unit(&id, AdminForm::Both, language),
        false => serving.geocoder.place(history::place_id(&id)?, AdminForm::Both, language).into_iter().collect(),
    };
    let release = serving.release.id();
    let Some(hit) = hits.first() else {
        return Err(match history::place_id(&id) {
            Ok(place) => history::why_not_there(&records, place, release).await,
            Err(_) => Problem::not_found(format!("no unit {id} in release {release}")),
        });
    };
    answer::json(&Placed { feature: Feature::new(hit, Layout::Flat), release })
}

/// A feature that says by itself which release it comes from.
#[derive(Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    feature: Feature<'a>,
    release: &'a str,
}

/// Codes of provinces, districts and wards have 2, 3 and 5 digits.
fn is_unit_code(text: &str) -> bool {
    matches!(text.len(), 2 | 3 | 5) && text.bytes().all(|byte| byte.is_ascii_digit())
}
