//! VNI for Windows: a vowel and the marks on it are two bytes, `aâ` is `â` and `aá` is `ấ` as
//! Windows-1252 shows them; a few letters have a byte of their own.

use unicode_normalization::UnicodeNormalization;

/// The text that `bytes` are, NFC; U+FFFD for marks without a letter that bears them.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut before = 0;
    for byte in bytes {
        let small = to_small(*byte);
        match marks(to_small(before), small) {
            Some(marks) => text.push_str(marks),
            None => text.push(in_case_of(*byte, character(small))),
        }
        before = *byte;
    }
    text.nfc().collect()
}

/// The marks that `byte` puts on the letter written as `before`. Both are small.
fn marks(before: u8, byte: u8) -> Option<&'static str> {
    let (hat, breve) = (matches!(before, b'a' | b'e' | b'o'), before == b'a');
    let tone = hat || matches!(before, b'u' | b'y' | HORN_O | HORN_U);
    match byte {
        0xF9 if tone => Some("\u{301}"),
        0xF8 if tone => Some("\u{300}"),
        0xFB if tone => Some("\u{309}"),
        0xF5 if tone => Some("\u{303}"),
        0xEF if tone => Some("\u{323}"),
        0xE2 if hat => Some("\u{302}"),
        0xE1 if hat => Some("\u{302}\u{301}"),
        0xE0 if hat => Some("\u{302}\u{300}"),
        0xE5 if hat => Some("\u{302}\u{309}"),
        0xE3 if hat => Some("\u{302}\u{303}"),
        0xE4 if hat => Some("\u{302}\u{323}"),
        0xEA if breve => Some("\u{306}"),
        0xE9 if breve => Some("\u{306}\u{301}"),
        0xE8 if breve => Some("\u{306}\u{300}"),
        0xFA if breve => Some("\u{306}\u{309}"),
        0xFC if breve => Some("\u{306}\u{303}"),
        0xEB if breve => Some("\u{306}\u{323}"),
        _ => None,
    }
}

const HORN_O: u8 = 0xF4;
const HORN_U: u8 = 0xF6;

/// What a small byte is by itself. Quotes and dashes are those of Windows-1252.
fn character(small: u8) -> char {
    match small {
        0xEC => 'ì',
        0xED => 'í',
        0xE6 => 'ỉ',
        0xF3 => 'ĩ',
        0xF2 => 'ị',
        0xEE => 'ỵ',
        0xF1 => 'đ',
        HORN_O => 'ơ',
        HORN_U => 'ư',
        0x80..=0xBF => punctuation(small),
        0xC0.. => char::REPLACEMENT_CHARACTER,
        _ => char::from(small),
    }
}

fn punctuation(byte: u8) -> char {
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(&[byte])
        .0
        .chars()
        .next()
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn to_small(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' | 0xC0..=0xDF => byte | 0x20,
        _ => byte,
    }
}

fn in_case_of(byte: u8, small: char) -> char {
    match to_small(byte) == byte {
        true => small,
        false => small.to_uppercase().next().unwrap_or(small),
    }
}
