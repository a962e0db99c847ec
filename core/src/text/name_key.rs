//! When two spellings are the same name.

use unicode_normalization::char::decompose_canonical;

use super::Word;

/// Appends the key of one folded word to `key`. Keys of names have no blanks and one spelling of
/// i/y, so `Mỹ Hòa`, `Mĩ Hoà` and `myhoa` are one; numbers lose leading zeros.
pub(crate) fn push_name_key(key: &mut String, folded: &str) {
    let number = folded.bytes().all(|byte| byte.is_ascii_digit());
    let digits = folded.trim_start_matches('0');
    match number && !digits.is_empty() {
        true => key.push_str(digits),
        false => folded.chars().for_each(|letter| push_letter(key, letter)),
    }
}

/// The key of a folded name of several words.
pub(crate) fn name_key(folded: &str) -> String {
    let mut key = String::with_capacity(folded.len());
    folded.split(' ').for_each(|word| push_name_key(&mut key, word));
    key
}

/// `y` that is the vowel of its syllable is written `i`: after a consonant or `qu`.
fn push_letter(key: &mut String, letter: char) {
    let before = key.as_bytes();
    let consonant = before.last().is_some_and(|last| last.is_ascii_alphabetic() && !b"aeiouy".contains(last));
    match letter {
        'y' if consonant || before.ends_with(b"qu") => key.push('i'),
        _ => key.push(letter),
    }
}

/// How well marks that were typed fit a name that folds alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MarkAgreement {
    /// A mark was typed that the name has not, or has otherwise.
    Disagree,
    /// Nothing typed speaks against the name, but not all its marks were typed.
    Compatible,
    /// The same marks; where the tone stands in its syllable does not matter.
    Equal,
}

/// How the marks of `typed` agree with those of `name` (lower case NFC, one blank between words).
pub(crate) fn mark_agreement(typed: &[Word], name: &str) -> MarkAgreement {
    let mut parts = name.split(' ');
    let mut agreement = MarkAgreement::Equal;
    for word in typed {
        let Some(part) = parts.next() else { return agreement.min(MarkAgreement::Compatible) };
        agreement = agreement.min(word_agreement(&word.marked, part));
    }
    match parts.next() {
        Some(_) => agreement.min(MarkAgreement::Compatible),
        None => agreement,
    }
}

fn word_agreement(typed: &str, part: &str) -> MarkAgreement {
    match typed {
        _ if typed == part => MarkAgreement::Equal,
        _ if typed.is_ascii() => MarkAgreement::Compatible,
        _ if toned(typed) == toned(part) => MarkAgreement::Equal,
        _ => MarkAgreement::Disagree,
    }
}

/// Whether the marks of `typed` (a word that folds like `marked`) do not speak against `marked`.
pub(crate) fn agrees(typed: &str, marked: &str) -> bool {
    word_agreement(typed, marked) > MarkAgreement::Disagree
}

/// `word` with its tone moved to the end and one spelling of i/y: `hoà` and `hòa` are one.
fn toned(word: &str) -> String {
    let mut letters = String::with_capacity(word.len() + 2);
    let mut tone = None;
    for letter in word.chars() {
        decompose_canonical(letter, |part| match part {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(part),
            _ => push_letter(&mut letters, part),
        });
    }
    letters.extend(tone);
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        assert_eq!(name_key("my hoa"), name_key("mi hoa"));
        assert_eq!(name_key("quy nhon"), name_key("qui nhon"));
        assert_eq!(name_key("01"), name_key("1"));
        assert_ne!(name_key("tay ho"), name_key("tai ho"));
    }

    #[test]
    fn marks_decide_between_names_that_fold_alike() {
        let agreement = |typed, name| mark_agreement(&words(typed), name);
        assert_eq!(agreement("Sơn Hà", "sơn hà"), MarkAgreement::Equal);
        assert_eq!(agreement("son hà", "sơn hà"), MarkAgreement::Compatible);
        assert_eq!(agreement("son hà", "sơn hạ"), MarkAgreement::Disagree);
        assert_eq!(agreement("Hoà Bình", "hòa bình"), MarkAgreement::Equal);
        assert_eq!(agreement("Mĩ Thuỷ", "mỹ thủy"), MarkAgreement::Equal);
    }
}
