//! Provinces and wards in force, with a label point in each.

mod units;

use std::path::Path;

use geo::Polygon;
use rayon::prelude::*;
use vmap_core::unit::UnitLevel;

use self::units::{DrawnUnit, collect};
use crate::archive::{ArchiveWriter, Bounds};
use crate::build::{Piece, add_tiles};
use crate::coord::{World, grid_step};
use crate::encode::{GeometryKind, LayerWriter, Value, encode_point, encode_polygons};
use crate::grid_area::{cut, snap};
use crate::repair::repair;
use crate::schema::{LayerSchema, PROVINCES, UNIT_LABELS, WARDS};
use crate::topology::Topology;
use crate::{TileCoord, TileError, TileInputs, TileSet};

/// Tolerance of simplification in steps of the tile grid: less than half a pixel on a screen that
/// shows a tile as 512 pixels. The last zoom, which clients enlarge, keeps every vertex.
const TOLERANCE_STEPS: f64 = 3.0;

/// First zoom of the labels of provinces and of wards; special zones have theirs at every zoom
/// of the layer, because on small maps nothing else shows those islands.
const FIRST_PROVINCE_LABEL: u8 = 4;
const FIRST_WARD_LABEL: u8 = 9;

/// Builds `admin.pmtiles`.
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let mut archive = ArchiveWriter::create(folder, TileSet::Admin, bounds(inputs))?;
    let (units, topology) = collect(inputs);
    for z in TileSet::Admin.zooms() {
        add_zoom(z, &units, &topology, &mut archive)?;
    }
    archive.finish()
}

fn bounds(inputs: &TileInputs<'_>) -> Bounds {
    let polygons = inputs.boundaries.iter().flat_map(|boundary| boundary.area.iter());
    Bounds::around(polygons.flat_map(|polygon| polygon.exterior().coords()).map(|at| (at.x, at.y)))
}

/// What a unit has in one tile.
enum Drawing<'a> {
    Area(&'a DrawnUnit<'a>, Vec<Polygon<i32>>),
    Label(&'a DrawnUnit<'a>, (i32, i32)),
}

fn add_zoom(z: u8, units: &[DrawnUnit<'_>], topology: &Topology, archive: &mut ArchiveWriter) -> Result<(), TileError> {
    let mut pieces: Vec<Piece<Drawing<'_>>> =
        units.par_iter().flat_map_iter(|unit| areas(unit, z, topology).into_iter().chain(label(unit, z))).collect();
    // Stable, so that within a tile units keep the order of the table.
    pieces.par_sort_by_key(|piece| piece.tile);
    add_tiles(z, &pieces, |pieces| encode(z, pieces), archive)
}

fn areas<'a>(unit: &'a DrawnUnit<'a>, z: u8, topology: &Topology) -> Vec<Piece<Drawing<'a>>> {
    let Some(area) = unit.area.filter(|_| area_layer(unit.unit.level).zooms().contains(&z)) else { return Vec::new() };
    let tolerance = if z == *TileSet::Admin.zooms().end() { 0.0 } else { TOLERANCE_STEPS * grid_step(z) };
    let polygons = snap(&topology.area(area, tolerance), z);
    let mut parts: Vec<(TileCoord, Polygon<i32>)> = polygons.iter().flat_map(|polygon| cut(polygon, z)).collect();
    parts.sort_by_key(|(tile, _)| *tile);
    let tiles = parts.chunk_by(|a, b| a.0 == b.0);
    tiles
        .map(|parts| Piece {
            tile: parts[0].0.curve(),
            content: Drawing::Area(unit, repair(parts.iter().map(|(_, polygon)| polygon.clone()).collect())),
        })
        .collect()
}

fn area_layer(level: UnitLevel) -> &'static LayerSchema {
    match level {
        UnitLevel::Province => &PROVINCES,
        UnitLevel::District | UnitLevel::Ward => &WARDS,
    }
}

fn label<'a>(unit: &'a DrawnUnit<'a>, z: u8) -> Option<Piece<Drawing<'a>>> {
    let at: World = unit.label.filter(|_| z >= first_label(unit))?;
    Some(Piece { tile: at.tile(z).curve(), content: Drawing::Label(unit, at.within_tile(z)) })
}

fn first_label(unit: &DrawnUnit<'_>) -> u8 {
    match unit.unit.level {
        _ if unit.unit.is_special_zone() => UNIT_LABELS.minzoom,
        UnitLevel::Province => FIRST_PROVINCE_LABEL,
        UnitLevel::District | UnitLevel::Ward => FIRST_WARD_LABEL,
    }
}

fn encode(z: u8, pieces: &[Piece<Drawing<'_>>]) -> Vec<u8> {
    let (mut provinces, mut wards) = (LayerWriter::new(&PROVINCES, z), LayerWriter::new(&WARDS, z));
    let mut labels = LayerWriter::new(&UNIT_LABELS, z);
    for piece in pieces {
        match &piece.content {
            Drawing::Area(unit, polygons) if unit.unit.level == UnitLevel::Province => {
                let [code, name, full_name] = names(unit);
                provinces.feature(GeometryKind::Areas, &encode_polygons(polygons), &[code, name, full_name]);
            }
            Drawing::Area(unit, polygons) => {
                let [code, name, full_name] = names(unit);
                let values = [code, name, full_name, unit.province_code.map(Value::Text)];
                wards.feature(GeometryKind::Areas, &encode_polygons(polygons), &values);
            }
            Drawing::Label(unit, (x, y)) => {
                let [code, name, full_name] = names(unit);
                let level = if unit.unit.level == UnitLevel::Province { "province" } else { "ward" };
                let special = Value::Flag(unit.unit.is_special_zone());
                let values = [code, name, full_name, Some(Value::Text(level)), Some(special)];
                labels.feature(GeometryKind::Points, &encode_point(*x, *y), &values);
            }
        }
    }
    let mut tile = Vec::new();
    [provinces, wards, labels].into_iter().for_each(|layer| layer.finish(&mut tile));
    tile
}

fn names<'a>(unit: &DrawnUnit<'a>) -> [Option<Value<'a>>; 3] {
    [unit.unit.code.as_str(), &unit.unit.name, &unit.unit.full_name].map(|text| Some(Value::Text(text)))
}
