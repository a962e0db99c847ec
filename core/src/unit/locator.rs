//! The unit whose polygon holds a point.

use geo_types::MultiPolygon;
use hashbrown::HashMap;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::UnitId;
use super::outline::Outline;
use crate::{Extent, Point};

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
/// point in polygon. Memory: some 9 bytes a vertex. A look-up costs about a microsecond.
///
/// Vertices are quantised as [`Point`] is, to about a centimetre.
pub struct UnitLocator {
    units: Vec<(UnitId, Outline)>,
    rows: HashMap<UnitId, usize>,
    /// In units of 1e-7 degrees, as floats: the tree multiplies them.
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl UnitLocator {
    /// A locator over `polygons`, all of one era and level so that at most one should hold a point.
    pub fn new(polygons: impl IntoIterator<Item = UnitPolygon>) -> Self {
        let units: Vec<(UnitId, Outline)> =
            polygons.into_iter().map(|polygon| (polygon.unit, Outline::new(&polygon.area))).collect();
        let rows = units.iter().enumerate().map(|(row, (unit, _))| (*unit, row)).collect();
        let parts = units.iter().enumerate().flat_map(|(row, (_, outline))| {
            outline.extents().map(move |Extent { west, south, east, north }| {
                GeomWithData::new(Rectangle::from_corners(corner(west, south), corner(east, north)), row)
            })
        });
        let boxes = RTree::bulk_load(parts.collect());
        Self { units, rows, boxes }
    }

    /// The unit whose polygon holds `point`; where several do, the first in the order given. Of two
    /// that share a border, a point on it lies in one.
    pub fn unit_at(&self, point: Point) -> Option<UnitId> {
        self.at(point).map(|(unit, _)| *unit)
    }

    /// The unit whose polygon holds `point`, with the distance to its border.
    pub fn locate(&self, point: Point) -> Option<Located> {
        let (unit, outline) = self.at(point)?;
        Some(Located { unit: *unit, border_distance_m: outline.metres_to_border(point)? })
    }

    /// Metres from `point` to the polygon of `unit`: 0 inside it, `None` where it has no polygon.
    pub fn metres_to(&self, unit: UnitId, point: Point) -> Option<f64> {
        let outline = self.outline(unit)?;
        if outline.contains(point) { Some(0.0) } else { outline.metres_to_border(point) }
    }

    /// Metres from `point` to the border of `unit`, on either side of it; `None` where it has no
    /// polygon.
    pub fn metres_to_border(&self, unit: UnitId, point: Point) -> Option<f64> {
        self.outline(unit)?.metres_to_border(point)
    }

    /// Whether `unit` has a polygon.
    pub fn has(&self, unit: UnitId) -> bool {
        self.rows.contains_key(&unit)
    }

    /// The polygon of `unit` as it is kept.
    pub fn area(&self, unit: UnitId) -> Option<MultiPolygon<f64>> {
        self.outline(unit).map(Outline::area)
    }

    fn outline(&self, unit: UnitId) -> Option<&Outline> {
        self.units.get(*self.rows.get(&unit)?).map(|(_, outline)| outline)
    }

    fn at(&self, point: Point) -> Option<&(UnitId, Outline)> {
        let envelope = AABB::from_point(corner(point.lon_e7(), point.lat_e7()));
        let rows = self.boxes.locate_in_envelope_intersecting(envelope).map(|entry| entry.data);
        rows.filter(|row| self.units[*row].1.contains(point)).min().map(|row| &self.units[row])
    }
}

fn corner(lon_e7: i32, lat_e7: i32) -> [f64; 2] {
    [f64::from(lon_e7), f64::from(lat_e7)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

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
