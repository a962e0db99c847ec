//! The unit whose polygon holds a point.

use geo::{BoundingRect, Contains, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::UnitId;
use crate::Point;

/// The area of one unit, in WGS84 degrees, longitude first.
#[derive(Clone, Debug)]
pub struct UnitPolygon {
    /// Whose area it is.
    pub unit: UnitId,
    /// Outer rings and holes.
    pub area: MultiPolygon<f64>,
}

/// Where a point lies with regard to the polygons of a [`UnitLocator`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// The unit whose polygon holds the point.
    pub unit: UnitId,
    /// Metres from the point to the nearest border of that unit.
    pub border_distance_m: f64,
}

/// Finds the unit that holds a point: an R-tree over the boxes of the parts of polygons, then
/// point in polygon. Memory is that of the polygons; a look-up costs about a microsecond per
/// thousand vertices of the candidate parts.
pub struct UnitLocator {
    polygons: Vec<UnitPolygon>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, PartIndex>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct PartIndex {
    polygon: usize,
    part: usize,
}

impl UnitLocator {
    /// A locator over `polygons`, all of one era and level so that at most one should hold a point.
    pub fn new(polygons: Vec<UnitPolygon>) -> Self {
        let parts = polygons.iter().enumerate().flat_map(|(polygon, unit)| {
            unit.area.iter().enumerate().filter_map(move |(part, area)| {
                let rect = area.bounding_rect()?;
                let corners = Rectangle::from_corners(rect.min().into(), rect.max().into());
                Some(GeomWithData::new(corners, PartIndex { polygon, part }))
            })
        });
        let boxes = RTree::bulk_load(parts.collect());
        Self { polygons, boxes }
    }

    /// The unit whose polygon holds `point`; on a shared border the first in the order given.
    pub fn unit_at(&self, point: Point) -> Option<UnitId> {
        self.polygon_at(point).map(|polygon| polygon.unit)
    }

    /// The unit whose polygon holds `point`, with the distance to its border.
    /// Costs one pass over that polygon's vertices.
    pub fn locate(&self, point: Point) -> Option<Located> {
        let polygon = self.polygon_at(point)?;
        let border_distance_m = border_distance_m(&polygon.area, point);
        Some(Located { unit: polygon.unit, border_distance_m })
    }

    /// Metres from `point` to the polygon of `unit`: 0 inside it, `None` where it has no polygon.
    /// Costs one pass over the polygons' units and that polygon's vertices.
    pub fn metres_to(&self, unit: UnitId, point: Point) -> Option<f64> {
        let polygon = self.polygons.iter().find(|polygon| polygon.unit == unit)?;
        let position: geo::Point<f64> = point.into();
        let inside = polygon.area.contains(&position);
        Some(if inside { 0.0 } else { border_distance_m(&polygon.area, point) })
    }

    /// Every polygon, in the order given.
    pub fn polygons(&self) -> &[UnitPolygon] {
        &self.polygons
    }

    fn polygon_at(&self, point: Point) -> Option<&UnitPolygon> {
        let position: geo::Point<f64> = point.into();
        let envelope = AABB::from_point([point.lon(), point.lat()]);
        self.boxes
            .locate_in_envelope_intersecting(envelope)
            .map(|entry| entry.data)
            .filter(|at| self.polygons[at.polygon].area.0[at.part].contains(&position))
            .map(|at| at.polygon)
            .min()
            .map(|index| &self.polygons[index])
    }
}

/// Metres from `point` to the nearest edge of `area`.
fn border_distance_m(area: &MultiPolygon<f64>, point: Point) -> f64 {
    area.iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .flat_map(geo::LineString::lines)
        .filter_map(|edge| {
            let nearest = nearest_on_segment(edge, point);
            Point::from_degrees(nearest.x, nearest.y)
        })
        .map(|nearest| nearest.distance_m(point))
        .fold(f64::INFINITY, f64::min)
}

/// The point of `edge` nearest to `point`, with degrees of longitude shrunk to the length they
/// have at the latitude of `point`.
fn nearest_on_segment(edge: geo::Line<f64>, point: Point) -> geo::Coord<f64> {
    let shrink = point.lat().to_radians().cos();
    let along = (edge.dx() * shrink, edge.dy());
    let towards = ((point.lon() - edge.start.x) * shrink, point.lat() - edge.start.y);
    let length_2 = along.0 * along.0 + along.1 * along.1;
    let fraction = match length_2 > 0.0 {
        true => ((along.0 * towards.0 + along.1 * towards.1) / length_2).clamp(0.0, 1.0),
        false => 0.0,
    };
    edge.start + edge.delta() * fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn square(west: f64, south: f64) -> MultiPolygon<f64> {
        let (east, north) = (west + 1.0, south + 1.0);
        polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)].into()
    }

    fn two_squares() -> UnitLocator {
        UnitLocator::new(vec![
            UnitPolygon { unit: UnitId(7), area: square(105.0, 20.0) },
            UnitPolygon { unit: UnitId(8), area: square(106.0, 20.0) },
        ])
    }

    #[test]
    fn finds_the_square_that_holds_the_point() {
        let locator = two_squares();
        assert_eq!(locator.unit_at(Point::from_degrees(105.5, 20.5).unwrap()), Some(UnitId(7)));
        assert_eq!(locator.unit_at(Point::from_degrees(106.5, 20.5).unwrap()), Some(UnitId(8)));
        assert_eq!(locator.unit_at(Point::from_degrees(108.5, 20.5).unwrap()), None);
    }

    #[test]
    fn measures_how_far_outside_a_point_lies() {
        let outside = Point::from_degrees(105.5, 19.99).unwrap();
        assert_eq!(two_squares().metres_to(UnitId(7), Point::from_degrees(105.5, 20.5).unwrap()), Some(0.0));
        assert!((two_squares().metres_to(UnitId(7), outside).unwrap() - 1_107.0).abs() < 5.0);
        assert_eq!(two_squares().metres_to(UnitId(9), outside), None);
    }

    #[test]
    fn measures_the_distance_to_the_border_in_metres() {
        let found = two_squares().locate(Point::from_degrees(105.01, 20.5).unwrap()).unwrap();
        let expected = 0.01 * 111_320.0 * 20.5_f64.to_radians().cos();
        assert!((found.border_distance_m - expected).abs() < 5.0, "{found:?}");
    }
}
