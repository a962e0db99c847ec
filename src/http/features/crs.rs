//! The coordinate systems that positions are given in.

use std::f64::consts::FRAC_PI_4;

use vmap_core::Point;

/// Semi-major axis of WGS84, the radius of the Web Mercator sphere, in metres.
const RADIUS_M: f64 = 6_378_137.0;

/// A coordinate system. Positions are kept in WGS84; the others are made of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Crs {
    /// WGS84 degrees, longitude first: what GeoJSON has.
    #[default]
    Crs84,
    /// WGS84 degrees, latitude first.
    Epsg4326,
    /// Web Mercator metres, easting first.
    Epsg3857,
}

impl Crs {
    /// All of them with their names, that in which the data is kept first.
    pub const ALL: [(&str, Self); 3] = [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", Self::Crs84),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", Self::Epsg4326),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", Self::Epsg3857),
    ];

    /// Their names.
    pub const NAMES: [&str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Self::ALL[at].0;
            at += 1;
        }
        names
    };

    /// Its URI.
    pub fn uri(self) -> &'static str {
        Self::ALL.iter().find(|(_, crs)| *crs == self).map_or(Self::ALL[0].0, |(uri, _)| uri)
    }

    /// Longitude and latitude in degrees as a position, in the order of its axes.
    pub fn position(self, lon: f64, lat: f64) -> [f64; 2] {
        match self {
            Self::Crs84 => [lon, lat],
            Self::Epsg4326 => [lat, lon],
            Self::Epsg3857 => {
                let northing = RADIUS_M * (FRAC_PI_4 + lat.to_radians() / 2.0).tan().ln();
                [centimetres(RADIUS_M * lon.to_radians()), centimetres(northing)]
            }
        }
    }

    /// The point at a position; `None` where that is nowhere on earth.
    pub fn point(self, [first, second]: [f64; 2]) -> Option<Point> {
        match self {
            Self::Crs84 => Point::from_degrees(first, second),
            Self::Epsg4326 => Point::from_degrees(second, first),
            Self::Epsg3857 => {
                let lat = 2.0 * ((second / RADIUS_M).exp().atan() - FRAC_PI_4);
                Point::from_degrees((first / RADIUS_M).to_degrees(), lat.to_degrees())
            }
        }
    }
}

fn centimetres(metres: f64) -> f64 {
    (metres * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The position is that of IOGP's guidance note 7-2, Popular Visualisation Pseudo Mercator.
    #[test]
    fn web_mercator_is_that_of_the_guidance_note() {
        let (lon, lat) = (-(100.0 + 20.0 / 60.0), 24.0 + 22.0 / 60.0 + 54.433 / 3600.0);
        let [east, north] = Crs::Epsg3857.position(lon, lat);
        assert_eq!((east, north), (-11_169_055.58, 2_800_000.0));
    }

    #[test]
    fn positions_come_back() {
        for (_, crs) in Crs::ALL {
            let point = crs.point(crs.position(106.7, 10.77)).unwrap();
            assert!((point.lon() - 106.7).abs() < 2e-7 && (point.lat() - 10.77).abs() < 2e-7, "{crs:?}");
        }
    }
}
