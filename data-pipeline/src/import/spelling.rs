//! The form in which names are shown.

use unicode_normalization::UnicodeNormalization;

/// `text` in NFC with single spaces; what is written in capitals throughout gets one capital a
/// word (`NGUYỄN HUỆ` becomes `Nguyễn Huệ`), while `QL1A` and `CT2` keep theirs.
pub fn display_form(text: &str) -> String {
    let words: Vec<String> = text.nfc().collect::<String>().split_whitespace().map(str::to_owned).collect();
    match words.iter().any(|word| word.chars().any(char::is_lowercase)) || words.len() < 2 {
        true => words.join(" "),
        false => words.iter().map(|word| capitalised(word)).collect::<Vec<_>>().join(" "),
    }
}

fn capitalised(word: &str) -> String {
    if word.chars().any(|letter| letter.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_throughout_are_calmed() {
        assert_eq!(display_form("ĐƯỜNG  NGUYỄN HUỆ"), "Đường Nguyễn Huệ");
        assert_eq!(display_form("QL1A"), "QL1A");
        assert_eq!(display_form("Phố  Quốc Tử Giám "), "Phố Quốc Tử Giám");
    }
}
