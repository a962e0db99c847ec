//! Distance from a point to lines.

use vmap_core::Point;

/// Metres from `point` to the nearest of `lines`; `None` where there are none.
/// Cost: one distance per segment.
pub(crate) fn distance_to_lines_m(point: Point, lines: &[Vec<Point>]) -> Option<f64> {
    lines
        .iter()
        .flat_map(|line| line.windows(2))
        .filter_map(|segment| match segment {
            [start, end] => Some(point.distance_m(nearest_on_segment(point, *start, *end))),
            _ => None,
        })
        .reduce(f64::min)
}

/// The point of the segment nearest to `point`, in the local plane around it.
fn nearest_on_segment(point: Point, start: Point, end: Point) -> Point {
    let narrowing = point.lat().to_radians().cos();
    let to_plane = |other: Point| ((other.lon() - point.lon()) * narrowing, other.lat() - point.lat());
    let ((x, y), (end_x, end_y)) = (to_plane(start), to_plane(end));
    let (dx, dy) = (end_x - x, end_y - y);
    let length_2 = dx * dx + dy * dy;
    let along = if length_2 > 0.0 { (-(x * dx + y * dy) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    between(start, end, along)
}

/// The point `along` (0 to 1) of the way from `start` to `end`.
pub(crate) fn between(start: Point, end: Point, along: f64) -> Point {
    let mix = |from: f64, to: f64| from + (to - from) * along;
    Point::from_degrees(mix(start.lon(), end.lon()), mix(start.lat(), end.lat())).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Point {
        Point::from_degrees(lon, lat).unwrap()
    }

    #[test]
    fn the_distance_is_to_the_nearest_part_of_the_line() {
        let lines = vec![vec![at(105.0, 21.0), at(105.1, 21.0)]];
        let beside = distance_to_lines_m(at(105.05, 21.001), &lines).unwrap();
        assert!((beside - 110.7).abs() < 1.0, "{beside}");
        let behind = distance_to_lines_m(at(105.101, 21.0), &lines).unwrap();
        assert!((behind - 103.9).abs() < 1.0, "{behind}");
        assert_eq!(distance_to_lines_m(at(105.0, 21.0), &[]), None);
    }
}
