//! Layers of administrative units.

use super::{LayerSchema, TileSetSchema, flag, text};

pub(super) const TILE_SET: TileSetSchema = TileSetSchema {
    name: "admin",
    description: "Provinces and wards in force, with a label point inside each",
    archive_file: "admin.pmtiles",
    archive_maxzoom: 12,
    layers: &[&PROVINCES, &WARDS, &UNIT_LABELS],
};

/// Areas of provinces.
pub(crate) const PROVINCES: LayerSchema = LayerSchema {
    name: "provinces",
    description: "Provinces in force",
    minzoom: 0,
    maxzoom: 12,
    fields: &[
        text("code", "official 2-digit code"),
        text("name", "name without its kind"),
        text("full_name", "kind and name"),
    ],
};

/// Areas of wards.
pub(crate) const WARDS: LayerSchema = LayerSchema {
    name: "wards",
    description: "Wards, communes and special zones in force",
    minzoom: 6,
    maxzoom: 12,
    fields: &[
        text("code", "official 5-digit code"),
        text("name", "name without its kind"),
        text("full_name", "kind and name"),
        text("province_code", "code of its province"),
    ],
};

/// A point inside every unit.
pub(crate) const UNIT_LABELS: LayerSchema = LayerSchema {
    name: "unit_labels",
    description: "A point inside every province (zoom 4 on), special zone (zoom 3 on) and ward (zoom 9 on)",
    minzoom: 3,
    maxzoom: 12,
    fields: &[
        text("code", "official code"),
        text("name", "name without its kind"),
        text("full_name", "kind and name"),
        text("level", "province or ward"),
        flag("special_zone", "whether it is a special zone (đặc khu)"),
    ],
};
