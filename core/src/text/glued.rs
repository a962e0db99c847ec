//! Words that were written together: `PhườngBếnNghé`, `PhúTP`, `1TP`.

use super::folding::fold;
use super::syllable::is_syllable;

/// Words for kinds of units and streets, folded.
const KINDS: [&str; 12] = ["tp", "tx", "tt", "phuong", "quan", "huyen", "xa", "thanh", "thi", "tinh", "duong", "pho"];

/// Initials of kinds of units.
const INITIALS: [&str; 5] = ["P", "Q", "H", "X", "T"];

/// Where in `typed` another word begins: at a capital after a small letter or a digit, where a kind
/// of unit stands on either side or marks show that two syllables meet. `WinMart` is one word.
pub(super) fn boundaries(typed: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut capitals = capitals(typed).peekable();
    let mut start = 0;
    while let Some(at) = capitals.next() {
        let end = capitals.peek().copied().unwrap_or(typed.len());
        if parts(&typed[start..at], &typed[at..end]) {
            found.push(at);
        }
        start = at;
    }
    found
}

/// Positions of the capitals that follow small letters or digits.
fn capitals(typed: &str) -> impl Iterator<Item = usize> {
    let mut before_is_small = false;
    typed.char_indices().filter_map(move |(at, letter)| {
        let capital = is_capital(letter);
        let follows = capital && before_is_small;
        before_is_small = !capital && !matches!(letter, '/' | '-' | '–' | '+');
        follows.then_some(at)
    })
}

/// Whether `letter` is a capital of Vietnamese.
fn is_capital(letter: char) -> bool {
    match letter {
        'A'..='Z' | 'À'..='Þ' | 'Ă' | 'Đ' | 'Ĩ' | 'Ũ' | 'Ơ' | 'Ư' => true,
        '\u{1EA0}'..='\u{1EF9}' => u32::from(letter) % 2 == 0,
        _ => false,
    }
}

/// Whether `left` and `right` are two words.
fn parts(left: &str, right: &str) -> bool {
    let after_number = left.ends_with(|last: char| last.is_ascii_digit());
    let name = right.trim_end_matches(|last: char| last.is_ascii_digit());
    let two_syllables = || !(left.is_ascii() && name.is_ascii()) && is_syllable(left) && is_syllable(name);
    match after_number {
        true => is_kind(name) || (!name.is_ascii() && is_syllable(name)),
        false => is_kind(name) || INITIALS.contains(&name) || (is_kind(left) && is_syllable(name)) || two_syllables(),
    }
}

fn is_kind(word: &str) -> bool {
    KINDS.contains(&fold(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::boundaries;

    fn parted(typed: &str) -> String {
        let mut parted = String::new();
        let mut start = 0;
        for at in boundaries(typed) {
            parted = parted + &typed[start..at] + " ";
            start = at;
        }
        parted + &typed[start..]
    }

    #[test]
    fn words_are_parted_where_two_meet() {
        for (typed, expected) in [
            ("PhườngBếnNghé", "Phường Bến Nghé"),
            ("PhúTP", "Phú TP"),
            ("LợiPhường", "Lợi Phường"),
            ("NghéQ1", "Nghé Q1"),
            ("1TP", "1 TP"),
            ("Phường5Quận3", "Phường5 Quận3"),
            ("12Lê", "12 Lê"),
            ("ĐứcThọ", "Đức Thọ"),
        ] {
            assert_eq!(parted(typed), expected);
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for typed in
            ["WinMart", "12A", "VinCom", "QL1A", "CT2B", "TPHCM", "LÊ", "Lê", "B12C", "McDonald", "KĐT", "12P", "5-P"]
        {
            assert_eq!(parted(typed), typed);
        }
    }
}
