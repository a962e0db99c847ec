//! A text as words with their places in it.

use std::ops::Range;

use compact_str::CompactString;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::folding::{LETTERS, Letters, fold_letter};
use super::glued::boundaries;

/// One run of letters and digits of a text. Its texts lie within it where they have at most 24
/// bytes, as syllables and numbers do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as [`super::fold`] leaves it; `/`, `-` and `+` inside a number stay.
    pub folded: CompactString,
    /// The word as typed, lower case, NFC, marks kept.
    pub marked: CompactString,
    /// Bytes of the original text that it stands on.
    pub span: Range<usize>,
    /// Number of the segment it lies in, from 0; commas, semicolons, line ends, brackets and bars
    /// part segments.
    pub segment: usize,
}

/// The words of `text` in order. `/`, `-` and `+` within a number stay inside a word, so that
/// `1806/127/2A`, `92-96` and `12+300` are one word each; words written together
/// (`PhườngBếnNghé`, `Trần PhúTP. Móng Cái`) are parted. Three allocations a text.
pub fn words(text: &str) -> Vec<Word> {
    let mut reader = Reader::new(text);
    for (at, letter) in text.char_indices() {
        reader.take(at, letter);
    }
    reader.end_word(text.len());
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    letters: &'static Letters,
    found: Vec<Word>,
    segment: usize,
    /// Where the word under way began.
    start: Option<usize>,
    /// It so far, folded.
    folded: String,
    /// Whether it is surely NFC.
    composed: bool,
    /// Whether ASCII capitals are all that lower case changes in it.
    plain_case: bool,
    /// Whether its last letter is no capital, and whether a capital followed one that is none: only
    /// then may it be several words.
    small_last: bool,
    capital_inside: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            letters: &LETTERS,
            found: Vec::with_capacity(text.len() / 5 + 1),
            segment: 0,
            start: None,
            folded: String::with_capacity(32),
            composed: true,
            plain_case: true,
            small_last: false,
            capital_inside: false,
        }
    }

    fn take(&mut self, at: usize, letter: char) {
        match self.letters.plain(letter) {
            Some(plain) if plain.is_ascii_alphanumeric() => {
                self.start.get_or_insert(at);
                self.push_plain(letter, plain);
            }
            _ if self.is_inside(at, letter) => {
                self.start.get_or_insert(at);
                self.push_unusual(letter);
            }
            _ => {
                self.end_word(at);
                self.segment += usize::from(matches!(letter, ',' | ';' | '\n' | '(' | ')' | '[' | ']' | '|'));
            }
        }
    }

    /// Whether `letter`, which folds to no ASCII letter or digit, belongs to the word under way or
    /// begins one.
    fn is_inside(&self, at: usize, letter: char) -> bool {
        match (letter, self.start) {
            ('/' | '-' | '–' | '+', Some(from)) => {
                joins_numbers(&self.text[from..at], &self.text[at + letter.len_utf8()..])
            }
            _ if letter.is_ascii() => false,
            _ => letter.is_alphanumeric() || (self.start.is_some() && is_combining_mark(letter)),
        }
    }

    fn push_plain(&mut self, letter: char, plain: u8) {
        self.folded.push(char::from(plain & 0x7F));
        let small = self.letters.lower(letter) == letter;
        self.plain_case &= small || letter.is_ascii();
        self.capital_inside |= self.small_last && !small;
        self.small_last = small;
    }

    /// A stroke within a number, a mark apart from its letter, a letter of another script.
    fn push_unusual(&mut self, letter: char) {
        self.composed &= matches!(letter, '\0'..='\u{2FF}' | '–');
        self.plain_case &= letter.is_ascii();
        self.small_last = true;
        fold_letter(letter, &mut |plain| match plain {
            '–' => self.folded.push('-'),
            '/' | '-' | '+' => self.folded.push(plain),
            _ if plain.is_alphanumeric() => self.folded.push(plain),
            _ => {}
        });
    }

    fn end_word(&mut self, end: usize) {
        let Some(start) = self.start.take() else { return };
        let boundaries = if self.capital_inside { boundaries(&self.text[start..end]) } else { Vec::new() };
        match boundaries.is_empty() {
            true => self.push_word(start..end),
            false => self.push_words(start, &boundaries, end),
        }
    }

    fn push_word(&mut self, span: Range<usize>) {
        let typed = &self.text[span.clone()];
        let folded = CompactString::from(&self.folded);
        let marked = match () {
            () if typed.is_ascii() => folded.clone(),
            () if !self.composed => typed.to_lowercase().nfc().collect(),
            () if self.plain_case => ascii_lower(typed),
            () => typed.chars().map(|letter| self.letters.lower(letter)).collect(),
        };
        if !folded.is_empty() {
            self.found.push(Word { folded, marked, span, segment: self.segment });
        }
        self.folded.clear();
        (self.composed, self.plain_case) = (true, true);
        (self.small_last, self.capital_inside) = (false, false);
    }

    /// The word under way is several, which part at `boundaries` (from `start` on): each is read by
    /// itself.
    fn push_words(&mut self, start: usize, boundaries: &[usize], end: usize) {
        self.folded.clear();
        let mut from = start;
        for to in boundaries.iter().map(|at| start + at).chain([end]) {
            for letter in self.text[from..to].chars() {
                match self.letters.plain(letter) {
                    Some(plain) if plain.is_ascii_alphanumeric() => self.push_plain(letter, plain),
                    _ => self.push_unusual(letter),
                }
            }
            self.push_word(from..to);
            from = to;
        }
    }
}

fn ascii_lower(typed: &str) -> CompactString {
    let mut lower = CompactString::from(typed);
    lower.make_ascii_lowercase();
    lower
}

/// Whether a stroke between `before` (the word so far) and `after` lies within a number:
/// `340E` and `340F`, `74` and `A2`, but not `12` and `Quận`.
fn joins_numbers(before: &str, after: &str) -> bool {
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let first_is_digit = after.starts_with(|letter: char| letter.is_ascii_digit());
    let letters = after.chars().take_while(|letter| letter.is_alphabetic()).count();
    let short = letters == 1 || after.get(..3).is_some_and(|start| letters == 3 && is_number_suffix(start));
    let block = (1..=2).contains(&letters) && after.chars().nth(letters).is_some_and(|next| next.is_ascii_digit());
    match has_digit(before) {
        true => first_is_digit || short || block,
        false => first_is_digit && before.chars().count() <= 2,
    }
}

fn is_number_suffix(text: &str) -> bool {
    text.eq_ignore_ascii_case("bis") || text.eq_ignore_ascii_case("ter")
}

/// Whether `text` has only characters that NFC leaves alone: Latin and the composed Vietnamese
/// letters. `false` where it would have to be looked at.
fn is_surely_nfc(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '\0'..='\u{2FF}' | '\u{1EA0}'..='\u{1EF9}' | '–'))
}

/// `text` in NFC, cheaply where it is already.
pub(crate) fn to_nfc(text: &str) -> String {
    match is_surely_nfc(text) {
        true => text.to_owned(),
        false => text.nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<CompactString> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(folded("1806/127/2A Huỳnh Tấn Phát"), ["1806/127/2a", "huynh", "tan", "phat"]);
        assert_eq!(folded("340E-340F, 74/A2-74/A4"), ["340e-340f", "74/a2-74/a4"]);
        assert_eq!(folded("92–96 Km12+300 12/bis"), ["92-96", "km12+300", "12/bis"]);
        assert_eq!(folded("Phường 12-Quận 3"), ["phuong", "12", "quan", "3"]);
        assert_eq!(folded("Nguyễn-Huệ"), ["nguyen", "hue"]);
    }

    #[test]
    fn units_written_together_are_parted() {
        assert_eq!(folded("P. Trần PhúTP. Móng Cái"), ["p", "tran", "phu", "tp", "mong", "cai"]);
        assert_eq!(folded("Lê LợiPhường 5"), ["le", "loi", "phuong", "5"]);
        assert_eq!(folded("Q.1TP.HCM"), ["q", "1", "tp", "hcm"]);
        assert_eq!(folded("WinMart"), ["winmart"]);
    }

    #[test]
    fn spans_and_segments_hold_on_decomposed_text() {
        let text: String = "Số 5, Phố Huế".nfd().collect();
        let found = words(&text);
        assert_eq!(found.iter().map(|word| word.segment).collect::<Vec<_>>(), [0, 0, 1, 1]);
        assert_eq!(found[3].marked, "huế");
        assert_eq!(&text[found[3].span.clone()].nfc().collect::<String>(), "Huế");
    }

    proptest! {
        #[test]
        fn every_letter_lies_in_a_word(text in "\\PC{0,60}") {
            let found = words(&text);
            for (at, letter) in text.char_indices() {
                if letter.is_ascii_alphanumeric() {
                    prop_assert!(found.iter().any(|word| word.span.contains(&at)), "{letter} of {text:?}");
                }
            }
        }
    }
}
