//! A text as words with their places in it.

use std::ops::Range;

use super::fold;

/// One run of letters and digits of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as [`fold`] leaves it.
    pub folded: String,
    /// The word as typed, lower case, NFC, marks kept.
    pub marked: String,
    /// Bytes of the original text that it stands on.
    pub span: Range<usize>,
    /// Number of the comma-separated segment it lies in, from 0.
    pub segment: usize,
}

/// The words of `text` in order. `/` and `-` between digits stay inside a word, so that
/// `1806/127/2A` and `92-96` are one word each.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let (mut start, mut segment) = (None, 0);
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (index, &(at, letter)) in letters.iter().enumerate() {
        let inside = letter.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(letter)
            || (matches!(letter, '/' | '-') && joins_numbers(&letters, index));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                push_word(&mut found, text, from..at, segment);
                start = None;
            }
            _ => {}
        }
        if matches!(letter, ',' | ';' | '\n') {
            segment += 1;
        }
    }
    if let Some(from) = start {
        push_word(&mut found, text, from..text.len(), segment);
    }
    found
}

fn joins_numbers(letters: &[(usize, char)], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| letters.get(before));
    let after = letters.get(index + 1);
    let number = |neighbour: Option<&(usize, char)>| neighbour.is_some_and(|(_, letter)| letter.is_alphanumeric());
    let digit = |neighbour: Option<&(usize, char)>| neighbour.is_some_and(|(_, letter)| letter.is_ascii_digit());
    number(before) && number(after) && (digit(before) || digit(after))
}

fn push_word(found: &mut Vec<Word>, text: &str, span: Range<usize>, segment: usize) {
    use unicode_normalization::UnicodeNormalization;
    let typed = &text[span.clone()];
    let folded = match typed.contains(['/', '-']) {
        true => typed.split(['/', '-']).map(fold).collect::<Vec<_>>().join("/"),
        false => fold(typed),
    };
    if !folded.is_empty() {
        found.push(Word { folded, marked: typed.to_lowercase().nfc().collect(), span, segment });
    }
}
