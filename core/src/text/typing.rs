//! Vietnamese as it is keyed in where no input method turns keys into letters: Telex and VNI.
//!
//! Many words mean something both ways (`as`, `quan1`), so the line is asked as a whole. Every
//! word that keys explain speaks for them, more so where no other language writes like that
//! (`nguyeenx`, `d9u7o7ng2`); words with marks and foreign words speak against them.

mod telex;
mod typed_syllable;
mod vni;

use std::borrow::Cow;
use std::ops::Range;

use super::syllable::is_syllable;

/// `line` with what was keyed in Telex or VNI turned into letters (NFC); borrowed where nothing
/// was. The case of words stays, and so does everything between them. Idempotent on lines that
/// hold no such keys; one pass over the bytes where no word can be one.
pub fn decode_typing(line: &str) -> Cow<'_, str> {
    if !may_be_typed(line.as_bytes()) {
        return Cow::Borrowed(line);
    }
    let telex = TypedLine::read(line, &TELEX);
    let vni = TypedLine::read(line, &VNI);
    let better = if vni.evidence() > telex.evidence() { vni } else { telex };
    if better.is_believed() { Cow::Owned(better.decoded()) } else { Cow::Borrowed(line) }
}

/// A word as keys explain it.
struct Reading {
    /// Small, NFC.
    text: String,
    /// How much speaks for it.
    evidence: u32,
    /// The most that one key of it does.
    strongest: u32,
    /// Whether it may as well be the word for a thing and its number (`quan1`).
    numbered: bool,
}

/// A way of keying.
struct Method {
    /// Reads a small word.
    read: fn(&str) -> Option<Reading>,
    /// The part of a word to be read.
    keys: fn(&str) -> &str,
}

const TELEX: Method = Method { read: telex::read, keys: leading_letters };
const VNI: Method = Method { read: vni::read, keys: whole };

/// A line with the words that a method explains.
struct TypedLine<'a> {
    line: &'a str,
    found: Vec<(Range<usize>, Reading)>,
}

impl<'a> TypedLine<'a> {
    fn read(line: &'a str, method: &Method) -> Self {
        let mut found = Vec::new();
        let mut before = "";
        for span in word_spans(line) {
            let word = &line[span.clone()];
            if !is_number_suffix(word, before) {
                found.extend(method.read_word(word).map(|(len, reading)| (span.start..span.start + len, reading)));
            }
            before = word;
        }
        Self { line, found }
    }

    fn evidence(&self) -> u32 {
        self.found.iter().map(|(_, reading)| reading.evidence).sum()
    }

    fn is_believed(&self) -> bool {
        let evidence = self.evidence();
        let telling = self.found.iter().any(|(_, reading)| reading.strongest >= 2);
        telling && evidence >= 3 && evidence as usize > 2 * self.other_words()
    }

    /// Number of words that the keys do not explain and that are no unmarked Vietnamese either.
    fn other_words(&self) -> usize {
        let explained = |span: &Range<usize>| self.found.iter().any(|(found, _)| found.start == span.start);
        let words = word_spans(self.line).filter(|span| !explained(span)).map(|span| &self.line[span]);
        words.filter(|word| is_other(word)).count()
    }

    /// Whether the word at `span` is all that stands between commas.
    fn is_alone(&self, span: &Range<usize>) -> bool {
        let before = self.line[..span.start].trim_end();
        let behind = self.line[span.end..].trim_start();
        (before.is_empty() || before.ends_with(',')) && (behind.is_empty() || behind.starts_with(','))
    }

    fn decoded(&self) -> String {
        let mut decoded = String::with_capacity(self.line.len() + 16);
        let mut end = 0;
        for (span, reading) in self.found.iter().filter(|(span, reading)| !reading.numbered || !self.is_alone(span)) {
            decoded.push_str(&self.line[end..span.start]);
            push_in_case_of(&mut decoded, &self.line[span.clone()], &reading.text);
            end = span.end;
        }
        decoded.push_str(&self.line[end..]);
        decoded
    }
}

impl Method {
    /// The reading of the front of `word`, and how many bytes that is.
    fn read_word(&self, word: &str) -> Option<(usize, Reading)> {
        const LONGEST: usize = 16;
        let keys = (self.keys)(word);
        let readable = (2..=LONGEST).contains(&keys.len()) && word.is_ascii() && may_be_typed(keys.as_bytes());
        let reading = if readable { (self.read)(&keys.to_ascii_lowercase()) } else { None };
        reading.map(|reading| (keys.len(), reading))
    }
}

/// Whether any word of `line` has keys in it, as far as single bytes tell: no more than a guess,
/// but never wrong when it says no.
fn may_be_typed(line: &[u8]) -> bool {
    let (mut state, mut before) = (WordState::Begins, 0);
    for byte in line {
        let key = byte | 0x20;
        state = match (BYTES[usize::from(*byte)], state) {
            (ByteKind::End, _) => WordState::Begins,
            (ByteKind::Foreign, _) | (_, WordState::Foreign) => WordState::Foreign,
            (ByteKind::Horn, _) | (ByteKind::Tone | ByteKind::Digit, WordState::HasVowel) => return true,
            (ByteKind::Doubled | ByteKind::D, _) if key == before => return true,
            (ByteKind::Digit, _) if before == b'd' && key == b'9' => return true,
            (ByteKind::Doubled | ByteKind::Vowel, _) => WordState::HasVowel,
            _ => state,
        };
        before = key;
    }
    false
}

#[derive(Clone, Copy, PartialEq)]
enum WordState {
    Begins,
    HasVowel,
    /// It has a letter that no keys make.
    Foreign,
}

/// What a byte may be in a word that was keyed in.
#[derive(Clone, Copy, PartialEq)]
enum ByteKind {
    /// No part of a word.
    End,
    Foreign,
    Letter,
    Vowel,
    /// A vowel that a second one turns into another.
    Doubled,
    D,
    /// `w`.
    Horn,
    Tone,
    Digit,
}

static BYTES: [ByteKind; 256] = {
    let mut kinds = [ByteKind::Foreign; 256];
    let mut byte = 0;
    while byte < 0x80 {
        kinds[byte] = match (byte as u8).to_ascii_lowercase() {
            b'a' | b'e' | b'o' => ByteKind::Doubled,
            b'i' | b'u' | b'y' => ByteKind::Vowel,
            b's' | b'f' | b'r' | b'x' | b'j' => ByteKind::Tone,
            b'd' => ByteKind::D,
            b'w' => ByteKind::Horn,
            b'1'..=b'9' => ByteKind::Digit,
            b'a'..=b'z' | b'0' => ByteKind::Letter,
            _ => ByteKind::End,
        };
        byte += 1;
    }
    kinds
};

/// The words of `line`: runs of letters and digits, parted where a capital follows a small letter.
/// All that is no ASCII counts as a letter.
fn word_spans(line: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = line.as_bytes();
    let is_in_word = |byte: &u8| BYTES[usize::from(*byte)] != ByteKind::End;
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(is_in_word)?;
        let parts =
            |pair: &[u8]| !is_in_word(&pair[1]) || (pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        at = bytes[start..].windows(2).position(parts).map_or(bytes.len(), |before| start + before + 1);
        Some(start..at)
    })
}

fn whole(word: &str) -> &str {
    word
}

/// The letters of a word, or those before a number; none in a code like `AS02`.
fn leading_letters(word: &str) -> &str {
    let end = word.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(word.len());
    let number_follows = end > 2 && word[end..].starts_with(|next: char| next.is_ascii_digit());
    if end == word.len() || number_follows { &word[..end] } else { "" }
}

/// `bis` and `ter` behind a number are a part of it.
fn is_number_suffix(word: &str, before: &str) -> bool {
    let suffix = word.eq_ignore_ascii_case("bis") || word.eq_ignore_ascii_case("ter");
    suffix && before.ends_with(|last: char| last.is_ascii_digit())
}

/// Whether `word` is written with marks, or with vowels but unlike a syllable: no number, no
/// initials, no unmarked Vietnamese.
fn is_other(word: &str) -> bool {
    let letters = leading_letters(word);
    let has_vowel = letters.bytes().any(|letter| b"aeiouyAEIOUY".contains(&letter));
    word.contains(|letter: char| !letter.is_ascii() && letter.is_alphabetic())
        || (letters.len() > 1 && has_vowel && !is_syllable(letters))
}

/// Appends `text` in the case of `typed`: all capitals, a capital in front, or small.
fn push_in_case_of(decoded: &mut String, typed: &str, text: &str) {
    let small = typed.bytes().any(|letter| letter.is_ascii_lowercase());
    let capital = typed.starts_with(|letter: char| letter.is_ascii_uppercase());
    let mut letters = text.chars();
    match (capital, small) {
        (true, false) => decoded.extend(letters.flat_map(char::to_uppercase)),
        (true, true) => {
            decoded.extend(letters.by_ref().take(1).flat_map(char::to_uppercase));
            decoded.push_str(letters.as_str());
        }
        (false, _) => decoded.push_str(text),
    }
}
