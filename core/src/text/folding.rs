//! Text without case, marks and punctuation.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// `text` in lower case without marks (`đ` is `d`, and so is `ð`, which files have for it), each run of anything but letters and digits
/// one space: `"Đường  Nguyễn-Huệ."` becomes `"duong nguyen hue"`. NFC and NFD fold alike.
/// Idempotent. Letters only: that `Mỹ` and `Mĩ` are one name is the business of name keys.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        fold_letter(letter, &mut |plain| push_spaced(&mut folded, plain));
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Hands on what `letter` folds to: a plain small letter or digit, any mark of punctuation as it
/// is, nothing for a combining mark.
pub(super) fn fold_letter(letter: char, emit: &mut impl FnMut(char)) {
    match LETTERS.plain(letter) {
        Some(plain) => emit(char::from(plain)),
        None => fold_any(letter, emit),
    }
}

/// What is known of every character below U+1F00; all that Vietnamese is written with is among
/// them. Asking the Unicode tables costs a hundred times as much.
pub(super) struct Letters {
    cases: [Letter; 0x1F00],
    tones: [(Option<char>, Option<char>); 0x1F00],
}

/// One character.
#[derive(Clone, Copy)]
struct Letter {
    /// Lower case; those few that lower to several keep their first.
    lower: char,
    /// The ASCII character that it folds to, else 0.
    plain: u8,
}

pub(super) static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let letter = |code: usize| char::from_u32(code as u32).unwrap_or_default();
    Letters {
        cases: std::array::from_fn(|code| Letter::of(letter(code))),
        tones: std::array::from_fn(|code| tone_apart(letter(code))),
    }
});

impl Letter {
    fn of(letter: char) -> Self {
        let mut folded = String::new();
        fold_any(letter, &mut |plain| folded.push(plain));
        let plain = if folded.len() == 1 { folded.as_bytes()[0] } else { 0 };
        Self { plain, lower: letter.to_lowercase().next().unwrap_or(letter) }
    }
}

fn tone_apart(letter: char) -> (Option<char>, Option<char>) {
    let mut parts = Vec::new();
    decompose_canonical(letter, |part| parts.push(part));
    let is_tone = |part: &char| matches!(part, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let tone = parts.iter().copied().find(is_tone);
    (parts.into_iter().filter(|part| !is_tone(part)).nfc().next(), tone)
}

impl Letters {
    /// The ASCII letter, digit or mark that `letter` folds to, where it is one.
    pub(super) fn plain(&self, letter: char) -> Option<u8> {
        let plain = self.cases.get(letter as usize)?.plain;
        (plain != 0).then_some(plain)
    }

    /// `letter` in lower case; of a letter that no Vietnamese text holds, the first of several.
    pub(super) fn lower(&self, letter: char) -> char {
        self.cases.get(letter as usize).map_or(letter, |known| known.lower)
    }

    /// `letter` without its tone, and the tone; a tone by itself is no letter.
    pub(super) fn tone_apart(&self, letter: char) -> (Option<char>, Option<char>) {
        self.tones.get(letter as usize).copied().unwrap_or((Some(letter), None))
    }
}

fn fold_any(letter: char, emit: &mut impl FnMut(char)) {
    match letter {
        'đ' | 'Đ' | 'ð' | 'Ð' => emit('d'),
        _ => decompose_canonical(letter, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().filter(|part| !is_combining_mark(*part)).for_each(&mut *emit);
            }
        }),
    }
}

fn push_spaced(folded: &mut String, letter: char) {
    match letter.is_alphanumeric() {
        true => folded.push(letter),
        false if folded.ends_with(' ') || folded.is_empty() => {}
        false => folded.push(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_marks_case_and_punctuation() {
        assert_eq!(fold("Đường  Nguyễn-Huệ."), "duong nguyen hue");
        assert_eq!(fold("  P. 12,Q.3 "), "p 12 q 3");
        assert_eq!(fold("ĐƯỜNG Ỷ LAN"), "duong y lan");
        assert_eq!(fold("ÐƯỜNG ðôi"), "duong doi");
    }

    proptest! {
        #[test]
        fn is_idempotent(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composed_and_decomposed_fold_alike(text in "[a-yđĐàảãáạăằẳẵắặâầẩẫấậêềểễếệôốồơớợưừứựỳý ,.]{0,30}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
