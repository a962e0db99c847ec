//! `/search`, `/autocomplete` and `/reverse`.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use vmap_core::unit::UnitTable;
use vmap_geocoder::{AdminForm, Language, ResultType, ReverseRequest, SearchRequest, SearchText, StructuredText};

use super::answer::{self, Layout};
use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::Current;

/// Longest text of a query, in characters.
const LONGEST_TEXT: usize = 200;
/// Results given when no `limit` says otherwise.
const DEFAULT_LIMIT: usize = 5;
/// Most results that can be asked for.
const MOST_RESULTS: usize = 50;
/// Farthest that a reverse search looks, in metres.
const LARGEST_RADIUS_M: f64 = 100_000.0;

const TYPES: [(&str, ResultType); 8] = [
    ("house", ResultType::House),
    ("alley", ResultType::Alley),
    ("street", ResultType::Street),
    ("hamlet", ResultType::Hamlet),
    ("poi", ResultType::Poi),
    ("ward", ResultType::Ward),
    ("district", ResultType::District),
    ("province", ResultType::Province),
];
const ADMIN_FORMS: [(&str, AdminForm); 4] = [
    ("current", AdminForm::Current),
    ("legacy", AdminForm::Legacy),
    ("input", AdminForm::Input),
    ("both", AdminForm::Both),
];
const LAYOUTS: [(&str, Layout); 2] = [("flat", Layout::Flat), ("geocodejson", Layout::GeocodeJson)];

/// `GET /search`.
pub async fn search(State(current): State<Current>, parameters: Parameters) -> Result<Json<Value>, Problem> {
    answer_search(&current, parameters, false)
}

/// `GET /autocomplete`: a search whose last word may be unfinished.
pub async fn autocomplete(State(current): State<Current>, parameters: Parameters) -> Result<Json<Value>, Problem> {
    answer_search(&current, parameters, true)
}

/// `GET /reverse`.
pub async fn reverse(State(current): State<Current>, mut parameters: Parameters) -> Result<Json<Value>, Problem> {
    let point = parameters.position();
    if point.is_none() {
        parameters.refuse("lat, lon", "give the position in degrees".to_owned());
    }
    let radius_m = parameters.number("radius", 1.0..=LARGEST_RADIUS_M);
    let serving = current.get();
    let common = Common::take(&mut parameters, serving.release.units());
    parameters.finish()?;
    let Some(point) = point else { return Err(Problem::internal()) };
    let Common { limit, types, admin, language, layout } = common;
    let request = ReverseRequest { point, limit, radius_m, types, admin, language };
    let found = serving.geocoder.reverse(&request);
    let query = format!("{},{}", point.lat(), point.lon());
    answer::collection(&query, &found.hits, layout, serving.release.manifest()).map(Json)
}

/// The parameters that searching and reversing share.
struct Common {
    limit: usize,
    types: Vec<ResultType>,
    admin: AdminForm,
    language: Language,
    layout: Layout,
}

impl Common {
    fn take(parameters: &mut Parameters, units: &UnitTable) -> Self {
        let admin = parameters.choice("admin", &ADMIN_FORMS).unwrap_or_default();
        let at = parameters.day("at", units);
        Self {
            limit: parameters.number("limit", 1..=MOST_RESULTS).unwrap_or(DEFAULT_LIMIT),
            types: parameters.choices("type", &TYPES),
            admin: at.map_or(admin, AdminForm::At),
            language: parameters.language(),
            layout: parameters.choice("format", &LAYOUTS).unwrap_or_default(),
        }
    }
}

fn answer_search(current: &Current, mut parameters: Parameters, unfinished: bool) -> Result<Json<Value>, Problem> {
    let text = search_text(&mut parameters);
    let autocomplete = parameters.flag("autocomplete") || unfinished;
    let bias = parameters.position();
    let bbox = parameters.bounding_box();
    let ward_code = parameters.text("ward_code", 5);
    let province_code = parameters.text("province_code", 2);
    let explain = parameters.flag("explain");
    let serving = current.get();
    let Common { limit, types, admin, language, layout } = Common::take(&mut parameters, serving.release.units());
    parameters.finish()?;
    let query = shown(&text);
    let request = SearchRequest {
        text,
        autocomplete,
        limit,
        bias,
        bbox,
        types,
        ward_code,
        province_code,
        admin,
        language,
        explain,
    };
    let found = serving.geocoder.search(&request);
    answer::collection(&query, &found.hits, layout, serving.release.manifest()).map(Json)
}

/// Either `q` or the parts of an address, not both, not neither.
fn search_text(parameters: &mut Parameters) -> SearchText {
    let line = parameters.text("q", LONGEST_TEXT);
    let parts = StructuredText {
        housenumber: parameters.text("housenumber", LONGEST_TEXT),
        street: parameters.text("street", LONGEST_TEXT),
        hamlet: parameters.text("hamlet", LONGEST_TEXT),
        ward: parameters.text("ward", LONGEST_TEXT),
        district: parameters.text("district", LONGEST_TEXT),
        province: parameters.text("province", LONGEST_TEXT),
    };
    let structured = parts != StructuredText::default();
    match (line, structured) {
        (Some(line), false) => return SearchText::Free(line),
        (None, true) => return SearchText::Structured(parts),
        (Some(_), true) => parameters.refuse("q", "give either q or the parts of an address, not both".to_owned()),
        (None, false) => {
            let detail = "missing: give q, or any of housenumber, street, hamlet, ward, district, province";
            parameters.refuse("q", detail.to_owned());
        }
    }
    SearchText::Structured(parts)
}

/// The query as the answer repeats it.
fn shown(text: &SearchText) -> String {
    match text {
        SearchText::Free(line) => line.clone(),
        SearchText::Structured(parts) => {
            let parts =
                [&parts.housenumber, &parts.street, &parts.hamlet, &parts.ward, &parts.district, &parts.province];
            parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
        }
    }
}
