//! What names stand for, with the weightiest of any range of names at hand.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::vocabulary::NameId;

/// How well known something is, 0 to 1, in steps that fit in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight(u16);

impl Weight {
    /// `importance` from 0 to 1.
    pub(crate) fn new(importance: f64) -> Self {
        Self((importance.clamp(0.0, 1.0) * f64::from(u16::MAX)) as u16)
    }

    /// From 0 to 1.
    pub(crate) fn importance(self) -> f64 {
        f64::from(self.0) / f64::from(u16::MAX)
    }
}

/// An item under one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Filed {
    pub name: NameId,
    pub weight: Weight,
    pub item: u32,
}

/// Items in the order of their names. Memory: 8 bytes a name of an item, 4 a name.
pub(crate) struct Shelf {
    /// Where the items of each name begin, and the end.
    offsets: Vec<u32>,
    items: Vec<u32>,
    heaviest: MaxTree,
}

impl Shelf {
    /// The shelf of `filed` for a vocabulary of `names` names. Cost: a sort.
    pub(crate) fn new(names: usize, mut filed: Vec<Filed>) -> Self {
        filed.sort_unstable_by_key(|filed| (filed.name, Reverse(filed.weight), filed.item));
        let mut offsets = vec![0; names + 1];
        for filed in &filed {
            offsets[filed.name as usize + 1] += 1;
        }
        for name in 0..names {
            offsets[name + 1] += offsets[name];
        }
        let heaviest = MaxTree::new(filed.iter().map(|filed| filed.weight));
        Self { offsets, items: filed.into_iter().map(|filed| filed.item).collect(), heaviest }
    }

    /// The items with a name in `names`, name by name, the weightiest of each first.
    pub(crate) fn of(&self, names: &Range<NameId>) -> &[u32] {
        self.items.get(self.places(names)).unwrap_or_default()
    }

    /// The `count` weightiest items with a name in any of `names` that are wanted, weightiest first,
    /// none twice. Cost: about a microsecond an item; of unwanted ones not more than some thousands are looked at.
    pub(crate) fn weightiest(
        &self,
        names: &[Range<NameId>],
        count: usize,
        mut wanted: impl FnMut(u32) -> bool,
    ) -> Vec<u32> {
        const MOST_LOOKED_AT: usize = 4_096;
        let ranges = names.iter().map(|names| self.places(names));
        let mut seen = hashbrown::HashSet::new();
        let in_order = self.heaviest.descending(ranges).map(|place| self.items[place]);
        in_order
            .take(MOST_LOOKED_AT)
            .filter(|item| seen.insert(*item))
            .filter(|item| wanted(*item))
            .take(count)
            .collect()
    }

    fn places(&self, names: &Range<NameId>) -> Range<usize> {
        let offset = |name: NameId| self.offsets.get(name as usize).map_or(self.items.len(), |offset| *offset as usize);
        offset(names.start)..offset(names.end)
    }
}

/// Weights of which the largest of any range are found without looking at the others: a binary tree
/// whose nodes hold the larger of their two children.
struct MaxTree {
    /// Node 1 is the root, the children of `n` are `2n` and `2n + 1`, leaves are the last half.
    nodes: Vec<Weight>,
}

impl MaxTree {
    fn new(weights: impl ExactSizeIterator<Item = Weight>) -> Self {
        let leaves = weights.len();
        let mut nodes = vec![Weight::default(); leaves];
        nodes.extend(weights);
        for node in (1..leaves).rev() {
            nodes[node] = nodes[2 * node].max(nodes[2 * node + 1]);
        }
        Self { nodes }
    }

    /// The leaves in any of `ranges` by descending weight, the first ones first among equals.
    fn descending(&self, ranges: impl Iterator<Item = Range<usize>>) -> Descending<'_> {
        let mut waiting = BinaryHeap::new();
        for range in ranges {
            self.cover(range, &mut |node| waiting.push((self.nodes[node], Reverse(node))));
        }
        Descending { tree: self, waiting }
    }

    /// Hands the fewest nodes that hold just the leaves in `range` to `take`.
    fn cover(&self, range: Range<usize>, take: &mut impl FnMut(usize)) {
        let leaves = self.nodes.len() / 2;
        let (mut start, mut end) = (range.start + leaves, range.end + leaves);
        while start < end {
            if start % 2 == 1 {
                take(start);
                start += 1;
            }
            if end % 2 == 1 {
                end -= 1;
                take(end);
            }
            (start, end) = (start / 2, end / 2);
        }
    }
}

struct Descending<'a> {
    tree: &'a MaxTree,
    /// Nodes that hold leaves still to come, the heaviest on top.
    waiting: BinaryHeap<(Weight, Reverse<usize>)>,
}

impl Iterator for Descending<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let leaves = self.tree.nodes.len() / 2;
        loop {
            let (_, Reverse(node)) = self.waiting.pop()?;
            if node >= leaves {
                return Some(node - leaves);
            }
            for child in [2 * node, 2 * node + 1] {
                self.waiting.push((self.tree.nodes[child], Reverse(child)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weightiest(shelf: &Shelf, names: Range<NameId>, wanted: impl FnMut(u32) -> bool) -> Vec<u32> {
        shelf.weightiest(std::slice::from_ref(&names), 9, wanted)
    }

    fn shelf(weights: &[u16]) -> Shelf {
        let filed =
            |(name, weight): (usize, &u16)| Filed { name: name as u32, weight: Weight(*weight), item: name as u32 };
        Shelf::new(weights.len(), weights.iter().enumerate().map(filed).collect())
    }

    #[test]
    fn items_stand_under_their_names() {
        let filed = [(0, 5, 10), (2, 1, 11), (2, 9, 12), (0, 7, 12)];
        let filed = filed.map(|(name, weight, item)| Filed { name, weight: Weight(weight), item });
        let shelf = Shelf::new(3, filed.to_vec());
        assert_eq!((shelf.of(&(0..1)), shelf.of(&(1..2)), shelf.of(&(2..3))), (&[12, 10][..], &[][..], &[12, 11][..]));
        assert_eq!(weightiest(&shelf, 0..3, |_| true), [12, 10, 11]);
        assert_eq!(weightiest(&shelf, 0..3, |item| item != 10), [12, 11]);
        assert!(weightiest(&Shelf::new(0, Vec::new()), 0..0, |_| true).is_empty());
    }

    proptest! {
        #[test]
        fn the_weightiest_are_those_that_a_sort_finds(
            weights in prop::collection::vec(0_u16..50, 1..80),
            ends in (0_usize..80, 0_usize..80),
        ) {
            let (start, end) = (ends.0.min(weights.len()), ends.1.min(weights.len()));
            let range = start.min(end)..start.max(end);
            let mut expected: Vec<u16> = weights[range.clone()].to_vec();
            expected.sort_unstable_by_key(|weight| Reverse(*weight));
            expected.truncate(9);
            let found = weightiest(&shelf(&weights), range.start as u32..range.end as u32, |_| true);
            let found: Vec<u16> = found.iter().map(|item| weights[*item as usize]).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
