//! Tiles, and positions on the plane they are cut from.
//!
//! The plane is Web Mercator (EPSG:3857) as a square: x grows east from 180° W, y grows *south*
//! from 85.051129° N, both from 0 up to 2³². One step is at most a centimetre.

use std::f64::consts::PI;
use std::ops::RangeInclusive;

use thiserror::Error;
use vmap_core::Point;

use crate::schema::EXTENT;

/// The deepest zoom that any map client asks for.
const MAX_ZOOM: u8 = 30;
/// Steps along one side of the plane, as a power of two.
const PLANE_BITS: u32 = 32;
const PLANE_SIZE: f64 = (1_u64 << PLANE_BITS) as f64;
const EXTENT_BITS: u32 = EXTENT.ilog2();

/// A tile of the pyramid in XYZ order (y grows south). Never out of range of its zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileCoord {
    z: u8,
    x: u32,
    y: u32,
}

/// A tile that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CoordError {
    /// A zoom that a tileset does not have.
    #[error("there is no zoom {found} here: ask for {} to {}", allowed.start(), allowed.end())]
    Zoom {
        /// Zoom asked for.
        found: u8,
        /// Zooms there are.
        allowed: RangeInclusive<u8>,
    },
    /// A column or row past the edge of the world.
    #[error("tile {z}/{x}/{y} is off the map: at zoom {z}, x and y go from 0 to {last}")]
    OffTheMap {
        /// Zoom asked for.
        z: u8,
        /// Column asked for.
        x: u32,
        /// Row asked for.
        y: u32,
        /// The last column and row at this zoom.
        last: u32,
    },
}

impl TileCoord {
    /// The tile `z/x/y`.
    ///
    /// # Errors
    /// Where that tile does not exist: a zoom above 30, a column or row past the edge.
    pub fn new(z: u8, x: u32, y: u32) -> Result<Self, CoordError> {
        if z > MAX_ZOOM {
            return Err(CoordError::Zoom { found: z, allowed: 0..=MAX_ZOOM });
        }
        let last = (1_u32 << z) - 1;
        if x > last || y > last {
            return Err(CoordError::OffTheMap { z, x, y, last });
        }
        Ok(Self { z, x, y })
    }

    /// The `index`-th tile of zoom `z` along the Hilbert curve that PMTiles stores tiles by.
    pub(crate) fn from_curve(z: u8, index: u64) -> Self {
        let (x, y) = match z {
            0 => (0, 0),
            order => fast_hilbert::h2xy::<u32>(index, order),
        };
        Self { z, x, y }
    }

    /// Its place among the tiles of its zoom along the same curve.
    pub(crate) fn curve(self) -> u64 {
        match self.z {
            0 => 0,
            order => fast_hilbert::xy2h(self.x, self.y, order),
        }
    }

    /// Zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// Column, from 180° W.
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row, from the north.
    pub fn y(self) -> u32 {
        self.y
    }

    /// West, south, east and north edge in degrees.
    pub fn bounds(self) -> [f64; 4] {
        let side = 1.0 / f64::from(1_u32 << self.z);
        let (west, north) = unproject(f64::from(self.x) * side, f64::from(self.y) * side);
        let (east, south) = unproject(f64::from(self.x + 1) * side, f64::from(self.y + 1) * side);
        [west, south, east, north]
    }

    /// Where its north-west corner lies on the tile grid of its zoom, see [`World::grid`].
    pub(crate) fn origin(self) -> (i32, i32) {
        ((self.x * EXTENT) as i32, (self.y * EXTENT) as i32)
    }
}

/// A position on the plane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct World {
    pub(crate) x: u32,
    pub(crate) y: u32,
}

impl World {
    /// `point` on the plane; beyond 85.051129° N or S, the edge.
    pub(crate) fn from_point(point: Point) -> Self {
        Self::from_degrees(point.lon(), point.lat())
    }

    /// The same for degrees on the globe.
    ///
    /// Source of the formula: Snyder, Map Projections (USGS 1395), 7-2, on the sphere.
    pub(crate) fn from_degrees(lon: f64, lat: f64) -> Self {
        let sine = lat.to_radians().sin().clamp(-0.999_999_999, 0.999_999_999);
        let x = lon / 360.0 + 0.5;
        let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI);
        // A cast from f64 saturates, which is what the edge of the plane asks for.
        Self { x: (x * PLANE_SIZE) as u32, y: (y * PLANE_SIZE) as u32 }
    }

    /// The tile of zoom `z` that holds the position.
    pub(crate) fn tile(self, z: u8) -> TileCoord {
        let shift = PLANE_BITS - u32::from(z);
        let column = |value: u32| value.checked_shr(shift).unwrap_or(0);
        TileCoord { z, x: column(self.x), y: column(self.y) }
    }

    /// The step of the tile grid of zoom `z` (4096 steps a tile) that holds the position, within
    /// its tile: 0 to 4095.
    pub(crate) fn within_tile(self, z: u8) -> (i32, i32) {
        let step = |value: u32| ((value >> grid_shift(z)) % EXTENT) as i32;
        (step(self.x), step(self.y))
    }

    /// The nearest corner of the tile grid of zoom `z`, counted from the plane's corner.
    pub(crate) fn grid(self, z: u8) -> (i32, i32) {
        let shift = grid_shift(z);
        let half = (1_u64 << shift) / 2;
        let nearest = |value: u32| ((u64::from(value) + half) >> shift) as i32;
        (nearest(self.x), nearest(self.y))
    }
}

/// Place of a step within a tile (0 to 4095 both ways) along a Hilbert curve.
pub(crate) fn step_curve((x, y): (i32, i32)) -> u64 {
    fast_hilbert::xy2h(x as u32, y as u32, EXTENT_BITS as u8)
}

/// Length of one step of the tile grid of zoom `z` in steps of the plane.
pub(crate) fn grid_step(z: u8) -> f64 {
    f64::from(1_u32 << grid_shift(z))
}

fn grid_shift(z: u8) -> u32 {
    PLANE_BITS.saturating_sub(EXTENT_BITS + u32::from(z))
}

/// Longitude and latitude in degrees at the given shares of the plane's side.
fn unproject(x: f64, y: f64) -> (f64, f64) {
    (x * 360.0 - 180.0, (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tile_off_the_map_is_refused_with_a_sentence() {
        let error = TileCoord::new(2, 4, 0).unwrap_err();
        assert_eq!(error.to_string(), "tile 2/4/0 is off the map: at zoom 2, x and y go from 0 to 3");
        assert_eq!(TileCoord::new(31, 0, 0).unwrap_err().to_string(), "there is no zoom 31 here: ask for 0 to 30");
    }

    /// The tile of Hanoi's Hoàn Kiếm lake (105.8525 E, 21.0288 N) at zoom 14, worked out with the
    /// formula of the OpenStreetMap wiki, "Slippy map tilenames".
    #[test]
    fn hoan_kiem_lake_lies_in_the_tile_that_openstreetmap_gives() {
        let lake = World::from_point(Point::from_degrees(105.8525, 21.0288).unwrap());
        let tile = lake.tile(14);
        let n = 2_f64.powi(14);
        let lat = 21.0288_f64.to_radians();
        let expected_y = ((1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / PI) / 2.0 * n) as u32;
        assert_eq!((tile.x(), tile.y()), ((285.8525 / 360.0 * n) as u32, expected_y));
    }

    proptest! {
        #[test]
        fn a_tile_holds_the_points_projected_into_it(lon in 102.0..117.9_f64, lat in 7.0..23.4_f64, z in 0..=14_u8) {
            let point = Point::from_degrees(lon, lat).unwrap();
            let [west, south, east, north] = World::from_point(point).tile(z).bounds();
            let slack = 2e-7;
            prop_assert!((west - slack..=east + slack).contains(&point.lon()));
            prop_assert!((south - slack..=north + slack).contains(&point.lat()));
        }

        #[test]
        fn the_curve_nests(x in 0..1_u32 << 19, y in 0..1_u32 << 19) {
            let child = TileCoord::new(19, x, y).unwrap();
            let parent = TileCoord::new(18, x / 2, y / 2).unwrap();
            prop_assert_eq!(child.curve() >> 2, parent.curve());
            prop_assert_eq!(TileCoord::from_curve(19, child.curve()), child);
        }
    }
}
