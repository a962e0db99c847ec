//! The area of a unit, made ready for questions.

use std::ops::Range;

use geo_types::{LineString, MultiPolygon, Polygon};

use crate::least_distance::FARTHEST_M;
use crate::segment::metres_to_segments;
use crate::{Extent, LeastDistance, Point};

/// Edges in a run.
const RUN: usize = 32;

/// An area as rings of vertices quantised like every [`Point`], in runs of edges with a box around
/// each, so that a question looks only at the edges that can matter.
///
/// Memory: 8 bytes a vertex.
pub(super) struct Outline {
    /// The vertices of all rings, each ring closed.
    vertices: Vec<Point>,
    runs: Vec<Run>,
    /// The rings of each part: its outer ring, then its holes.
    parts: Vec<Vec<Range<usize>>>,
}

/// Neighbouring edges of one ring.
struct Run {
    extent: Extent,
    /// First and last vertex.
    first: usize,
    last: usize,
}

impl Outline {
    /// `area` in degrees, longitude first; vertices off the globe are left out.
    pub(super) fn new(area: &MultiPolygon<f64>) -> Self {
        let mut outline = Self { vertices: Vec::new(), runs: Vec::new(), parts: Vec::new() };
        for part in area {
            let rings = std::iter::once(part.exterior()).chain(part.interiors());
            let rings = rings.map(|ring| outline.add_ring(ring)).collect();
            outline.parts.push(rings);
        }
        outline
    }

    fn add_ring(&mut self, ring: &LineString<f64>) -> Range<usize> {
        let start = self.vertices.len();
        self.vertices.extend(ring.coords().filter_map(|vertex| Point::from_degrees(vertex.x, vertex.y)));
        let end = self.vertices.len();
        for first in (start..end.saturating_sub(1)).step_by(RUN) {
            let last = (first + RUN).min(end - 1);
            let extent = Extent::around(self.vertices[first..=last].iter().copied());
            self.runs.extend(extent.map(|extent| Run { extent, first, last }));
        }
        start..end
    }

    /// The box around each part.
    pub(super) fn extents(&self) -> impl Iterator<Item = Extent> + '_ {
        let outer = self.parts.iter().filter_map(|rings| rings.first());
        outer.filter_map(|ring| Extent::around(self.vertices[ring.clone()].iter().copied()))
    }

    /// Whether `point` lies inside: whether a ray to the east leaves the area. Of two areas that
    /// share a border, a point on it lies in exactly one.
    pub(super) fn contains(&self, point: Point) -> bool {
        let level = |extent: &Extent| (extent.south..=extent.north).contains(&point.lat_e7());
        let runs = self.runs.iter().filter(|run| level(&run.extent) && run.extent.east >= point.lon_e7());
        runs.flat_map(|run| self.edges(run)).filter(|edge| is_crossed(point, *edge)).count() % 2 == 1
    }

    /// Metres from `point` to the nearest edge, inside and outside alike, beyond [`FARTHEST_M`] to a
    /// corner near it; `None` where there is no edge.
    pub(super) fn metres_to_border(&self, point: Point) -> Option<f64> {
        // A corner that is about the nearest says how far the edge can be at most.
        let about = LeastDistance::within(point, 0.0);
        let corners = self.runs.iter().map(|run| self.vertices[run.first]);
        let corner = corners.min_by(|a, b| about.to_point(*a).total_cmp(&about.to_point(*b)))?;
        let most_m = corner.distance_m(point);
        if most_m > FARTHEST_M {
            return Some(most_m);
        }
        let bound = LeastDistance::within(point, most_m);
        let near = self.runs.iter().filter(|run| bound.to_extent(&run.extent) <= most_m);
        metres_to_segments(&bound, most_m, near.flat_map(|run| self.edges(run))).or(Some(most_m))
    }

    fn edges(&self, run: &Run) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.vertices[run.first..=run.last].windows(2).map(|pair| (pair[0], pair[1]))
    }

    /// The area in degrees, longitude first.
    pub(super) fn area(&self) -> MultiPolygon<f64> {
        let ring = |range: &Range<usize>| {
            self.vertices[range.clone()].iter().map(|point| geo_types::Coord::from(*point)).collect::<LineString<f64>>()
        };
        let part = |rings: &Vec<Range<usize>>| {
            let mut rings = rings.iter().map(ring);
            rings.next().map(|outer| Polygon::new(outer, rings.collect()))
        };
        self.parts.iter().filter_map(part).collect()
    }
}

/// Whether a ray from `point` to the east crosses the edge, which has its southern end and lacks
/// its northern one.
fn is_crossed(point: Point, (start, end): (Point, Point)) -> bool {
    let (south, north) = if start.lat_e7() <= end.lat_e7() { (start, end) } else { (end, start) };
    if !(south.lat_e7()..north.lat_e7()).contains(&point.lat_e7()) {
        return false;
    }
    let from_south = |other: Point| {
        let difference = |a: i32, b: i32| i128::from(a) - i128::from(b);
        (difference(other.lon_e7(), south.lon_e7()), difference(other.lat_e7(), south.lat_e7()))
    };
    let ((edge_x, edge_y), (x, y)) = (from_south(north), from_south(point));
    x * edge_y < edge_x * y
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Contains;
    use proptest::prelude::*;

    /// A star around a centre, with a hole in it.
    fn star(radii: &[f64]) -> MultiPolygon<f64> {
        let corner = |(index, radius): (usize, &f64)| {
            let turn = index as f64 / radii.len() as f64 * std::f64::consts::TAU;
            (106.0 + radius * turn.cos(), 15.0 + radius * turn.sin())
        };
        let ring: Vec<(f64, f64)> = radii.iter().enumerate().map(corner).collect();
        let hole: Vec<(f64, f64)> =
            ring.iter().map(|(x, y)| (106.0 + (x - 106.0) / 4.0, 15.0 + (y - 15.0) / 4.0)).collect();
        let island = vec![(107.0, 15.0), (107.1, 15.0), (107.05, 15.1)];
        let close = |ring: Vec<(f64, f64)>| LineString::from(ring);
        MultiPolygon(vec![Polygon::new(close(ring), vec![close(hole)]), Polygon::new(close(island), Vec::new())])
    }

    proptest! {
        #[test]
        fn inside_is_inside_and_the_border_is_the_nearest_of_all_edges(
            radii in proptest::collection::vec(0.05..0.5_f64, 3..90),
            asked in proptest::collection::vec((105.3..107.3_f64, 14.3..15.7_f64), 20),
        ) {
            let area = star(&radii);
            let outline = Outline::new(&area);
            for (lon, lat) in asked {
                let point = Point::from_degrees(lon, lat).unwrap();
                let edges = area.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
                let edges = edges.flat_map(LineString::lines).map(|edge| {
                    let end = |at: geo::Coord<f64>| Point::from_degrees(at.x, at.y).unwrap();
                    let nearest = crate::segment::nearest_on_segment(point, end(edge.start), end(edge.end));
                    nearest.distance_m(point)
                });
                let nearest_m = edges.fold(f64::INFINITY, f64::min);
                prop_assert_eq!(outline.metres_to_border(point), Some(nearest_m));
                // Quantising moves a border by less than a centimetre.
                if nearest_m > 0.02 {
                    prop_assert_eq!(outline.contains(point), area.contains(&geo::Point::from(point)));
                }
            }
        }
    }

    #[test]
    fn a_point_on_a_shared_border_lies_on_one_side() {
        let square = |west: f64| {
            let ring = vec![(west, 10.0), (west + 1.0, 10.0), (west + 1.0, 11.0), (west, 11.0)];
            Outline::new(&Polygon::new(ring.into(), Vec::new()).into())
        };
        let (west, east) = (square(105.0), square(106.0));
        for lat in [10.0, 10.3, 10.999_999_9] {
            let point = Point::from_degrees(106.0, lat).unwrap();
            assert!(west.contains(point) != east.contains(point), "{lat}");
        }
    }

    #[test]
    fn the_area_reads_back() {
        let area = star(&[0.25, 0.5, 0.25, 0.5]);
        let again = Outline::new(&area).area();
        assert_eq!(Outline::new(&again).vertices, Outline::new(&area).vertices);
        assert_eq!(again.iter().map(|part| part.interiors().len()).collect::<Vec<_>>(), [1, 0]);
    }
}
