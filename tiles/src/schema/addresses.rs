//! Layers of addresses.

use super::{LayerSchema, TileSetSchema, number, text};

pub(super) const TILE_SET: TileSetSchema = TileSetSchema {
    name: "addresses",
    description: "Every address of the release: exact counts up to zoom 13, each address at zoom 14",
    archive_file: "addresses.pmtiles",
    archive_maxzoom: 13,
    layers: &[&ADDRESS_COUNTS, &ADDRESSES],
};

/// Points: how many addresses lie in each cell of a 64 x 64 grid.
pub(crate) const ADDRESS_COUNTS: LayerSchema = LayerSchema {
    name: "address_counts",
    description: "How many addresses lie in each of the 64 x 64 cells of a tile, at their mean position",
    minzoom: 0,
    maxzoom: 13,
    fields: &[
        number("count", "addresses in the cell; they add up to the same at every zoom"),
        text("ward_code", "code of the ward that most of them lie in"),
    ],
};

/// Points: each address.
pub(crate) const ADDRESSES: LayerSchema = LayerSchema {
    name: "addresses",
    description: "Every address",
    minzoom: 14,
    maxzoom: 14,
    fields: &[
        text("id", "permanent 12-digit identifier"),
        text("number", "house number as shown"),
        text("street", "street it is numbered on"),
        text("kind", "house, or hamlet where neither number nor street is known"),
    ],
};
