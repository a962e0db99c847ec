//! Layers of administrative units: those in force, and those up to the reform that ended
//! districts (30 June 2025).

use super::{Field, LayerSchema, TileSetSchema, flag, text};

pub(super) const TILE_SET: TileSetSchema = TileSetSchema {
    name: "admin",
    description: "Provinces and wards in force, and the provinces, districts and wards before 1 July 2025, with a \
                  label point inside each",
    archive_file: "admin.pmtiles",
    archive_maxzoom: 12,
    layers: &[&PROVINCES, &WARDS, &FORMER_PROVINCES, &FORMER_DISTRICTS, &FORMER_WARDS, &UNIT_LABELS],
};

const CODE_2: Field = text("code", "official 2-digit code");
const CODE_3: Field = text("code", "official 3-digit code");
const CODE_5: Field = text("code", "official 5-digit code");
const NAME: Field = text("name", "name without its kind");
const FULL_NAME: Field = text("full_name", "kind and name");
const PROVINCE_CODE: Field = text("province_code", "code of its province");
const PROVINCE: Field = text("province", "kind and name of its province");
const APPROXIMATE: Field = flag("approximate", "whether the area was put together from today's wards");

/// Areas of provinces.
pub(crate) const PROVINCES: LayerSchema = LayerSchema {
    name: "provinces",
    description: "Provinces in force",
    minzoom: 0,
    maxzoom: 12,
    fields: &[CODE_2, NAME, FULL_NAME],
};

/// Areas of wards.
pub(crate) const WARDS: LayerSchema = LayerSchema {
    name: "wards",
    description: "Wards, communes and special zones in force; below zoom 6 special zones only. Islands of special \
                  zones that would be too small to see are squares of a pixel",
    minzoom: 4,
    maxzoom: 12,
    fields: &[CODE_5, NAME, FULL_NAME, PROVINCE_CODE, PROVINCE],
};

/// Areas of provinces before the reform.
pub(crate) const FORMER_PROVINCES: LayerSchema = LayerSchema {
    name: "former_provinces",
    description: "Provinces up to 30 June 2025, each made of its districts in former_districts",
    minzoom: 0,
    maxzoom: 12,
    fields: &[CODE_2, NAME, FULL_NAME, APPROXIMATE],
};

/// Areas of districts before the reform.
pub(crate) const FORMER_DISTRICTS: LayerSchema = LayerSchema {
    name: "former_districts",
    description: "Districts up to 30 June 2025. Those that no boundary was given for are put together from today's \
                  wards, each counted where most of its former communes lay, and say so: their borders may be off \
                  by a part of a ward",
    minzoom: 6,
    maxzoom: 12,
    fields: &[CODE_3, NAME, FULL_NAME, PROVINCE_CODE, PROVINCE, APPROXIMATE],
};

/// Areas of wards before the reform.
pub(crate) const FORMER_WARDS: LayerSchema = LayerSchema {
    name: "former_wards",
    description: "Wards and communes up to 30 June 2025, where boundaries were given",
    minzoom: 8,
    maxzoom: 12,
    fields: &[
        CODE_5,
        NAME,
        FULL_NAME,
        text("district_code", "code of its district"),
        text("district", "kind and name of its district"),
        PROVINCE_CODE,
        PROVINCE,
    ],
};

/// A point inside every unit.
pub(crate) const UNIT_LABELS: LayerSchema = LayerSchema {
    name: "unit_labels",
    description: "A point inside every unit as drawn: special zones (zoom 3 on), provinces of both eras (4), former \
                  districts (7), wards (9), former wards with an area (10)",
    minzoom: 3,
    maxzoom: 12,
    fields: &[
        text("code", "official code"),
        NAME,
        FULL_NAME,
        text("level", "province, district or ward"),
        flag("special_zone", "whether it is a special zone (đặc khu)"),
        flag("former", "whether it ended with the reform of 1 July 2025"),
    ],
};
