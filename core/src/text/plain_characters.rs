//! The characters that keyboards have, for the many that only look like them.

use std::borrow::Cow;

/// `text` with the characters of its letters that keyboards have: full-width letters and digits are
/// ASCII, the Icelandic `Ð` is `Đ`, every blank is a space, every hyphen but the en dash is `-`,
/// every apostrophe is `'`; what takes no room is left out. Borrowed where nothing has to change.
/// Idempotent.
pub fn plain_characters(text: &str) -> Cow<'_, str> {
    match may_have_look_alikes(text) && text.chars().any(|letter| plain(letter) != Some(letter)) {
        true => Cow::Owned(text.chars().filter_map(plain).collect()),
        false => Cow::Borrowed(text),
    }
}

/// Whether a byte of `text` begins a character that is none of Vietnamese. Said of few texts, and
/// far cheaper than looking at every character.
fn may_have_look_alikes(text: &str) -> bool {
    let begins =
        |pair: &[u8]| matches!(pair, [0xC2 | 0xC9 | 0xCA | 0xE2 | 0xE3 | 0xEF, _] | [0xC3, 0x90 | 0xB0] | [0xC6, 0x89]);
    text.as_bytes().windows(2).any(begins)
}

/// What `letter` stands for; `None` where it takes no room.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\0'..='\u{9F}' => Some(letter),
        'Ð' | 'Ɖ' => Some('Đ'),
        'ð' | 'ɖ' => Some('đ'),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(' '),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => None,
        '\u{2010}'..='\u{2012}' | '\u{2014}' | '\u{2015}' | '\u{2212}' => Some('-'),
        '´' | 'ʹ' | 'ʻ' | 'ʼ' | '‘' | '’' | '′' => Some('\''),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn look_alikes_become_what_they_look_like() {
        assert_eq!(plain_characters("ÐƯỜNG ðồng Ɖà Nẵng"), "ĐƯỜNG đồng Đà Nẵng");
        assert_eq!(plain_characters("１２Ａ\u{3000}Lê\u{A0}Lợi，Ｑ．１"), "12A Lê Lợi,Q.1");
        assert_eq!(plain_characters("\u{FEFF}Nguy\u{200B}ễn\u{AD} Huệ\u{200E}"), "Nguyễn Huệ");
        assert_eq!(plain_characters("92‑96 A — B − C 12–14"), "92-96 A - B - C 12–14");
        assert_eq!(plain_characters("Ea H’leo, Ea Hʼleo"), "Ea H'leo, Ea H'leo");
        assert!(matches!(plain_characters("Số 5, ngõ 12 Đường Láng"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_look_alike_is_seen() {
        for letter in '\0'..=char::MAX {
            let expected = plain(letter).map(String::from).unwrap_or_default();
            assert_eq!(plain_characters(&letter.to_string()), expected);
        }
    }

    proptest! {
        #[test]
        fn is_idempotent(text in "\\PC{0,40}") {
            let once = plain_characters(&text).into_owned();
            prop_assert_eq!(plain_characters(&once), once.as_str());
        }
    }
}
