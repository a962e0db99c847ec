//! A feature's parts in the tiles of one zoom.

use geo::{Coord, LineString, Polygon, Simplify};
use vmap_core::Point;

use super::feature::{BasemapFeature, BasemapGeometry};
use super::part::{Part, pack_values};
use super::simple::is_simple;
use crate::clip::{Axis, Strip, clip_line};
use crate::coord::{World, grid_step};
use crate::encode::{GeometryKind, encode_lines, encode_point, encode_polygons};
use crate::grid_area::{self, GridPolygon, area_2, tidy};
use crate::repair::repair;
use crate::{BasemapLayer, TileCoord, TileSet};

/// How far lines may be moved in steps of the tile grid before they are joined to others, when
/// they are simplified again.
const LINE_TOLERANCE: f64 = 1.0;
/// How far the edge of an area may be moved: half a pixel of a screen that shows a tile as 512.
const AREA_TOLERANCE: f64 = 4.0;
/// How far either may be moved at the last zoom, which clients enlarge: 30 cm.
const LAST_TOLERANCE: f64 = 0.5;
/// Twice the smallest area in square steps that is drawn before the last zoom: two pixels square.
const SMALLEST_AREA_2: i64 = 2 * 16 * 16;

/// A part and the tile that it lies in, as [`tile_key`] numbers them.
pub(super) struct Drawn {
    pub(super) key: u64,
    pub(super) bytes: Vec<u8>,
}

/// Tiles of all zooms in the order in which an archive keeps them.
pub(super) fn tile_key(tile: TileCoord) -> u64 {
    u64::from(tile.z()) << 56 | tile.curve()
}

/// The tile of a key.
pub(super) fn tile_of(key: u64) -> TileCoord {
    TileCoord::from_curve((key >> 56) as u8, key & (u64::MAX >> 8))
}

/// All parts of `feature`, zoom by zoom.
pub(super) fn draw(feature: &BasemapFeature) -> Vec<Drawn> {
    let schema = feature.layer.schema();
    let zooms = feature.minzoom.max(schema.minzoom)..=schema.maxzoom;
    zooms.flat_map(|z| draw_zoom(feature, z)).collect()
}

fn draw_zoom(feature: &BasemapFeature, z: u8) -> Vec<Drawn> {
    let (kind, parts) = match &feature.geometry {
        BasemapGeometry::Point(point) => (GeometryKind::Points, vec![point_part(*point, z)]),
        BasemapGeometry::Lines(lines) => (GeometryKind::Lines, line_parts(lines, z)),
        BasemapGeometry::Areas(areas) => (GeometryKind::Areas, area_parts(areas, z)),
    };
    if parts.is_empty() {
        return Vec::new();
    }
    let (layer, rank, values) = (feature.layer, feature.rank, pack_values(feature.layer, &feature.values, z));
    let drawn = |(tile, geometry)| Drawn {
        key: tile_key(tile),
        bytes: Part { layer, kind, rank, values: &values, geometry }.to_bytes(),
    };
    parts.into_iter().map(drawn).collect()
}

type Parts = Vec<(TileCoord, Vec<u32>)>;

fn point_part(point: Point, z: u8) -> (TileCoord, Vec<u32>) {
    let at = World::from_point(point);
    let (x, y) = at.within_tile(z);
    (at.tile(z), encode_point(x, y).to_vec())
}

fn line_parts(lines: &[Vec<Point>], z: u8) -> Parts {
    let lines = lines.iter().map(|line| on_grid(line, z, if is_last(z) { LAST_TOLERANCE } else { LINE_TOLERANCE }));
    let parts = lines.filter(|line| line.len() >= 2).flat_map(|line| cut_line(&line, z)).collect();
    by_tile(parts, |lines| encode_lines(&lines))
}

fn area_parts(areas: &[Vec<Vec<Point>>], z: u8) -> Parts {
    let polygons = areas.iter().filter_map(|rings| grid_polygon(rings, z));
    let parts = polygons.flat_map(|polygon| grid_area::cut(&polygon, z)).collect();
    by_tile(parts, |polygons| encode_polygons(&valid(polygons)))
}

/// The polygon on the grid, wound as tiles ask; `None` where it is too small to see.
fn grid_polygon(rings: &[Vec<Point>], z: u8) -> Option<GridPolygon> {
    let tolerance = if is_last(z) { LAST_TOLERANCE } else { AREA_TOLERANCE };
    let smallest = if is_last(z) { 0 } else { SMALLEST_AREA_2 };
    let rings = rings.iter().enumerate().map(|(index, ring)| {
        let mut ring = tidy(on_grid(ring, z, tolerance));
        let area = area_2(&ring);
        if (area > 0) != (index == 0) {
            ring.reverse();
        }
        (ring, area.abs())
    });
    let mut rings = rings.enumerate().filter(|(_, (_, area))| *area > smallest).map(|(index, (ring, _))| (index, ring));
    let (0, outer) = rings.next()? else { return None };
    Some(std::iter::once(outer).chain(rings.map(|(_, hole)| hole)).collect())
}

/// Most polygons are as they should be, which is seen faster than it is made so.
fn valid(polygons: Vec<Polygon<i32>>) -> Vec<Polygon<i32>> {
    if is_simple(&polygons) { polygons } else { repair(polygons) }
}

/// Points on the tile grid of zoom `z`, simplified, none twice in a row.
fn on_grid(points: &[Point], z: u8, tolerance: f64) -> Vec<Coord<i32>> {
    let step = grid_step(z);
    let exact = points.iter().map(|point| {
        let World { x, y } = World::from_point(*point);
        Coord { x: f64::from(x) / step, y: f64::from(y) / step }
    });
    let simple = LineString(exact.collect()).simplify(tolerance);
    let mut steps: Vec<Coord<i32>> =
        simple.0.into_iter().map(|at| Coord { x: at.x.round() as i32, y: at.y.round() as i32 }).collect();
    steps.dedup();
    steps
}

fn is_last(z: u8) -> bool {
    z == *TileSet::Basemap.zooms().end()
}

/// The parts of a line in each tile that it reaches, buffer included, in steps from its corner.
fn cut_line(line: &[Coord<i32>], z: u8) -> Vec<(TileCoord, LineString<i32>)> {
    let mut parts = Vec::new();
    for (x, column) in strips(line, Axis::X, z) {
        for (y, part) in strips(&column.0, Axis::Y, z) {
            if let Ok(tile) = TileCoord::new(z, x, y) {
                parts.push((tile, local(tile, part)));
            }
        }
    }
    parts
}

fn strips(line: &[Coord<i32>], axis: Axis, z: u8) -> Vec<(u32, LineString<i32>)> {
    Strip::reached(line, axis, z)
        .flat_map(|(index, strip)| clip_line(line, strip).into_iter().map(move |part| (index, part)))
        .collect()
}

fn local(tile: TileCoord, line: LineString<i32>) -> LineString<i32> {
    let (x, y) = tile.origin();
    line.0.into_iter().map(|at| Coord { x: at.x - x, y: at.y - y }).collect()
}

/// What lies in each tile, encoded.
fn by_tile<T>(mut parts: Vec<(TileCoord, T)>, encode: impl Fn(Vec<T>) -> Vec<u32>) -> Parts {
    parts.sort_by_key(|(tile, _)| *tile);
    let mut tiles: Vec<(TileCoord, Vec<T>)> = Vec::new();
    for (tile, part) in parts {
        match tiles.last_mut() {
            Some((last, parts)) if *last == tile => parts.push(part),
            _ => tiles.push((tile, vec![part])),
        }
    }
    let encoded = tiles.into_iter().map(|(tile, parts)| (tile, encode(parts)));
    encoded.filter(|(_, geometry)| !geometry.is_empty()).collect()
}

/// Whether lines of this feature mean something by their direction.
pub(super) fn is_directed(layer: BasemapLayer) -> bool {
    matches!(layer, BasemapLayer::Streets | BasemapLayer::WaterLines)
}
