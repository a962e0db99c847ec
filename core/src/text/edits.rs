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

/// [`edits`] of two texts of plain letters where they are at most `most`. Cost: some nanoseconds for
/// texts that are clearly farther apart.
pub fn edits_within(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = differing(one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > most || (letters(one) ^ letters(other)).count_ones() as usize > 2 * most {
        return None;
    }
    match (one, other) {
        ([], rest) | (rest, []) => Some(rest.len()),
        _ => Some(edits(one, other)),
    }
    .filter(|edits| *edits <= most)
}

/// What is left of both without their common beginning and end.
fn differing<'a>(one: &'a [u8], other: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let begin = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[begin..], &other[begin..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// A bit for every letter that occurs.
fn letters(text: &[u8]) -> u32 {
    text.iter().fold(0, |set, letter| set | 1 << (letter % 32))
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
        fn a_limit_changes_nothing_within_it(a in "[a-d]{0,6}", b in "[a-d]{0,6}", most in 0_usize..4) {
            let all = Some(edits(a.as_bytes(), b.as_bytes()));
            prop_assert_eq!(edits_within(&a, &b, most), all.filter(|edits| *edits <= most));
        }

        #[test]
        fn is_symmetric(a in "[a-d]{0,6}", b in "[a-d]{0,6}") {
            prop_assert_eq!(edits(a.as_bytes(), b.as_bytes()), edits(b.as_bytes(), a.as_bytes()));
        }
    }
}
