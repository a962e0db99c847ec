//! Who owns the land on either side of a border, wherever simplifying and rounding have put it.
//!
//! A sweep from row to row keeps the edges that cross the row from left to right. Each edge says
//! by how much the winding number of each area changes over it, so the winding numbers between
//! two edges follow from those left of them. Where borders were folded over one another land may
//! be wound twice, or not at all by the area that had it; it then goes to the area that winds it
//! most, of equals the first. As each piece of land gets one owner, nothing overlaps; and as the
//! winding numbers add up to one wherever no border with nobody's land was crossed, no gap opens.

use super::edge::{Edge, Node, Owner, side};

/// `edges`, which are sorted here and meet at their ends only, each once, with the owners of the land that they part.
/// Edges that have no owner on either side are left out. Cost: a binary search an end among the
/// edges that cross one row, and moving them.
pub(super) fn owned(edges: &mut [Edge]) -> Vec<Edge> {
    edges.sort_unstable();
    let mut ends: Vec<Node> = edges.iter().flat_map(|edge| [edge.low, edge.high]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut starting = edges.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)).peekable();
    let mut sweep = Sweep::default();
    for at in ends {
        let mut borders = Vec::new();
        while let Some(border) = starting.next_if(|border| border[0].low == at) {
            borders.push(border);
        }
        sweep.pass(at, borders);
    }
    sweep.owned
}

#[derive(Default)]
struct Sweep {
    /// The edges that cross the row, from left to right.
    crossing: Vec<Crossing>,
    owned: Vec<Edge>,
}

struct Crossing {
    low: Node,
    high: Node,
    /// Winding numbers of the land on its right.
    right: Windings,
}

impl Sweep {
    /// Goes on to `at`, where `borders` start: edges between the same two ends each.
    fn pass(&mut self, at: Node, mut borders: Vec<&[Edge]>) {
        let first = self.crossing.partition_point(|edge| side(edge.low, edge.high, at) < 0);
        let ending = self.crossing[first..].iter().take_while(|edge| edge.high == at).count();
        let mut windings = match first {
            0 => Windings::default(),
            _ => self.crossing[first - 1].right.clone(),
        };
        // From left to right, as all of them go to later rows, or right along this one.
        borders.sort_unstable_by(|a, b| side(at, a[0].high, b[0].high).cmp(&0));
        let crossing: Vec<Crossing> = borders
            .into_iter()
            .map(|border| {
                let (low, high, left) = (border[0].low, border[0].high, windings.owner());
                border.iter().for_each(|edge| windings.step(edge));
                let right = windings.owner();
                if left.is_some() || right.is_some() {
                    self.owned.push(Edge { low, high, left, right });
                }
                Crossing { low, high, right: windings.clone() }
            })
            .collect();
        self.crossing.splice(first..first + ending, crossing);
    }
}

/// How often each area winds around a piece of land, areas that do not left out, ascending.
#[derive(Clone, Debug, Default)]
struct Windings(Vec<(u32, i32)>);

impl Windings {
    /// Over `edge` from its left to its right.
    fn step(&mut self, edge: &Edge) {
        self.add(edge.left, -1);
        self.add(edge.right, 1);
    }

    fn add(&mut self, owner: Owner, change: i32) {
        let Some(owner) = owner else { return };
        match self.0.binary_search_by_key(&owner, |(area, _)| *area) {
            Ok(index) if self.0[index].1 + change == 0 => drop(self.0.remove(index)),
            Ok(index) => self.0[index].1 += change,
            Err(index) => self.0.insert(index, (owner, change)),
        }
    }

    fn owner(&self) -> Owner {
        let most = self.0.iter().filter(|(_, times)| *times > 0).max_by_key(|(area, times)| (*times, !*area));
        most.map(|(area, _)| *area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(owner: u32, from: i32, to: i32) -> Vec<Edge> {
        let corners = [(from, from), (to, from), (to, to), (from, to), (from, from)].map(|(x, y)| Node::new(x, y));
        Edge::along(&corners, Some(owner), None).collect()
    }

    #[test]
    fn land_that_two_areas_claim_goes_to_the_first() {
        let corner = |x, y| Node::new(x, y);
        // 1 from 0 to 8 and 2 from 4 to 12, noded by hand.
        let mut edges: Vec<Edge> = square(1, 0, 8).into_iter().chain(square(2, 4, 12)).collect();
        edges.retain(|edge| {
            ![edge.low, edge.high].contains(&corner(8, 8)) && ![edge.low, edge.high].contains(&corner(4, 4))
        });
        let one = [corner(8, 0), corner(8, 4), corner(8, 8), corner(4, 8), corner(0, 8)];
        let two = [corner(4, 12), corner(4, 8), corner(4, 4), corner(8, 4), corner(12, 4)];
        edges.extend(Edge::along(&one, Some(1), None));
        edges.extend(Edge::along(&two, Some(2), None));
        let owned = owned(&mut edges);
        let at = |from, to| {
            owned.iter().find(|edge| (edge.low, edge.high) == (from, to)).map(|edge| (edge.left, edge.right))
        };
        assert_eq!(at(corner(8, 4), corner(8, 8)), Some((Some(1), Some(2))));
        assert_eq!(at(corner(4, 4), corner(4, 8)), Some((Some(1), Some(1))), "no border within the land of 1");
        assert_eq!(at(corner(4, 8), corner(4, 12)), Some((None, Some(2))));
    }

    #[test]
    fn land_wound_twice_has_one_owner_and_land_wound_backwards_none() {
        let mut twice: Vec<Edge> = square(7, 0, 4).into_iter().chain(square(7, 0, 4)).collect();
        assert!(owned(&mut twice).iter().all(|edge| [edge.left, edge.right].contains(&Some(7)) && edge.parts_owners()));
        let mut backwards: Vec<Edge> =
            square(7, 0, 4).into_iter().map(|edge| Edge { left: edge.right, right: edge.left, ..edge }).collect();
        assert_eq!(owned(&mut backwards), []);
    }
}
