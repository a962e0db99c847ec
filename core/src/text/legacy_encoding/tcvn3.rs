//! TCVN 5712:1993 VN3.

use unicode_normalization::UnicodeNormalization;

/// The text that `bytes` are, NFC.
pub(super) fn decode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| character(*byte)).nfc().collect()
}

/// TCVN 5712:1993, bytes A1 to FE, the capitals with tones of its VN1 variant included; U+FFFD
/// where the standard has nothing.
const UPPER_HALF: [char; 94] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ', // A1-AF
    '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ',
    'Ẵ', // B0-BF
    'Ắ', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ề', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ', // C0-CF
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ', 'ĩ', 'í', 'ị', 'ò', // D0-DF
    'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0-EF
    'Ỗ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', // F0-FE
];

fn character(byte: u8) -> char {
    match byte {
        0..=0x7F => char::from(byte),
        0xA0 => ' ',
        0xFF => 'Ố',
        _ => byte
            .checked_sub(0xA1)
            .and_then(|place| UPPER_HALF.get(usize::from(place)).copied())
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
