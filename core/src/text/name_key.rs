//! When two spellings are the same name.

use compact_str::CompactString;

use super::Word;
use super::folding::LETTERS;

/// The key of a name, taken in word by word: names have no blanks and one spelling of i/y, so
/// `Mỹ Hòa`, `Mĩ Hoà` and `myhoa` have one key; numbers lose leading zeros.
///
/// A 64-bit FNV-1a hash: with some tens of thousands of names, two that differ share one once in
/// 10^10 tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameKey {
    hash: u64,
    letters: Letters,
    numeric: bool,
}

impl NameKey {
    /// The key of no words.
    pub(crate) const EMPTY: Self = Self { hash: 0xCBF2_9CE4_8422_2325, letters: Letters([0, 0]), numeric: true };

    /// The key of a folded name.
    pub(crate) fn of(folded: &str) -> Self {
        let mut key = Self::EMPTY;
        folded.split(' ').for_each(|word| key.push(word));
        key
    }

    /// Takes in one folded word more.
    pub(crate) fn push(&mut self, folded: &str) {
        let number = folded.bytes().all(|byte| byte.is_ascii_digit());
        let digits = if number { folded.trim_start_matches('0') } else { folded };
        self.numeric &= number;
        for byte in digits.bytes() {
            let byte = self.letters.next(byte);
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    /// The number to look up.
    pub(crate) fn value(self) -> u64 {
        self.hash
    }

    /// Whether there is nothing but digits in it.
    pub(crate) fn is_numeric(self) -> bool {
        self.numeric
    }
}

/// The last two letters, by which `y` is known to be the vowel of its syllable: after a consonant
/// or `qu`. It is written `i` then.
#[derive(Clone, Copy, Debug)]
struct Letters([u8; 2]);

impl Letters {
    fn next(&mut self, letter: u8) -> u8 {
        let [before, last] = self.0;
        let letter = if letter == b'y' && takes_a_vowel(before, last) { b'i' } else { letter };
        self.0 = [last, letter];
        letter
    }
}

fn takes_a_vowel(before: u8, last: u8) -> bool {
    let consonant = last.is_ascii_alphabetic() && !b"aeiouy".contains(&last);
    consonant || [before, last] == *b"qu"
}

/// One folded word in the form that keys compare: one spelling of i/y, no leading zeros.
pub(crate) fn unified(folded: &str) -> String {
    let digits = folded.trim_start_matches('0');
    if !digits.is_empty() && folded.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let mut letters = Letters([0, 0]);
    folded
        .chars()
        .map(|letter| if letter.is_ascii() { char::from(letters.next(letter as u8)) } else { letter })
        .collect()
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

/// How the marks of `typed` agree with those of a name's words in lower case NFC.
pub(crate) fn mark_agreement(typed: &[Word], name: &[CompactString]) -> MarkAgreement {
    let whole = if typed.len() == name.len() { MarkAgreement::Equal } else { MarkAgreement::Compatible };
    let words = typed.iter().zip(name).map(|(word, part)| word_agreement(&word.marked, part));
    words.fold(whole, MarkAgreement::min)
}

fn word_agreement(typed: &str, part: &str) -> MarkAgreement {
    match typed {
        _ if typed == part => MarkAgreement::Equal,
        _ if typed.is_ascii() => MarkAgreement::Compatible,
        _ if same_but_for_place_of_tone(typed, part) => MarkAgreement::Equal,
        // Highland names: lists themselves have Đăk and Đắk, Lăk and Lắk for one name.
        _ if typed.ends_with('k') && agrees_but_for_tone(typed, part) => MarkAgreement::Equal,
        _ => MarkAgreement::Disagree,
    }
}

/// Whether the marks of `typed` (a word that folds like `marked`) do not speak against `marked`.
pub(crate) fn agrees(typed: &str, marked: &str) -> bool {
    word_agreement(typed, marked) > MarkAgreement::Disagree
}

/// Whether `typed` and `marked`, which fold alike, differ in nothing but their tones: `hẽm` is
/// taken for `hẻm` where the words beside it leave no doubt.
pub(crate) fn agrees_but_for_tone(typed: &str, marked: &str) -> bool {
    Toneless::of(typed).eq(Toneless::of(marked))
}

/// Whether two words have the same letters and the same tone, in one spelling of i/y: `hoà` and
/// `hòa` are one.
fn same_but_for_place_of_tone(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (Toneless::of(one), Toneless::of(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return one.tone == other.tone,
            (letter, same) if letter == same => {}
            _ => return false,
        }
    }
}

/// The letters of a word without its tone, which is kept aside.
struct Toneless<'w> {
    typed: std::str::Chars<'w>,
    known: &'static super::folding::Letters,
    letters: Letters,
    tone: Option<char>,
}

impl<'w> Toneless<'w> {
    fn of(word: &'w str) -> Self {
        Self { typed: word.chars(), known: &LETTERS, letters: Letters([0, 0]), tone: None }
    }
}

impl Iterator for Toneless<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            let (letter, tone) = self.known.tone_apart(self.typed.next()?);
            self.tone = tone.or(self.tone);
            match letter {
                Some(letter) if letter.is_ascii() => return Some(char::from(self.letters.next(letter as u8))),
                Some(letter) => {
                    self.letters.next(0);
                    return Some(letter);
                }
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let same = |one, other| NameKey::of(one).value() == NameKey::of(other).value();
        assert!(same("my hoa", "mi hoa"));
        assert!(same("my hoa", "myhoa"));
        assert!(same("quy nhon", "qui nhon"));
        assert!(same("01", "1"));
        assert!(!same("tay ho", "tai ho"));
        assert_eq!(unified("quy"), "qui");
    }

    #[test]
    fn a_slip_of_the_tone_alone_is_told_from_another_word() {
        assert!(agrees_but_for_tone("hẽm", "hẻm"));
        assert!(agrees_but_for_tone("sô", "số"));
        assert!(!agrees_but_for_tone("lò", "lô"));
    }

    #[test]
    fn marks_decide_between_names_that_fold_alike() {
        let marked = |name| -> Vec<CompactString> { words(name).into_iter().map(|word| word.marked).collect() };
        let agreement = |typed, name| mark_agreement(&words(typed), &marked(name));
        assert_eq!(agreement("Sơn Hà", "sơn hà"), MarkAgreement::Equal);
        assert_eq!(agreement("son hà", "sơn hà"), MarkAgreement::Compatible);
        assert_eq!(agreement("son hà", "sơn hạ"), MarkAgreement::Disagree);
        assert_eq!(agreement("Hoà Bình", "hòa bình"), MarkAgreement::Equal);
        assert_eq!(agreement("Mĩ Thuỷ", "mỹ thủy"), MarkAgreement::Equal);
        assert_eq!(agreement("Đắk Lăk", "đăk lắk"), MarkAgreement::Equal);
    }
}
