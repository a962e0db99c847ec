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
