//! How many slips lie between two words.

use smallvec::SmallVec;

/// Words have seldom more letters than these.
const USUAL_LENGTH: usize = 24;

/// Letters to add, leave out, replace or swap with their neighbour that make `other` of `one`
/// (optimal string alignment). Cost: the product of the lengths.
pub fn edits<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    type Line = SmallVec<[u32; USUAL_LENGTH + 1]>;
    let mut before_last: Line = SmallVec::from_elem(0, other.len() + 1);
    let mut last: Line = (0..=other.len() as u32).collect();
    let mut line = before_last.clone();
    for (row, letter) in one.iter().enumerate() {
        line[0] = row as u32 + 1;
        for (column, beside) in other.iter().enumerate() {
            let changed = last[column] + u32::from(letter != beside);
            let mut least = changed.min(last[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *beside {
                least = least.min(before_last[column - 1] + 1);
            }
            line[column + 1] = least;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut line);
    }
    last[other.len()] as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn swaps_count_once() {
        for (one, other, expected) in [("nguyen", "ngyuen", 1), ("hue", "hue", 0), ("hue", "hoa", 2), ("", "ab", 2)] {
            assert_eq!(edits(one.as_bytes(), other.as_bytes()), expected);
        }
    }

    proptest! {
        #[test]
        fn is_symmetric(a in "[a-d]{0,6}", b in "[a-d]{0,6}") {
            prop_assert_eq!(edits(a.as_bytes(), b.as_bytes()), edits(b.as_bytes(), a.as_bytes()));
        }
    }
}
