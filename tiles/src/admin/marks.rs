//! Islands of the special zones, which are on the map from the zoom that first has their zone on:
//! where one would be too small to see it is a square.

use geo::{BoundingRect, Polygon, Rect};
use vmap_core::unit::UnitId;
use vmap_release::Boundary;

use crate::coord::World;
use crate::coverage::{Edge, Node};
use crate::schema::WARDS;

/// Side of the square in steps: a pixel on a screen that shows a tile as 512 pixels.
const SIDE: i32 = 8;

/// Islands by the number of their unit.
#[derive(Default)]
pub(super) struct Islands(Vec<(u32, Rect<f64>)>);

impl Islands {
    /// The parts of the areas of `units`.
    pub(super) fn new<'a>(units: impl Iterator<Item = &'a (UnitId, &'a Boundary)>) -> Self {
        let boxes = units.flat_map(|(id, boundary)| {
            let parts = boundary.area.iter().filter_map(Polygon::bounding_rect);
            parts.map(|part| (u32::from(id.0), part))
        });
        Self(boxes.collect())
    }

    /// Squares at zoom `z` in the middle of islands that are smaller, but at least a step wide or
    /// high: what is smaller still lies beside larger ones.
    pub(super) fn marks(&self, z: u8) -> Vec<Edge> {
        let islands = self.0.iter().filter(|_| z >= WARDS.minzoom);
        islands
            .filter_map(|(unit, island)| Some((*unit, square(island, z)?)))
            .flat_map(|(unit, square)| Edge::along(&square, Some(unit), None).collect::<Vec<_>>())
            .collect()
    }
}

/// The square for an island, the land on its left; `None` where it needs none.
fn square(island: &Rect<f64>, z: u8) -> Option<[Node; 5]> {
    let node = |at: geo::Coord<f64>| Node::of(World::from_degrees(at.x, at.y), z);
    let (south_west, north_east, middle) = (node(island.min()), node(island.max()), node(island.center()));
    let size = (north_east.x - south_west.x).max(south_west.y - north_east.y);
    let corner = |x, y| Node::new(middle.x + x * SIDE / 2, middle.y + y * SIDE / 2);
    (1..SIDE).contains(&size).then(|| [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)])
}
