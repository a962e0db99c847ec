//! `/tiles/...`, the same below `/releases/{id}/`, and `/style.json`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use vmap_tiles::{CoordError, Theme, Tile, TileCoord, TileError, TileSet};

use super::answer;
use super::aside::aside;
use super::base_url::BaseUrl;
use super::caching::{FOREVER, is_known, with_tag};
use super::coding::takes_gzip;
use super::parameters::Parameters;
use super::problem::Problem;
use super::range;
use super::segments::Segments;
use super::serving::{Current, Serving};

const MVT: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
const PMTILES: HeaderValue = HeaderValue::from_static("application/vnd.pmtiles");
/// How long what may change with the next release is kept.
const A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// `GET /tiles/{tileset}/{z}/{x}/{y}.mvt`: 200, 204 where nothing is, 404 off the map.
pub async fn tile(
    State(current): State<Current>,
    Segments((tileset, z, x, y)): Segments<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer_tile(current.get(), [&tileset, &z, &x, &y], A_MINUTE, headers).await
}

/// `GET /releases/{id}/tiles/{tileset}/{z}/{x}/{y}.mvt`: the same, to be kept for ever. Those of a release
/// that is not served any more are to be had of the one that is.
pub async fn tile_of_release(
    State(current): State<Current>,
    Segments((id, tileset, z, x, y)): Segments<(String, String, String, String, String)>,
    base: BaseUrl,
    OriginalUri(asked): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let serving = current.get();
    match id == serving.release.id() {
        true => answer_tile(serving, [&tileset, &z, &x, &y], FOREVER, headers).await,
        false => Ok(to_current(&base, asked.path())),
    }
}

/// `GET /tiles/{tileset}.json` (TileJSON 3.0) and `GET /tiles/{tileset}.pmtiles` (the archive).
pub async fn document(
    State(current): State<Current>,
    Segments(file): Segments<String>,
    base: BaseUrl,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer_document(&current.get(), &file, base.as_str(), None, &headers)
}

/// The same below `/releases/{id}`, to be kept for ever.
pub async fn document_of_release(
    State(current): State<Current>,
    Segments((id, file)): Segments<(String, String)>,
    base: BaseUrl,
    OriginalUri(asked): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let serving = current.get();
    match id == serving.release.id() {
        true => answer_document(&serving, &file, &of_release(&base, &serving), Some(FOREVER), &headers),
        false => Ok(to_current(&base, asked.path())),
    }
}

/// `GET /style.json`: the map's style, light where no theme is given. Its sources are those of the release
/// that is served now, so that browsers ask for a tile once.
pub async fn style(
    State(current): State<Current>,
    base: BaseUrl,
    mut parameters: Parameters,
) -> Result<Json<Value>, Problem> {
    let theme = parameters.choice("theme", &[("light", Theme::Light), ("dark", Theme::Dark)]).unwrap_or_default();
    parameters.finish()?;
    let serving = current.get();
    let style = serving.tiles.style(&of_release(&base, &serving), theme).map_err(|error| {
        tracing::error!(%error, "the style cannot be made");
        Problem::internal()
    })?;
    Ok(Json(style))
}

fn of_release(base: &BaseUrl, serving: &Serving) -> String {
    format!("{}/releases/{}", base.as_str(), serving.release.id())
}

/// To the same path without `/releases/{id}`: another release may be current in a moment.
fn to_current(base: &BaseUrl, path: &str) -> Response {
    let below = path.splitn(4, '/').nth(3).unwrap_or_default();
    let redirect = Redirect::temporary(&format!("{}/{below}", base.as_str()));
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], redirect).into_response()
}

async fn answer_tile(
    serving: Arc<Serving>,
    [tileset, z, x, y]: [&str; 4],
    kept: HeaderValue,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let set = tile_set(tileset)?;
    let coord = coord(set, z, x, y)?;
    match set.archived_zooms().contains(&coord.z()) {
        true => tile_or_nothing(&serving, set, coord, kept, &headers),
        false => aside(move || tile_or_nothing(&serving, set, coord, kept, &headers)).await,
    }
}

fn tile_or_nothing(
    serving: &Serving,
    set: TileSet,
    coord: TileCoord,
    kept: HeaderValue,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let tile = serving.tiles.tile(set, coord).map_err(|error| match error {
        TileError::Coordinate(error) => Problem::not_found(error.to_string()),
        error => {
            tracing::error!(%set, ?coord, %error, "a tile cannot be made");
            Problem::internal()
        }
    })?;
    let mut response = match tile {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(tile) => tile_response(&tile, headers)?,
    };
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

/// The tile as it lies in the archive, or inflated for clients that take no gzip. Each form has its tag.
fn tile_response(tile: &Tile, headers: &HeaderMap) -> Result<Response, Problem> {
    let gzip = takes_gzip(headers);
    let tag = if gzip { tile.etag.clone() } else { format!("{}-plain\"", tile.etag.trim_end_matches('"')) };
    if is_known(headers, &tag) {
        return Ok(with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let response = match gzip {
        true => ([(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))], tile.gzip.clone()).into_response(),
        false => tile.plain().map_err(unreadable)?.into_response(),
    };
    let mut response = with_tag(response, &tag);
    response.headers_mut().insert(header::CONTENT_TYPE, MVT);
    Ok(response)
}

fn unreadable(reason: String) -> Problem {
    tracing::error!(reason, "a tile cannot be inflated");
    Problem::internal()
}

fn answer_document(
    serving: &Serving,
    file: &str,
    base_url: &str,
    kept: Option<HeaderValue>,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let mut response = match file.rsplit_once('.') {
        Some((tileset, "json")) => tilejson(serving, tile_set(tileset)?, base_url, headers)?,
        Some((tileset, "pmtiles")) => archive(serving, tile_set(tileset)?, headers)?,
        _ => {
            let reason = format!("no document {file:?} here: ask for TILESET.json or TILESET.pmtiles");
            return Err(Problem::not_found(reason));
        }
    };
    if let Some(kept) = kept {
        response.headers_mut().insert(header::CACHE_CONTROL, kept);
    }
    Ok(response)
}

fn tilejson(serving: &Serving, set: TileSet, base_url: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let document = serving.tiles.tilejson(set, base_url);
    let tag = format!("W/\"{}\"", &blake3::hash(document.to_string().as_bytes()).to_hex()[..24]);
    match is_known(headers, &tag) {
        true => Ok(with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag)),
        false => Ok(with_tag(answer::json(&document)?, &tag)),
    }
}

/// The archive under a tag of its content, so that copies of it last over releases in which it is the same.
fn archive(serving: &Serving, set: TileSet, headers: &HeaderMap) -> Result<Response, Problem> {
    let entry = serving.release.manifest().files.get(set.archive_file()).ok_or_else(Problem::internal)?;
    let tag = format!("\"{}\"", entry.blake3);
    range::serve(serving.tiles.archive(set), PMTILES, &tag, headers)
}

fn tile_set(name: &str) -> Result<TileSet, Problem> {
    name.parse().map_err(|_| Problem::not_found(format!("no tileset {name:?}: there are addresses, admin and basemap")))
}

fn coord(set: TileSet, z: &str, x: &str, y: &str) -> Result<TileCoord, Problem> {
    let numbers = || Some((z.parse().ok()?, x.parse().ok()?, y.strip_suffix(".mvt")?.parse().ok()?));
    let (z, x, y) = numbers()
        .ok_or_else(|| Problem::not_found(format!("no tile {z}/{x}/{y}: ask for Z/X/Y.mvt with whole numbers")))?;
    let coord = match set.zooms().contains(&z) {
        true => TileCoord::new(z, x, y),
        false => Err(CoordError::Zoom { found: z, allowed: set.zooms() }),
    };
    coord.map_err(|error| Problem::not_found(error.to_string()))
}
