//! `/tiles/...` and `/style.json`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use vmap_tiles::{Theme, TileCoord, TileError, TileSet};

use super::base_url::BaseUrl;
use super::caching::{is_known, with_tag};
use super::parameters::Parameters;
use super::problem::Problem;
use super::range;
use super::segments::Segments;
use super::serving::Current;

const MVT: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
const PMTILES: HeaderValue = HeaderValue::from_static("application/vnd.pmtiles");

/// `GET /tiles/{tileset}/{z}/{x}/{y}.mvt`: 200 with gzip, 204 where nothing is, 404 off the map.
pub async fn tile(
    State(current): State<Current>,
    Segments((tileset, z, x, y)): Segments<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let coord = coord(&z, &x, &y)?;
    let serving = current.get();
    let tile = serving.tiles.tile(tile_set(&tileset)?, coord).map_err(|error| match error {
        TileError::Coordinate(error) => Problem::not_found(error.to_string()),
        error => {
            tracing::error!(tileset, z, x, y, %error, "a tile cannot be made");
            Problem::internal()
        }
    })?;
    let Some(tile) = tile else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    if is_known(&headers, &tile.etag) {
        return Ok(with_tag(StatusCode::NOT_MODIFIED.into_response(), &tile.etag));
    }
    let headers = [
        (header::CONTENT_TYPE, MVT),
        (header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60")),
    ];
    Ok(with_tag((headers, tile.gzip).into_response(), &tile.etag))
}

/// `GET /tiles/{tileset}.json` (TileJSON 3.0) and `GET /tiles/{tileset}.pmtiles` (the archive).
pub async fn document(
    State(current): State<Current>,
    Segments(file): Segments<String>,
    base: BaseUrl,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let serving = current.get();
    match file.rsplit_once('.') {
        Some((tileset, "json")) => {
            let set = tile_set(tileset)?;
            Ok(Json(serving.tiles.tilejson(set, base.as_str())).into_response())
        }
        Some((tileset, "pmtiles")) => {
            let set = tile_set(tileset)?;
            let tag = format!("\"{}-{tileset}\"", serving.release.id());
            range::serve(serving.tiles.archive(set), PMTILES, &tag, &headers)
        }
        _ => Err(Problem::not_found(format!("no document {file:?} here: ask for TILESET.json or TILESET.pmtiles"))),
    }
}

/// `GET /style.json`: the map's style, its sources on this server, light where no theme is given.
pub async fn style(
    State(current): State<Current>,
    base: BaseUrl,
    mut parameters: Parameters,
) -> Result<Json<Value>, Problem> {
    let theme = parameters.choice("theme", &[("light", Theme::Light), ("dark", Theme::Dark)]).unwrap_or_default();
    parameters.finish()?;
    let style = current.get().tiles.style(base.as_str(), theme).map_err(|error| {
        tracing::error!(%error, "the style cannot be made");
        Problem::internal()
    })?;
    Ok(Json(style))
}

fn tile_set(name: &str) -> Result<TileSet, Problem> {
    name.parse().map_err(|_| Problem::not_found(format!("no tileset {name:?}: there are addresses, admin and basemap")))
}

fn coord(z: &str, x: &str, y: &str) -> Result<TileCoord, Problem> {
    let numbers = || Some((z.parse().ok()?, x.parse().ok()?, y.strip_suffix(".mvt")?.parse().ok()?));
    let (z, x, y) = numbers()
        .ok_or_else(|| Problem::not_found(format!("no tile {z}/{x}/{y}: ask for Z/X/Y.mvt with whole numbers")))?;
    TileCoord::new(z, x, y).map_err(|error| Problem::not_found(error.to_string()))
}
