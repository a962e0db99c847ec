//! Segments between two points, straight in longitude and latitude.

use crate::point::E2;
use crate::{Extent, LeastDistance, Point};

/// Metres from the point of `bound` to the nearest of `segments`; `None` where none is as near as
/// `reach_m`, which must not exceed the radius of `bound`.
///
/// Cost: some nanoseconds a segment that is too far, about a hundred for another.
pub fn metres_to_segments(
    bound: &LeastDistance,
    reach_m: f64,
    segments: impl IntoIterator<Item = (Point, Point)>,
) -> Option<f64> {
    let mut nearest_m = None;
    let mut reach_m = reach_m;
    for (start, end) in segments {
        if bound.to_extent(&Extent::of(start).join(Extent::of(end))) > reach_m {
            continue;
        }
        let distance_m = bound.from().distance_m(nearest_on_segment(bound.from(), start, end));
        if distance_m <= reach_m {
            (nearest_m, reach_m) = (Some(distance_m), distance_m);
        }
    }
    nearest_m
}

/// The point of the segment nearest to `point`, in the plane around `point` where degrees of longitude
/// and latitude are as long as on the ellipsoid there: within 20 km at most a centimetre farther away
/// than the nearest.
pub fn nearest_on_segment(point: Point, start: Point, end: Point) -> Point {
    let (sine, cosine) = point.lat().to_radians().sin_cos();
    // The ratio of the two radii of curvature, times that of the parallel to the equator.
    let narrowing = (1.0 - E2 * sine * sine) / (1.0 - E2) * cosine;
    let to_plane = |other: Point| ((other.lon() - point.lon()) * narrowing, other.lat() - point.lat());
    let ((x, y), (end_x, end_y)) = (to_plane(start), to_plane(end));
    let (dx, dy) = (end_x - x, end_y - y);
    let length_2 = dx * dx + dy * dy;
    let along = if length_2 > 0.0 { (-(x * dx + y * dy) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    between(start, end, along)
}

/// The point `along` (0 to 1) of the way from `start` to `end`.
pub fn between(start: Point, end: Point, along: f64) -> Point {
    let mix = |from: f64, to: f64| from + (to - from) * along;
    Point::from_degrees(mix(start.lon(), end.lon()), mix(start.lat(), end.lat())).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> Point {
        Point::from_degrees(lon, lat).unwrap()
    }

    fn metres(point: Point, reach_m: f64, line: &[Point]) -> Option<f64> {
        let segments = line.windows(2).map(|pair| (pair[0], pair[1]));
        metres_to_segments(&LeastDistance::within(point, reach_m), reach_m, segments)
    }

    #[test]
    fn the_distance_is_to_the_nearest_part_of_the_line() {
        let line = [at(105.0, 21.0), at(105.1, 21.0)];
        let beside = metres(at(105.05, 21.001), 1_000.0, &line).unwrap();
        assert!((beside - 110.7).abs() < 1.0, "{beside}");
        let behind = metres(at(105.101, 21.0), 1_000.0, &line).unwrap();
        assert!((behind - 103.9).abs() < 1.0, "{behind}");
        assert_eq!(metres(at(105.101, 21.0), 100.0, &line), None);
        assert_eq!(metres(at(105.0, 21.0), 1_000.0, &[]), None);
    }

    proptest! {
        #[test]
        fn no_point_of_the_line_is_nearer(
            from in (105.0..105.2_f64, 10.0..10.2_f64),
            line in proptest::collection::vec((105.0..105.2_f64, 10.0..10.2_f64), 2..8),
        ) {
            let line: Vec<Point> = line.into_iter().map(|(lon, lat)| at(lon, lat)).collect();
            let from = at(from.0, from.1);
            let found = metres(from, 50_000.0, &line).unwrap();
            let steps = || (0..=2_000).map(|step| f64::from(step) / 2_000.0);
            let walked = line.windows(2).flat_map(|pair| steps().map(|along| between(pair[0], pair[1], along)));
            let nearest = walked.map(|point| from.distance_m(point)).fold(f64::INFINITY, f64::min);
            // A step is 16 m at most, and the plane around the point bends over 20 km.
            prop_assert!(found <= nearest + 0.02, "{} {}", found, nearest);
            prop_assert!(found >= nearest - 16.0, "{} {}", found, nearest);
        }
    }
}
