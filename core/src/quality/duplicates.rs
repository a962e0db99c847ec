//! The same number, street and hamlet several times in one ward.

use crate::Point;

/// Rows before and behind, along the curve, that an address is compared with.
const NEIGHBOURS: usize = 32;

/// An address as far as others can be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AddressKey {
    /// The same for all spellings of a number.
    pub number: u32,
    /// The same for all spellings of a street's name.
    pub street: Option<u32>,
    /// The same for all spellings of a hamlet's name.
    pub hamlet: Option<u32>,
}

/// An address that is there again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Duplicate {
    pub row: u32,
    /// The nearest row with the same key.
    pub other: u32,
    pub distance_m: f64,
}

/// Every row whose key another one has too, with the nearest of those; `keyed` is sorted here.
///
/// Of an address that is there more than 33 times, the nearest is sought among the 64 that stand
/// beside it on the curve. Cost: sorting, and some nanoseconds for each pair.
pub(super) fn duplicates(keyed: &mut [(AddressKey, u32)], point: impl Fn(u32) -> Option<Point>) -> Vec<Duplicate> {
    keyed.sort_unstable();
    let same = keyed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    let mut found = Vec::new();
    for same in same {
        let rows: Vec<u32> = same.iter().map(|(_, row)| *row).collect();
        found.extend((0..rows.len()).filter_map(|at| nearest_of(&rows, at, &point)));
    }
    found
}

fn nearest_of(rows: &[u32], at: usize, point: &impl Fn(u32) -> Option<Point>) -> Option<Duplicate> {
    let row = rows[at];
    let from = point(row)?;
    let beside = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(rows.len());
    let others = rows[beside].iter().filter(|other| **other != row);
    let measured = others.filter_map(|other| Some((*other, point(*other)?.distance_m(from))));
    let (other, distance_m) = measured.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Duplicate { row, other, distance_m })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_that_is_not_alone_is_found_with_its_nearest(
            rows in proptest::collection::vec((0..3_u32, 0..2_u32, 0..500_i32), 0..40),
        ) {
            let point = |row: u32| Point::from_e7(1_060_000_000, 100_000_000 + rows[row as usize].2 * 1000);
            let key = |row: usize| AddressKey { number: rows[row].0, street: Some(rows[row].1), hamlet: None };
            let mut keyed: Vec<(AddressKey, u32)> = (0..rows.len()).map(|row| (key(row), row as u32)).collect();
            let mut found = duplicates(&mut keyed, point);
            found.sort_by_key(|found| found.row);
            let others = |row: usize| (0..rows.len()).filter(move |other| *other != row && key(*other) == key(row));
            let expected: Vec<usize> = (0..rows.len()).filter(|row| others(*row).next().is_some()).collect();
            prop_assert_eq!(found.iter().map(|found| found.row as usize).collect::<Vec<_>>(), expected);
            for Duplicate { row, other, distance_m } in found {
                let from = point(row).unwrap();
                prop_assert!(others(row as usize).any(|known| known == other as usize));
                prop_assert_eq!(point(other).unwrap().distance_m(from), distance_m);
                for other in others(row as usize) {
                    prop_assert!(point(other as u32).unwrap().distance_m(from) >= distance_m);
                }
            }
        }
    }
}
