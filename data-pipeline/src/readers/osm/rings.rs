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

/// Whether `hole` lies in `ring`, which it may touch but does not cross: a vertex of it that is none
/// of the ring's does.
fn holds(ring: &[Point], hole: &[Point]) -> bool {
    let own = hole.iter().find(|point| !ring.contains(point)).or(hole.first());
    own.is_some_and(|point| is_inside(ring, *point))
}

/// Whether a ray from `point` to the east crosses the ring an odd number of times.
fn is_inside(ring: &[Point], point: Point) -> bool {
    let (x, y) = (i64::from(point.lon_e7()), i64::from(point.lat_e7()));
    let crosses = |edge: &&[Point]| {
        let [(ax, ay), (bx, by)] = [edge[0], edge[1]].map(|end| (i64::from(end.lon_e7()), i64::from(end.lat_e7())));
        (ay > y) != (by > y) && {
            let side = i128::from(bx - ax) * i128::from(y - ay) - i128::from(by - ay) * i128::from(x - ax);
            (side > 0) == (by > ay)
        }
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: i32, south: i32, side: i32) -> Vec<Point> {
        let corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)];
        corners.map(|(x, y)| Point::from_e7(west + x, south + y).unwrap()).to_vec()
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
