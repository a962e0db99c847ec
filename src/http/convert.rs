//! `/convert`: an address, or a ward's code, in the form of another era; or many of them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use vmap_core::unit::Era;
use vmap_geocoder::{Conversion, ConvertRequest, ConvertSubject, Language, SearchText};

use super::aside::aside;
use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::{Current, Serving};
use super::{answer, batch};
use crate::answering::{AnswerStatus, LONGEST_TEXT};

const FORMS: [(&str, Era); 2] = [("current", Era::Current), ("legacy", Era::Legacy)];

/// Most bytes of a post: every item with the longest text, each letter escaped.
pub const MOST_BYTES: usize = 4 << 20;

/// What is the same for all items of a post.
struct Common {
    to: Era,
    at: Option<Date>,
    language: Language,
}

impl Common {
    /// Takes it out of `parameters`.
    fn take(parameters: &mut Parameters, serving: &Serving) -> Self {
        Self {
            to: parameters.choice("to", &FORMS).unwrap_or(Era::Current),
            at: parameters.day("at", serving.release.units()),
            language: parameters.language(),
        }
    }

    fn convert(&self, serving: &Serving, subject: ConvertSubject) -> Conversion {
        let Self { to, at, language } = *self;
        serving.geocoder.convert(&ConvertRequest { subject, to, at, language })
    }
}

/// The answer to a post.
#[derive(Serialize)]
struct Conversions {
    release: String,
    to: Era,
    results: Vec<Converted>,
}

/// What became of one item.
#[derive(Serialize)]
struct Converted {
    /// The item's own `id`, whatever it is; null where it has none.
    id: Value,
    /// ok, ambiguous, not_found or invalid.
    status: AnswerStatus,
    /// What `GET /convert` gives; absent where the item is invalid.
    #[serde(flatten)]
    conversion: Option<Conversion>,
    /// Why an invalid item cannot be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// `GET /convert`: every unit that the address may lie in, with its share.
pub async fn convert(State(current): State<Current>, mut parameters: Parameters) -> Result<Json<Value>, Problem> {
    let serving = current.get();
    let common = Common::take(&mut parameters, &serving);
    let (query, subject) = subject(&mut parameters);
    parameters.finish()?;
    let conversion = common.convert(&serving, subject);
    let mut answer = serde_json::to_value(&conversion).map_err(|error| {
        tracing::error!(%error, "a conversion cannot be written as JSON");
        Problem::internal()
    })?;
    answer["release"] = serving.release.id().into();
    answer["query"] = query.into();
    answer["to"] = json!(common.to);
    Ok(Json(answer))
}

/// `POST /convert`: every item's conversion, in the order of the items. Parameters of the query
/// string are for all of them.
pub async fn convert_many(
    State(current): State<Current>,
    mut parameters: Parameters,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|rejection| batch::refused(rejection, MOST_BYTES))?;
    let serving = current.get();
    let common = Common::take(&mut parameters, &serving);
    parameters.finish()?;
    aside(move || {
        let items = batch::items(&body, "{id, q | ward_code}")?;
        let results: Vec<Converted> = items.par_iter().map(|item| converted(&serving, &common, item)).collect();
        let not_found = results.iter().filter(|result| result.status == AnswerStatus::NotFound).count() as u64;
        let response = answer::json(&Conversions { release: serving.release.id().to_owned(), to: common.to, results })?;
        Ok(answer::answered(response, items.len() as u64, not_found))
    })
    .await
}

fn converted(serving: &Serving, common: &Common, item: &RawValue) -> Converted {
    let (id, subject) = read_item(item);
    match subject.map(|subject| common.convert(serving, subject)) {
        Ok(conversion) => {
            let status = match conversion.candidates.len() {
                0 => AnswerStatus::NotFound,
                1 => AnswerStatus::Ok,
                _ => AnswerStatus::Ambiguous,
            };
            Converted { id, status, conversion: Some(conversion), problem: None }
        }
        Err(problem) => Converted { id, status: AnswerStatus::Invalid, conversion: None, problem: Some(problem) },
    }
}

/// The `id` of an item, and what it asks.
fn read_item(item: &RawValue) -> (Value, Result<ConvertSubject, Problem>) {
    let mut item = match batch::members(item) {
        Ok(item) => item,
        Err(problem) => return (Value::Null, Err(problem)),
    };
    let id = item.remove("id").unwrap_or_default();
    let subject = Parameters::from_members(item).and_then(|mut parameters| {
        let (_, subject) = subject(&mut parameters);
        parameters.finish().map(|()| subject)
    });
    (id, subject)
}

/// The line or the code that is asked about, as given and as it is understood.
fn subject(parameters: &mut Parameters) -> (String, ConvertSubject) {
    let line = parameters.text("q", LONGEST_TEXT);
    let ward_code = parameters.text("ward_code", 5);
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
    (query, subject)
}
