//! A position on the earth.

use serde::{Deserialize, Serialize};

/// A WGS84 position, quantised to 1e-7 degrees (about 1 cm), so that it is equal to itself after
/// any number of writes and reads. Longitude first, as in RFC 7946.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    lon_e7: i32,
    lat_e7: i32,
}

const SCALE: f64 = 1e7;

impl Point {
    /// The position at `lon`, `lat` in degrees; `None` when not finite or off the globe.
    pub fn from_degrees(lon: f64, lat: f64) -> Option<Self> {
        let on_globe = lon.abs() <= 180.0 && lat.abs() <= 90.0;
        on_globe.then(|| Self { lon_e7: (lon * SCALE).round() as i32, lat_e7: (lat * SCALE).round() as i32 })
    }

    /// The position with these raw quantised coordinates; `None` off the globe.
    pub fn from_e7(lon_e7: i32, lat_e7: i32) -> Option<Self> {
        let on_globe = lon_e7.unsigned_abs() <= 1_800_000_000 && lat_e7.unsigned_abs() <= 900_000_000;
        on_globe.then_some(Self { lon_e7, lat_e7 })
    }

    /// Longitude in degrees.
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e7) / SCALE
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / SCALE
    }

    /// Longitude in units of 1e-7 degrees.
    pub fn lon_e7(self) -> i32 {
        self.lon_e7
    }

    /// Latitude in units of 1e-7 degrees.
    pub fn lat_e7(self) -> i32 {
        self.lat_e7
    }

    /// Metres to `other` along the ellipsoid's local plane (WGS84 radii of curvature at the mean
    /// latitude): within 0.1 % of the geodesic up to 100 km, and symmetric.
    ///
    /// Source of the radii: NIMA TR8350.2, WGS84 a = 6378137 m, f = 1/298.257223563.
    pub fn distance_m(self, other: Self) -> f64 {
        const A: f64 = 6_378_137.0;
        const F: f64 = 1.0 / 298.257_223_563;
        const E2: f64 = F * (2.0 - F);
        let mean_lat = ((self.lat() + other.lat()) / 2.0).to_radians();
        let w2 = 1.0 - E2 * mean_lat.sin().powi(2);
        let meridian_radius = A * (1.0 - E2) / w2.powf(1.5);
        let normal_radius = A / w2.sqrt();
        let north = (self.lat() - other.lat()).to_radians() * meridian_radius;
        let east = (self.lon() - other.lon()).to_radians() * normal_radius * mean_lat.cos();
        north.hypot(east)
    }
}

impl From<Point> for geo_types::Point<f64> {
    fn from(point: Point) -> Self {
        Self::new(point.lon(), point.lat())
    }
}

impl From<Point> for geo_types::Coord<f64> {
    fn from(point: Point) -> Self {
        Self { x: point.lon(), y: point.lat() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_at_the_equator_is_110_574_metres() {
        let south = Point::from_degrees(105.0, 0.0).unwrap();
        let north = Point::from_degrees(105.0, 1.0).unwrap();
        assert!((south.distance_m(north) - 110_574.0).abs() < 15.0);
    }

    #[test]
    fn positions_off_the_globe_are_refused() {
        assert_eq!(Point::from_degrees(f64::NAN, 10.0), None);
        assert_eq!(Point::from_degrees(106.0, 90.1), None);
        assert_eq!(Point::from_e7(i32::MIN, 0), None);
    }
}
