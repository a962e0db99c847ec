//! Areas side by side, kept without gap and overlap at every zoom.
//!
//! A coverage is a map of who owns what. It is kept as *arcs*: borders from one junction to the
//! next, each once, with the owner on either side. Its vertices carry the tolerance up to which
//! simplification keeps them. A zoom takes the vertices that pass its tolerance and rounds them to
//! its grid, as edges; [`drawn`] then makes them meet at their ends only (`noding`) and gives each
//! piece of land between them its one owner (`owners`). So neighbours fit at every zoom, however
//! much was left out, and what has become too small to see is its neighbour's. Tiles choose from
//! the edges (`tile_lines`), and polygons are put together from what they chose (`rings`).
//!
//! Everything is whole numbers: what is compared is compared exactly.

mod arcs;
mod edge;
mod holes;
mod noding;
mod owners;
mod rings;
mod tile_lines;

use geo::{LineString, MultiPolygon};

pub(crate) use self::edge::{Edge, Node, Owner, Step};
pub(crate) use self::rings::{is_inside, polygons, without_seams};
pub(crate) use self::tile_lines::shown;

use self::arcs::{Arc, chain};
use self::holes::closings;
use self::noding::node;
use self::owners::owned;
use self::tile_lines::TileLines;
use crate::coord::World;

/// Who owns what, on the grid of the last zoom.
pub(crate) struct Coverage {
    arcs: Vec<Arc>,
    /// Zoom whose grid the vertices are on.
    zoom: u8,
}

impl Coverage {
    /// What `edges` on the grid of `zoom` bound. Of areas that overlap the one with the smallest
    /// number has the land. Cost: that of [`drawn`], and a search among the ends for each edge.
    pub(crate) fn new(edges: &[Edge], zoom: u8) -> Self {
        Self::of(owned(&mut node(edges, &TileLines::default())), zoom)
    }

    fn of(mut edges: Vec<Edge>, zoom: u8) -> Self {
        edges.retain(Edge::parts_owners);
        Self { arcs: chain(&edges), zoom }
    }

    /// The same land under other owners; borders within one's land go.
    pub(crate) fn dissolve(&self, owner: impl Fn(Owner) -> Owner) -> Self {
        Self::of(self.edges().map(|edge| edge.with_owners(&owner)).collect(), self.zoom)
    }

    /// All borders with every vertex.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.arcs.iter().flat_map(|arc| {
            let ends = arc.vertices.windows(2);
            ends.filter_map(|ends| Edge::new(ends[0].at, ends[1].at, arc.left, arc.right))
        })
    }

    /// The borders on the grid of zoom `z`, simplified by `tolerance` steps of it. Junctions stay.
    pub(crate) fn simplified(&self, z: u8, tolerance: f64) -> Vec<Edge> {
        let shift = self.zoom.saturating_sub(z);
        let tolerance = tolerance * f64::from(1_u32 << shift);
        let mut edges = Vec::new();
        for arc in &self.arcs {
            let kept = arc.vertices.iter().filter(|vertex| vertex.weight >= tolerance);
            let nodes: Vec<Node> = kept.map(|vertex| vertex.at.on_coarser_grid(shift)).collect();
            edges.extend(Edge::along(&nodes, arc.left, arc.right));
        }
        edges
    }
}

/// The borders of `area`, given in degrees, on the grid of `zoom`.
pub(crate) fn borders(area: &MultiPolygon<f64>, owner: u32, zoom: u8) -> Vec<Edge> {
    let rings = area.iter().flat_map(|polygon| {
        let holes = polygon.interiors().iter().map(|hole| on_grid(hole, zoom, false));
        std::iter::once(on_grid(polygon.exterior(), zoom, true)).chain(holes)
    });
    rings.flat_map(|ring| Edge::along(&ring, Some(owner), None).collect::<Vec<_>>()).collect()
}

/// A ring on the grid of `zoom`, closed, with the land on its left.
fn on_grid(ring: &LineString<f64>, zoom: u8, is_outer: bool) -> Vec<Node> {
    let mut nodes: Vec<Node> = ring.coords().map(|at| Node::of(World::from_degrees(at.x, at.y), zoom)).collect();
    nodes.extend(nodes.first().copied());
    if (rings::area_2(&nodes) > 0) != is_outer {
        nodes.reverse();
    }
    nodes
}

/// The land that `edges` bound, with borders that meet at their ends only and at the lines along
/// which tiles are cut; within one owner's land only those lines are left. Holes that are on
/// average not as wide as `hole` steps are closed. Cost: see `noding` and `owners`.
pub(crate) fn drawn(edges: &[Edge], hole: f64) -> Vec<Edge> {
    let mut noded = node(edges, &TileLines::around(edges));
    let drawn = owned(&mut noded);
    let closings = if hole > 0.0 { closings(&drawn, hole) } else { Vec::new() };
    if closings.is_empty() {
        return drawn;
    }
    noded.extend(closings);
    owned(&mut noded)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use geo::Area;
    use hashbrown::HashMap;
    use proptest::prelude::*;

    use super::*;
    use crate::TileCoord;

    /// An area around `corners`, which go around with the land on their left.
    fn area(owner: u32, corners: &[(i32, i32)]) -> Vec<Edge> {
        let nodes = corners.iter().chain(corners.first()).map(|(x, y)| Node::new(*x, *y));
        Edge::along(&nodes.collect::<Vec<_>>(), Some(owner), None).collect()
    }

    fn square(owner: u32, from: (i32, i32), to: (i32, i32)) -> Vec<Edge> {
        area(owner, &[from, (to.0, from.1), to, (from.0, to.1)])
    }

    /// The area of each owner's land.
    fn areas(edges: &[Edge]) -> BTreeMap<u32, f64> {
        let mut steps: BTreeMap<u32, Vec<Step>> = BTreeMap::new();
        for (owner, step) in edges.iter().filter(|edge| edge.parts_owners()).flat_map(|edge| edge.steps()) {
            steps.entry(owner).or_default().push(step);
        }
        let area = |steps: Vec<Step>| {
            let polygons = polygons(steps, Node::default());
            polygons
                .iter()
                .map(|part| {
                    geo::MapCoords::map_coords(part, |at| geo::Coord { x: f64::from(at.x), y: f64::from(at.y) })
                        .unsigned_area()
                })
                .sum()
        };
        steps.into_iter().map(|(owner, steps)| (owner, area(steps))).collect()
    }

    /// Two areas side by side whose common border runs (10, 0), (11, 4), (10, 5), (10, 10).
    fn neighbours() -> Coverage {
        let west = area(1, &[(0, 0), (10, 0), (11, 4), (10, 5), (10, 10), (0, 10)]);
        let east = area(2, &[(10, 0), (20, 0), (20, 10), (10, 10), (10, 5), (11, 4)]);
        Coverage::new(&[west, east].concat(), 12)
    }

    #[test]
    fn a_common_border_is_one_arc_and_simplified_once() {
        let coverage = neighbours();
        assert_eq!(coverage.arcs.len(), 3);
        for (tolerance, vertices) in [(0.0, 4), (0.9, 3), (2.0, 2)] {
            let border = coverage
                .simplified(12, tolerance)
                .into_iter()
                .filter(|edge| edge.left.is_some() && edge.right.is_some());
            assert_eq!(border.count(), vertices - 1, "at {tolerance}");
        }
    }

    #[test]
    fn what_is_dissolved_has_no_border_inside() {
        let whole = neighbours().dissolve(|owner| owner.map(|_| 9));
        assert_eq!(whole.arcs.len(), 1, "all around");
        assert_eq!(areas(&whole.edges().collect::<Vec<_>>()), [(9, 200.0)].into());
    }

    #[test]
    fn a_vertex_of_one_neighbour_on_an_edge_of_the_other_is_a_vertex_of_both() {
        let west = square(1, (0, 0), (10, 10));
        let east = area(2, &[(10, 0), (20, 0), (20, 10), (10, 10), (10, 5)]);
        let coverage = Coverage::new(&[west, east].concat(), 12);
        assert_eq!(coverage.arcs.len(), 3);
    }

    #[test]
    fn narrow_water_between_two_coasts_is_closed_and_wide_water_stays() {
        let around = square(1, (0, 0), (100, 100));
        let lake = |width: i32| {
            square(1, (40, 10), (40 + width, 90)).into_iter().map(|edge| Edge {
                left: edge.right,
                right: edge.left,
                ..edge
            })
        };
        let areas = |width| areas(&drawn(&around.iter().copied().chain(lake(width)).collect::<Vec<_>>(), 8.0));
        assert_eq!(areas(4), [(1, 10_000.0)].into());
        assert_eq!(areas(20), [(1, 8_400.0)].into());
    }

    #[test]
    fn a_square_over_a_corner_is_shown_in_four_tiles_with_their_buffers() {
        let borders = drawn(&square(3, (4000, 4000), (4200, 4200)), 0.0);
        let mut tiles: HashMap<TileCoord, Vec<Edge>> = HashMap::new();
        for (tile, edge) in borders.iter().flat_map(|edge| shown(*edge, 3)) {
            tiles.entry(tile).or_default().push(edge);
        }
        let mut shown: Vec<_> = tiles.iter().map(|(tile, edges)| (tile.x(), tile.y(), areas(edges)[&3])).collect();
        shown.sort_by_key(|(x, y, _)| (*x, *y));
        let expected = [(0, 0, 160 * 160), (0, 1, 160 * 168), (1, 0, 168 * 160), (1, 1, 168 * 168)];
        assert_eq!(shown, expected.map(|(x, y, area)| (x, y, f64::from(area))));
    }

    #[test]
    fn a_tile_within_one_area_is_shown_whole() {
        let borders = drawn(&square(3, (-9000, -9000), (20_000, 20_000)), 0.0);
        let middle = TileCoord::new(3, 1, 1).unwrap();
        let edges: Vec<Edge> = borders
            .iter()
            .flat_map(|edge| shown(*edge, 3))
            .filter(|(tile, _)| *tile == middle)
            .map(|(_, edge)| edge)
            .collect();
        assert_eq!(areas(&edges), [(3, f64::from(4224 * 4224))].into());
    }

    proptest! {
        /// Whatever areas overlap, cross themselves or run backwards: each piece of land has one
        /// owner, so the areas add up to that of all land.
        #[test]
        fn no_land_has_two_owners(
            corners in proptest::collection::vec(proptest::collection::vec((0..300_i32, 0..300_i32), 3..7), 1..8),
        ) {
            let edges: Vec<Edge> = (0..).zip(&corners).flat_map(|(owner, corners)| area(owner, corners)).collect();
            let drawn = drawn(&edges, 8.0);
            let together: Vec<Edge> = drawn.iter().map(|edge| edge.with_owners(|owner| owner.map(|_| 0))).collect();
            let whole = areas(&together).get(&0).copied().unwrap_or_default();
            prop_assert_eq!(areas(&drawn).values().sum::<f64>(), whole);
        }
    }
}
