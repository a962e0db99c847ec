//! How far something is at least, told much faster than how far it is.

use crate::point::{A, E2};
use crate::{Extent, Point};

/// Degrees in units of 1e-7.
const HALF_TURN_E7: f64 = 1.8e9;

/// How much of a bound is given away for what [`Point::distance_m`] differs from the geodesic.
const TRUST: f64 = 1.0 - 1e-4;

/// Farthest that bounds hold, in metres.
pub const FARTHEST_M: f64 = 2_000_000.0;

/// Lower bounds of the distances from one point: `bound > reach` says that [`Point::distance_m`] is
/// greater than `reach` too, for every reach up to the radius that it was made for.
///
/// A geodesic no longer than the radius stays below some latitude, so it is at least as long as its
/// way north at the ellipsoid's least radius of curvature and its way east on the parallel of that
/// latitude, taken together at a right angle.
#[derive(Clone, Copy, Debug)]
pub struct LeastDistance {
    from: Point,
    /// Metres that 1e-7 degrees of latitude have at least.
    north_m: f64,
    /// Metres that 1e-7 degrees of longitude have at least, within the radius.
    east_m: f64,
}

impl LeastDistance {
    /// Bounds for what lies within `radius_m` of `from`, at most [`FARTHEST_M`].
    pub fn within(from: Point, radius_m: f64) -> Self {
        const RADIANS: f64 = std::f64::consts::PI / HALF_TURN_E7;
        let least_curvature = A * (1.0 - E2);
        let latitude = from.lat().to_radians().abs() + radius_m.min(FARTHEST_M) / least_curvature;
        let (sine, cosine) = latitude.min(std::f64::consts::FRAC_PI_2).sin_cos();
        let parallel = A * cosine / (1.0 - E2 * sine * sine).sqrt();
        Self { from, north_m: least_curvature * RADIANS * TRUST, east_m: parallel * RADIANS * TRUST }
    }

    /// The point that distances are from.
    pub fn from(&self) -> Point {
        self.from
    }

    /// Metres to the nearest part of `extent`, at least.
    pub fn to_extent(&self, extent: &Extent) -> f64 {
        let outside = |at: i32, least: i32, most: i32| {
            let (at, least, most) = (i64::from(at), i64::from(least), i64::from(most));
            (least - at).max(at - most).max(0) as f64
        };
        let east = outside(self.from.lon_e7(), extent.west, extent.east);
        let north = outside(self.from.lat_e7(), extent.south, extent.north);
        // Beyond half a turn the way around the other side may be shorter.
        let east = if east > HALF_TURN_E7 { 0.0 } else { east };
        ((east * self.east_m).powi(2) + (north * self.north_m).powi(2)).sqrt()
    }

    /// Metres to `point`, at least.
    pub fn to_point(&self, point: Point) -> f64 {
        self.to_extent(&Extent::of(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn nothing_is_nearer_than_it_is_at_least(
            from in (-180.0..=180.0_f64, -90.0..=90.0_f64),
            by in (-20.0..20.0_f64, -20.0..20.0_f64),
            scale in prop::sample::select(vec![1.0, 0.1, 0.01, 1e-4, 1e-6]),
        ) {
            let point = |lon, lat| Point::from_degrees(lon, lat);
            let (lon, lat) = (from.0 + by.0 * scale, from.1 + by.1 * scale);
            let (Some(from), Some(to)) = (point(from.0, from.1), point(lon, lat)) else { return Ok(()) };
            let distance_m = from.distance_m(to);
            prop_assume!(distance_m <= FARTHEST_M);
            for radius_m in [distance_m, (distance_m * 3.0).min(FARTHEST_M), FARTHEST_M] {
                let bound = LeastDistance::within(from, radius_m);
                prop_assert!(bound.to_point(to) <= distance_m);
                prop_assert_eq!(bound.to_extent(&Extent::of(to)), bound.to_point(to));
            }
        }

        #[test]
        fn a_near_bound_is_close_to_the_distance(
            from in (102.0..118.0_f64, 6.5..24.0_f64),
            by in (-0.02..0.02_f64, -0.02..0.02_f64),
        ) {
            let point = |lon, lat| Point::from_degrees(lon, lat).unwrap();
            let (from, to) = (point(from.0, from.1), point(from.0 + by.0, from.1 + by.1));
            let distance_m = from.distance_m(to);
            prop_assert!(LeastDistance::within(from, 5_000.0).to_point(to) >= 0.99 * distance_m);
        }
    }

    #[test]
    fn what_holds_the_point_is_no_way_off() {
        let extent = Extent { west: 1_050_000_000, south: 200_000_000, east: 1_060_000_000, north: 210_000_000 };
        let bound = |lon, lat| LeastDistance::within(Point::from_degrees(lon, lat).unwrap(), 1e5).to_extent(&extent);
        assert_eq!(bound(105.5, 20.5), 0.0);
        assert_eq!(bound(105.0, 20.0), 0.0);
        assert!(bound(105.5, 19.9) > 11_000.0);
        assert!(bound(106.1, 20.5) > 10_000.0);
    }
}
