//! The page that people read about the tiles, in Markdown, from the schema.

use std::fmt::{self, Write};
use std::ops::RangeInclusive;

use crate::schema::{BUFFER, EXTENT, LayerSchema, MAX_TILE_BYTES, TileSet};

/// What every tileset, layer and field is, as a Markdown document.
pub fn documentation() -> String {
    let mut page = String::new();
    // Writing into a string cannot fail.
    let _ = write_page(&mut page);
    page
}

fn write_page(page: &mut String) -> fmt::Result {
    writeln!(page, "# Tiles\n")?;
    writeln!(page, "Made from the table in `tiles/src/schema` by `vmap_tiles::documentation`; do not edit.\n")?;
    writeln!(
        page,
        "Tiles are Mapbox Vector Tiles 2.1 in gzip on the Web Mercator grid (XYZ, y grows south): {EXTENT} steps a \
         side, lines and areas reach {BUFFER} steps over the edge. Text is Unicode NFC. An attribute that is not \
         known is absent. `/tiles/TILESET/{{z}}/{{x}}/{{y}}.mvt` is one tile, `/tiles/TILESET.json` the TileJSON \
         3.0 with these tables, `/tiles/TILESET.pmtiles` the archive (PMTiles 3). Tiles of addresses and the basemap have at most \
         {MAX_TILE_BYTES} bytes before gzip."
    )?;
    TileSet::ALL.into_iter().try_for_each(|set| write_tile_set(page, set))
}

fn write_tile_set(page: &mut String, set: TileSet) -> fmt::Result {
    writeln!(page, "\n## {set}\n\n{}. It has {}.", set.description(), zooms(&set.zooms()))?;
    if set.archived_zooms() != set.zooms() {
        writeln!(
            page,
            "The archive has {}; deeper tiles are made when they are asked for.",
            zooms(&set.archived_zooms())
        )?;
    }
    set.layers().iter().try_for_each(|layer| write_layer(page, layer))
}

fn write_layer(page: &mut String, layer: &LayerSchema) -> fmt::Result {
    writeln!(page, "\n### {}\n\n{}. At {}.\n", layer.name, layer.description, zooms(&layer.zooms()))?;
    writeln!(page, "| field | type | meaning |\n|---|---|---|")?;
    layer
        .fields
        .iter()
        .try_for_each(|field| writeln!(page, "| `{}` | {} | {} |", field.name, field.kind.name(), field.description))
}

fn zooms(zooms: &RangeInclusive<u8>) -> String {
    match (zooms.start(), zooms.end()) {
        (first, last) if first == last => format!("zoom {first}"),
        (first, last) => format!("zooms {first} to {last}"),
    }
}
