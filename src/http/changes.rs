//! `/changes`: every change in its order, for those who keep a copy.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::answer;
use super::parameters::Parameters;
use super::problem::Problem;
use super::records::Records;

/// Changes on a page when nobody says how many.
const DEFAULT_LIMIT: u64 = 1000;
/// Most changes on a page.
pub const MOST_CHANGES: u64 = 10_000;
/// Where counting ends: the largest number that the registry can keep.
const LAST_NUMBER: u64 = i64::MAX as u64;

/// `GET /changes`: the changes after the number `since`, in order, without gaps.
pub async fn since(State(records): State<Records>, mut parameters: Parameters) -> Result<Response, Problem> {
    let since = parameters.number("since", 0..=LAST_NUMBER).unwrap_or(0);
    let limit = parameters.number("limit", 1..=MOST_CHANGES).unwrap_or(DEFAULT_LIMIT);
    parameters.finish()?;
    records.read(move |registry| answer::json(&registry.changes(since, limit)?)).await
}

/// The last change.
#[derive(Serialize)]
struct Latest {
    /// Its number; 0 where there is none.
    seq: u64,
    /// When it was recorded.
    at: Option<String>,
}

/// `GET /changes/latest`: the number of the last change.
pub async fn latest(State(records): State<Records>, parameters: Parameters) -> Result<Response, Problem> {
    parameters.finish()?;
    let read = |registry: &vmap_registry::Registry| {
        let seq = registry.change_number()?;
        let last = registry.changes(seq.saturating_sub(1), 1)?.changes.pop();
        answer::json(&Latest { seq, at: last.map(|change| change.recorded_at) })
    };
    records.read(read).await
}

/// `GET /changes/units`: all units and boundaries, which have no numbers of their own.
pub async fn units(State(records): State<Records>, parameters: Parameters) -> Result<Response, Problem> {
    parameters.finish()?;
    records.read(|registry| answer::json(&registry.unit_set()?)).await
}
