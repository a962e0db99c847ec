//! `/convert`: an address, or a ward's code, in the form of another era.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use vmap_core::unit::Era;
use vmap_geocoder::{ConvertRequest, ConvertSubject, SearchText};

use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::Current;
use crate::answering::LONGEST_TEXT;

const FORMS: [(&str, Era); 2] = [("current", Era::Current), ("legacy", Era::Legacy)];

/// `GET /convert`: every unit that the address may lie in, with its share.
pub async fn convert(State(current): State<Current>, mut parameters: Parameters) -> Result<Json<Value>, Problem> {
    let serving = current.get();
    let line = parameters.text("q", LONGEST_TEXT);
    let ward_code = parameters.text("ward_code", 5);
    let to = parameters.choice("to", &FORMS).unwrap_or(Era::Current);
    let at = parameters.day("at", serving.release.units());
    let language = parameters.language();
    let query = line.clone().or_else(|| ward_code.clone()).unwrap_or_default();
    let subject = match (line, ward_code) {
        (Some(line), None) => ConvertSubject::Text(SearchText::Free(line)),
        (None, Some(code)) => ConvertSubject::WardCode(code),
        (line, _) => {
            let what =
                if line.is_some() { "give either q or ward_code, not both" } else { "missing: give q or ward_code" };
            parameters.refuse("q", what.to_owned());
            ConvertSubject::WardCode(String::new())
        }
    };
    parameters.finish()?;
    let conversion = serving.geocoder.convert(&ConvertRequest { subject, to, at, language });
    let mut answer = serde_json::to_value(&conversion).map_err(|error| {
        tracing::error!(%error, "a conversion cannot be written as JSON");
        Problem::internal()
    })?;
    answer["release"] = serving.release.id().into();
    answer["query"] = query.into();
    answer["to"] = json!(to);
    Ok(Json(answer))
}
