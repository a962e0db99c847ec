//! `/releases`: what has been published, what is in it, and its files.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use vmap_core::release::ReleaseFiles;
use vmap_release::{Counts, FileEntry, Manifest, Release, ReleaseError, ReleaseStore, SourceEntry};

use super::answer;
use super::aside::aside;
use super::base_url::BaseUrl;
use super::parameters::Parameters;
use super::problem::Problem;
use super::range;
use super::segments::Segments;
use super::serving::Current;

/// The name by which the release that is served now is asked for.
const CURRENT: &str = "current";

/// The kinds of files that are of use by themselves, by the end of their name.
const MEDIA_TYPES: [(&str, &str); 3] =
    [("pmtiles", "application/vnd.pmtiles"), ("fgb", "application/flatgeobuf"), ("json", "application/json")];

/// All releases.
#[derive(Serialize)]
struct Releases<'a> {
    /// The one that is served now.
    release: &'a str,
    releases: Vec<Listed<'a>>,
}

/// What a release says of itself.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    /// Whether it is the one that is served now.
    current: bool,
    created_at: &'a str,
    change_number: u64,
    counts: &'a Counts,
    sources: &'a [SourceEntry],
    synthetic: bool,
    illustrative_boundaries: bool,
    /// Of all files together.
    bytes: u64,
}

/// One release.
#[derive(Serialize)]
struct Detailed<'a> {
    /// The one that is served now.
    release: &'a str,
    #[serde(flatten)]
    listed: Listed<'a>,
    attribution: String,
    licence: String,
    /// What was counted when it was published, by province.
    provinces: Vec<Map<String, Value>>,
    files: Vec<Offered<'a>>,
}

/// A file to download.
#[derive(Serialize)]
struct Offered<'a> {
    name: &'a str,
    media_type: &'static str,
    bytes: u64,
    blake3: &'a str,
    href: String,
}

/// The part of `report.json` that is shown.
#[derive(Default, Deserialize)]
struct Report {
    provinces: Vec<Map<String, Value>>,
}

/// `GET /releases`: all of them, the newest first.
pub async fn list(State(current): State<Current>, parameters: Parameters) -> Result<Response, Problem> {
    parameters.finish()?;
    aside(move || {
        let serving = current.get();
        let manifests = current.store().list()?;
        let release = serving.release.id();
        let releases = manifests.iter().rev().map(|manifest| Listed::new(manifest, release)).collect();
        answer::json(&Releases { release, releases })
    })
    .await
}

/// `GET /releases/{id}`, or `/releases/current`: what is in one.
pub async fn by_id(
    State(current): State<Current>,
    Segments(id): Segments<String>,
    base: BaseUrl,
    parameters: Parameters,
) -> Result<Response, Problem> {
    parameters.finish()?;
    aside(move || {
        let serving = current.get();
        let wanted = if id == CURRENT { serving.release.id() } else { &id };
        let opened = open(current.store(), wanted)?;
        let manifest = opened.manifest();
        answer::json(&Detailed {
            release: serving.release.id(),
            listed: Listed::new(manifest, serving.release.id()),
            attribution: manifest.attribution(),
            licence: manifest.licence(),
            provinces: provinces(&opened)?,
            files: offered(&manifest.files, &format!("{}/releases/{wanted}/files", base.as_str())),
        })
    })
    .await
}

/// `GET /releases/{id}/files/{name}`: one of the files that `/releases/{id}` lists, also by Range.
pub async fn file(
    State(current): State<Current>,
    Segments((id, name)): Segments<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    aside(move || {
        let opened = open(current.store(), &id)?;
        let found = media_type(&name).zip(opened.manifest().files.get(&name));
        let (media_type, entry) = found.ok_or_else(|| {
            Problem::not_found(format!("no file {name:?} to download of release {id}: /releases/{id} lists them"))
        })?;
        let content = opened.file(&name).map_err(|missing| Problem::not_found(missing.to_string()))?;
        range::serve(content, HeaderValue::from_static(media_type), &format!("\"{}\"", entry.blake3), &headers)
    })
    .await
}

impl<'a> Listed<'a> {
    fn new(manifest: &'a Manifest, served: &str) -> Self {
        Self {
            id: &manifest.id,
            current: manifest.id == served,
            created_at: &manifest.created_at,
            change_number: manifest.change_number,
            counts: &manifest.counts,
            sources: &manifest.sources,
            synthetic: manifest.is_synthetic(),
            illustrative_boundaries: manifest.illustrative_boundaries,
            bytes: manifest.files.values().map(|file| file.bytes).sum(),
        }
    }
}

fn open(store: &ReleaseStore, id: &str) -> Result<Release, Problem> {
    store.open(id).map_err(|error| match error {
        ReleaseError::Unknown { .. } => Problem::not_found(format!("no release {id:?} here: /releases lists them")),
        error => error.into(),
    })
}

fn provinces(release: &Release) -> Result<Vec<Map<String, Value>>, Problem> {
    let Ok(file) = release.file("report.json") else { return Ok(Vec::new()) };
    let mut report: Report = serde_json::from_slice(&file).map_err(|error| {
        tracing::error!(%error, "report.json cannot be read");
        Problem::internal()
    })?;
    report.provinces.iter_mut().for_each(|province| drop(province.remove("wards")));
    Ok(report.provinces)
}

fn offered<'a>(files: &'a BTreeMap<String, FileEntry>, folder: &str) -> Vec<Offered<'a>> {
    let offer = |(name, FileEntry { bytes, blake3 }): (&'a String, &'a FileEntry)| {
        let media_type = media_type(name)?;
        Some(Offered { name, media_type, bytes: *bytes, blake3, href: format!("{folder}/{name}") })
    };
    files.iter().filter_map(offer).collect()
}

/// What kind of file `name` is; `None` for columns and the search index, which are of no use alone.
fn media_type(name: &str) -> Option<&'static str> {
    let (_, end) = name.rsplit_once('.').filter(|_| !name.contains('/'))?;
    MEDIA_TYPES.iter().find(|(known, _)| *known == end).map(|(_, media_type)| *media_type)
}
