//! Rings put together to polygons.

use vmap_core::Point;

/// A polygon of each of the `outer` rings, with those of the `inner` ones that lie in it. A ring that
/// lies in none is left out. Rings are closed.
pub(super) fn polygons(outer: Vec<Vec<Point>>, inner: Vec<Vec<Point>>) -> Vec<Vec<Vec<Point>>> {
    let mut polygons: Vec<Vec<Vec<Point>>> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in inner {
        let within = |polygon: &&mut Vec<Vec<Point>>| holds(&polygon[0], &hole);
        if let Some(polygon) = polygons.iter_mut().find(within) {
            polygon.push(hole);
        }
    }
    polygons
}

/// Whether `hole` lies in `ring`, which it may touch but does not cross: then a vertex of it does.
fn holds(ring: &[Point], hole: &[Point]) -> bool {
    hole.iter().any(|point| is_inside(ring, *point))
}

/// Whether `point` lies inside the ring and not on its line: a ray to the east crosses it an odd
/// number of times.
fn is_inside(ring: &[Point], point: Point) -> bool {
    let mut inside = false;
    for edge in ring.windows(2) {
        let side = side(edge[0], edge[1], point);
        if side == 0 && is_between(edge[0], edge[1], point) {
            return false;
        }
        let upwards = edge[1].lat_e7() > edge[0].lat_e7();
        let is_beside = (edge[0].lat_e7() > point.lat_e7()) != (edge[1].lat_e7() > point.lat_e7());
        inside ^= is_beside && (side > 0) == upwards;
    }
    inside
}

/// Positive where `c` lies to the left of the line from `a` to `b`, 0 where it lies on it.
fn side(a: Point, b: Point, c: Point) -> i128 {
    let [b, c] = [b, c].map(|end| {
        let lon = i128::from(end.lon_e7()) - i128::from(a.lon_e7());
        (lon, i128::from(end.lat_e7()) - i128::from(a.lat_e7()))
    });
    b.0 * c.1 - b.1 * c.0
}

/// Whether `c`, on the line through `a` and `b`, lies between them.
fn is_between(a: Point, b: Point, c: Point) -> bool {
    let within = |a: i32, b: i32, c: i32| (a.min(b)..=a.max(b)).contains(&c);
    within(a.lon_e7(), b.lon_e7(), c.lon_e7()) && within(a.lat_e7(), b.lat_e7(), c.lat_e7())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: i32, south: i32, side: i32) -> Vec<Point> {
        let corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)];
        corners.map(|(x, y)| Point::from_e7(west + x, south + y).unwrap()).to_vec()
    }

    #[test]
    fn what_touches_a_ring_from_outside_does_not_lie_in_it() {
        assert_eq!(polygons(vec![square(0, 0, 100)], vec![square(100, 20, 10)]), [vec![square(0, 0, 100)]]);
    }

    #[test]
    fn holes_go_to_the_ring_around_them() {
        let (west, east) = (square(0, 0, 100), square(200, 0, 100));
        let (in_west, in_east, touching) = (square(10, 10, 10), square(240, 40, 20), square(0, 50, 20));
        let found = polygons(
            vec![west.clone(), east.clone()],
            vec![in_east.clone(), in_west.clone(), touching.clone(), square(900, 900, 5)],
        );
        assert_eq!(found, [vec![west, in_west, touching], vec![east, in_east]]);
    }
}
