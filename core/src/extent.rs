//! A box between two corners.

use crate::Point;

/// A box in units of 1e-7 degrees WGS84, its edges included; it does not cross the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Least longitude.
    pub west: i32,
    /// Least latitude.
    pub south: i32,
    /// Greatest longitude.
    pub east: i32,
    /// Greatest latitude.
    pub north: i32,
}

impl Extent {
    /// The box of one point.
    pub fn of(point: Point) -> Self {
        let (lon, lat) = (point.lon_e7(), point.lat_e7());
        Self { west: lon, south: lat, east: lon, north: lat }
    }

    /// The smallest box around `points`; `None` where there are none.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().map(Self::of).reduce(Self::join)
    }

    /// The smallest box around both.
    pub fn join(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// Metres from corner to corner; `None` where a corner lies off the globe.
    pub fn diagonal_m(self) -> Option<f64> {
        Some(Point::from_e7(self.west, self.south)?.distance_m(Point::from_e7(self.east, self.north)?))
    }
}
