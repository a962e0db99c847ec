//! `/search`, `/autocomplete` and `/reverse`.

use axum::extract::State;
use axum::response::Response;
use vmap_geocoder::{ReverseRequest, SearchRequest};

use super::answer;
use super::asked::{self, Common};
use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::Current;
use crate::answering::{Question, answer};

/// Farthest that a reverse search looks, in metres.
const LARGEST_RADIUS_M: f64 = 100_000.0;

/// `GET /search`.
pub async fn search(State(current): State<Current>, parameters: Parameters) -> Result<Response, Problem> {
    answer_search(&current, parameters, false)
}

/// `GET /autocomplete`: a search whose last word may be unfinished.
pub async fn autocomplete(State(current): State<Current>, parameters: Parameters) -> Result<Response, Problem> {
    answer_search(&current, parameters, true)
}

/// `GET /reverse`.
pub async fn reverse(State(current): State<Current>, mut parameters: Parameters) -> Result<Response, Problem> {
    let point = parameters.position();
    if point.is_none() {
        parameters.refuse("lat, lon", "give the position in degrees".to_owned());
    }
    let radius_m = parameters.number("radius", 1.0..=LARGEST_RADIUS_M);
    let serving = current.get();
    let Common { wishes, layout } = Common::take(&mut parameters, serving.release.units());
    parameters.finish()?;
    let Some(point) = point else { return Err(Problem::internal()) };
    let hits = answer(&serving.geocoder, &Question::Reverse(ReverseRequest { radius_m, ..wishes.reverse(point) }));
    answer::collection(&format!("{},{}", point.lat(), point.lon()), &hits, layout, serving.release.manifest())
}

fn answer_search(current: &Current, mut parameters: Parameters, unfinished: bool) -> Result<Response, Problem> {
    let text = asked::text(&mut parameters);
    let autocomplete = parameters.flag("autocomplete") || unfinished;
    let bias = parameters.position();
    let bbox = parameters.bounding_box();
    let ward_code = parameters.text("ward_code", 5);
    let province_code = parameters.text("province_code", 2);
    let explain = parameters.flag("explain");
    let serving = current.get();
    let Common { wishes, layout } = Common::take(&mut parameters, serving.release.units());
    parameters.finish()?;
    let query = asked::shown(&text);
    let request = SearchRequest { autocomplete, bias, bbox, ward_code, province_code, explain, ..wishes.search(text) };
    let hits = answer(&serving.geocoder, &Question::Search(request));
    answer::collection(&query, &hits, layout, serving.release.manifest())
}
