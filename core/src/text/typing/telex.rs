//! Telex: `dduwowngf` is `đường`.

use super::Reading;
use super::typed_syllable::{TypedSyllable, is_vowel};

/// What `word` (small ASCII letters) is in Telex, where keys of Telex are in it and make a syllable.
/// The tone may be typed anywhere behind the vowel, and so may a second `a`, `e`, `o`, `d` and `w`.
pub(super) fn read(word: &str) -> Option<Reading> {
    if !word.contains(|letter| is_vowel(letter) || letter == 'w') {
        return initials(word);
    }
    let mut typed = TypedSyllable::default();
    let (mut evidence, mut strongest) = (0, 0);
    let mut before = ' ';
    let mut keys = word.chars().peekable();
    while let Some(key) = keys.next() {
        let weight = press(&mut typed, key, before, keys.peek().copied())?;
        evidence += weight;
        strongest = strongest.max(weight);
        before = key;
    }
    let bonus = u32::from(evidence > 0 && has_vietnamese_onset(word));
    let text = if evidence > 0 { typed.finish(true)? } else { return None };
    Some(Reading { text, evidence: evidence + bonus, strongest: strongest + bonus, numbered: false })
}

/// Whether `word` begins as hardly any foreign word does.
fn has_vietnamese_onset(word: &str) -> bool {
    ["ng", "nh", "kh", "gi", "x"].iter().any(|onset| word.starts_with(onset))
}

/// `KDDT` is `KĐT`: letters without a vowel are initials.
fn initials(word: &str) -> Option<Reading> {
    let text = word.replace("dd", "đ");
    (text != word).then_some(Reading { text, evidence: 1, strongest: 1, numbered: false })
}

/// Presses one key; how much it speaks for Telex: 0 is a plain letter, 1 a key that words of other
/// languages have in this place too (`boss`, `beer`, `taxi`), 3 one that only Telex has there.
fn press(typed: &mut TypedSyllable, key: char, before: char, next: Option<char>) -> Option<u32> {
    let tone = if typed.has_vowel() { tone_of(key) } else { None };
    match key {
        _ if tone.is_some_and(|tone| !typed.set_tone(tone)) => None,
        _ if tone.is_some() => Some(weight_of_tone(key, before, next)),
        'd' if typed.last() == Some('d') && typed.add_stroke() => Some(3),
        'd' if typed.has_vowel() && typed.add_stroke() => Some(1),
        'o' if before == 'o' && typed.undo_circumflex() => Some(1),
        'a' | 'e' | 'o' if doubles(typed, key) && typed.add_circumflex(key) => {
            Some(if key == 'a' && before == 'a' { 2 } else { 1 })
        }
        'w' => press_w(typed, before),
        'f' | 'z' => None,
        _ => typed.push(key).then_some(0),
    }
}

fn tone_of(key: char) -> Option<char> {
    match key {
        's' => Some('\u{301}'),
        'f' => Some('\u{300}'),
        'r' => Some('\u{309}'),
        'x' => Some('\u{303}'),
        'j' => Some('\u{323}'),
        _ => None,
    }
}

fn weight_of_tone(key: char, before: char, next: Option<char>) -> u32 {
    let after_consonant = !is_vowel(before);
    let before_consonant = next.is_some_and(|next| !is_vowel(next));
    match key {
        's' if before == 'h' || next == Some('n') => 3,
        's' => 1,
        'r' if after_consonant => 3,
        'f' | 'x' | 'j' if after_consonant || before_consonant => 3,
        'j' => 2,
        _ => 1,
    }
}

/// Whether `key` is the second of its vowel: right behind it, or behind the consonants that end
/// the syllable.
fn doubles(typed: &TypedSyllable, key: char) -> bool {
    let last = typed.last();
    last == Some(key) || (typed.last_plain_vowel() == Some(key) && last.is_some_and(|last| !is_vowel(last)))
}

/// `w` makes `ư`, `ơ` or `ă` of what is there, and is `ư` behind a consonant.
fn press_w(typed: &mut TypedSyllable, before: char) -> Option<u32> {
    if !typed.has_vowel() {
        return (typed.last().is_some() && typed.push('ư')).then_some(1);
    }
    let breve = typed.last_plain_vowel() == Some('a') && !typed.ends_in_ua();
    let changed = if breve { typed.add_breve() } else { typed.add_horn() };
    changed.then_some(if matches!(before, 'a' | 'o') { 1 } else { 3 })
}
