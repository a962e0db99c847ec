//! VNI: `d9u7o7ng2` is `đường`.

use super::Reading;
use super::typed_syllable::{TypedSyllable, is_vowel};

/// Words that numbers are written behind, unmarked and marked: `ngo2` says nothing for VNI, and
/// is a second alley where it stands alone.
const NUMBERED: [(&str, &str); 26] = [
    ("phuong", "phường"),
    ("quan", "quận"),
    ("to", "tổ"),
    ("ngo", "ngõ"),
    ("ngach", "ngách"),
    ("hem", "hẻm"),
    ("kiet", "kiệt"),
    ("khu", "khu"),
    ("ap", "ấp"),
    ("thon", "thôn"),
    ("xom", "xóm"),
    ("khom", "khóm"),
    ("lo", "lô"),
    ("so", "số"),
    ("tang", "tầng"),
    ("lau", "lầu"),
    ("duong", "đường"),
    ("pho", "phố"),
    ("doi", "đội"),
    ("ban", "bản"),
    ("buon", "buôn"),
    ("lang", "làng"),
    ("can", "căn"),
    ("toa", "tòa"),
    ("khoi", "khối"),
    ("nha", "nhà"),
];

/// What `word` (small ASCII letters and digits, a letter first) is in VNI, where digits in it make
/// a syllable. Digits may stand anywhere behind their letter.
pub(super) fn read(word: &str) -> Option<Reading> {
    let end_of_letters = word.rfind(|key: char| key.is_ascii_alphabetic())? + 1;
    let (keys, last_digits) = word.split_at(end_of_letters);
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    if letters.len() < 2 || letters.len() == word.len() {
        return None;
    }
    if !letters.contains(is_vowel) {
        return initials(word);
    }
    let mut typed = TypedSyllable::default();
    let (mut evidence, mut strongest) = (0, 0);
    for (at, key) in keys.char_indices() {
        let weight = press(&mut typed, key, &keys[at + 1..])?;
        evidence += weight;
        strongest = strongest.max(weight);
    }
    for key in last_digits.chars() {
        press(&mut typed, key, "")?;
    }
    let numbered = NUMBERED.iter().find(|(plain, _)| *plain == letters).filter(|_| strongest < 3);
    let text = typed.finish(numbered.is_none())?;
    let behind = if numbered.is_none() && !last_digits.is_empty() { 2 } else { 0 };
    let numbered = numbered.is_some_and(|(_, marked)| *marked != text);
    Some(Reading { text, evidence: evidence + behind, strongest: strongest.max(behind), numbered })
}

/// `KD9T` is `KĐT`: letters without a vowel are initials.
fn initials(word: &str) -> Option<Reading> {
    let text = word.replace("d9", "đ");
    let letters_only = text.chars().all(char::is_alphabetic);
    letters_only.then_some(Reading { text, evidence: 0, strongest: 0, numbered: false })
}

/// Presses one key; how much it speaks for VNI: 3 for a digit with letters on both sides that are
/// more than a letter behind a number (`12A`).
fn press(typed: &mut TypedSyllable, key: char, rest: &str) -> Option<u32> {
    let pressed = match key {
        '1' => typed.has_vowel() && typed.set_tone('\u{301}'),
        '2' => typed.has_vowel() && typed.set_tone('\u{300}'),
        '3' => typed.has_vowel() && typed.set_tone('\u{309}'),
        '4' => typed.has_vowel() && typed.set_tone('\u{303}'),
        '5' => typed.has_vowel() && typed.set_tone('\u{323}'),
        '6' => typed.last_plain_vowel().is_some_and(|vowel| typed.add_circumflex(vowel)),
        '7' => typed.add_horn(),
        '8' => typed.add_breve(),
        '9' => typed.add_stroke(),
        '0' => false,
        _ => return typed.push(key).then_some(0),
    };
    let letters_behind = rest.trim_start_matches(|key: char| key.is_ascii_digit());
    let suffix = matches!(letters_behind.as_bytes(), [b'a'..=b'h']);
    pressed.then_some(if suffix { 1 } else { 3 })
}
