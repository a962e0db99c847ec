//! `/parse`: how a line is read, part by part.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::Current;
use crate::answering::LONGEST_TEXT;
use crate::parsing;

/// `GET /parse`.
pub async fn parse(State(current): State<Current>, mut parameters: Parameters) -> Result<Json<Value>, Problem> {
    let line = parameters.text("q", LONGEST_TEXT);
    if line.is_none() {
        parameters.refuse("q", "missing: give an address in one line".to_owned());
    }
    parameters.finish()?;
    let serving = current.get();
    let parsing = parsing::parse(serving.geocoder.unit_names(), &line.unwrap_or_default());
    let mut answer = serde_json::to_value(&parsing).map_err(|error| {
        tracing::error!(%error, "a reading cannot be written as JSON");
        Problem::internal()
    })?;
    answer["release"] = serving.release.id().into();
    Ok(Json(answer))
}
