//! Areas on the tile grid of one zoom, and their parts in each tile.

use geo::{Coord, LineString, Polygon};

use crate::TileCoord;
use crate::clip::{Axis, Strip, clip_ring};

/// Twice the smallest area, in square steps of the tile grid, that is drawn: a sixteenth of a
/// pixel on a screen that shows a tile as 512 pixels.
const SMALLEST_AREA_2: i64 = 8;

/// The rings of a polygon on the grid: the outer one first, closed, wound as tiles ask.
pub(crate) type GridPolygon = Vec<Vec<Coord<i32>>>;

/// The parts of `polygon` in each tile of zoom `z` that it reaches, buffer included, in steps
/// from the tile's corner.
pub(crate) fn cut(polygon: &GridPolygon, z: u8) -> Vec<(TileCoord, Polygon<i32>)> {
    let columns = strips(polygon, Axis::X, z);
    let cut_column = |(x, column)| {
        let rows = strips(&column, Axis::Y, z);
        rows.into_iter().filter_map(move |(y, part)| {
            let tile = TileCoord::new(z, x, y).ok()?;
            Some((tile, as_tile_polygon(tile, part)?))
        })
    };
    columns.into_iter().flat_map(cut_column).collect()
}

/// The parts of `polygon` in each column or row of tiles, by its number.
fn strips(polygon: &GridPolygon, axis: Axis, z: u8) -> Vec<(u32, GridPolygon)> {
    let outer = polygon.first().map(Vec::as_slice).unwrap_or_default();
    let part = |strip| as_polygon(polygon.iter().map(|ring| tidy(clip_ring(ring, strip))));
    Strip::reached(outer, axis, z).filter_map(|(index, strip)| Some((index, part(strip)?))).collect()
}

/// The rings as a polygon: none where the outer one is too small, without holes that are.
fn as_polygon(rings: impl IntoIterator<Item = Vec<Coord<i32>>>) -> Option<GridPolygon> {
    let mut rings = rings.into_iter();
    let outer = rings.next().filter(|ring| area_2(ring) >= SMALLEST_AREA_2)?;
    let holes = rings.filter(|ring| area_2(ring) <= -SMALLEST_AREA_2);
    Some(std::iter::once(outer).chain(holes).collect())
}

fn as_tile_polygon(tile: TileCoord, rings: GridPolygon) -> Option<Polygon<i32>> {
    let (x, y) = tile.origin();
    let mut rings = rings.into_iter().map(|ring| {
        let local = ring.into_iter().map(|at| Coord { x: at.x - x, y: at.y - y });
        LineString(local.collect())
    });
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// Twice the area of a closed ring by the surveyor's formula: positive for the outer rings of
/// tiles, whose y grows south.
pub(crate) fn area_2(ring: &[Coord<i32>]) -> i64 {
    ring.windows(2).map(|edge| cross(edge[0], edge[1])).sum()
}

fn cross(a: Coord<i32>, b: Coord<i32>) -> i64 {
    i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)
}

/// The ring, closed or not, without vertices that change nothing, closed; empty where nothing is
/// left of it. A vertex between two others on one line goes, and so does the tip of a spike; as
/// the line stays the same, neighbours still meet.
pub(crate) fn tidy(ring: Vec<Coord<i32>>) -> Vec<Coord<i32>> {
    let mut kept: Vec<Coord<i32>> = Vec::with_capacity(ring.len());
    for at in ring {
        while kept.last() == Some(&at) || matches!(kept.as_slice(), [.., a, b] if in_line(*a, *b, at)) {
            kept.pop();
        }
        kept.push(at);
    }
    close(kept)
}

/// Tidies the seam of a ring whose other vertices are tidy, and closes it.
fn close(mut ring: Vec<Coord<i32>>) -> Vec<Coord<i32>> {
    let mut start = 0;
    while let [first, second, .., before_last, last] = ring[start..] {
        match () {
            () if first == last || in_line(before_last, last, first) => drop(ring.pop()),
            () if in_line(last, first, second) => start += 1,
            () => break,
        }
    }
    ring.drain(..start);
    match ring.len() {
        0..=2 => ring.clear(),
        _ => ring.push(ring[0]),
    }
    ring
}

fn in_line(a: Coord<i32>, b: Coord<i32>, c: Coord<i32>) -> bool {
    cross(b - a, c - b) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring(points: &[(i32, i32)]) -> Vec<Coord<i32>> {
        points.iter().map(|at| (*at).into()).collect()
    }

    #[test]
    fn tidying_keeps_corners_only() {
        let square = ring(&[(5, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 4), (0, 0), (5, 0)]);
        assert_eq!(tidy(square), ring(&[(10, 0), (10, 10), (0, 10), (0, 0), (10, 0)]));
        let spike = ring(&[(0, 0), (10, 0), (10, 10), (10, 30), (10, 10), (0, 10), (0, 0)]);
        assert_eq!(tidy(spike), ring(&[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]));
        assert_eq!(tidy(ring(&[(0, 0), (10, 0), (20, 0), (0, 0)])), vec![]);
        assert_eq!(tidy(ring(&[(3, 3)])), vec![]);
        assert_eq!(tidy(vec![]), vec![]);
    }

    /// A square over four tiles: each gets its quarter and 64 steps of buffer.
    #[test]
    fn a_square_over_a_corner_is_cut_into_four() {
        let polygon = vec![ring(&[(4000, 4000), (4200, 4000), (4200, 4200), (4000, 4200), (4000, 4000)])];
        let mut parts = cut(&polygon, 3);
        parts.sort_by_key(|(tile, _)| *tile);
        let tiles: Vec<_> = parts.iter().map(|(tile, _)| (tile.x(), tile.y())).collect();
        assert_eq!(tiles, [(0, 0), (0, 1), (1, 0), (1, 1)]);
        let areas: Vec<_> = parts.iter().map(|(_, part)| area_2(&part.exterior().0) / 2).collect();
        assert_eq!(areas, [160 * 160, 160 * 168, 168 * 160, 168 * 168]);
    }

    proptest! {
        #[test]
        fn tidying_keeps_the_area(points in proptest::collection::vec((0..6_i32, 0..6_i32), 0..12)) {
            let mut closed = ring(&points);
            closed.extend(closed.first().copied());
            let tidied = tidy(closed.clone());
            prop_assert_eq!(area_2(&tidied), area_2(&closed));
            prop_assert!(tidied.is_empty() || tidied.len() >= 4 && tidied.first() == tidied.last());
        }

        #[test]
        fn parts_stay_within_their_tile_and_buffer(
            points in proptest::collection::vec((0..16_000_i32, 0..16_000_i32), 3..12),
        ) {
            let polygon = vec![tidy(ring(&points))];
            for (_, part) in cut(&polygon, 2) {
                prop_assert!(area_2(&part.exterior().0) > 0);
                for at in &part.exterior().0 {
                    prop_assert!((-64..=4160).contains(&at.x) && (-64..=4160).contains(&at.y));
                }
            }
        }
    }
}
