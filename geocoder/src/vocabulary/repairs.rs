//! Distinct words, and which of them a mistyped word may mean.

use std::ops::Range;

use vmap_core::text::edits_within;

/// Most slips that are looked for in one word.
const MOST_EDITS: u8 = 2;

/// Words with letters left out are kept only of words up to this length; longer ones are rare in
/// Vietnamese names, and cost the square of their length.
const LONGEST_REPAIRED: usize = 12;

/// Distinct words in alphabetical order; a word's number is its row.
///
/// Repairs are found as in SymSpell: two words are within two edits only if some letters can be
/// left out of each to make them equal, so each word is filed under all its forms with up to two
/// letters left out. Memory: about 30 forms a Vietnamese syllable, 8 bytes each.
pub(crate) struct WordTable {
    words: Vec<Box<str>>,
    /// Hash of a shortened form and the word it was made of, sorted.
    shortened: Vec<(u32, u32)>,
}

impl WordTable {
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut distinct: Vec<&str> = words.collect::<hashbrown::HashSet<_>>().into_iter().collect();
        distinct.sort_unstable();
        let mut shortened = Vec::new();
        for (number, word) in distinct.iter().enumerate().filter(|(_, word)| can_be_repaired(word)) {
            shortened_forms(word, most_edits(word), &mut |form| shortened.push((hash(form), number as u32)));
        }
        shortened.sort_unstable();
        shortened.dedup();
        shortened.shrink_to_fit();
        Self { words: distinct.into_iter().map(Box::from).collect(), shortened }
    }

    /// The beginnings of these words, of the lengths at which a slip can be told.
    pub(super) fn of_beginnings(&self) -> Self {
        let beginnings =
            |word: &'_ str| -> Vec<usize> { word.char_indices().map(|(at, _)| at).skip(3).take(4).collect() };
        let all =
            self.words.iter().flat_map(|word| beginnings(word).into_iter().map(|end| &word[..end]).chain([&**word]));
        Self::new(all)
    }

    /// The number of `word`.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.words.binary_search_by(|other| (**other).cmp(word)).ok().map(|row| row as u32)
    }

    /// The word of this number.
    pub(super) fn text(&self, number: u32) -> Option<&str> {
        self.words.get(number as usize).map(|word| &**word)
    }

    /// The numbers of the words that begin with `prefix`.
    pub(super) fn beginning_with(&self, prefix: &str) -> Range<u32> {
        let start = self.words.partition_point(|word| **word < *prefix);
        let len = self.words[start..].partition_point(|word| word.starts_with(prefix));
        start as u32..(start + len) as u32
    }

    /// The words within `most` edits of `word`, itself left out, with their edits, fewest first.
    /// Cost: some microseconds.
    pub(super) fn repairs(&self, word: &str, most: u8) -> Vec<(u32, u8)> {
        let most = most.min(most_edits(word));
        if most == 0 || !can_be_repaired(word) {
            return Vec::new();
        }
        let mut candidates = Vec::new();
        shortened_forms(word, most, &mut |form| candidates.extend(self.filed_under(hash(form))));
        candidates.sort_unstable();
        candidates.dedup();
        let distance = |number: u32| slips(word, self.text(number)?, most).filter(|slips| *slips > 0);
        let mut repairs: Vec<(u32, u8)> =
            candidates.into_iter().filter_map(|number| Some((number, distance(number)?))).collect();
        repairs.sort_unstable_by_key(|(number, edits)| (*edits, *number));
        repairs
    }

    fn filed_under(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.shortened.partition_point(|(other, _)| *other < hash);
        self.shortened[start..].iter().take_while(move |(other, _)| *other == hash).map(|(_, number)| *number)
    }
}

/// How many slips tell `typed` from `meant`, both folded; `None` where they are more than `most`.
pub(crate) fn slips(typed: &str, meant: &str, most: u8) -> Option<u8> {
    edits_within(typed, meant, most.into()).and_then(|slips| u8::try_from(slips).ok())
}

/// Numbers are never repaired: 12 is not a slip for 13.
fn can_be_repaired(word: &str) -> bool {
    (2..=LONGEST_REPAIRED).contains(&word.chars().count()) && !word.contains(|letter: char| letter.is_ascii_digit())
}

/// Of a short syllable most of the letters must be right.
fn most_edits(word: &str) -> u8 {
    if word.chars().count() <= 3 { 1 } else { MOST_EDITS }
}

/// Hands `word` to `take`, and every form with up to `most` letters left out.
fn shortened_forms(word: &str, most: u8, take: &mut impl FnMut(&str)) {
    take(word);
    if most == 0 {
        return;
    }
    for (at, letter) in word.char_indices() {
        let mut shorter = String::with_capacity(word.len());
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + letter.len_utf8()..]);
        shortened_forms(&shorter, most - 1, take);
    }
}

/// FNV-1a in 32 bits, the same in every process. Two forms that share a hash cost a comparison.
///
/// Source: Fowler, Noll, Vo; offset basis and prime as published.
fn hash(form: &str) -> u32 {
    form.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
