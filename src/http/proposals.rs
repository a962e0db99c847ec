//! `/proposals`: what people and agencies say should be changed.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use vmap_core::place::Place;
use vmap_registry::{Proposal, ProposalDecision, ProposalKind, Registry};

use super::answer;
use super::gate::Gate;
use super::parameters::Parameters;
use super::problem::Problem;
use super::records::Records;
use super::segments::Segments;
use super::serving::Current;
use super::wish::Wish;

/// Most bytes of a proposal: every text as long as it may be, each letter escaped.
pub const MOST_BYTES: usize = 64 << 10;

/// A proposal as anybody may see it: neither who made it nor what they remarked.
#[derive(Serialize, ToSchema)]
pub struct ProposalRecord {
    /// Counted from 1.
    number: u64,
    /// open, accepted or rejected.
    state: &'static str,
    /// move, correct, new or gone.
    #[schema(value_type = String)]
    kind: ProposalKind,
    /// The place that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// How the place should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    place: Option<Place>,
    /// When it was made, RFC 3339 in UTC.
    submitted_at: String,
    /// When it was decided on.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<String>,
    /// What was said of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The change that it led to: see /changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
}

impl From<Proposal> for ProposalRecord {
    fn from(proposal: Proposal) -> Self {
        let Proposal { number, proposed, submitted_at, decided, change } = proposal;
        let state = match decided.as_ref().map(|decided| decided.decision) {
            None => "open",
            Some(ProposalDecision::Accept) => "accepted",
            Some(ProposalDecision::Reject) => "rejected",
        };
        let (decided_at, note) = decided.map(|decided| (decided.at, decided.note)).unzip();
        Self {
            number,
            state,
            kind: proposed.kind,
            id: proposed.place.map(|id| id.to_string()),
            place: proposed.content,
            submitted_at,
            decided_at,
            note: note.filter(|note| !note.is_empty()),
            seq: change,
        }
    }
}

/// `POST /proposals`: takes a proposal, to be decided on by a person.
pub async fn submit(
    State(current): State<Current>,
    State(records): State<Records>,
    State(gate): State<Gate>,
    client: ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    parameters: Parameters,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    gate.pass(client, &headers)?;
    parameters.finish()?;
    let wish = Wish::read(members(body)?)?;
    let serving = current.get();
    let proposal = records.write(move |registry| {
        let proposal = wish.proposal(registry, &serving)?;
        let number = registry.propose(&proposal)?;
        found(registry, number)
    });
    let proposal = proposal.await?;
    let location = HeaderValue::try_from(format!("/proposals/{}", proposal.number)).map_err(|_| Problem::internal())?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], answer::json(&proposal)?).into_response())
}

/// `GET /proposals/{number}`: what became of a proposal.
pub async fn by_number(
    State(records): State<Records>,
    Segments(number): Segments<String>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    parameters.finish()?;
    let not_there = || Problem::not_found(format!("there is no proposal {number}"));
    let number = number.parse().ok().filter(|number| *number <= i64::MAX as u64).ok_or_else(not_there)?;
    answer::json(&records.read(move |registry| found(registry, number)).await?)
}

fn found(registry: &Registry, number: u64) -> Result<ProposalRecord, Problem> {
    let proposal = registry.proposal(number)?;
    proposal.map(Into::into).ok_or_else(|| Problem::not_found(format!("there is no proposal {number}")))
}

fn members(body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Problem> {
    let body = body.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(format!("a proposal has at most {MOST_BYTES} bytes")),
        _ => Problem::body("the body was not received to its end"),
    })?;
    serde_json::from_slice(&body).map_err(|error| Problem::body(format!("expected a JSON object in UTF-8: {error}")))
}
