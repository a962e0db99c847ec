//! Bytes of old and new files as text.
//!
//! Good for whole files and large chunks; weak on a handful of bytes, where nothing tells one
//! 8-bit encoding from another.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::syllable::is_syllable;

/// How the characters of a file are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark; ASCII too.
    Utf8,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// Microsoft's code page for Vietnamese, tones as combining marks.
    Windows1258,
    /// TCVN 5712:1993 VN3, called ABC: the fonts `.VnTime` and their kin. Capitals with marks
    /// were a matter of the font (`.VnTimeH`), so they come out as small letters.
    Tcvn3,
}

const ALL: [TextEncoding; 5] =
    [TextEncoding::Utf8, TextEncoding::Utf16Le, TextEncoding::Utf16Be, TextEncoding::Windows1258, TextEncoding::Tcvn3];

impl TextEncoding {
    /// The encoding called `name` by people and tools (`utf-8`, `UTF8`, `cp1258`, `abc`).
    pub fn from_name(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match plain.as_str() {
            "utf8" | "utf8bom" | "utf8sig" | "ascii" | "usascii" => Some(Self::Utf8),
            "utf16" | "utf16le" | "unicode" => Some(Self::Utf16Le),
            "utf16be" => Some(Self::Utf16Be),
            "windows1258" | "cp1258" | "win1258" => Some(Self::Windows1258),
            "tcvn3" | "abc" | "tcvn" | "tcvn5712" | "tcvn3abc" => Some(Self::Tcvn3),
            _ => None,
        }
    }

    /// The name that [`TextEncoding::from_name`] reads and reports show.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
        }
    }

    /// Every encoding that is known, for messages.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    fn byte_order_mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => &[0xEF, 0xBB, 0xBF],
            Self::Utf16Le => &[0xFF, 0xFE],
            Self::Utf16Be => &[0xFE, 0xFF],
            Self::Windows1258 | Self::Tcvn3 => &[],
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The encoding of the text that begins with `sample`: by its byte order mark, else UTF-16 where
/// every other byte of its plain letters is zero, else UTF-8 where it is valid (a character cut at
/// the end is forgiven), else the 8-bit encoding in which more words are Vietnamese syllables.
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

/// `bytes` as text: the byte order mark at its beginning dropped, NFC for the 8-bit encodings,
/// U+FFFD for what is no character of the encoding. A chunk of a file must be cut between
/// characters (at a line end); borrowed when nothing has to be changed.
pub fn decode(encoding: TextEncoding, bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(encoding.byte_order_mark()).unwrap_or(bytes);
    match encoding {
        TextEncoding::Utf8 => String::from_utf8_lossy(bytes),
        TextEncoding::Utf16Le => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0,
        TextEncoding::Utf16Be => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0,
        TextEncoding::Windows1258 => {
            Cow::Owned(encoding_rs::WINDOWS_1258.decode_without_bom_handling(bytes).0.nfc().collect())
        }
        TextEncoding::Tcvn3 => Cow::Owned(bytes.iter().map(|byte| tcvn3_character(*byte)).nfc().collect()),
    }
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
    let score = |encoding| marked_syllables(&decode(encoding, sample));
    match score(TextEncoding::Tcvn3) > score(TextEncoding::Windows1258) {
        true => TextEncoding::Tcvn3,
        false => TextEncoding::Windows1258,
    }
}

/// Number of words of `text` with marks that are spelt like syllables.
fn marked_syllables(text: &str) -> usize {
    let words = text.split(|letter: char| !letter.is_alphabetic());
    words.filter(|word| !word.is_ascii() && is_syllable(word)).count()
}

/// TCVN 5712:1993, bytes A1 to FE, the capitals with tones of its VN1 variant included; U+FFFD
/// where the standard has nothing.
const TCVN3_UPPER_HALF: [char; 94] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ', // A1-AF
    '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ',
    'Ẵ', // B0-BF
    'Ắ', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ề', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ', // C0-CF
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ', 'ĩ', 'í', 'ị', 'ò', // D0-DF
    'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0-EF
    'Ỗ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', // F0-FE
];

fn tcvn3_character(byte: u8) -> char {
    match byte {
        0..=0x7F => char::from(byte),
        0xA0 => ' ',
        0xFF => 'Ố',
        _ => byte
            .checked_sub(0xA1)
            .and_then(|place| TCVN3_UPPER_HALF.get(usize::from(place)).copied())
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "số nhà,đường,phường\n12,Nguyễn Thị Minh Khai,Phạm Ngũ Lão\n7,Trần Hưng Đạo,Cầu Kho\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn tells_the_unicode_encodings() {
        assert_eq!(detect(TEXT.as_bytes()), TextEncoding::Utf8);
        assert_eq!(detect(b""), TextEncoding::Utf8);
        assert_eq!(detect(&TEXT.as_bytes()[..2]), TextEncoding::Utf8, "cut within a character");
        assert_eq!(detect(b"\xEF\xBB\xBFplain"), TextEncoding::Utf8);
        assert_eq!(detect(&utf16(TEXT, u16::to_le_bytes)), TextEncoding::Utf16Le);
        assert_eq!(detect(&utf16(TEXT, u16::to_be_bytes)), TextEncoding::Utf16Be);
        assert_eq!(detect(b"\xFF\xFE1\0"), TextEncoding::Utf16Le);
    }

    #[test]
    fn decodes_what_it_tells() {
        for bytes in [TEXT.as_bytes().to_vec(), utf16(TEXT, u16::to_le_bytes), utf16(TEXT, u16::to_be_bytes)] {
            assert_eq!(decode(detect(&bytes), &bytes), TEXT);
        }
        assert_eq!(decode(TextEncoding::Utf8, b"\xEF\xBB\xBFplain"), "plain");
        assert_eq!(decode(TextEncoding::Utf16Be, b"\xFE\xFF\0a"), "a");
    }

    /// Bytes by the published tables of both encodings.
    #[test]
    fn tells_windows_1258_from_tcvn3() {
        let tcvn3 = b"12,\xAE\xAD\xEAng Nguy\xD4n Th\xDE Minh Khai";
        assert_eq!(detect(tcvn3), TextEncoding::Tcvn3);
        assert_eq!(decode(TextEncoding::Tcvn3, tcvn3), "12,đường Nguyễn Thị Minh Khai");

        let windows = b"12,\xF0\xFD\xF5\xCCng Nguy\xEA\xDEn Thi\xF2 Minh Khai";
        assert_eq!(detect(windows), TextEncoding::Windows1258);
        assert_eq!(decode(TextEncoding::Windows1258, windows), "12,đường Nguyễn Thị Minh Khai");
    }

    #[test]
    fn names_lead_back() {
        for encoding in TextEncoding::all() {
            assert_eq!(TextEncoding::from_name(encoding.name()), Some(*encoding));
        }
        assert_eq!(TextEncoding::from_name("TCVN3 (ABC)"), Some(TextEncoding::Tcvn3));
        assert_eq!(TextEncoding::from_name("klingon"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for encoding in TextEncoding::all() {
                decode(*encoding, &bytes);
            }
            detect(&bytes);
        }

        #[test]
        fn utf8_is_left_alone(text in "\\PC{0,40}") {
            prop_assert_eq!(decode(TextEncoding::Utf8, text.as_bytes()), text.as_str());
        }
    }
}
