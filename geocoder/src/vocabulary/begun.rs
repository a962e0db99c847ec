//! The names that a phrase begins, as ranges of rows.

use std::ops::Range;

use super::{NameId, Vocabulary};

/// Neighbouring names that begin alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BegunNames {
    pub names: Range<NameId>,
    /// Letters of the phrase put right.
    pub edits: u8,
    /// The one of them that is the whole phrase, put right.
    pub whole: Option<NameId>,
}

/// How far a walk through the phrase has come.
#[derive(Clone)]
struct Walk {
    names: Range<NameId>,
    depth: usize,
    edits: u8,
}

/// A phrase whose last word may go on, being looked for.
struct Begun<'a> {
    vocabulary: &'a Vocabulary,
    words: &'a [&'a str],
    /// What each word may have been, words for all but the last, for that the beginnings of words.
    repairs: Vec<Vec<(u32, u8)>>,
    budget: u8,
    found: Vec<BegunNames>,
}

impl Vocabulary {
    /// The names that `phrase` (folded, one space between words) begins, letter by letter, with at
    /// most `budget` edits: its last word may go on, and further words follow. Fewest edits first;
    /// ranges may overlap. Cost: a microsecond without edits, some tens with them.
    pub(crate) fn begun_by(&self, phrase: &str, budget: u8) -> Vec<BegunNames> {
        let words: Vec<&str> = phrase.split(' ').filter(|word| !word.is_empty()).collect();
        let repairs = |(at, word): (usize, &&str)| {
            let table = if at + 1 == words.len() { &self.beginnings } else { &self.words };
            table.repairs(word, budget)
        };
        let repairs = words.iter().enumerate().map(repairs).collect();
        let mut begun = Begun { vocabulary: self, words: &words, repairs, budget, found: Vec::new() };
        begun.walk(0, &Walk { names: 0..self.len() as u32, depth: 0, edits: 0 });
        let mut found = begun.found;
        found.sort_by_key(|begun| (begun.names.start, begun.names.end, begun.edits, begun.whole.is_none()));
        found.dedup_by_key(|begun| begun.names.clone());
        found.sort_by_key(|begun| begun.edits);
        found
    }
}

impl Begun<'_> {
    fn walk(&mut self, at: usize, walk: &Walk) {
        let Some(word) = self.words.get(at) else { return };
        let is_last = at + 1 == self.words.len();
        match is_last {
            true => self.complete(at, walk, word),
            false => self.step(at, walk, word),
        }
        if walk.edits < self.budget {
            let parted = Walk { edits: walk.edits + 1, ..walk.clone() };
            self.part(at, &parted, word, is_last);
        }
    }

    /// Goes on behind `word`, itself or put right.
    fn step(&mut self, at: usize, walk: &Walk, word: &str) {
        let vocabulary = self.vocabulary;
        let exact = vocabulary.words.number(word).map(|number| (number, 0));
        for entry in 0..=self.repairs[at].len() {
            let repaired = if entry == 0 { exact } else { Some(self.repairs[at][entry - 1]) };
            let Some((number, edits)) = repaired.filter(|(_, edits)| walk.edits + edits <= self.budget) else {
                continue;
            };
            let names = vocabulary.narrow(walk.names.clone(), walk.depth, number);
            if !names.is_empty() {
                self.walk(at + 1, &Walk { names, depth: walk.depth + 1, edits: walk.edits + edits });
            }
        }
    }

    /// Takes the names that go on with a word that `word` begins, itself or put right.
    fn complete(&mut self, at: usize, walk: &Walk, word: &str) {
        self.take(walk, word, walk.edits);
        let vocabulary = self.vocabulary;
        for entry in 0..self.repairs[at].len() {
            let (beginning, edits) = self.repairs[at][entry];
            let beginning = vocabulary.beginnings.text(beginning).filter(|_| walk.edits + edits <= self.budget);
            if let Some(beginning) = beginning {
                self.take(walk, beginning, walk.edits + edits);
            }
        }
    }

    fn take(&mut self, walk: &Walk, beginning: &str, edits: u8) {
        let words = self.vocabulary.words.beginning_with(beginning);
        let names = self.vocabulary.narrow_to(walk.names.clone(), walk.depth, words.clone());
        if names.is_empty() {
            return;
        }
        let exact = self.vocabulary.narrow(names.clone(), walk.depth, words.start);
        let is_word = self.vocabulary.words.text(words.start) == Some(beginning);
        let whole = self.vocabulary.ending_at(&exact, walk.depth + 1).filter(|_| is_word);
        self.found.push(BegunNames { names, edits, whole });
    }

    /// Spaces left out: `nguyenhue`, `nguyenthiminhk`. However many, they are one slip, already counted.
    fn part(&mut self, at: usize, walk: &Walk, word: &str, is_last: bool) {
        for (middle, _) in word.char_indices().skip(1) {
            let (first, rest) = word.split_at(middle);
            let Some(number) = self.vocabulary.words.number(first) else { continue };
            let names = self.vocabulary.narrow(walk.names.clone(), walk.depth, number);
            let parted = Walk { names, depth: walk.depth + 1, edits: walk.edits };
            if parted.names.is_empty() {
                continue;
            }
            match is_last {
                true => self.take(&parted, rest, parted.edits),
                false => {
                    let number = self.vocabulary.words.number(rest).unwrap_or(u32::MAX);
                    let names =
                        self.vocabulary.narrow_to(parted.names.clone(), parted.depth, number..number.saturating_add(1));
                    self.walk(at + 1, &Walk { names, depth: parted.depth + 1, edits: parted.edits });
                }
            }
            self.part(at, &parted, rest, is_last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(phrase: &str, budget: u8) -> Vec<(Vec<String>, u8, Option<String>)> {
        let names = ["le loi", "le lai", "le", "nguyen hue", "nguyen thi minh khai", "nguyen trai", "tran phu"];
        let vocabulary = Vocabulary::new(names.iter().map(|name| ((*name).to_owned(), 1)).collect());
        let text = |name| vocabulary.text(name);
        let found = vocabulary.begun_by(phrase, budget);
        found.into_iter().map(|found| (found.names.map(text).collect(), found.edits, found.whole.map(text))).collect()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_last_word_may_go_on() {
        assert_eq!(begun("l", 0), [(names(&["le", "le lai", "le loi"]), 0, None)]);
        assert_eq!(begun("nguyen t", 0), [(names(&["nguyen thi minh khai", "nguyen trai"]), 0, None)]);
        assert_eq!(begun("nguyen x", 0), []);
        assert_eq!(begun("", 0), []);
    }

    #[test]
    fn a_whole_name_is_told_from_those_that_go_on() {
        let whole = Some("le".to_owned());
        assert_eq!(begun("le", 0), [(names(&["le", "le lai", "le loi"]), 0, whole)]);
    }

    #[test]
    fn slips_are_put_right_in_any_word() {
        assert_eq!(begun("ngyuen hu", 1), [(names(&["nguyen hue"]), 1, None)]);
        assert_eq!(begun("nguyen tari", 1), [(names(&["nguyen trai"]), 1, Some("nguyen trai".to_owned()))]);
        assert_eq!(begun("ngyu", 1), [(names(&["nguyen hue", "nguyen thi minh khai", "nguyen trai"]), 1, None)]);
        assert_eq!(begun("ngyuen tari", 1), []);
        assert_eq!(begun("nguyenhu", 1), [(names(&["nguyen hue"]), 1, None)]);
        assert_eq!(begun("nguyenthiminhk", 1), [(names(&["nguyen thi minh khai"]), 1, None)]);
    }
}
