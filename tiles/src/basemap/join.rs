//! Lines joined where they meet end to end.

use geo::{Coord, LineString};
use hashbrown::HashMap;

/// The lines, those that alone meet at a point made one. Where they are `directed` only the end of
/// one is joined to the start of another; else either may be turned round. The same lines in the
/// same order give the same result. Cost: a look-up for each end.
pub(super) fn join_lines(lines: Vec<LineString<i32>>, directed: bool) -> Vec<LineString<i32>> {
    let mut ends: HashMap<Coord<i32>, Vec<usize>> = HashMap::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        for end in line.0.first().into_iter().chain(line.0.last()) {
            ends.entry(*end).or_default().push(index);
        }
    }
    let mut left: Vec<Option<LineString<i32>>> = lines.into_iter().map(Some).collect();
    let mut joined = Vec::new();
    for index in 0..left.len() {
        let Some(LineString(mut line)) = left[index].take() else { continue };
        let mut join = |line: &mut Vec<Coord<i32>>, backwards: bool| {
            while let Some(next) = take_next(line, &ends, &mut left, directed, backwards) {
                line.extend(next.into_iter().skip(1));
            }
        };
        join(&mut line, false);
        line.reverse();
        join(&mut line, true);
        line.reverse();
        joined.push(LineString(line));
    }
    joined
}

/// The line that goes on from the last point of `line`, beginning there; taken from those left.
/// Where `backwards`, `line` and what is given are turned round.
fn take_next(
    line: &[Coord<i32>],
    ends: &HashMap<Coord<i32>, Vec<usize>>,
    left: &mut [Option<LineString<i32>>],
    directed: bool,
    backwards: bool,
) -> Option<Vec<Coord<i32>>> {
    let at = line.last()?;
    let [a, b] = ends.get(at)?.as_slice() else { return None };
    let next = [*a, *b].into_iter().find(|index| left[*index].is_some())?;
    let starts_here = left[next].as_ref()?.0.first() == Some(at);
    if directed && starts_here == backwards {
        return None;
    }
    let LineString(mut points) = left[next].take()?;
    if !starts_here {
        points.reverse();
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(points: &[(i32, i32)]) -> LineString<i32> {
        LineString::from(points.to_vec())
    }

    #[test]
    fn a_street_in_parts_becomes_one() {
        let parts = vec![line(&[(2, 0), (3, 0)]), line(&[(0, 0), (1, 0), (2, 0)]), line(&[(3, 0), (5, 0)])];
        assert_eq!(join_lines(parts, true), [line(&[(0, 0), (1, 0), (2, 0), (3, 0), (5, 0)])]);
    }

    #[test]
    fn against_the_direction_lines_are_joined_only_where_it_means_nothing() {
        let parts = vec![line(&[(0, 0), (1, 0)]), line(&[(3, 0), (1, 0)])];
        assert_eq!(join_lines(parts.clone(), true), parts);
        assert_eq!(join_lines(parts, false), [line(&[(0, 0), (1, 0), (3, 0)])]);
    }

    #[test]
    fn at_a_crossing_nothing_is_joined() {
        let parts = vec![line(&[(0, 0), (1, 0)]), line(&[(1, 0), (2, 0)]), line(&[(1, 0), (1, 5)])];
        assert_eq!(join_lines(parts.clone(), false), parts);
    }

    #[test]
    fn rings_stay_rings() {
        let parts = vec![line(&[(0, 0), (1, 0)]), line(&[(1, 0), (1, 1), (0, 0)])];
        assert_eq!(join_lines(parts, true), [line(&[(0, 0), (1, 0), (1, 1), (0, 0)])]);
        let ring = vec![line(&[(0, 0), (1, 0), (1, 1), (0, 0)])];
        assert_eq!(join_lines(ring.clone(), false), ring);
    }

    proptest! {
        #[test]
        fn every_edge_is_there_once(
            parts in proptest::collection::vec(proptest::collection::vec((0..5_i32, 0..5_i32), 2..5), 0..12),
            directed: bool,
        ) {
            let edges = |lines: &[LineString<i32>]| {
                let edges = lines.iter().flat_map(|line| line.0.windows(2).map(|edge| {
                    let (a, b) = ((edge[0].x, edge[0].y), (edge[1].x, edge[1].y));
                    if directed { (a, b) } else { (a.min(b), a.max(b)) }
                }));
                let mut edges: Vec<_> = edges.collect();
                edges.sort_unstable();
                edges
            };
            let lines: Vec<_> = parts.into_iter().map(LineString::from).collect();
            let before = edges(&lines);
            prop_assert_eq!(edges(&join_lines(lines, directed)), before);
        }
    }
}
