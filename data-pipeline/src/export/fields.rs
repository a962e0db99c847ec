//! The columns of an export, described once for every format and for the documentation.

use vmap_core::Point;
use vmap_geocoder::{PlaceRecord, UnitFields};

/// A place, and what its release says of it. Serialized, it is an object of [`FIELDS`], null where one is
/// not known.
pub struct Row<'r> {
    pub(super) place: PlaceRecord<'r>,
    release: &'r str,
    /// Licences of the whole release.
    any_licence: &'r str,
}

impl<'r> Row<'r> {
    /// `place` of the release called `release`, whose sources have these licences together.
    pub fn new(mut place: PlaceRecord<'r>, release: &'r str, any_licence: &'r str) -> Self {
        // A line of one point is none in any format.
        place.lines.retain(|line| line.len() > 1);
        Self { place, release, any_licence }
    }

    /// Where it is.
    pub fn point(&self) -> Point {
        self.place.point
    }

    /// Its permanent identifier.
    pub fn id(&self) -> &str {
        &self.place.id
    }

    /// Its geometry where it is no point.
    pub fn lines(&self) -> &[Vec<Point>] {
        &self.place.lines
    }
}

/// One column of an export.
pub struct Field {
    /// Its name, that of the HTTP contract.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    pub(super) value: Value,
}

/// How a column's value is taken from a row.
#[derive(Clone, Copy)]
pub(super) enum Value {
    /// Absent where the release does not know it.
    Text(for<'r> fn(&'r Row<'r>) -> Option<&'r str>),
    Number(fn(&Row<'_>) -> f64),
    Truth(fn(&Row<'_>) -> bool),
}

impl Field {
    /// What its values are: `text`, `number` or `boolean`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "text",
            Value::Number(_) => "number",
            Value::Truth(_) => "boolean",
        }
    }
}

const fn text(name: &'static str, value: for<'r> fn(&'r Row<'r>) -> Option<&'r str>, meaning: &'static str) -> Field {
    Field { name, meaning, value: Value::Text(value) }
}

const fn number(name: &'static str, value: fn(&Row<'_>) -> f64, meaning: &'static str) -> Field {
    Field { name, meaning, value: Value::Number(value) }
}

const fn truth(name: &'static str, value: fn(&Row<'_>) -> bool, meaning: &'static str) -> Field {
    Field { name, meaning, value: Value::Truth(value) }
}

/// The columns of every exported row, in their order.
pub const FIELDS: [Field; 26] = [
    text("id", |row| Some(&row.place.id), "permanent identifier, 12 digits"),
    text("type", |row| Some(row.place.kind.name()), "what it is: house, street, hamlet or poi (point of interest)"),
    text("housenumber", |row| row.place.housenumber, "house number or alley path, as 12/34/5A"),
    text("street", |row| row.place.street, "street with its kind"),
    text("hamlet", |row| row.place.hamlet, "thôn, ấp, khu phố and their like"),
    text("name", |row| row.place.name, "name of a point of interest"),
    text("category", |row| row.place.category, "class of a street or point of interest in its source's terms"),
    text("ward", |row| row.place.units.ward.as_deref(), "today's commune: phường, xã, đặc khu"),
    text("ward_code", |row| row.place.units.ward_code.as_deref(), "its official code, 5 digits"),
    text("province", |row| row.place.units.province.as_deref(), "today's province"),
    text("province_code", |row| row.place.units.province_code.as_deref(), "its official code, 2 digits"),
    text("legacy_ward", |row| legacy(row)?.ward.as_deref(), "commune before July 2025, where certain"),
    text("legacy_ward_code", |row| legacy(row)?.ward_code.as_deref(), "its official code, 5 digits"),
    text("legacy_district", |row| legacy(row)?.district.as_deref(), "district before July 2025, where certain"),
    text("legacy_district_code", |row| legacy(row)?.district_code.as_deref(), "its official code, 3 digits"),
    text("legacy_province", |row| legacy(row)?.province.as_deref(), "province before July 2025, where certain"),
    text("legacy_province_code", |row| legacy(row)?.province_code.as_deref(), "its official code, 2 digits"),
    text("label", |row| Some(&row.place.label), "the whole in one line, with today's units"),
    text(
        "legacy_label",
        |row| row.place.legacy_label.as_deref(),
        "the whole in one line, with the units before July 2025 as far as they are certain",
    ),
    text("plus_code", |row| Some(&row.place.plus_code), "Open Location Code of the position"),
    number("lon", |row| row.place.point.lon(), "longitude, degrees in WGS84; of a street or hamlet, of a point in it"),
    number("lat", |row| row.place.point.lat(), "latitude, as lon"),
    text("sources", |row| Some(&row.place.source?.name), "where it comes from, where the release tells"),
    text(
        "licence",
        |row| Some(row.place.source.map_or(row.any_licence, |source| &source.licence)),
        "licence of its source; where that is not told, of every source of the release",
    ),
    truth("synthetic", |row| row.place.synthetic, "whether it is made data, no real place"),
    text("release", |row| Some(row.release), "identifier of the release that it was taken from"),
];

fn legacy<'r>(row: &Row<'r>) -> Option<&'r UnitFields> {
    row.place.legacy
}
