//! `POST /batch`: many questions at once, answered as one at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use vmap_geocoder::{Hit, SearchRequest};

use super::answer;
use super::aside::aside;
use super::asked::{self, Common};
use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::{Current, Serving};
use crate::answering::{AnswerStatus, Features, Question, answer};

/// Most items of one batch.
pub const MOST_ITEMS: usize = 1000;
/// Most bytes of one batch: every item with six parts of the longest text, each letter escaped.
pub const MOST_BYTES: usize = 16 << 20;

/// The answer to a batch.
#[derive(Serialize)]
struct Batch {
    release: String,
    attribution: String,
    licence: String,
    results: Vec<Box<RawValue>>,
}

/// What became of one item.
#[derive(Serialize)]
struct ItemAnswer<'a> {
    /// The item's own `id`, whatever it is; null where it has none.
    id: Value,
    /// ok, ambiguous, not_found or invalid.
    status: AnswerStatus,
    /// What `/search` or `/reverse` gives, feature by feature; absent where the item is invalid.
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<Features<'a>>,
    /// Why an invalid item cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// `POST /batch`: every item's answer, in the order of the items. Parameters of the query string
/// are for all of them.
pub async fn batch(
    State(current): State<Current>,
    mut parameters: Parameters,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|rejection| refused(rejection, MOST_BYTES))?;
    let serving = current.get();
    let common = Common::take(&mut parameters, serving.release.units());
    parameters.finish()?;
    aside(move || answer_all(&serving, &common, &body)).await
}

/// Why a body of at most `most` bytes was not received.
pub(super) fn refused(rejection: BytesRejection, most: usize) -> Problem {
    match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::too_large(format!("a batch has at most {most} bytes; send it in several"))
        }
        _ => Problem::body("the body was not received to its end"),
    }
}

/// The items of `body`, each like `shape`, unread.
pub(super) fn items<'a>(body: &'a [u8], shape: &str) -> Result<Vec<&'a RawValue>, Problem> {
    let items: Vec<&RawValue> = serde_json::from_slice(body)
        .map_err(|error| Problem::body(format!("expected a JSON array of {shape} in UTF-8: {error}")))?;
    if items.len() > MOST_ITEMS {
        let count = items.len();
        return Err(Problem::body(format!(
            "a batch has at most {MOST_ITEMS} items, found {count}; send it in several"
        )));
    }
    Ok(items)
}

/// The members of `item`.
pub(super) fn members(item: &RawValue) -> Result<Map<String, Value>, Problem> {
    serde_json::from_str(item.get()).map_err(|error| Problem::body(format!("expected an object: {error}")))
}

fn answer_all(serving: &Arc<Serving>, common: &Common, body: &[u8]) -> Result<Response, Problem> {
    let items = items(body, "{id, q | fields | lat, lon}")?;
    let not_found = AtomicU64::new(0);
    let answer_one = |item: &&RawValue| answer_item(serving, common, item, &not_found);
    let results = items.par_iter().map(answer_one).collect::<Result<_, _>>()?;
    let manifest = serving.release.manifest();
    let response = answer::json(&Batch {
        release: manifest.id.clone(),
        attribution: manifest.attribution(),
        licence: manifest.licence(),
        results,
    })?;
    Ok(answer::answered(response, items.len() as u64, not_found.into_inner()))
}

fn answer_item(
    serving: &Serving,
    common: &Common,
    item: &RawValue,
    not_found: &AtomicU64,
) -> Result<Box<RawValue>, Problem> {
    let (id, question) = read_item(common, item);
    let hits: Result<Vec<Hit>, Problem> = question.map(|question| answer(&serving.geocoder, &question));
    let answered = match &hits {
        Ok(hits) => {
            let features = Some(Features { hits, layout: common.layout });
            ItemAnswer { id, status: AnswerStatus::of(hits), features, problem: None }
        }
        Err(problem) => {
            ItemAnswer { id, status: AnswerStatus::Invalid, features: None, problem: Some(problem.clone()) }
        }
    };
    if matches!(answered.status, AnswerStatus::NotFound) {
        not_found.fetch_add(1, Ordering::Relaxed);
    }
    serde_json::value::to_raw_value(&answered).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written as JSON");
        Problem::internal()
    })
}

/// The `id` of an item, and what it asks.
fn read_item(common: &Common, item: &RawValue) -> (Value, Result<Question, Problem>) {
    let mut item = match members(item) {
        Ok(item) => item,
        Err(problem) => return (Value::Null, Err(problem)),
    };
    let id = item.remove("id").unwrap_or_default();
    (id, parameters(item).and_then(|parameters| question(common, parameters)))
}

/// An item as the parameters that a query string has; its `fields` beside the others.
fn parameters(mut item: Map<String, Value>) -> Result<Parameters, Problem> {
    let parts = match item.remove("fields") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(parts)) => parts,
        Some(_) => {
            return Err(Problem::parameter("fields", "expected an object of the parts of an address"));
        }
    };
    Parameters::from_members(item.into_iter().chain(parts))
}

/// A search, near the position where one is given; without any text, what is at the position.
fn question(common: &Common, mut parameters: Parameters) -> Result<Question, Problem> {
    let bias = parameters.position();
    let is_reverse = bias.is_some() && !parameters.has("q") && asked::PARTS.iter().all(|part| !parameters.has(part));
    match bias.filter(|_| is_reverse) {
        Some(point) => {
            parameters.finish()?;
            Ok(Question::Reverse(common.wishes.reverse(point)))
        }
        None => {
            let text = asked::text(&mut parameters);
            parameters.finish()?;
            Ok(Question::Search(SearchRequest { bias, ..common.wishes.search(text) }))
        }
    }
}
