//! `admin.fgb`: the polygons of units as FlatGeobuf, which every GIS opens.

use std::io::Write;

use geo_types::MultiPolygon;
use vmap_core::release::FormatError;
use vmap_core::unit::{Era, UnitCode, UnitLevel};

/// The area of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// Today's unit or one that has ended.
    pub era: Era,
    /// Province, district or ward.
    pub level: UnitLevel,
    /// Official number, unique within era and level.
    pub code: UnitCode,
    /// Kind and name, for people who open the file in a GIS.
    pub full_name: String,
    /// Whether it is made up around a centre instead of surveyed.
    pub illustrative: bool,
    /// Outer rings and holes in WGS84 degrees, longitude first.
    pub area: MultiPolygon<f64>,
}

/// Writes `boundaries` as one FlatGeobuf layer.
pub fn write_boundaries(boundaries: &[Boundary], out: impl Write) -> Result<(), FormatError> {
    let _ = (boundaries, out);
    Err(FormatError::Missing("admin.fgb".to_owned()))
}

/// The boundaries in the bytes of an `admin.fgb`, in the order of the file.
pub fn read_boundaries(bytes: &[u8]) -> Result<Vec<Boundary>, FormatError> {
    let _ = bytes;
    Err(FormatError::Missing("admin.fgb".to_owned()))
}
