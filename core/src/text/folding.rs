//! Text without case, marks and punctuation.

use std::sync::LazyLock;

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
    match plain_letter(letter) {
        Some(plain) => emit(char::from(plain)),
        None => fold_any(letter, emit),
    }
}

/// The ASCII letter, digit or mark that `letter` folds to, where it is one: all that Vietnamese
/// is written with.
pub(super) fn plain_letter(letter: char) -> Option<u8> {
    let plain = *PLAIN_LETTERS.get(letter as usize)?;
    (plain != 0).then_some(plain)
}

/// [`fold_any`] of every character below U+1F00 that folds to one ASCII character, else 0.
static PLAIN_LETTERS: LazyLock<[u8; 0x1F00]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let mut folded = String::new();
        char::from_u32(code as u32).into_iter().for_each(|letter| fold_any(letter, &mut |plain| folded.push(plain)));
        match folded.as_bytes() {
            [plain] => *plain,
            _ => 0,
        }
    })
});

/// `letter` in lower case.
pub(super) fn push_lower(text: &mut String, letter: char) {
    match LOWER_LETTERS.get(letter as usize) {
        Some(lower) => text.push(*lower),
        None => text.extend(letter.to_lowercase()),
    }
}

/// Lower case of every character below U+1F00; those few that lower to several keep their first.
static LOWER_LETTERS: LazyLock<[char; 0x1F00]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let letter = char::from_u32(code as u32).unwrap_or_default();
        letter.to_lowercase().next().unwrap_or(letter)
    })
});

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
    use unicode_normalization::UnicodeNormalization;

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
