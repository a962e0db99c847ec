//! A text as words with their places in it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::folding::{fold_letter, plain_letter, push_lower};
use super::glued::boundaries;

/// One run of letters and digits of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as [`super::fold`] leaves it; `/`, `-` and `+` inside a number stay.
    pub folded: String,
    /// The word as typed, lower case, NFC, marks kept.
    pub marked: String,
    /// Bytes of the original text that it stands on.
    pub span: Range<usize>,
    /// Number of the segment it lies in, from 0; commas, semicolons, line ends, brackets and bars
    /// part segments.
    pub segment: usize,
}

/// The words of `text` in order. `/`, `-` and `+` within a number stay inside a word, so that
/// `1806/127/2A`, `92-96` and `12+300` are one word each; words written together
/// (`PhườngBếnNghé`, `Trần PhúTP. Móng Cái`) are parted. Two allocations a word.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    let (mut start, mut segment) = (None, 0);
    for (at, letter) in text.char_indices() {
        match (start, is_inside(text, start, at, letter)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                push_words(&mut found, text, from..at, segment);
                start = None;
            }
            _ => {}
        }
        if matches!(letter, ',' | ';' | '\n' | '(' | ')' | '[' | ']' | '|') {
            segment += 1;
        }
    }
    if let Some(from) = start {
        push_words(&mut found, text, from..text.len(), segment);
    }
    found
}

fn is_inside(text: &str, start: Option<usize>, at: usize, letter: char) -> bool {
    match letter {
        '/' | '-' | '–' | '+' => {
            start.is_some_and(|from| joins_numbers(&text[from..at], &text[at + letter.len_utf8()..]))
        }
        _ if letter.is_ascii() => letter.is_ascii_alphanumeric(),
        _ if plain_letter(letter).is_some_and(|plain| plain.is_ascii_alphanumeric()) => true,
        _ => letter.is_alphanumeric() || (start.is_some() && is_combining_mark(letter)),
    }
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

fn push_words(found: &mut Vec<Word>, text: &str, span: Range<usize>, segment: usize) {
    let mut start = span.start;
    for at in boundaries(&text[span.clone()]) {
        push_word(found, text, start..span.start + at, segment);
        start = span.start + at;
    }
    push_word(found, text, start..span.end, segment);
}

fn push_word(found: &mut Vec<Word>, text: &str, span: Range<usize>, segment: usize) {
    let typed = &text[span.clone()];
    let folded = fold_word(typed);
    if !folded.is_empty() {
        found.push(Word { folded, marked: lower_nfc(typed), span, segment });
    }
}

fn fold_word(typed: &str) -> String {
    let mut folded = String::with_capacity(typed.len());
    for letter in typed.chars() {
        fold_letter(letter, &mut |plain| match plain {
            '–' => folded.push('-'),
            '/' | '-' | '+' => folded.push(plain),
            _ if plain.is_alphanumeric() => folded.push(plain),
            _ => {}
        });
    }
    folded
}

fn lower_nfc(typed: &str) -> String {
    match is_surely_nfc(typed) {
        _ if typed.is_ascii() => typed.to_ascii_lowercase(),
        true => lower(typed),
        false => typed.to_lowercase().nfc().collect(),
    }
}

fn lower(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    text.chars().for_each(|letter| push_lower(&mut lower, letter));
    lower
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

    fn folded(text: &str) -> Vec<String> {
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
