//! The house numbers of a ward, each read once.

use crate::house_number::{HouseNumber, Step};
use crate::release::AddressTable;

/// What is known of each house number that a ward has.
///
/// Memory: 16 bytes for each number of the ward.
pub(super) struct WardNumbers {
    /// Dictionary rows, sorted.
    rows: Vec<u32>,
    known: Vec<WardNumber>,
}

/// What is known of one house number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WardNumber {
    /// The same for all spellings of one number.
    pub key: u32,
    /// The number on the street itself: 12 for `12`, `12A` and `12-14`; absent in an alley, in a
    /// block, and of a kilometre post.
    pub on_street: Option<u32>,
}

impl WardNumbers {
    /// Reads the numbers at dictionary rows `rows`. Cost: some hundred nanoseconds a number.
    pub(super) fn new(addresses: &AddressTable, mut rows: Vec<u32>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        let mut known: Vec<WardNumber> = Vec::with_capacity(rows.len());
        let mut before = None;
        for row in &rows {
            let number = addresses.house_number(*row).and_then(HouseNumber::parse);
            // Spellings of one number stand side by side in the dictionary.
            let key = match known.last() {
                Some(last) if number.is_some() && number == before => last.key,
                last => last.map_or(0, |last| last.key + 1),
            };
            known.push(WardNumber { key, on_street: number.as_ref().and_then(on_street) });
            before = number;
        }
        Self { rows, known }
    }

    /// What is known of the number at dictionary row `row`. Cost: a binary search.
    pub(super) fn get(&self, row: u32) -> Option<WardNumber> {
        self.rows.binary_search(&row).ok().map(|at| self.known[at])
    }
}

fn on_street(number: &HouseNumber) -> Option<u32> {
    match number.path() {
        [Step { prefix, number: on_street, .. }] if prefix.is_empty() && *on_street > 0 && !number.is_alley() => {
            Some(*on_street)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_houses_at_the_street_stand_on_it() {
        let read = |text: &str| HouseNumber::parse(text).as_ref().and_then(on_street);
        for (text, expected) in [
            ("12", Some(12)),
            ("12A", Some(12)),
            ("12-14", Some(12)),
            ("12/3", None),
            ("ngõ 12", None),
            ("B3", None),
            ("Km 12+300", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
