//! The names that a phrase may mean.

use std::ops::Range;

use super::{NameMatch, Vocabulary};

/// A phrase being looked for in a vocabulary, with the repairs of its words.
pub(crate) struct Phrase<'a> {
    vocabulary: &'a Vocabulary,
    words: Vec<&'a str>,
    repairs: Vec<Vec<(u32, u8)>>,
    budget: u8,
}

/// How far a walk through the phrase has come.
#[derive(Clone)]
struct Walk<'a> {
    /// Names that agree so far.
    range: Range<u32>,
    /// Words of the name agreed on.
    depth: usize,
    /// Word of the phrase to be looked at next.
    at: usize,
    /// What is left of that word, where its beginning was already taken for a word of its own.
    rest: Option<&'a str>,
    edits: u8,
}

impl<'a> Phrase<'a> {
    /// `phrase` (folded, one space between words) with at most `budget` edits.
    pub(crate) fn new(vocabulary: &'a Vocabulary, phrase: &'a str, budget: u8) -> Self {
        let words: Vec<&str> = phrase.split(' ').filter(|word| !word.is_empty()).collect();
        let repairs = words.iter().map(|word| vocabulary.words.repairs(word, budget)).collect();
        Self { vocabulary, words, repairs, budget }
    }

    /// At most `limit` names, those with the fewest edits first, then those that most places
    /// bear. Cost: some tens of microseconds with repairs, less without.
    pub(crate) fn matches(&self, limit: usize) -> Vec<NameMatch> {
        let mut found = Vec::new();
        if !self.words.is_empty() {
            let all = 0..self.vocabulary.len() as u32;
            self.walk(Walk { range: all, depth: 0, at: 0, rest: None, edits: 0 }, &mut found);
        }
        found.sort_unstable_by_key(|found| (found.name, found.edits));
        found.dedup_by_key(|found| found.name);
        let bearers = |name| std::cmp::Reverse(self.vocabulary.bearers(name));
        found.sort_unstable_by_key(|found| (found.edits, bearers(found.name), found.name));
        found.truncate(limit);
        found
    }

    fn walk(&self, walk: Walk<'a>, found: &mut Vec<NameMatch>) {
        if walk.range.is_empty() {
            return;
        }
        let Some(word) = walk.rest.or_else(|| self.words.get(walk.at).copied()) else {
            let name = self.vocabulary.ending_at(&walk.range, walk.depth);
            found.extend(name.map(|name| NameMatch { name, edits: walk.edits }));
            return;
        };
        if let Some(number) = self.vocabulary.words.number(word) {
            self.step(&walk, number, 0, walk.at + 1, found);
        }
        if walk.rest.is_none() {
            for (number, edits) in &self.repairs[walk.at] {
                self.step(&walk, *number, *edits, walk.at + 1, found);
            }
        }
        self.split(&walk, word, found);
        self.join(&walk, word, found);
    }

    /// Takes `number` for the next word of the name.
    fn step(&self, walk: &Walk<'a>, number: u32, edits: u8, at: usize, found: &mut Vec<NameMatch>) {
        if walk.edits + edits <= self.budget {
            let range = self.vocabulary.narrow(walk.range.clone(), walk.depth, number);
            self.walk(Walk { range, depth: walk.depth + 1, at, rest: None, edits: walk.edits + edits }, found);
        }
    }

    /// A space left out: `nguyenhue`. However many words stick together, it is one slip.
    fn split(&self, walk: &Walk<'a>, word: &'a str, found: &mut Vec<NameMatch>) {
        let edits = walk.edits + u8::from(walk.rest.is_none());
        if edits > self.budget || word.len() < 3 {
            return;
        }
        for (at, _) in word.char_indices().skip(1) {
            let (first, rest) = word.split_at(at);
            let Some(number) = self.vocabulary.words.number(first) else { continue };
            let range = self.vocabulary.narrow(walk.range.clone(), walk.depth, number);
            self.walk(Walk { range, depth: walk.depth + 1, at: walk.at, rest: Some(rest), edits }, found);
        }
    }

    /// A space too many: `ngu yen`.
    fn join(&self, walk: &Walk<'a>, word: &str, found: &mut Vec<NameMatch>) {
        let (None, Some(next)) = (walk.rest, self.words.get(walk.at + 1)) else { return };
        if let Some(number) = self.vocabulary.words.number(&format!("{word}{next}")) {
            self.step(walk, number, 1, walk.at + 2, found);
        }
    }
}
