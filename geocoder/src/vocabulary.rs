//! The distinct names of a release, in memory: where slips are repaired and unfinished words
//! completed before the index is asked.
//!
//! Names are kept as sequences of word numbers in alphabetical order, so that the names beginning
//! with some words are one range of rows, found by binary search. Vietnamese syllables are short
//! and close to each other, so a slip is judged over the whole phrase: each word offers its
//! repairs, and only sequences that are names survive, with all their edits counted together.

mod begun;
mod initials;
mod phrase;
mod repairs;

pub(crate) use begun::BegunNames;
pub(crate) use phrase::Phrase;
pub(crate) use repairs::slips;
use std::ops::Range;

use initials::InitialsTable;
use repairs::WordTable;

/// Row of a name in its [`Vocabulary`].
pub(crate) type NameId = u32;

/// A name that a phrase may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameMatch {
    pub name: NameId,
    /// Letters put right over the whole phrase.
    pub edits: u8,
}

/// Distinct folded names. Memory: 4 bytes a word of a name, up to 12 a name, and about 300 bytes a
/// distinct word.
pub(crate) struct Vocabulary {
    words: WordTable,
    /// What words begin with, for slips in one that is still being typed.
    beginnings: WordTable,
    /// Word numbers of all names, one after the other, names in alphabetical order.
    sequence: Vec<u32>,
    /// Where each name begins in `sequence`, and the end.
    offsets: Vec<u32>,
    /// How many places bear each name.
    bearers: Vec<u32>,
    initials: InitialsTable,
}

impl Vocabulary {
    /// The vocabulary of `names` with how many places bear each; words of a name are separated by
    /// one space. Cost: about 2 µs a name.
    pub(crate) fn new(mut names: Vec<(String, u32)>) -> Self {
        names.sort_unstable_by(|a, b| a.0.split(' ').cmp(b.0.split(' ')));
        names.dedup_by(|later, earlier| later.0 == earlier.0);
        let words = WordTable::new(names.iter().flat_map(|(name, _)| name.split(' ')));
        let beginnings = words.of_beginnings();
        let (mut sequence, mut offsets) = (Vec::new(), vec![0]);
        for (name, _) in &names {
            sequence.extend(name.split(' ').filter_map(|word| words.number(word)));
            offsets.push(sequence.len() as u32);
        }
        let initials = InitialsTable::new(names.iter().map(|(name, _)| name.as_str()));
        let bearers = names.into_iter().map(|(_, bearers)| bearers).collect();
        Self { words, beginnings, sequence, offsets, bearers, initials }
    }

    /// The name that `phrase` is to the letter.
    pub(crate) fn exact(&self, phrase: &str) -> Option<NameId> {
        let mut range = 0..self.bearers.len() as u32;
        let mut depth = 0;
        for word in phrase.split(' ') {
            range = self.narrow(range, depth, self.words.number(word)?);
            depth += 1;
        }
        self.ending_at(&range, depth)
    }

    /// The names whose words begin with these `letters`, one each, numbers being whole.
    pub(crate) fn with_initials(&self, letters: &str) -> impl Iterator<Item = NameId> + '_ {
        self.initials.names(letters)
    }

    /// The name at row `name`.
    pub(crate) fn text(&self, name: NameId) -> String {
        let words: Vec<&str> = self.word_numbers(name).iter().filter_map(|word| self.words.text(*word)).collect();
        words.join(" ")
    }

    /// How many places bear `name`.
    pub(crate) fn bearers(&self, name: NameId) -> u32 {
        self.bearers.get(name as usize).copied().unwrap_or(0)
    }

    /// Number of distinct names.
    pub(crate) fn len(&self) -> usize {
        self.bearers.len()
    }

    fn word_numbers(&self, name: NameId) -> &[u32] {
        let offset = |row: u32| self.offsets.get(row as usize).map_or(0, |offset| *offset as usize);
        self.sequence.get(offset(name)..offset(name + 1)).unwrap_or_default()
    }

    fn word_at(&self, name: NameId, depth: usize) -> Option<u32> {
        self.word_numbers(name).get(depth).copied()
    }

    /// Of the names in `range`, which agree before `depth`, those whose word there is `word`.
    fn narrow(&self, range: Range<u32>, depth: usize, word: u32) -> Range<u32> {
        self.narrow_to(range, depth, word..word + 1)
    }

    /// Of the names in `range`, which agree before `depth`, those whose word there is in `words`.
    fn narrow_to(&self, range: Range<u32>, depth: usize, words: Range<u32>) -> Range<u32> {
        let first_not_below = |bound: u32, from: u32| {
            partition_point(from..range.end, |name| self.word_at(name, depth).is_none_or(|word| word < bound))
        };
        let start = first_not_below(words.start, range.start);
        start..first_not_below(words.end, start)
    }

    /// The name in `range` that has no word at `depth`: shorter names come first.
    fn ending_at(&self, range: &Range<u32>, depth: usize) -> Option<NameId> {
        let first = (!range.is_empty()).then_some(range.start)?;
        (self.word_numbers(first).len() == depth).then_some(first)
    }
}

/// The first of `range` for which `before` no longer holds.
fn partition_point(range: Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        match before(middle) {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let names = ["le loi", "le lai", "le van sy", "nguyen hue", "nguyen thi minh khai", "nguyen trai", "le"];
        Vocabulary::new(names.iter().map(|name| ((*name).to_owned(), 1)).collect())
    }

    fn found(phrase: &str, budget: u8) -> Vec<(String, u8)> {
        let vocabulary = vocabulary();
        let matches = Phrase::new(&vocabulary, phrase, budget).matches(100);
        matches.iter().map(|found| (vocabulary.text(found.name), found.edits)).collect()
    }

    #[test]
    fn a_name_is_found_to_the_letter() {
        let vocabulary = vocabulary();
        for name in ["le", "le loi", "nguyen thi minh khai"] {
            assert_eq!(vocabulary.exact(name).map(|found| vocabulary.text(found)).as_deref(), Some(name));
        }
        for other in ["", "l", "le lo", "nguyen", "le loi loi", "khai"] {
            assert_eq!(vocabulary.exact(other), None, "{other}");
        }
    }

    #[test]
    fn slips_are_counted_over_the_phrase() {
        assert_eq!(found("nguyn hue", 1), [("nguyen hue".to_owned(), 1)]);
        assert_eq!(found("ngyuen heu", 2), [("nguyen hue".to_owned(), 2)]);
        assert_eq!(found("ngyuen heu", 1), []);
        assert_eq!(found("le lói", 0), []);
    }

    #[test]
    fn the_right_word_comes_before_a_repaired_one() {
        assert_eq!(found("le loi", 2)[0], ("le loi".to_owned(), 0));
        assert!(found("le loi", 2).contains(&("le lai".to_owned(), 1)));
    }

    #[test]
    fn glued_and_torn_words_are_put_right() {
        assert_eq!(found("nguyenhue", 1), [("nguyen hue".to_owned(), 1)]);
        assert_eq!(found("nguyenthiminhkhai", 1), [("nguyen thi minh khai".to_owned(), 1)]);
        assert_eq!(found("ngu yen trai", 1), [("nguyen trai".to_owned(), 1)]);
    }
}
