//! Release to vector tiles.
//!
//! Tables of a release go in, PMTiles archives come out ([`build_archives`]); an open release
//! with its archives answers tiles, TileJSON and the map's style ([`TileSets`]).
//!
//! | module | idea |
//! |---|---|
//! | `schema` | which tilesets, layers and fields there are: one table |
//! | `coord` | tiles, and positions on the plane they are cut from |
//! | `counts`, `addresses` | addresses on a grid; addresses one by one, thinned where they crowd |
//! | `coverage`, `admin` | areas side by side without gap and overlap; units |
//! | `basemap` | streets, water, land use, buildings, places and points of interest |
//! | `grid_area`, `clip`, `repair`, `encode`, `gzip` | cut to the tile, valid; Mapbox Vector Tile; gzip |
//! | `archive` | PMTiles, written and read |
//! | `build`, `serve`, `tilejson`, `style` | all tilesets of a release, written and answered |
//! | `documentation` | the schema as a page for people |
//!
//! This room must never know HTTP, SQL or the search index.

mod addresses;
mod admin;
mod archive;
mod basemap;
mod block_index;
mod build;
mod clip;
mod coord;
mod counts;
mod coverage;
mod documentation;
mod encode;
mod error;
mod grid_area;
mod gzip;
mod repair;
mod schema;
mod serve;
mod style;
mod tilejson;

pub use basemap::{
    BasemapFeature, BasemapFeatures, BasemapGeometry, BasemapSource, FieldValue, OTHER_POI_RANK, StreetKind, poi_rank,
    street_kind,
};
pub use build::{TileInputs, TileReport, build_archive, build_archives};
pub use coord::{CoordError, TileCoord};
pub use documentation::documentation;
pub use error::TileError;
pub use schema::{
    BUFFER, BasemapLayer, EXTENT, Field, FieldKind, LayerSchema, MAX_TILE_BYTES, TileSet, UnknownTileSet,
};
pub use serve::{Tile, TileSets};
pub use style::Theme;
