//! Where units' names stand.

use geo::{Area, Contains, Coord, InteriorPoint, MapCoords, Polygon};
use hashbrown::HashMap;
use vmap_core::unit::{UnitId, UnitTable};

use super::sheets::LAST_ZOOM;
use crate::coord::World;
use crate::coverage::{Node, Step, is_inside, polygons};

/// A place for the name of the area within `steps`: a point inside the part that holds most of
/// `centres`, of equal ones the largest (a province's name stands on the land where its wards are,
/// not on the wide sea around its islands). `None` where there is no area.
pub(super) fn place(steps: &[Step], centres: &[Node]) -> Option<Node> {
    let parts = polygons(steps.iter().copied(), Node::default());
    let weighed = parts.iter().map(|part| part.map_coords(|at| Coord { x: f64::from(at.x), y: f64::from(at.y) }));
    let weighed = weighed.map(|part| {
        let held = centres.iter().filter(|at| part.contains(&geo::Point::new(f64::from(at.x), f64::from(at.y))));
        (held.count(), part.unsigned_area(), part)
    });
    let (_, _, best) = weighed.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    Some(inside(&best).unwrap_or(steps[0].from))
}

/// A node inside `part`, or on its border where it holds none.
fn inside(part: &Polygon<f64>) -> Option<Node> {
    let point = part.interior_point()?;
    Some(Node::new(point.x().round() as i32, point.y().round() as i32))
}

/// Where the name stands at a zoom: at `at` if the area that is drawn within `steps` holds it, or
/// if none is drawn, else within what is drawn.
pub(super) fn moved(at: Node, steps: &[Step]) -> Node {
    match steps.is_empty() || is_inside(steps.iter().copied(), at) {
        true => at,
        false => place(steps, &[]).unwrap_or(at),
    }
}

/// The centres of the units directly below each, on the grid of the last zoom.
pub(super) fn centres_below(units: &UnitTable) -> HashMap<UnitId, Vec<Node>> {
    let mut below: HashMap<UnitId, Vec<Node>> = HashMap::new();
    for (_, unit) in units.iter() {
        if let Some((parent, centre)) = unit.parent.zip(unit.centre) {
            below.entry(parent).or_default().push(Node::of(World::from_point(centre), LAST_ZOOM));
        }
    }
    below
}
