//! The order in which places are stored.

use crate::Point;

/// Position of `point` on a Hilbert curve over the globe, about 1 cm a step: places near each
/// other on the ground mostly get near numbers, so a release sorted by it keeps neighbours on the
/// same memory pages.
///
/// Source: Hilbert 1891, the `fast_hilbert` crate's order-32 curve.
pub fn hilbert(point: Point) -> u64 {
    let x = (i64::from(point.lon_e7()) + 1_800_000_000) as u32;
    let y = (i64::from(point.lat_e7()) + 900_000_000) as u32;
    fast_hilbert::xy2h(x, y, 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_nearer_on_the_curve_than_strangers() {
        let hanoi = Point::from_degrees(105.85, 21.03).unwrap();
        let next_door = Point::from_degrees(105.850_01, 21.03).unwrap();
        let saigon = Point::from_degrees(106.70, 10.77).unwrap();
        assert!(hilbert(hanoi).abs_diff(hilbert(next_door)) < hilbert(hanoi).abs_diff(hilbert(saigon)));
    }
}
