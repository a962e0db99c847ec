//! The nearest of many points: an R-tree over blocks of neighbouring rows.
//!
//! Rows are sorted along a space-filling curve, so 64 rows in a row lie close together and one
//! box stands for them. 24 million points are 375,000 boxes instead of 24 million entries.

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use vmap_core::Point;

/// Rows in a block.
const BLOCK: u32 = 64;

/// An R-tree over the boxes of blocks of rows.
pub(crate) struct Blocks {
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
                Some(GeomWithData::new(box_around(members)?, block))
            })
            .collect();
        let latitudes = boxes.iter().flat_map(|block| [block.geom().lower()[1], block.geom().upper()[1]]);
        let farthest_latitude = latitudes.map(f64::abs).fold(0.0, f64::max);
        Self { boxes: RTree::bulk_load(boxes), rows, farthest_latitude }
    }

    /// The `limit` rows nearest to `from`, nearest first, no farther than `radius_m`; of equally
    /// near ones the lower row first. `distance_m` gives the true distance of a row, or nothing
    /// where the row is not wanted. Exact: a block is looked into unless its box is too far.
    /// Cost: logarithmic, and 64 distances a block looked into.
    pub(crate) fn nearest(
        &self,
        from: Point,
        limit: usize,
        radius_m: f64,
        distance_m: impl Fn(u32) -> Option<f64>,
    ) -> Vec<Neighbour> {
        let mut found: Vec<Neighbour> = Vec::new();
        let metres_per_degree = shortest_degree_m((from.lat().abs() + self.farthest_latitude) / 2.0);
        let blocks = self.boxes.nearest_neighbor_iter_with_distance_2([from.lon(), from.lat()]);
        for (block, degrees_2) in blocks {
            let reach = match found.get(limit.saturating_sub(1)) {
                Some(last) => last.distance_m.min(radius_m),
                None => radius_m,
            };
            if limit == 0 || degrees_2.sqrt() * metres_per_degree > reach {
                break;
            }
            for row in block.data * BLOCK..self.rows.min((block.data + 1) * BLOCK) {
                if let Some(distance_m) = distance_m(row).filter(|distance| *distance <= reach) {
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

fn box_around(points: impl Iterator<Item = Point>) -> Option<Rectangle<[f64; 2]>> {
    let corners = points.map(|point| [point.lon(), point.lat()]).fold(None, |corners, [lon, lat]| {
        let ([west, south], [east, north]) = corners.unwrap_or(([lon, lat], [lon, lat]));
        Some(([west.min(lon), south.min(lat)], [east.max(lon), north.max(lat)]))
    });
    corners.map(|(lower, upper)| Rectangle::from_aabb(AABB::from_corners(lower, upper)))
}

/// The length of the shortest degree as [`Point::distance_m`] measures it, up to a mean latitude
/// of `latitude`: that of longitude there, never longer than the shortest of latitude (110,574 m
/// on WGS84, at the equator).
fn shortest_degree_m(latitude: f64) -> f64 {
    110_574.0 * latitude.to_radians().cos()
}
