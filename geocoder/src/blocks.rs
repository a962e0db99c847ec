//! The nearest of many points: an R-tree over blocks of neighbouring rows.
//!
//! Rows are sorted along a space-filling curve, so 64 rows in a row lie close together and one
//! box stands for them. 24 million points are 375,000 boxes instead of 24 million entries.

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use vmap_core::{Extent, LeastDistance, Point};

use crate::request::BoundingBox;

/// Units of 1e-7 degrees in a degree.
const E7: f64 = 1e7;

/// Rows in a block.
const BLOCK: u32 = 64;

/// An R-tree over the boxes of blocks of rows.
pub(crate) struct Blocks {
    /// In units of 1e-7 degrees.
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    rows: u32,
    /// The latitude of the row farthest from the equator, in degrees without sign.
    farthest_latitude: f64,
}

/// A row and its distance in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Neighbour {
    pub row: u32,
    pub distance_m: f64,
}

impl Blocks {
    /// Blocks over `rows` rows, each at the points that `points` gives for it (none where it has
    /// no place). Cost: one pass over the points and a bulk load, about 30 ms per million rows.
    pub(crate) fn new<P: IntoIterator<Item = Point>>(rows: u32, points: impl Fn(u32) -> P + Sync) -> Self {
        let boxes: Vec<_> = (0..rows.div_ceil(BLOCK))
            .into_par_iter()
            .filter_map(|block| {
                let members = (block * BLOCK..rows.min((block + 1) * BLOCK)).flat_map(&points);
                Some(GeomWithData::new(rectangle(Extent::around(members)?), block))
            })
            .collect();
        let latitudes = boxes.iter().flat_map(|block| [block.geom().lower()[1], block.geom().upper()[1]]);
        let farthest_latitude = latitudes.map(|latitude| latitude.abs() / E7).fold(0.0, f64::max);
        Self { boxes: RTree::bulk_load(boxes), rows, farthest_latitude }
    }

    /// The rows from `from` on in blocks whose box meets `bbox`, or all rows, ascending.
    pub(crate) fn rows_near(&self, bbox: Option<BoundingBox>, from: u32) -> impl Iterator<Item = u32> + use<> {
        let (first, rows) = (from / BLOCK, self.rows);
        let mut blocks: Vec<u32> = match bbox {
            None => (first..rows.div_ceil(BLOCK)).collect(),
            Some(BoundingBox { min, max }) => {
                let corner = |point: Point| [point.lon_e7().into(), point.lat_e7().into()];
                let wanted = AABB::from_corners(corner(min), corner(max));
                let met = self.boxes.locate_in_envelope_intersecting(wanted).map(|block| block.data);
                met.filter(|block| *block >= first).collect()
            }
        };
        blocks.sort_unstable();
        blocks.into_iter().flat_map(move |block| (block * BLOCK).max(from)..rows.min((block + 1) * BLOCK))
    }

    /// The `limit` rows nearest to the point of `bound`, nearest first, no farther than `radius_m`,
    /// which must not exceed the radius of `bound`; of equally near ones the lower row first.
    /// `distance_m` gives the true distance of a row, or nothing where the row is not wanted or
    /// farther than the metres that it is handed. Exact: a block is looked into unless its box is
    /// too far. Cost: logarithmic, and what `distance_m` costs for 64 rows a block looked into.
    pub(crate) fn nearest(
        &self,
        bound: &LeastDistance,
        limit: usize,
        radius_m: f64,
        distance_m: impl Fn(u32, f64) -> Option<f64>,
    ) -> Vec<Neighbour> {
        let mut found: Vec<Neighbour> = Vec::new();
        let from = bound.from();
        let metres_per_e7 = shortest_degree_m((from.lat().abs() + self.farthest_latitude) / 2.0) / E7;
        let blocks = self.boxes.nearest_neighbor_iter_with_distance_2([from.lon_e7().into(), from.lat_e7().into()]);
        for (block, e7_2) in blocks {
            let reach = match found.get(limit.saturating_sub(1)) {
                Some(last) => last.distance_m.min(radius_m),
                None => radius_m,
            };
            if limit == 0 || e7_2.sqrt() * metres_per_e7 > reach {
                break;
            }
            if bound.to_extent(&extent(block.geom())) > reach {
                continue;
            }
            for row in block.data * BLOCK..self.rows.min((block.data + 1) * BLOCK) {
                let reach = match found.get(limit - 1) {
                    Some(last) => last.distance_m,
                    None => reach,
                };
                if let Some(distance_m) = distance_m(row, reach).filter(|distance| *distance <= reach) {
                    insert(&mut found, Neighbour { row, distance_m }, limit);
                }
            }
        }
        found
    }
}

fn insert(found: &mut Vec<Neighbour>, neighbour: Neighbour, limit: usize) {
    let order = |other: &Neighbour| (other.distance_m, other.row) <= (neighbour.distance_m, neighbour.row);
    let at = found.partition_point(order);
    if at < limit {
        found.insert(at, neighbour);
        found.truncate(limit);
    }
}

fn rectangle(Extent { west, south, east, north }: Extent) -> Rectangle<[f64; 2]> {
    Rectangle::from_corners([west.into(), south.into()], [east.into(), north.into()])
}

fn extent(rectangle: &Rectangle<[f64; 2]>) -> Extent {
    let ([west, south], [east, north]) = (rectangle.lower(), rectangle.upper());
    Extent { west: west as i32, south: south as i32, east: east as i32, north: north as i32 }
}

/// The length of the shortest degree as [`Point::distance_m`] measures it, up to a mean latitude
/// of `latitude`: that of longitude there, never longer than the shortest of latitude (110,574 m
/// on WGS84, at the equator).
fn shortest_degree_m(latitude: f64) -> f64 {
    110_574.0 * latitude.to_radians().cos()
}
