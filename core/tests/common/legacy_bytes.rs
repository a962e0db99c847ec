//! Text written as the old encodings write it, by their published tables: RFC 1456 for VISCII,
//! TCVN 5712:1993 for TCVN3, Microsoft's code page 1258, and the letters that VNI's fonts show
//! for pairs of Windows-1252 characters.

use unicode_normalization::UnicodeNormalization;
use vmap_core::text::TextEncoding;

const VISCII: [(&str, &[u8]); 26] = [
    ("áàảãạ", b"\xE1\xE0\xE4\xE3\xD5"),
    ("âấầẩẫậ", b"\xE2\xA4\xA5\xA6\xE7\xA7"),
    ("ăắằẳẵặ", b"\xE5\xA1\xA2\xC6\xC7\xA3"),
    ("éèẻẽẹ", b"\xE9\xE8\xEB\xA8\xA9"),
    ("êếềểễệ", b"\xEA\xAA\xAB\xAC\xAD\xAE"),
    ("íìỉĩị", b"\xED\xEC\xEF\xEE\xB8"),
    ("óòỏõọ", b"\xF3\xF2\xF6\xF5\xF7"),
    ("ôốồổỗộ", b"\xF4\xAF\xB0\xB1\xB2\xB5"),
    ("ơớờởỡợ", b"\xBD\xBE\xB6\xB7\xDE\xFE"),
    ("úùủũụ", b"\xFA\xF9\xFC\xFB\xF8"),
    ("ưứừửữự", b"\xDF\xD1\xD7\xD8\xE6\xF1"),
    ("ýỳỷỹỵ", b"\xFD\xCF\xD6\xDB\xDC"),
    ("đ", b"\xF0"),
    ("ÁÀẢÃẠ", b"\xC1\xC0\xC4\xC3\x80"),
    ("ÂẤẦẨẪẬ", b"\xC2\x84\x85\x86\x06\x87"),
    ("ĂẮẰẲẴẶ", b"\xC5\x81\x82\x02\x05\x83"),
    ("ÉÈẺẼẸ", b"\xC9\xC8\xCB\x88\x89"),
    ("ÊẾỀỂỄỆ", b"\xCA\x8A\x8B\x8C\x8D\x8E"),
    ("ÍÌỈĨỊ", b"\xCD\xCC\x9B\xCE\x98"),
    ("ÓÒỎÕỌ", b"\xD3\xD2\x99\xA0\x9A"),
    ("ÔỐỒỔỖỘ", b"\xD4\x8F\x90\x91\x92\x93"),
    ("ƠỚỜỞỠỢ", b"\xB4\x95\x96\x97\xB3\x94"),
    ("ÚÙỦŨỤ", b"\xDA\xD9\x9C\x9D\x9E"),
    ("ƯỨỪỬỮỰ", b"\xBF\xBA\xBB\xBC\xFF\xB9"),
    ("ÝỲỶỸỴ", b"\xDD\x9F\x14\x19\x1E"),
    ("Đ", b"\xD0"),
];

/// Small letters; capitals with marks are a matter of the font.
const TCVN3: [(&str, &[u8]); 13] = [
    ("áàảãạ", b"\xB8\xB5\xB6\xB7\xB9"),
    ("âấầẩẫậ", b"\xA9\xCA\xC7\xC8\xC9\xCB"),
    ("ăắằẳẵặ", b"\xA8\xBE\xBB\xBC\xBD\xC6"),
    ("éèẻẽẹ", b"\xD0\xCC\xCE\xCF\xD1"),
    ("êếềểễệ", b"\xAA\xD5\xD2\xD3\xD4\xD6"),
    ("íìỉĩị", b"\xDD\xD7\xD8\xDC\xDE"),
    ("óòỏõọ", b"\xE3\xDF\xE1\xE2\xE4"),
    ("ôốồổỗộ", b"\xAB\xE8\xE5\xE6\xE7\xE9"),
    ("ơớờởỡợ", b"\xAC\xED\xEA\xEB\xEC\xEE"),
    ("úùủũụ", b"\xF3\xEF\xF1\xF2\xF4"),
    ("ưứừửữự", b"\xAD\xF8\xF5\xF6\xF7\xF9"),
    ("ýỳỷỹỵ", b"\xFD\xFA\xFB\xFC\xFE"),
    ("đ", b"\xAE"),
];

const TCVN3_CAPITALS: [(&str, &[u8]); 1] = [("ĂÂÊÔƠƯĐ", b"\xA1\xA2\xA3\xA4\xA5\xA6\xA7")];

/// As Windows-1252 shows it.
const VNI_WINDOWS: [(&str, &str); 13] = [
    ("áàảãạ", "aù aø aû aõ aï"),
    ("âấầẩẫậ", "aâ aá aà aå aã aä"),
    ("ăắằẳẵặ", "aê aé aè aú aü aë"),
    ("éèẻẽẹ", "eù eø eû eõ eï"),
    ("êếềểễệ", "eâ eá eà eå eã eä"),
    ("íìỉĩị", "í ì æ ó ò"),
    ("óòỏõọ", "où oø oû oõ oï"),
    ("ôốồổỗộ", "oâ oá oà oå oã oä"),
    ("ơớờởỡợ", "ô ôù ôø ôû ôõ ôï"),
    ("úùủũụ", "uù uø uû uõ uï"),
    ("ưứừửữự", "ö öù öø öû öõ öï"),
    ("ýỳỷỹỵ", "yù yø yû yõ î"),
    ("đ", "ñ"),
];

const WINDOWS_1258: [(&str, &[u8]); 2] =
    [("ăâêôơưđ", b"\xE3\xE2\xEA\xF4\xF5\xFD\xF0"), ("ĂÂÊÔƠƯĐ", b"\xC3\xC2\xCA\xD4\xD5\xDD\xD0")];

const WINDOWS_1258_TONES: [(&str, &[u8]); 1] = [("\u{300}\u{309}\u{303}\u{301}\u{323}", b"\xCC\xD2\xDE\xEC\xF2")];

/// The bytes of `text`: ASCII and Vietnamese letters.
pub fn encode(encoding: TextEncoding, text: &str) -> Vec<u8> {
    text.nfc().flat_map(|letter| if letter.is_ascii() { vec![letter as u8] } else { bytes(encoding, letter) }).collect()
}

fn bytes(encoding: TextEncoding, letter: char) -> Vec<u8> {
    let small = letter.to_lowercase().next().unwrap();
    match encoding {
        TextEncoding::Viscii => byte(&VISCII, letter).unwrap(),
        TextEncoding::Tcvn3 => byte(&TCVN3_CAPITALS, letter).or_else(|| byte(&TCVN3, small)).unwrap(),
        TextEncoding::VniWindows => vni(small, letter != small),
        TextEncoding::Windows1258 => windows_1258(letter),
        other => panic!("{other} is none of 8 bits"),
    }
}

fn byte(table: &[(&str, &[u8])], letter: char) -> Option<Vec<u8>> {
    table.iter().find_map(|(letters, bytes)| {
        let at = letters.chars().position(|known| known == letter)?;
        Some(vec![bytes[at]])
    })
}

fn vni(small: char, capital: bool) -> Vec<u8> {
    let shown = VNI_WINDOWS.iter().find_map(|(letters, shown)| {
        let at = letters.chars().position(|known| known == small)?;
        shown.split(' ').nth(at)
    });
    let shown = if capital { shown.unwrap().to_uppercase() } else { shown.unwrap().to_owned() };
    shown.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect()
}

fn windows_1258(letter: char) -> Vec<u8> {
    let parts: Vec<char> = letter.to_string().nfd().collect();
    let is_tone = |part: &char| WINDOWS_1258_TONES[0].0.contains(*part);
    let base: String = parts.iter().copied().filter(|part| !is_tone(part)).nfc().collect();
    let tone = parts.iter().find(|part| is_tone(part));
    let base = base.chars().next().unwrap();
    let mut bytes = if base.is_ascii() { vec![base as u8] } else { byte(&WINDOWS_1258, base).unwrap() };
    bytes.extend(tone.into_iter().flat_map(|tone| byte(&WINDOWS_1258_TONES, *tone).unwrap()));
    bytes
}
