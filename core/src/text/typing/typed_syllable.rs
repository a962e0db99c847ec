//! A syllable as an input method builds it, key by key.

use unicode_normalization::UnicodeNormalization;

use super::super::syllable::is_highland_syllable;

/// Letters of `Nghiêng`, and one more in the names of the Highlands.
const MOST_LETTERS: usize = 8;

/// Small letters with the marks that make another letter of them, and the tone apart.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedSyllable {
    letters: Vec<char>,
    tone: Option<char>,
}

impl TypedSyllable {
    /// Takes in one more letter; whether there was room for it.
    pub(super) fn push(&mut self, letter: char) -> bool {
        self.letters.push(letter);
        self.letters.len() <= MOST_LETTERS
    }

    /// Sets the tone; whether there was none.
    pub(super) fn set_tone(&mut self, tone: char) -> bool {
        self.tone.replace(tone).is_none()
    }

    /// Makes `đ` of the `d` in front.
    pub(super) fn add_stroke(&mut self) -> bool {
        let first = self.letters.first() == Some(&'d');
        first && self.change(0, 'đ')
    }

    /// Makes `â`, `ê` or `ô` of the last `vowel`.
    pub(super) fn add_circumflex(&mut self, vowel: char) -> bool {
        let hat = match vowel {
            'a' => 'â',
            'e' => 'ê',
            _ => 'ô',
        };
        self.position(|letter| letter == vowel).is_some_and(|at| self.change(at, hat))
    }

    /// Makes `oo` of the `ô` at the end, as a third `o` does: `xooong` is `xoong`.
    pub(super) fn undo_circumflex(&mut self) -> bool {
        let hat = self.letters.pop_if(|last| *last == 'ô').is_some();
        hat && self.push('o') && self.push('o')
    }

    /// Makes `ă` of the last `a`.
    pub(super) fn add_breve(&mut self) -> bool {
        self.position(|letter| letter == 'a').is_some_and(|at| self.change(at, 'ă'))
    }

    /// Makes `ươ` of `uo`, else `ơ` of the last `o`, else `ư` of the first `u`.
    pub(super) fn add_horn(&mut self) -> bool {
        let first_u = self.first_u();
        match (first_u, self.position(|letter| letter == 'o')) {
            (u, Some(o)) => {
                let beside = u.filter(|u| u + 1 == o).is_none_or(|u| self.change(u, 'ư'));
                beside && self.change(o, 'ơ')
            }
            (Some(u), None) => self.change(u, 'ư'),
            (None, None) => false,
        }
    }

    /// The last letter.
    pub(super) fn last(&self) -> Option<char> {
        self.letters.last().copied()
    }

    /// The last of the letters `a`, `e` and `o` that has no mark.
    pub(super) fn last_plain_vowel(&self) -> Option<char> {
        self.position(|letter| matches!(letter, 'a' | 'e' | 'o')).map(|at| self.letters[at])
    }

    /// Whether there is a vowel already, so that a tone may be typed.
    pub(super) fn has_vowel(&self) -> bool {
        self.letters[self.onset()..].iter().any(|letter| is_vowel(*letter))
    }

    /// Whether `u` and `a` stand side by side at the end, as in `mua`.
    pub(super) fn ends_in_ua(&self) -> bool {
        self.letters.ends_with(&['u', 'a']) && self.first_u() == Some(self.letters.len() - 2)
    }

    /// The syllable with its tone, small, NFC; `None` where that is none. The marks that spelling
    /// demands are `completed` where they were not typed: `nguyen` with a tone is `nguyễn`.
    pub(super) fn finish(&self, completed: bool) -> Option<String> {
        let typed: String = self.letters.iter().collect();
        let letters = if self.fits(&typed) { Some(typed) } else { self.complete(&typed).filter(|_| completed) };
        letters.map(|letters| with_tone(&letters, self.tone))
    }

    fn complete(&self, typed: &str) -> Option<String> {
        const DEMANDED: [(&str, &str); 9] = [
            ("ie", "iê"),
            ("ye", "yê"),
            ("ưo", "ươ"),
            ("uo", "ươ"),
            ("uo", "uô"),
            ("ươ", "uơ"),
            ("ue", "uê"),
            ("ua", "uâ"),
            ("eu", "êu"),
        ];
        let completed = DEMANDED.into_iter().filter(|(plain, _)| typed.contains(plain));
        completed.map(|(plain, marked)| typed.replacen(plain, marked, 1)).find(|letters| self.fits(letters))
    }

    fn fits(&self, letters: &str) -> bool {
        self.has_vowel() && self.tone_fits(letters) && is_highland_syllable(letters)
    }

    /// A syllable that ends in a stop has the tone sắc or nặng.
    fn tone_fits(&self, letters: &str) -> bool {
        let high_or_low = matches!(self.tone, Some('\u{301}' | '\u{323}'));
        match letters.chars().last() {
            Some('k') => high_or_low || self.tone.is_none(),
            Some('c' | 'p' | 't') => high_or_low,
            Some('h') if letters.ends_with("ch") => high_or_low,
            _ => true,
        }
    }

    /// Number of letters before those that can be vowels: `u` of `qu` is none.
    fn onset(&self) -> usize {
        if self.letters.starts_with(&['q', 'u']) { 2 } else { 0 }
    }

    fn first_u(&self) -> Option<usize> {
        (self.onset()..self.letters.len()).find(|at| self.letters[*at] == 'u')
    }

    fn position(&self, wanted: impl Fn(char) -> bool) -> Option<usize> {
        self.letters.iter().rposition(|letter| wanted(*letter))
    }

    fn change(&mut self, at: usize, letter: char) -> bool {
        self.letters[at] = letter;
        true
    }
}

/// Whether `letter`, small and toneless, is a vowel.
pub(super) fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// `letters` with `tone` where it is usually written (`hòa`, `thủy`), NFC.
fn with_tone(letters: &str, tone: Option<char>) -> String {
    let bearer = bearer_of_tone(letters);
    let put = |(at, letter)| [Some(letter), tone.filter(|_| at == bearer)];
    letters.chars().enumerate().flat_map(put).flatten().nfc().collect()
}

/// Position of the vowel that bears the tone.
fn bearer_of_tone(letters: &str) -> usize {
    let letters: Vec<char> = letters.chars().collect();
    let vowel_at = |at: usize| letters.get(at).is_some_and(|letter| is_vowel(*letter));
    let glide = matches!(letters.as_slice(), ['q', 'u', ..] | ['g', 'i', ..]) && vowel_at(2);
    let first = if glide { 2 } else { letters.iter().position(|letter| is_vowel(*letter)).unwrap_or_default() };
    let end = (first..letters.len()).find(|at| !vowel_at(*at)).unwrap_or(letters.len());
    let marked = (first..end).rev().find(|at| !letters[*at].is_ascii());
    marked.unwrap_or(match end - first {
        _ if end < letters.len() => end - 1,
        3 => first + 1,
        _ => first,
    })
}
