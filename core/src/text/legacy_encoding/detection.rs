//! Which encoding a file is written in.

use super::super::syllable::is_syllable;
use super::{ALL, TextEncoding, decode};

/// Where two encodings explain a file equally well, the later one is taken.
const ENCODINGS_OF_8_BITS: [TextEncoding; 4] =
    [TextEncoding::Viscii, TextEncoding::VniWindows, TextEncoding::Tcvn3, TextEncoding::Windows1258];

/// The encoding of the text that begins with `sample`: by its byte order mark, else UTF-16 where
/// every other byte of its plain letters is zero, else UTF-8 where it is valid (a character cut at
/// the end is forgiven), else the 8-bit encoding in which more words with marks are Vietnamese
/// syllables than are not. Where none explains it so well, text that is mostly valid UTF-8 is
/// UTF-8: a few broken characters cost their own rows, not every marked letter of the file.
/// A few kilobytes with marked letters in them suffice; cost grows with the sample.
pub fn detect(sample: &[u8]) -> TextEncoding {
    let marked = ALL.into_iter().find(|encoding| {
        let mark = encoding.byte_order_mark();
        !mark.is_empty() && sample.starts_with(mark)
    });
    marked.or_else(|| detect_utf16(sample)).unwrap_or_else(|| match is_utf8(sample) {
        true => TextEncoding::Utf8,
        false => detect_8_bit(sample),
    })
}

/// Text of digits, blanks and plain letters has a zero in every second byte of UTF-16, and
/// nowhere else in any other encoding.
fn detect_utf16(sample: &[u8]) -> Option<TextEncoding> {
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 16;
    match (even, odd) {
        _ if even.max(odd) <= many => None,
        (even, odd) if odd > even * 4 => Some(TextEncoding::Utf16Le),
        (even, odd) if even > odd * 4 => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

fn is_utf8(sample: &[u8]) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

fn detect_8_bit(sample: &[u8]) -> TextEncoding {
    let sense = |encoding| sense_of_marks(&decode(encoding, sample));
    let scored = ENCODINGS_OF_8_BITS.map(|encoding| (sense(encoding), encoding));
    let (most, best) = scored.into_iter().max_by_key(|(sense, _)| *sense).unwrap_or((0, TextEncoding::Windows1258));
    let explained = most > sense(TextEncoding::Utf8).max(0);
    if !explained && is_mostly_utf8(sample) { TextEncoding::Utf8 } else { best }
}

/// How many more words of `text` with marks are spelt like syllables than are not.
fn sense_of_marks(text: &str) -> i64 {
    let words = text.split(|letter: char| !letter.is_alphabetic() && letter != char::REPLACEMENT_CHARACTER);
    words.filter(|word| !word.is_ascii()).map(|word| if is_syllable(word) { 1 } else { -1 }).sum()
}

/// Text in an 8-bit encoding hardly ever has two bytes side by side that are a character of UTF-8.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in sample.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}
