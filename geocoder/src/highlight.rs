//! The parts of a label that were typed.
//!
//! Each word typed stands for one place of the label: the next one where it fits, so that the words
//! of a street are marked in the street and not in the ward that is called alike.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use vmap_core::text::{Word, words};

use crate::vocabulary::slips;

/// Character ranges `[start, end)` of `label` that were typed, in order and apart from each other. The
/// last word of `typed` may be the beginning of one where it is `unfinished`, and is marked as far as it
/// goes. Words in `repaired` (folded) may have been typed with slips, or as their initials. What stands
/// in neighbouring words with only spaces between is one range. Cost: some microseconds.
pub(crate) fn highlight(label: &str, typed: &[Word], unfinished: bool, repaired: &[String]) -> Vec<[usize; 2]> {
    let mut marked = Marked::new(label);
    let mut open = Vec::new();
    for (index, word) in typed.iter().enumerate() {
        let goes_on = unfinished && index + 1 == typed.len();
        if !(marked.whole(word) || goes_on && marked.begun(word)) {
            open.push((word, goes_on));
        }
    }
    for (word, goes_on) in open {
        let put_right =
            !repaired.is_empty() && (marked.slipped(word, goes_on, repaired) || marked.initials(word, repaired));
        if !put_right {
            marked.glued(word, goes_on);
        }
    }
    marked.ranges()
}

/// A label with the parts of its words that were typed.
struct Marked<'a> {
    label: &'a str,
    words: Vec<Word>,
    /// The letters of each word that are marked, counted from its beginning.
    letters: Vec<usize>,
    /// The word behind the one marked last.
    next: usize,
}

impl<'a> Marked<'a> {
    fn new(label: &'a str) -> Self {
        let words = words(label);
        Self { label, letters: vec![0; words.len()], words, next: 0 }
    }

    /// Marks a word that `typed` is.
    fn whole(&mut self, typed: &Word) -> bool {
        self.mark_first(|word| (word.folded == typed.folded).then(|| letters(&word.folded)))
    }

    /// Marks the beginning of a word that `typed` begins.
    fn begun(&mut self, typed: &Word) -> bool {
        self.mark_first(|word| word.folded.starts_with(typed.folded.as_str()).then(|| letters(&typed.folded)))
    }

    /// Marks one of `repaired` that `typed` is but for some slips, or begins.
    fn slipped(&mut self, typed: &Word, goes_on: bool, repaired: &[String]) -> bool {
        let most = if letters(&typed.folded) <= 3 { 1 } else { 2 };
        (1..=most).any(|most| {
            self.mark_first(|word| {
                let may_be = repaired.iter().any(|repaired| *repaired == word.folded);
                may_be.then(|| reach(&typed.folded, &word.folded, goes_on, most)).flatten()
            })
        })
    }

    /// Marks the first letters of neighbouring words of `repaired` whose initials `typed` is.
    fn initials(&mut self, typed: &Word, repaired: &[String]) -> bool {
        let initial = |word: &Word| {
            let is_repaired = repaired.iter().any(|repaired| *repaired == word.folded);
            word.folded.chars().next().filter(|_| is_repaired)
        };
        let count = letters(&typed.folded);
        let fits = |words: &[Word]| words.iter().map(initial).eq(typed.folded.chars().map(Some));
        let Some(first) = self.words.windows(count.max(1)).position(fits) else { return false };
        self.letters[first..first + count].fill(1);
        true
    }

    /// Marks neighbouring words that `typed` is with the spaces left out, or begins.
    fn glued(&mut self, typed: &Word, goes_on: bool) -> bool {
        let found =
            (0..self.words.len()).find_map(|first| Some((first, self.glued_from(first, &typed.folded, goes_on)?)));
        let Some((first, marked)) = found else { return false };
        self.next = first + marked.len();
        self.letters[first..self.next].copy_from_slice(&marked);
        true
    }

    /// The letters to be marked of two words or more from `first` on.
    fn glued_from(&self, first: usize, typed: &str, goes_on: bool) -> Option<Vec<usize>> {
        let (mut rest, mut marked) = (typed, Vec::new());
        for (word, known) in self.words[first..].iter().zip(&self.letters[first..]) {
            if *known > 0 {
                return None;
            }
            match rest.strip_prefix(word.folded.as_str()) {
                Some(after) => (rest, _) = (after, marked.push(letters(&word.folded))),
                None if goes_on && word.folded.starts_with(rest) => (rest, _) = ("", marked.push(letters(rest))),
                None => return None,
            }
            if rest.is_empty() {
                return (marked.len() > 1).then_some(marked);
            }
        }
        None
    }

    /// Marks as many letters as `fits` says of the first word not marked for which it says some: from the
    /// one behind that marked last, then from the beginning.
    fn mark_first(&mut self, fits: impl Fn(&Word) -> Option<usize>) -> bool {
        let in_order = (self.next..self.words.len()).chain(0..self.next.min(self.words.len()));
        let mut open = in_order.filter(|index| self.letters[*index] == 0);
        let Some((index, letters)) = open.find_map(|index| Some((index, fits(&self.words[index])?))) else {
            return false;
        };
        self.letters[index] = letters;
        self.next = index + 1;
        true
    }

    fn ranges(&self) -> Vec<[usize; 2]> {
        let marked = self.words.iter().zip(&self.letters).filter(|(_, letters)| **letters > 0);
        let mut bytes: Vec<Range<usize>> = Vec::new();
        for (word, letters) in marked {
            let span = word.span.start..word.span.start + bytes_of(&self.label[word.span.clone()], *letters);
            let between = |last: &Range<usize>| &self.label[last.end..span.start];
            match bytes.last_mut().filter(|last| between(last).chars().all(char::is_whitespace)) {
                Some(last) => last.end = span.end,
                None => bytes.push(span),
            }
        }
        let characters = |end: usize| self.label[..end].chars().count();
        bytes.into_iter().map(|bytes| [characters(bytes.start), characters(bytes.end)]).collect()
    }
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

/// The bytes of the first `letters` letters of `text` with their marks.
fn bytes_of(text: &str, letters: usize) -> usize {
    let mut starts = text.char_indices().filter(|(_, letter)| !is_combining_mark(*letter)).map(|(at, _)| at);
    starts.nth(letters).unwrap_or(text.len())
}

/// How many letters of `word` were typed as `typed` with at most so many slips; where that `goes_on`, of its
/// beginning.
fn reach(typed: &str, word: &str, goes_on: bool, most: u8) -> Option<usize> {
    let count = letters(word);
    if slips(typed, word, most).is_some() {
        return Some(count);
    }
    let beginnings = word.char_indices().map(|(at, _)| &word[..at]).skip(1).filter(|_| goes_on);
    let close = beginnings.filter(|beginning| slips(typed, beginning, most).is_some());
    close.last().map(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vmap_core::text::fold;

    fn marked(label: &str, query: &str, unfinished: bool, repaired: &[&str]) -> Vec<String> {
        let repaired: Vec<String> = repaired.iter().map(|word| (*word).to_owned()).collect();
        parts(label, &highlight(label, &words(query), unfinished, &repaired))
    }

    fn parts(label: &str, ranges: &[[usize; 2]]) -> Vec<String> {
        ranges.iter().map(|[start, end]| label.chars().skip(*start).take(end - start).collect()).collect()
    }

    const LABEL: &str = "92-96 Nguyễn Huệ, Phường Sài Gòn, Thành phố Hồ Chí Minh";

    #[test]
    fn matched_words_are_ranges_of_characters() {
        assert_eq!(marked(LABEL, "92-96 nguyen hue, sai gon", false, &[]), ["92-96 Nguyễn Huệ", "Sài Gòn"]);
        assert_eq!(marked(LABEL, "Nguyễn Huệ Hồ Chí", false, &[]), ["Nguyễn Huệ", "Hồ Chí"]);
        assert_eq!(marked(LABEL, "nguyen h", false, &[]), ["Nguyễn"]);
        assert_eq!(marked(LABEL, "", true, &[]), Vec::<String>::new());
    }

    #[test]
    fn the_unfinished_word_is_marked_as_far_as_it_was_typed() {
        assert_eq!(marked(LABEL, "nguyen h", true, &[]), ["Nguyễn H"]);
        assert_eq!(marked(LABEL, "92", true, &[]), ["92"]);
        assert_eq!(marked(LABEL, "92-96 nguyen hue, thanh p", true, &[]), ["92-96 Nguyễn Huệ", "Thành p"]);
        assert_eq!(marked("Đường Đ2", "d", true, &[]), ["Đ"]);
        assert_eq!(marked("Hue\u{302}\u{323} Thi", "hu", true, &[]), ["Hu"]);
        assert_eq!(marked("Hue\u{302}\u{323} Thi", "hue", true, &[]), ["Hue\u{302}\u{323}"]);
    }

    #[test]
    fn a_word_typed_once_is_marked_once() {
        assert_eq!(marked("Nguyễn Trãi, Phường Nguyễn Trãi", "nguyen trai", false, &[]), ["Nguyễn Trãi"]);
        let both = ["Nguyễn Trãi", "Nguyễn Trãi"];
        assert_eq!(marked("Nguyễn Trãi, Phường Nguyễn Trãi", "nguyen trai, nguyen trai", false, &[]), both);
        assert_eq!(marked("Phường Hà Nội, Tỉnh Hà Nam", "ha na", true, &[]), ["Hà", "Na"]);
    }

    #[test]
    fn words_with_slips_initials_and_glued_words_are_marked() {
        let name = ["nguyen", "hue"];
        assert_eq!(marked(LABEL, "ngyuen hue", false, &name), ["Nguyễn Huệ"]);
        assert_eq!(marked(LABEL, "ngyu", true, &name), ["Nguy"]);
        assert_eq!(marked(LABEL, "ngyuen hue", false, &[]), ["Huệ"]);
        assert_eq!(marked(LABEL, "nguyenhue", false, &name), ["Nguyễn Huệ"]);
        assert_eq!(marked(LABEL, "nguyenh", true, &[]), ["Nguyễn H"]);
        assert_eq!(marked("Lê Thánh Tôn", "ltt", false, &["le", "thanh", "ton"]), ["L", "T", "T"]);
    }

    const WORDS: [&str; 10] =
        ["Nguyễn", "Huệ", "Đường", "12A", "Hồ", "Hòa", "Thị", "B'lao", "92/3", "Nghe\u{323}\u{302}"];

    fn labels() -> impl Strategy<Value = String> {
        prop::collection::vec((prop::sample::select(WORDS.to_vec()), prop::bool::ANY), 1..8).prop_map(|words| {
            words.iter().map(|(word, comma)| format!("{word}{}", if *comma { ", " } else { " " })).collect()
        })
    }

    proptest! {
        #[test]
        fn ranges_lie_in_order_on_characters_and_cover_what_was_typed(
            label in labels(), first in 0_usize..8, count in 1_usize..8, cut in 0_usize..6,
        ) {
            let all = words(&label);
            let first = first.min(all.len() - 1);
            let chosen = &all[first..(first + count).min(all.len())];
            let mut typed: Vec<String> = chosen.iter().map(|word| word.folded.to_string()).collect();
            let last = typed.pop().unwrap();
            let kept = last.chars().count().saturating_sub(cut).max(1);
            typed.push(last.chars().take(kept).collect());
            let typed = typed.join(" ");
            let ranges = highlight(&label, &words(&typed), true, &[]);
            prop_assert!(ranges.iter().all(|[start, end]| start < end && *end <= label.chars().count()));
            prop_assert!(ranges.windows(2).all(|pair| pair[0][1] < pair[1][0]));
            let mut marked: Vec<char> = parts(&label, &ranges).iter().flat_map(|part| fold(part).chars().collect::<Vec<_>>()).filter(|letter| *letter != ' ').collect();
            let mut letters: Vec<char> = fold(&typed).chars().filter(|letter| *letter != ' ').collect();
            marked.sort_unstable();
            letters.sort_unstable();
            prop_assert_eq!(marked, letters);
        }
    }
}
