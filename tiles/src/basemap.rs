//! Named streets and points of interest.

use std::path::Path;

use geo::{Coord, LineString, Simplify};
use rayon::prelude::*;
use vmap_core::Point;
use vmap_core::release::{NamedPlaceKind, NamedPlaceRow, NamedPlaceTable};

use crate::archive::{ArchiveWriter, Bounds};
use crate::build::{Piece, add_tiles};
use crate::clip::{Axis, Strip, clip_line};
use crate::coord::World;
use crate::encode::{GeometryKind, LayerWriter, Value, encode_lines, encode_point};
use crate::schema::{POIS, STREET_LABELS, STREETS};
use crate::{Field, TileCoord, TileError, TileInputs, TileSet};

/// Tolerance of simplification in steps of the tile grid, except at the last zoom.
const TOLERANCE_STEPS: f64 = 4.0;

/// Builds `basemap.pmtiles`.
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let places = inputs.named_places;
    let rows = 0..places.len() as u32;
    let points = rows.clone().filter_map(|row| Some(places.get(row)?.point));
    let mut archive = ArchiveWriter::create(folder, TileSet::Basemap, Bounds::around_points(points))?;
    for z in TileSet::Basemap.zooms() {
        let mut pieces: Vec<Piece<Drawing>> =
            rows.clone().into_par_iter().flat_map_iter(|row| draw(places, row, z)).collect();
        pieces.par_sort_by_key(|piece| piece.tile);
        add_tiles(z, &pieces, |pieces| encode(pieces, places, z), &mut archive)?;
    }
    archive.finish()
}

/// What a place has in one tile.
struct Drawing {
    row: u32,
    geometry: Geometry,
}

enum Geometry {
    Lines(Vec<LineString<i32>>),
    Point(i32, i32),
}

fn draw(places: &NamedPlaceTable, row: u32, z: u8) -> Vec<Piece<Drawing>> {
    let Some(place) = places.get(row) else { return Vec::new() };
    match place.kind {
        NamedPlaceKind::Street if z >= first_zoom(class(places, &place)) => draw_street(places, row, z),
        NamedPlaceKind::PointOfInterest if POIS.zooms().contains(&z) => {
            let at = World::from_point(place.point);
            let (x, y) = at.within_tile(z);
            vec![Piece { tile: at.tile(z).curve(), content: Drawing { row, geometry: Geometry::Point(x, y) } }]
        }
        _ => Vec::new(),
    }
}

/// The class of a place: what stands behind `=` in its category, or all of it.
fn class<'a>(places: &'a NamedPlaceTable, place: &NamedPlaceRow) -> Option<&'a str> {
    let category = places.string(place.category?)?;
    Some(category.split_once('=').map_or(category, |(_, value)| value))
}

/// The first zoom at which a street of `class` is drawn, as in Shortbread.
fn first_zoom(class: Option<&str>) -> u8 {
    match class.unwrap_or_default().trim_end_matches("_link") {
        "motorway" => 5,
        "trunk" => 6,
        "primary" => 8,
        "secondary" => 9,
        "tertiary" => 10,
        "unclassified" | "residential" | "busway" | "bus_guideway" => 12,
        _ => 13,
    }
}

/// The first zoom at which the name of a street of `class` is drawn, as in Shortbread.
fn first_label_zoom(class: Option<&str>) -> u8 {
    match class.unwrap_or_default() {
        "motorway" => 10,
        "trunk" | "primary" => 12,
        "secondary" | "tertiary" | "motorway_link" | "trunk_link" | "primary_link" | "secondary_link" => 13,
        _ => 14,
    }
}

fn draw_street(places: &NamedPlaceTable, row: u32, z: u8) -> Vec<Piece<Drawing>> {
    let lines = places.lines(row);
    let mut parts: Vec<(TileCoord, LineString<i32>)> =
        lines.iter().filter_map(|line| snap(line, z)).flat_map(|line| cut(&line, z)).collect();
    parts.sort_by_key(|(tile, _)| *tile);
    parts
        .chunk_by(|a, b| a.0 == b.0)
        .map(|parts| Piece {
            tile: parts[0].0.curve(),
            content: Drawing { row, geometry: Geometry::Lines(parts.iter().map(|(_, line)| line.clone()).collect()) },
        })
        .collect()
}

/// The line on the tile grid of zoom `z`, simplified; `None` where it has become a point.
fn snap(line: &[Point], z: u8) -> Option<Vec<Coord<i32>>> {
    let tolerance = if z == *TileSet::Basemap.zooms().end() { 0.0 } else { TOLERANCE_STEPS };
    let on_grid = line.iter().map(|point| World::from_point(*point).grid(z));
    let line: LineString<f64> = on_grid.map(|(x, y)| (f64::from(x), f64::from(y))).collect();
    let simple = line.simplify(tolerance);
    let mut steps: Vec<Coord<i32>> = simple.coords().map(|at| Coord { x: at.x as i32, y: at.y as i32 }).collect();
    steps.dedup();
    (steps.len() >= 2).then_some(steps)
}

/// The parts of a line in each tile that it reaches, buffer included, in steps from its corner.
fn cut(line: &[Coord<i32>], z: u8) -> Vec<(TileCoord, LineString<i32>)> {
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

fn encode(pieces: &[Piece<Drawing>], places: &NamedPlaceTable, z: u8) -> Vec<u8> {
    let [mut streets, mut labels, mut pois] = [&STREETS, &STREET_LABELS, &POIS].map(LayerWriter::new);
    for Drawing { row, geometry } in pieces.iter().map(|piece| &piece.content) {
        let place = places.get(*row);
        let category = place.and_then(|place| places.string(place.category?)).unwrap_or_default();
        let class = place.and_then(|place| class(places, &place));
        let name = places.name(*row).map(Value::Text);
        match geometry {
            Geometry::Lines(lines) => {
                let geometry = encode_lines(lines);
                let kind = class.map(|class| Value::Text(class.trim_end_matches("_link")));
                let link = class.is_some_and(|class| class.ends_with("_link")).then_some(Value::Flag(true));
                let mut values = [None; STREETS.fields.len()];
                (values[0], values[1]) = (kind, link);
                streets.feature(GeometryKind::Lines, &geometry, &values);
                if z >= first_label_zoom(class) {
                    let values = [class.map(Value::Text), None, None, None, name, None];
                    labels.feature(GeometryKind::Lines, &geometry, &values);
                }
            }
            Geometry::Point(x, y) => {
                let value = |field: &Field| match category.split_once('=') {
                    _ if field.name == "name" => name,
                    Some((key, value)) if key == field.name => Some(Value::Text(value)),
                    _ => None,
                };
                let values: Vec<_> = POIS.fields.iter().map(value).collect();
                pois.feature(GeometryKind::Points, &encode_point(*x, *y), &values);
            }
        }
    }
    let mut tile = Vec::new();
    [streets, labels, pois].into_iter().for_each(|layer| layer.finish(&mut tile));
    tile
}
