//! Names written with a slip of the finger or the ear.
//!
//! Vietnamese syllables are short, and each has a dozen real ones within one letter of it. So a
//! slip is looked for only where a kind says that a unit is named and a larger unit says among
//! which: there the nearest name is hardly ever another one.

use super::{Kind, UnitId, UnitNames};
use crate::text::unified;

/// The nearest of some names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NearestNames {
    /// Slips between what was written and each of these.
    pub(crate) slips: usize,
    /// The units so called, ascending.
    pub(crate) units: Vec<UnitId>,
}

impl UnitNames {
    /// The units of `kind` that belong to `larger`, in any era, and whose name is nearest to
    /// `folded` (words parted by blanks), where so few slips tell them apart that it is credible;
    /// `None` where no name is near, or several names are equally near.
    ///
    /// Cost: a pass over all units, some tens of microseconds.
    pub(crate) fn nearest_names(&self, folded: &str, kind: Kind, larger: UnitId) -> Option<NearestNames> {
        let written = letters(folded);
        let mut nearest: Option<(NearestNames, &str)> = None;
        let budget = most_slips(&written);
        if budget == 0 {
            return None;
        }
        for (row, name) in self.letters.iter().enumerate() {
            let unit = UnitId(row as u16);
            let best = nearest.as_ref().map_or(budget, |(nearest, _)| nearest.slips);
            if name.len().abs_diff(written.len()) > best || !self.is_kind_within(unit, kind, larger) {
                continue;
            }
            match slips(&written, name, best) {
                None => {}
                Some(slips) if nearest.as_ref().is_none_or(|(nearest, _)| slips < nearest.slips) => {
                    nearest = Some((NearestNames { slips, units: vec![unit] }, name));
                }
                Some(_) => {
                    if let Some((nearest, nearest_name)) = &mut nearest {
                        if *nearest_name != &**name {
                            nearest.units.clear();
                        } else if !nearest.units.is_empty() {
                            nearest.units.push(unit);
                        }
                    }
                }
            }
        }
        nearest.map(|(nearest, _)| nearest).filter(|nearest| !nearest.units.is_empty())
    }

    fn is_kind_within(&self, unit: UnitId, kind: Kind, larger: UnitId) -> bool {
        self.table.get(unit).is_some_and(|facts| kind.may_be(facts.level))
            && self.kinship().between(unit, &self.kinship().kin(unit), larger).is_some()
    }
}

/// A name as it is compared: no blanks, one spelling of i/y.
pub(super) fn letters(folded: &str) -> String {
    folded.split(' ').map(unified).collect()
}

/// Slips that are credible in so many letters.
fn most_slips(letters: &str) -> usize {
    match letters.len() {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    }
}

/// Slips between two names, at most `most`: letters missing, doubled, changed or swapped, or one
/// confusion of sounds that are written otherwise (`tr` for `ch`).
fn slips(written: &str, name: &str, most: usize) -> Option<usize> {
    let as_typed = edits(written.as_bytes(), name.as_bytes());
    let as_heard = 1 + edits(&sounds(written), &sounds(name));
    Some(as_typed.min(as_heard)).filter(|slips| *slips <= most)
}

/// Letters with the sounds that are taken for one another written alike.
fn sounds(letters: &str) -> Vec<u8> {
    let bytes = letters.as_bytes();
    let mut sounds = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let (sound, len) = match bytes[at..] {
            [b't', b'r', ..] | [b'c', b'h', ..] => (b'c', 2),
            [b'n', b'g', b'h', ..] => (b'n', 3),
            [b'n', b'g' | b'h', ..] => (b'n', 2),
            [b'g', b'i', ..] => (b'd', 2),
            [b'r', ..] => (b'd', 1),
            [b's', ..] => (b'x', 1),
            [b'l', ..] => (b'n', 1),
            [b't' | b'c', b'h', ..] => (b'c', 2),
            [letter, ..] => (letter, 1),
            [] => break,
        };
        sounds.push(sound);
        at += len;
    }
    sounds
}

/// Letters to add, drop, change or swap with their neighbour (optimal string alignment).
fn edits(one: &[u8], other: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, beside) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != beside);
            let mut least = changed.min(last[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *beside {
                least = least.min(before_last[column - 1] + 1);
            }
            line.push(least);
        }
        before_last = std::mem::replace(&mut last, line);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips_of_finger_and_ear() {
        for (written, name, expected) in [
            ("ben nge", "ben nghe", Some(1)),
            ("ben ngeh", "ben nghe", Some(1)),
            ("trau kim", "chau kim", Some(1)),
            ("dao long", "giao long", Some(1)),
            ("nuong bang", "luong bang", Some(1)),
            ("son ha", "ha son", None),
        ] {
            assert_eq!(slips(&letters(written), &letters(name), 2), expected, "{written} for {name}");
        }
    }

    #[test]
    fn short_names_allow_no_slip() {
        assert_eq!(most_slips("abc"), 0);
        assert_eq!(most_slips("anlac"), 1);
    }
}
