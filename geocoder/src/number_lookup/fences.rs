//! The dictionary of house numbers, searched by order.

use std::cmp::Ordering;
use std::ops::Range;

use vmap_core::house_number::HouseNumber;
use vmap_core::release::AddressTable;

/// Rows between two fences.
const APART: u32 = 16;

/// Every sixteenth house number of the dictionary, parsed, so that a search in it parses but a few.
/// Memory: some 10 bytes a distinct number.
pub(crate) struct NumberFences(Vec<Option<HouseNumber>>);

impl NumberFences {
    /// Cost: some 20 ns a distinct number.
    pub(crate) fn new(addresses: &AddressTable) -> Self {
        let rows = (0..addresses.house_number_count()).step_by(APART as usize);
        Self(rows.map(|row| parsed(addresses, row)).collect())
    }

    /// The dictionary rows for which `order` says equal; empty at the place where they would be.
    /// Texts that are no number stand at the end. Cost: a few microseconds.
    pub(crate) fn range(&self, addresses: &AddressTable, order: impl Fn(&HouseNumber) -> Ordering) -> Range<u32> {
        let first = self.first(addresses, |number| order(number).is_lt());
        let is_equal = |row: u32| parsed(addresses, row).is_some_and(|number| order(&number).is_eq());
        // Most are written in one way, and few alleys are long: fences tell where these end.
        let end = match (first..first + APART).find(|row| !is_equal(*row)) {
            Some(end) => end,
            None => self.first(addresses, |number| order(number).is_le()),
        };
        first..end
    }

    /// The first row that is not `before`.
    fn first(&self, addresses: &AddressTable, before: impl Fn(&HouseNumber) -> bool) -> u32 {
        let is_before = |number: &Option<HouseNumber>| number.as_ref().is_some_and(&before);
        let fence = self.0.partition_point(is_before) as u32;
        let (mut low, mut high) = match fence.checked_sub(1) {
            Some(last) => (last * APART + 1, (fence * APART).min(addresses.house_number_count())),
            None => (0, 0),
        };
        while low < high {
            let middle = low + (high - low) / 2;
            match is_before(&parsed(addresses, middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

fn parsed(addresses: &AddressTable, row: u32) -> Option<HouseNumber> {
    addresses.house_number(row).and_then(HouseNumber::parse)
}
