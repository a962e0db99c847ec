//! Layers of the basemap.

use super::{LayerSchema, TileSetSchema, text};

pub(super) const TILE_SET: TileSetSchema = TileSetSchema {
    name: "basemap",
    description: "Named streets and points of interest",
    archive_file: "basemap.pmtiles",
    archive_maxzoom: 14,
    layers: &[&STREETS, &POINTS_OF_INTEREST],
};

/// Lines of streets that have a name.
pub(crate) const STREETS: LayerSchema = LayerSchema {
    name: "streets",
    description: "Streets with a name, per ward",
    minzoom: 5,
    maxzoom: 14,
    fields: &[text("name", "name with its type"), text("class", "value of OpenStreetMap's highway tag")],
};

/// Points of interest.
pub(crate) const POINTS_OF_INTEREST: LayerSchema = LayerSchema {
    name: "points_of_interest",
    description: "Places that people look for by name",
    minzoom: 14,
    maxzoom: 14,
    fields: &[text("name", "name"), text("class", "value of the source's class (school, hospital)")],
};
