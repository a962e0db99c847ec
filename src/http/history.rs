//! What the registry knows of one place: its versions, and why a release may not have it.

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;
use vmap_core::{PlaceId, Point};
use vmap_geocoder::Language;
use vmap_registry::{HistoricVersion, Status};

use super::answer;
use super::parameters::Parameters;
use super::problem::Problem;
use super::records::Records;
use super::segments::Segments;
use super::serving::Current;
use crate::answering::{Geometry, VersionRecord};

/// The versions of a place.
#[derive(Serialize)]
struct History {
    id: String,
    /// The release whose units name the wards.
    release: String,
    /// Oldest first.
    versions: Vec<VersionRecord>,
}

/// One version as a feature.
#[derive(Serialize)]
struct Version {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: Geometry,
    properties: VersionRecord,
    release: String,
}

/// `GET /addresses/{id}/history`: every version of a place, oldest first.
pub async fn versions(
    State(current): State<Current>,
    State(records): State<Records>,
    Segments(id): Segments<String>,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let known = parameters.date("known");
    let language = parameters.language();
    parameters.finish()?;
    let id = place_id(&id)?;
    let history = move |registry: &vmap_registry::Registry| match known {
        Some(day) => Ok(registry.history_known(id, day)?),
        None => Ok(registry.history(id)?),
    };
    let history = records.read(history).await?;
    if history.is_empty() {
        let when = known.map(|day| format!(" up to {day}")).unwrap_or_default();
        return Err(Problem::not_found(format!("no place {id} was ever registered{when}: check the number")));
    }
    let serving = current.get();
    let units = serving.release.units();
    let record = |version: HistoricVersion| VersionRecord::new(version, units, language);
    let versions = history.into_iter().map(record).collect();
    answer::json(&History { id: id.to_string(), release: serving.release.id().to_owned(), versions })
}

/// The place as it was on the day `at`, as the registry knew on the day `known`.
pub async fn version_at(
    current: &Current,
    records: &Records,
    id: PlaceId,
    (at, known): (Option<Date>, Option<Date>),
    language: Language,
) -> Result<Response, Problem> {
    let found = records.read(move |registry| Ok(registry.version_at(id, at, known)?)).await?;
    let Some(historic) = found else {
        let detail = format!("of place {id} nothing is known for that day: /addresses/{id}/history has all versions");
        return Err(Problem::not_found(detail));
    };
    let point: Point = historic.version.place.point;
    let serving = current.get();
    let properties = VersionRecord::new(historic, serving.release.units(), language);
    let release = serving.release.id().to_owned();
    answer::json(&Version { kind: "Feature", geometry: Geometry::of(point), properties, release })
}

/// Why the release does not have the place `id`: it is gone, or came after the release, or never was.
pub async fn why_not_there(records: &Records, id: PlaceId, release: &str) -> Problem {
    let version = match records.read(move |registry| Ok(registry.version(id)?)).await {
        Ok(version) => version,
        Err(problem) if problem == Problem::no_registry() => {
            return Problem::not_found(format!("no place {id} in release {release}: it may be retired, or newer"));
        }
        Err(problem) => return problem,
    };
    let Some(version) = version else {
        return Problem::not_found(format!("no place {id} was ever registered: check the number"));
    };
    let successor = version.facts.successor;
    match (version.facts.status, successor) {
        (Status::Retired, Some(other)) => {
            Problem::gone(format!("place {id} has become place {other}: use that number"), successor)
        }
        (Status::Retired, None) => {
            Problem::gone(format!("place {id} is no longer there; /addresses/{id}/history has its versions"), None)
        }
        (Status::Rejected, _) => Problem::gone(format!("place {id} should never have been registered"), None),
        (Status::Proposed, _) => Problem::not_found(format!("place {id} is planned, and in no release yet")),
        (Status::Current, _) => Problem::not_found(format!("place {id} is newer than release {release}")),
    }
}

/// The identifier that a path names.
pub fn place_id(text: &str) -> Result<PlaceId, Problem> {
    text.parse().map_err(|error: vmap_core::place_id::PlaceIdError| Problem::parameter("id", error.to_string()))
}
