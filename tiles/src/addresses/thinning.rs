//! Which addresses of a crowded tile are shown, and which of those speak for the ones left out.
//!
//! The addresses of a tile are put in line street by street, along each street the numbered ones
//! first, neighbours next to each other. Rank follows from the place in that line alone:
//!
//! 1. the first address of every street (or hamlet, where there is no street);
//! 2. numbered ones, every 2ⁿ-th of each street before every 2ⁿ⁻¹-th, so that what is kept is
//!    spread evenly over all streets however many are kept;
//! 3. those without a number, likewise.
//!
//! Who is left out is counted by the one kept before it in the line: its neighbour on its street.

use std::cmp::Reverse;

use vmap_core::release::AddressRow;

use super::Located;
use crate::coord::step_curve;

/// The stacks of a tile with their ranks.
pub(super) struct Thinning<'a> {
    stacks: &'a [&'a [Located]],
    /// Indices of stacks, street by street.
    line: Vec<usize>,
    /// Place of each stack among all by rank, 0 first.
    rank: Vec<usize>,
}

impl<'a> Thinning<'a> {
    /// Cost: three sorts of the stacks.
    pub(super) fn new(stacks: &'a [&'a [Located]]) -> Self {
        let line = line_up(stacks);
        let mut by_rank = rank_keys(stacks, &line);
        by_rank.sort_unstable();
        let mut rank = vec![0; stacks.len()];
        for (place, (_, stack)) in by_rank.into_iter().enumerate() {
            rank[stack] = place;
        }
        Self { stacks, line, rank }
    }

    /// The `count` best stacks in their first order, each with how many addresses it speaks for.
    pub(super) fn keep(&self, count: usize) -> impl Iterator<Item = (&'a [Located], u64)> {
        let left_out = self.left_out(count);
        let kept = self.stacks.iter().zip(left_out).zip(&self.rank).filter(move |(_, rank)| **rank < count);
        kept.map(|((stack, left_out), _)| (*stack, left_out))
    }

    /// For each stack, the addresses left out between it and the next one kept in the line; those
    /// before the first one kept are its too.
    fn left_out(&self, count: usize) -> Vec<u64> {
        let is_kept = |stack: &usize| self.rank[*stack] < count;
        let mut left_out = vec![0; self.stacks.len()];
        let Some(mut speaker) = self.line.iter().copied().find(is_kept) else { return left_out };
        for stack in &self.line {
            if is_kept(stack) {
                speaker = *stack;
            } else {
                left_out[speaker] += self.stacks[*stack].len() as u64;
            }
        }
        left_out
    }
}

/// Stacks by street, by whether they have a number, then along a curve.
fn line_up(stacks: &[&[Located]]) -> Vec<usize> {
    let mut line: Vec<usize> = (0..stacks.len()).collect();
    line.sort_by_cached_key(|stack| {
        let place = stacks[*stack].first();
        place.map(|Located { address, at }| (group(address), address.number.is_none(), step_curve(*at)))
    });
    line
}

/// What an address is one of: its street, else its hamlet.
fn group(address: &AddressRow) -> (Option<u32>, Option<u32>) {
    (address.street, address.hamlet.filter(|_| address.street.is_none()))
}

/// Without a number and not the first of its street; how fine a sieve lets it through; a number
/// that scatters equals over the tile.
type RankKey = (bool, Reverse<u32>, u64);

fn rank_keys(stacks: &[&[Located]], line: &[usize]) -> Vec<(RankKey, usize)> {
    let address = |stack: usize| stacks[stack].first().map(|located| &located.address);
    let streets = line.chunk_by(|a, b| address(*a).map(group) == address(*b).map(group));
    let ranked = streets.flat_map(|street| (0_u32..).zip(street)).filter_map(|(place, stack)| {
        let address = address(*stack)?;
        let key = (address.number.is_none() && place > 0, Reverse(place.trailing_zeros()), scatter(address));
        Some((key, *stack))
    });
    ranked.collect()
}

/// Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4) of the identifier.
fn scatter(address: &AddressRow) -> u64 {
    address.id.number().wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use vmap_core::{PlaceId, Point};

    use super::*;

    fn located(ordinal: u64, street: Option<u32>, number: Option<u32>, at: (i32, i32)) -> Located {
        let address = AddressRow {
            id: PlaceId::from_ordinal(ordinal).unwrap(),
            point: Point::from_e7(0, 0).unwrap(),
            number,
            street,
            hamlet: Some(0),
            ward: None,
            legacy_ward: None,
            source: 0,
        };
        Located { address, at }
    }

    type Row = (Option<u32>, Option<u32>, (i32, i32));

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let street = proptest::option::weighted(0.8, 0..6_u32);
        let number = proptest::option::weighted(0.7, 0..50_u32);
        proptest::collection::vec((street, number, (0..4096_i32, 0..4096_i32)), 1..300)
    }

    proptest! {
        #[test]
        fn what_is_kept_and_what_is_left_out_add_up(rows in rows(), size in 1..4_usize, kept in 1..310_usize) {
            let located: Vec<Located> =
                (0..).zip(&rows).map(|(ordinal, (street, number, at))| located(ordinal, *street, *number, *at)).collect();
            let stacks: Vec<&[Located]> = located.chunks(size).collect();
            let shown: Vec<_> = Thinning::new(&stacks).keep(kept).collect();
            prop_assert_eq!(shown.len(), kept.min(stacks.len()));
            let sum: u64 = shown.iter().map(|(stack, left_out)| stack.len() as u64 + left_out).sum();
            prop_assert_eq!(sum, rows.len() as u64);
        }

        #[test]
        fn every_street_keeps_some_and_numbered_ones_come_first(rows in rows(), kept in 1..300_usize) {
            let located: Vec<Located> =
                (0..).zip(&rows).map(|(ordinal, (street, number, at))| located(ordinal, *street, *number, *at)).collect();
            let stacks: Vec<&[Located]> = located.chunks(1).collect();
            let shown: Vec<_> = Thinning::new(&stacks).keep(kept).map(|(stack, _)| &stack[0].address).collect();
            let streets: BTreeSet<_> = located.iter().map(|located| group(&located.address)).collect();
            let shown_streets: BTreeSet<_> = shown.iter().map(|address| group(address)).collect();
            prop_assert_eq!(shown_streets.len(), streets.len().min(shown.len()));
            let numbered = |address: &AddressRow| address.number.is_some();
            let left_out_numbered =
                located.iter().filter(|located| numbered(&located.address)).count() > shown.iter().filter(|address| numbered(address)).count();
            let without = shown.iter().filter(|address| !numbered(address)).count();
            prop_assert!(!left_out_numbered || without <= streets.len(), "{} without a number", without);
        }
    }

    /// Half of the houses of a street in a row are every other house.
    #[test]
    fn what_is_kept_is_spread_along_the_street() {
        let located: Vec<Located> =
            (0..64).map(|step| located(step, Some(1), Some(1), (step as i32 * 64, 0))).collect();
        let stacks: Vec<&[Located]> = located.chunks(1).collect();
        let shown: Vec<(i32, u64)> = Thinning::new(&stacks).keep(32).map(|(stack, out)| (stack[0].at.0, out)).collect();
        assert_eq!(shown, (0..32).map(|step| (step * 128, 1)).collect::<Vec<_>>());
    }
}
