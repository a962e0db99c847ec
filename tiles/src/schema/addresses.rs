//! Layers of addresses.

use super::{LayerSchema, TileSetSchema, number, text};

pub(super) const TILE_SET: TileSetSchema = TileSetSchema {
    name: "addresses",
    description: "Every address of the release: exact counts up to zoom 13, each address from zoom 14",
    archive_file: "addresses.pmtiles",
    archive_maxzoom: 14,
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
    description: "Every address. Where a tile would be longer than 500,000 bytes, addresses are left out evenly \
                  along each street, and those shown say how many. So count (1 where it is absent) plus left_out \
                  add up to the addresses that lie in the tile",
    minzoom: 14,
    maxzoom: 16,
    fields: &[
        text("id", "permanent 12-digit identifier"),
        text("number", "house number as shown"),
        text("street", "street it is numbered on"),
        text("kind", "house, or hamlet where neither number nor street is known"),
        number("left_out", "addresses around it that the tile does not show; absent where there are none"),
        number("count", "addresses that share its position (zoom 16); absent where it is alone"),
        text(
            "list",
            "with count: the first 20 of them by house number, itself included, as a JSON array of objects with id, \
             number and street",
        ),
    ],
};

/// First zoom at which addresses that share a position are one feature.
pub(crate) const FIRST_STACKED_ZOOM: u8 = 16;

/// Addresses named in the field `list`.
pub(crate) const LONGEST_LIST: usize = 20;
