//! How many slips lie between two words.

/// The least number of letters inserted, left out, replaced or swapped with their neighbour that
/// makes `b` of `a`; `None` where it is more than `most` (optimal string alignment).
/// Cost: the product of the lengths.
pub(crate) fn edits(a: &str, b: &str, most: u8) -> Option<u8> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > usize::from(most) {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let replaced = last[column] + usize::from(letter != other);
            let mut least = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && *letter == b[column - 1] && a[row - 1] == *other;
            if swapped {
                least = least.min(before_last[column - 1] + 1);
            }
            current.push(least);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().and_then(|edits| u8::try_from(*edits).ok()).filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn swaps_count_once() {
        assert_eq!(edits("nguyen", "ngyuen", 2), Some(1));
        assert_eq!(edits("hue", "hue", 0), Some(0));
        assert_eq!(edits("hue", "hoa", 2), Some(2));
        assert_eq!(edits("hue", "hoang", 2), None);
        assert_eq!(edits("", "ab", 2), Some(2));
    }

    proptest! {
        #[test]
        fn is_symmetric(a in "[a-d]{0,6}", b in "[a-d]{0,6}") {
            prop_assert_eq!(edits(&a, &b, 6), edits(&b, &a, 6));
        }
    }
}
