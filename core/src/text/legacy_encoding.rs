//! Bytes of old and new files as text.
//!
//! Good for whole files and large chunks; weak on a handful of bytes, where nothing tells one
//! 8-bit encoding from another.

mod detection;
mod tcvn3;
mod viscii;
mod vni_windows;

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

pub use detection::detect;

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
    /// The fonts `VNI-Times` and their kin: a letter and its marks are two bytes.
    VniWindows,
    /// RFC 1456, one byte a letter.
    Viscii,
}

const ALL: [TextEncoding; 7] = [
    TextEncoding::Utf8,
    TextEncoding::Utf16Le,
    TextEncoding::Utf16Be,
    TextEncoding::Windows1258,
    TextEncoding::Tcvn3,
    TextEncoding::VniWindows,
    TextEncoding::Viscii,
];

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
            "vniwindows" | "vniwin" | "vni" | "vnitimes" => Some(Self::VniWindows),
            "viscii" | "rfc1456" => Some(Self::Viscii),
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
            Self::VniWindows => "vni-windows",
            Self::Viscii => "viscii",
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
            Self::Windows1258 | Self::Tcvn3 | Self::VniWindows | Self::Viscii => &[],
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
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
        TextEncoding::Tcvn3 => Cow::Owned(tcvn3::decode(bytes)),
        TextEncoding::VniWindows => Cow::Owned(vni_windows::decode(bytes)),
        TextEncoding::Viscii => Cow::Owned(viscii::decode(bytes)),
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
