//! `/addresses/{id}`: one place by its permanent number.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use vmap_core::PlaceId;
use vmap_geocoder::AdminForm;

use super::answer;
use super::parameters::Parameters;
use super::problem::{ParameterProblem, Problem};
use super::segments::Segments;
use super::serving::Current;
use crate::answering::{Feature, Layout};

/// `GET /addresses/{id}`: the place with this identifier, in both eras' forms.
pub async fn by_id(
    State(current): State<Current>,
    Segments(id): Segments<String>,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let language = parameters.language();
    parameters.finish()?;
    let serving = current.get();
    let hits = match id.parse::<PlaceId>() {
        Ok(place) => serving.geocoder.place(place, AdminForm::Both, language).into_iter().collect(),
        Err(_) if is_unit_code(&id) => serving.geocoder.unit(&id, AdminForm::Both, language),
        Err(error) => {
            let problem = ParameterProblem { name: "id".to_owned(), detail: error.to_string() };
            return Err(Problem::parameters(vec![problem]));
        }
    };
    let Some(hit) = hits.first() else {
        let release = serving.release.id();
        return Err(Problem::not_found(format!("no place {id} in release {release}: it may be retired, or newer")));
    };
    answer::json(&Placed { feature: Feature::new(hit, Layout::Flat), release: serving.release.id() })
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
