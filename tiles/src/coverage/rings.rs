//! Polygons from pieces of border.

use geo::{Coord, LineString, Polygon};
use hashbrown::HashMap;

use super::edge::{Node, Step, side};
use crate::schema::{BUFFER, EXTENT};

/// The area within `steps` as valid polygons whose vertices are counted from `origin`: rings are
/// closed and simple, touch one another at single nodes at most, and are wound as tiles ask, outer
/// ones with positive area where y grows south, holes with negative. `steps` bound the area on
/// their left and meet at their ends only, no two between the same ends. Cost: sorting them.
pub(crate) fn polygons(steps: impl IntoIterator<Item = Step>, origin: Node) -> Vec<Polygon<i32>> {
    let rings = rings(steps);
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| area_2(ring) > 0);
    let closed = |ring: &[Node]| -> LineString<i32> {
        ring.iter().chain(ring.first()).map(|node| node.seen_from(origin)).collect()
    };
    let holes = nest(&outer, holes);
    let whole = |(outer, holes): (&Vec<Node>, Vec<Vec<Node>>)| {
        Polygon::new(closed(outer), holes.iter().map(|hole| closed(hole)).collect())
    };
    outer.iter().zip(holes).map(whole).collect()
}

/// The rings of the border, simple and open.
fn rings(steps: impl IntoIterator<Item = Step>) -> Vec<Vec<Node>> {
    let mut steps: Vec<Step> = steps.into_iter().collect();
    steps.sort_unstable();
    let mut walked = vec![false; steps.len()];
    let mut rings = Vec::new();
    for first in 0..steps.len() {
        let mut path = Vec::new();
        let mut at = Some(first);
        while let Some(index) = at.filter(|index| !std::mem::replace(&mut walked[*index], true)) {
            path.push(steps[index].from);
            at = next(&steps, steps[index]);
        }
        if !path.is_empty() {
            split_at_touches(path, &mut rings);
        }
    }
    rings
}

/// The step that goes on from `step` along the same piece of the area: of several, the first
/// clockwise (with y up) from where `step` came.
fn next(steps: &[Step], step: Step) -> Option<usize> {
    let at = step.to;
    let first = steps.partition_point(|other| other.from < at);
    let leaving = steps[first..].iter().take_while(|other| other.from == at).count();
    let turn = |index: &usize| Turn { from: step.from, at, to: steps[*index].to };
    (first..first + leaving).min_by(|a, b| turn(a).cmp(&turn(b)))
}

/// A way over a node, ordered by how far it turns clockwise from where it came.
struct Turn {
    from: Node,
    at: Node,
    to: Node,
}

impl Turn {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Up to half a turn, and past it.
        let past_half = |turn: &Self| side(turn.at, turn.from, turn.to) > 0;
        past_half(self).cmp(&past_half(other)).then(side(self.at, self.to, other.to).cmp(&0))
    }
}

/// The path all around, cut wherever it comes back to one of its nodes.
fn split_at_touches(path: Vec<Node>, rings: &mut Vec<Vec<Node>>) {
    let mut ring: Vec<Node> = Vec::with_capacity(path.len());
    let mut places: HashMap<Node, usize> = HashMap::with_capacity(path.len());
    for node in path {
        if let Some(start) = places.get(&node).copied() {
            let part = ring.split_off(start);
            for node in &part {
                places.remove(node);
            }
            rings.push(part);
        }
        places.insert(node, ring.len());
        ring.push(node);
    }
    rings.push(ring);
}

/// The holes of each outer ring: each hole goes to the smallest ring around it, and one that has
/// none (land without end) to nobody.
fn nest(outer: &[Vec<Node>], holes: Vec<Vec<Node>>) -> Vec<Vec<Vec<Node>>> {
    let mut nested = vec![Vec::new(); outer.len()];
    let mut by_area: Vec<(i64, usize)> = outer.iter().enumerate().map(|(index, ring)| (area_2(ring), index)).collect();
    by_area.sort_unstable();
    for hole in holes {
        let around = by_area.iter().map(|(_, index)| *index).find(|index| is_within(&hole, &outer[*index]));
        if let Some(index) = around {
            nested[index].push(hole);
        }
    }
    nested
}

/// Whether `ring` lies within `outer`, which it touches at single nodes at most: whether the
/// middle of its first edge does.
fn is_within(ring: &[Node], outer: &[Node]) -> bool {
    let [a, b, ..] = ring else { return false };
    // In half steps, where that middle is whole.
    let middle = Node::new(a.x + b.x, a.y + b.y);
    crossings_to_the_right(edges(outer).map(|(from, to)| (doubled(from), doubled(to))), middle) % 2 == 1
}

fn doubled(node: Node) -> Node {
    Node::new(2 * node.x, 2 * node.y)
}

/// Whether `at` lies within the border that `steps` make, and not on it.
pub(crate) fn is_inside(steps: impl Iterator<Item = Step> + Clone, at: Node) -> bool {
    let on = |step: &Step| {
        let [x, y] = [[step.from.x, step.to.x], [step.from.y, step.to.y]];
        let reaches = |ends: [i32; 2], place| ends[0].min(ends[1]) <= place && place <= ends[0].max(ends[1]);
        reaches(x, at.x) && reaches(y, at.y) && side(step.from, step.to, at) == 0
    };
    let is_on_border = steps.clone().any(|step| on(&step));
    !is_on_border && crossings_to_the_right(steps.map(|step| (step.from, step.to)), at) % 2 == 1
}

/// How many of `edges` a ray from `at` along its row crosses.
fn crossings_to_the_right(edges: impl Iterator<Item = (Node, Node)>, at: Node) -> usize {
    let crossed = edges.filter(|(from, to)| {
        let (low, high) = if from.y <= to.y { (*from, *to) } else { (*to, *from) };
        low.y <= at.y && at.y < high.y && side(low, high, at) > 0
    });
    crossed.count()
}

/// Twice the area of an ring, closed or not, by the surveyor's formula.
pub(super) fn area_2(ring: &[Node]) -> i64 {
    edges(ring).map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)).sum()
}

fn edges(ring: &[Node]) -> impl Iterator<Item = (Node, Node)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Drops nodes between two others on one side of a tile, which change nothing.
pub(crate) fn without_seams(polygon: &Polygon<i32>) -> Polygon<i32> {
    let ring = |ring: &LineString<i32>| straightened(&ring.0);
    Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
}

fn straightened(ring: &[Coord<i32>]) -> LineString<i32> {
    let open = &ring[..ring.len().saturating_sub(1)];
    let around =
        |index: usize| [open[(index + open.len() - 1) % open.len()], open[index], open[(index + 1) % open.len()]];
    let on_side = |places: [i32; 3]| {
        [-(BUFFER as i32), (EXTENT + BUFFER) as i32].contains(&places[0])
            && places.iter().all(|place| *place == places[0])
    };
    let kept = (0..open.len()).filter(|index| {
        let around = around(*index);
        !on_side(around.map(|at| at.x)) && !on_side(around.map(|at| at.y))
    });
    let kept: Vec<Coord<i32>> = kept.map(|index| open[index]).collect();
    kept.iter().chain(kept.first()).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(rings: &[&[(i32, i32)]]) -> Vec<Step> {
        let node = |(x, y): (i32, i32)| Node::new(x, y);
        let ring = |ring: &&[(i32, i32)]| -> Vec<Step> {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            ends.map(|(from, to)| Step { from: node(*from), to: node(*to) }).collect()
        };
        rings.iter().flat_map(ring).collect()
    }

    /// Twice the areas of the rings of each polygon.
    fn areas(rings: &[&[(i32, i32)]]) -> Vec<Vec<i64>> {
        let area = |ring: &LineString<i32>| area_2(&ring.coords().map(|at| Node::new(at.x, at.y)).collect::<Vec<_>>());
        let polygon = |polygon: Polygon<i32>| {
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(area).collect::<Vec<_>>()
        };
        polygons(steps(rings), Node::default()).into_iter().map(polygon).collect()
    }

    const SQUARE: [(i32, i32); 4] = [(0, 0), (8, 0), (8, 8), (0, 8)];

    #[test]
    fn parts_that_touch_at_a_corner_are_two_polygons() {
        assert_eq!(areas(&[&SQUARE, &[(8, 8), (10, 8), (10, 10), (8, 10)]]), [[128], [8]]);
    }

    #[test]
    fn a_hole_that_touches_the_outer_ring_is_a_ring_of_its_own() {
        assert_eq!(areas(&[&SQUARE, &[(0, 0), (2, 5), (5, 2)]]), [[128, -21]]);
    }

    /// A diamond of area 4 and a chevron of area 2 with land of area 4 between them.
    #[test]
    fn land_between_two_holes_that_touch_twice_is_a_polygon_of_its_own() {
        let (left, right) = ([(2, 2), (1, 4), (2, 6), (3, 4)], [(2, 2), (5, 4), (2, 6), (6, 4)]);
        assert_eq!(areas(&[&SQUARE, &left, &right]), [vec![128, -20], vec![8]]);
    }

    #[test]
    fn a_hole_goes_to_the_smallest_ring_around_it() {
        let lake = [(1, 1), (1, 7), (7, 7), (7, 1)];
        let (island, pond) = ([(2, 2), (6, 2), (6, 6), (2, 6)], [(3, 3), (3, 5), (5, 5), (5, 3)]);
        assert_eq!(areas(&[&SQUARE, &lake, &island, &pond]), [[128, -72], [32, -8]]);
    }

    #[test]
    fn what_lies_around_everything_is_no_polygon() {
        let backwards = [(0, 8), (8, 8), (8, 0), (0, 0)];
        assert_eq!(areas(&[&backwards, &[(20, 0), (28, 0), (28, 8), (20, 8)]]), [[128]]);
    }

    #[test]
    fn inside_is_not_on_the_border() {
        let square = steps(&[&SQUARE]);
        let inside = |x, y| is_inside(square.iter().copied(), Node::new(x, y));
        assert_eq!([inside(4, 4), inside(8, 4), inside(0, 0), inside(9, 4)], [true, false, false, false]);
    }

    #[test]
    fn seams_along_the_sides_of_a_tile_are_straightened() {
        let ring =
            LineString::from(vec![(-64, -64), (0, -64), (9, -64), (9, 0), (9, 9), (-64, 9), (-64, 0), (-64, -64)]);
        let kept = LineString::from(vec![(-64, -64), (9, -64), (9, 0), (9, 9), (-64, 9), (-64, -64)]);
        assert_eq!(without_seams(&Polygon::new(ring, vec![])).exterior(), &kept);
    }
}
