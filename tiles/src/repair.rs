//! Areas made valid: no ring crosses or retraces itself or another.
//!
//! Simplifying, snapping to the grid and cutting each can fold a narrow part over itself. What is
//! wound the right way stays, folds go: the union by winding number of `geo`, which adds vertices
//! where edges cross. Those are rounded to the grid, which can fold again, so it is done until
//! nothing was rounded, and three times at most.

use geo::bool_ops::FillRule;
use geo::{BooleanOps, Coord, CoordsIter, LineString, MapCoords, MultiPolygon, OpType, Polygon};

use crate::grid_area::{area_2, tidy};

const ROUNDS: usize = 3;

/// The area of `polygons`, outer rings wound with positive area and holes with negative, as
/// polygons that are valid, wound likewise, and overlap nowhere. Cost: grows with
/// the number of edges times its logarithm.
pub(crate) fn repair(polygons: Vec<Polygon<i32>>) -> Vec<Polygon<i32>> {
    let mut repaired = polygons;
    for _ in 0..ROUNDS {
        let union = union(repaired);
        let done = union.coords_iter().all(|at| at.x.fract() == 0.0 && at.y.fract() == 0.0);
        repaired = union.iter().filter_map(round).collect();
        if done {
            break;
        }
    }
    repaired
}

fn union(polygons: Vec<Polygon<i32>>) -> MultiPolygon<f64> {
    let polygons: MultiPolygon<f64> =
        polygons.iter().map(|polygon| polygon.map_coords(|at| Coord { x: at.x.into(), y: at.y.into() })).collect();
    let nothing = MultiPolygon::new(Vec::new());
    polygons.boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::Positive)
}

/// The polygon on the grid; `None` where nothing of it is left.
fn round(polygon: &Polygon<f64>) -> Option<Polygon<i32>> {
    let outer = wound(polygon.exterior(), true)?;
    let holes = polygon.interiors().iter().filter_map(|ring| wound(ring, false));
    Some(Polygon::new(outer, holes.collect()))
}

fn wound(ring: &LineString<f64>, positive: bool) -> Option<LineString<i32>> {
    let rounded = ring.coords().map(|at| Coord { x: at.x.round() as i32, y: at.y.round() as i32 });
    let mut ring = tidy(rounded.collect());
    let area = area_2(&ring);
    if (area > 0) != positive {
        ring.reverse();
    }
    (area != 0).then_some(LineString(ring))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn polygon(points: &[(i32, i32)]) -> Polygon<i32> {
        Polygon::new(LineString::from(points.to_vec()), vec![])
    }

    #[test]
    fn a_bow_tie_keeps_the_part_wound_the_right_way() {
        let bow_tie = polygon(&[(0, 0), (10, 0), (0, 10), (0, 20), (10, 10), (0, 0)]);
        let repaired = repair(vec![bow_tie]);
        assert!(!repaired.is_empty());
        assert!(repaired.iter().all(|part| area_2(&part.exterior().0) > 0));
    }

    #[test]
    fn a_sound_square_with_a_hole_stays_as_it_is() {
        let hole = LineString::from(vec![(4, 4), (4, 6), (6, 6), (6, 4), (4, 4)]);
        let square = LineString::from(vec![(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]);
        let repaired = repair(vec![Polygon::new(square, vec![hole])]);
        let [part] = repaired.as_slice() else { panic!("one part") };
        assert_eq!((area_2(&part.exterior().0), area_2(&part.interiors()[0].0)), (200, -8));
    }

    proptest! {
        #[test]
        fn what_comes_out_is_wound(
            points in proptest::collection::vec((0..400_i32, 0..400_i32), 3..14),
        ) {
            let mut ring = points;
            ring.push(ring[0]);
            for part in repair(vec![polygon(&ring)]) {
                prop_assert!(area_2(&part.exterior().0) > 0);
                prop_assert!(part.interiors().iter().all(|hole| area_2(&hole.0) < 0));
                prop_assert!(part.exterior().0.len() >= 4 && part.exterior().is_closed());
            }
        }
    }
}
