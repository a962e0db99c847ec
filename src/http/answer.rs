//! Answers as JSON.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vmap_geocoder::Hit;
use vmap_release::Manifest;

use super::problem::Problem;
use super::usage::Answered;
use crate::answering::{Features, Layout};

/// Version of the GeocodeJSON specification that the nested format follows.
const GEOCODEJSON_VERSION: &str = "0.1.0";
/// Most answers are smaller.
const USUAL_BYTES: usize = 4096;

/// A FeatureCollection.
#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    geocoding: Geocoding<'a>,
    release: &'a str,
    features: Features<'a>,
}

#[derive(Serialize)]
struct Geocoding<'a> {
    version: &'static str,
    query: &'a str,
    attribution: String,
    licence: String,
}

/// A FeatureCollection of `hits`, in their order.
pub fn collection(query: &str, hits: &[Hit], layout: Layout, manifest: &Manifest) -> Result<Response, Problem> {
    let (attribution, licence) = (manifest.attribution(), manifest.licence());
    let response = json(&Collection {
        kind: "FeatureCollection",
        geocoding: Geocoding { version: GEOCODEJSON_VERSION, query, attribution, licence },
        release: &manifest.id,
        features: Features { hits, layout },
    })?;
    Ok(answered(response, 1, u64::from(hits.is_empty())))
}

/// `response` with how many questions it answers, and how many of them found nothing.
pub fn answered(mut response: Response, questions: u64, not_found: u64) -> Response {
    response.extensions_mut().insert(Answered { questions, not_found });
    response
}

/// `value` as an answer.
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    serde_json::to_writer(&mut bytes, value).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written as JSON");
        Problem::internal()
    })?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response())
}
