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
mod noding;
mod owners;
mod rings;
mod tile_lines;

use geo::{LineString, MultiPolygon};

pub(crate) use self::edge::{Edge, Node, Owner, Step};
pub(crate) use self::rings::{is_inside, polygons, without_seams};
pub(crate) use self::tile_lines::shown;

use self::arcs::{Arc, chain};
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
        Self::of(owned(node(edges, &TileLines::default())), zoom)
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
/// which tiles are cut; within one owner's land only those lines are left. Cost: see `noding` and
/// `owners`.
pub(crate) fn drawn(edges: &[Edge]) -> Vec<Edge> {
    owned(node(edges, &TileLines::around(edges)))
}
