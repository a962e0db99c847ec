//! One tile from the parts of all features in it.

use std::collections::BTreeMap;

use geo::{Coord, LineString, Simplify};

use super::draw::is_directed;
use super::join::join_lines;
use super::part::{Part, unpack_values};
use crate::encode::{GeometryKind, LayerWriter, decode_lines, encode_lines};
use crate::{BasemapLayer, MAX_TILE_BYTES, TileSet};

/// How far lines may be moved before the last zoom: half a pixel of a screen that shows a tile as 512.
const TOLERANCE: f64 = 4.0;

/// A tile and what was left out of it.
pub(super) struct BuiltTile {
    /// The plain tile.
    pub(super) bytes: Vec<u8>,
    /// Features that found no room.
    pub(super) left_out: u64,
}

/// Makes the tile of zoom `z` from `parts`, whose order does not change from build to build. What is
/// damaged among them is left out.
pub(super) fn build_tile(z: u8, parts: &[Vec<u8>]) -> BuiltTile {
    let mut items = items(z, parts.iter().filter_map(|bytes| Part::from_bytes(bytes)));
    let mut left_out = 0;
    loop {
        let bytes = encode(z, &items);
        if bytes.len() <= MAX_TILE_BYTES {
            return BuiltTile { bytes, left_out };
        }
        left_out += shed(&mut items, bytes.len() - MAX_TILE_BYTES);
    }
}

/// A feature of the tile.
struct Item<'a> {
    part: Part<'a>,
    /// Features that it was made from.
    features: u64,
}

/// Lines with the same values.
#[derive(Default)]
struct Lines {
    lines: Vec<LineString<i32>>,
    features: u64,
}

/// The features of a tile in their order: lines with the same values are one.
fn items<'a>(z: u8, parts: impl Iterator<Item = Part<'a>>) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    let mut lines: BTreeMap<(BasemapLayer, u32, &[u8]), Lines> = BTreeMap::new();
    for part in parts {
        match part.kind {
            GeometryKind::Lines => {
                let group = lines.entry((part.layer, part.rank, part.values)).or_default();
                group.lines.extend(decode_lines(&part.geometry));
                group.features += 1;
            }
            GeometryKind::Points | GeometryKind::Areas => items.push(Item { part, features: 1 }),
        }
    }
    for ((layer, rank, values), Lines { lines, features }) in lines {
        let geometry = encode_lines(&simplified(z, join_lines(lines, is_directed(layer))));
        items.push(Item { part: Part { layer, kind: GeometryKind::Lines, rank, values, geometry }, features });
    }
    items.sort_by_key(|item| (item.part.layer, place_in_layer(&item.part)));
    items
}

/// Streets that matter are drawn over others; of what is labelled, what matters comes first.
fn place_in_layer(part: &Part<'_>) -> u32 {
    match part.layer {
        BasemapLayer::Streets => u32::MAX - part.rank,
        _ => part.rank,
    }
}

/// Before the last zoom, lines with fewer points, without those too short to see.
fn simplified(z: u8, lines: Vec<LineString<i32>>) -> Vec<LineString<i32>> {
    if z == *TileSet::Basemap.zooms().end() {
        return lines;
    }
    let simplify = |line: LineString<i32>| {
        let exact: LineString<f64> = line.0.iter().map(|at| Coord { x: f64::from(at.x), y: f64::from(at.y) }).collect();
        exact.simplify(TOLERANCE).0.into_iter().map(|at| Coord { x: at.x as i32, y: at.y as i32 }).collect()
    };
    lines.into_iter().map(simplify).filter(|line: &LineString<i32>| length(line) >= TOLERANCE).collect()
}

fn length(line: &LineString<i32>) -> f64 {
    line.0.windows(2).map(|edge| f64::from(edge[1].x - edge[0].x).hypot(f64::from(edge[1].y - edge[0].y))).sum()
}

fn encode(z: u8, items: &[Item<'_>]) -> Vec<u8> {
    let mut tile = Vec::new();
    for items in items.chunk_by(|a, b| a.part.layer == b.part.layer) {
        let layer = items[0].part.layer;
        let mut writer = LayerWriter::new(layer.schema(), z);
        for Item { part, .. } in items {
            writer.feature(part.kind, &part.geometry, &unpack_values(layer, part.values));
        }
        writer.finish(&mut tile);
    }
    tile
}

/// Takes out what matters least until about `excess` bytes are gone; how many features went.
fn shed(items: &mut Vec<Item<'_>>, excess: usize) -> u64 {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|index| {
        let part = &items[*index].part;
        (stays(part.layer), std::cmp::Reverse((part.rank, *index)))
    });
    let (mut gone, mut bytes, mut features) = (vec![false; items.len()], 0, 0);
    for index in order {
        if bytes > excess {
            break;
        }
        gone[index] = true;
        bytes += weight(&items[index].part);
        features += items[index].features;
    }
    let mut gone = gone.into_iter();
    items.retain(|_| !gone.next().unwrap_or_default());
    features
}

/// How long the features of a layer stay where a tile is too full, those of 0 shortest.
fn stays(layer: BasemapLayer) -> u8 {
    match layer {
        BasemapLayer::Buildings => 0,
        BasemapLayer::Pois => 1,
        BasemapLayer::Sites | BasemapLayer::Land => 2,
        BasemapLayer::PublicTransport | BasemapLayer::WaterLinesLabels | BasemapLayer::WaterPolygonsLabels => 3,
        BasemapLayer::StreetLabels | BasemapLayer::PlaceLabels => 5,
        BasemapLayer::Streets => 6,
        _ => 4,
    }
}

/// About how many bytes a part takes in the tile, a little less than it does.
fn weight(part: &Part<'_>) -> usize {
    let commands: usize = part.geometry.iter().map(|command| if *command < 128 { 1 } else { 2 }).sum();
    commands + 6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::encode_point;

    fn poi(rank: u32, values: &[u8], at: i32) -> Vec<u8> {
        let geometry = encode_point(at % 4096, at / 4096).to_vec();
        Part { layer: BasemapLayer::Pois, kind: GeometryKind::Points, rank, values, geometry }.to_bytes()
    }

    fn street(layer: BasemapLayer, at: i32) -> Vec<u8> {
        let line = LineString::from(vec![(at, 0), (at + 100, 0)]);
        let geometry = encode_lines(&[line]);
        Part { layer, kind: GeometryKind::Lines, rank: 0, values: &[], geometry }.to_bytes()
    }

    #[test]
    fn a_tile_too_full_loses_what_matters_least_and_counts_it() {
        let parts: Vec<Vec<u8>> = (0..60_000).map(|at| poi(u32::from(at % 3 != 0), &[], at)).collect();
        let street = street(BasemapLayer::Streets, 0);
        let all: Vec<Vec<u8>> = parts.into_iter().chain([street]).collect();
        let tile = build_tile(14, &all);
        assert!(
            tile.bytes.len() <= MAX_TILE_BYTES && tile.bytes.len() > MAX_TILE_BYTES * 9 / 10,
            "{}",
            tile.bytes.len()
        );
        assert!(tile.left_out > 0 && tile.left_out < 40_000, "{}", tile.left_out);
        let has = |layer: BasemapLayer| {
            let name = layer.schema().name.as_bytes();
            tile.bytes.windows(name.len()).any(|bytes| bytes == name)
        };
        assert!(has(BasemapLayer::Streets) && has(BasemapLayer::Pois));
    }

    #[test]
    fn lines_with_the_same_values_are_one_feature() {
        let parts: Vec<Vec<u8>> = (0..40).map(|at| street(BasemapLayer::Streets, at * 100)).collect();
        let items = items(14, parts.iter().filter_map(|bytes| Part::from_bytes(bytes)));
        assert_eq!(items.len(), 1);
        assert_eq!(decode_lines(&items[0].part.geometry).len(), 1);
        let parts = [street(BasemapLayer::Streets, 0), street(BasemapLayer::WaterLines, 100)];
        assert_eq!(super::items(14, parts.iter().filter_map(|bytes| Part::from_bytes(bytes))).len(), 2);
    }
}
