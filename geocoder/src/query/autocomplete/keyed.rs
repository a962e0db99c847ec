//! Words on their way through Telex or VNI: the keys for marks, where the word they belong to is not yet
//! there to be recognised.

use std::borrow::Cow;

/// `line` without the keys that only put marks on letters (`dduwo`, `d9u7o`); `None` where it has none.
pub(super) fn without_keys(line: &str) -> Option<String> {
    let words: Vec<Cow<'_, str>> = line.split(' ').map(plain_word).collect();
    words.iter().any(|word| matches!(word, Cow::Owned(_))).then(|| words.join(" "))
}

fn plain_word(word: &str) -> Cow<'_, str> {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        let last = plain.chars().next_back().map(|last: char| last.to_ascii_lowercase());
        if !last.is_some_and(|last| is_key_behind(last, letter.to_ascii_lowercase())) {
            plain.push(letter);
        }
    }
    let tone = plain.strip_suffix(['s', 'f', 'r', 'x', 'j', 'S', 'F', 'R', 'X', 'J']);
    let without_tone =
        tone.filter(|rest| rest.ends_with(|letter: char| "aeiouycghmnpt".contains(letter.to_ascii_lowercase())));
    let plain = without_tone.map(str::to_owned).unwrap_or(plain);
    if plain.len() == word.len() { Cow::Borrowed(word) } else { Cow::Owned(plain) }
}

/// Whether `key` behind `letter` puts a mark on it.
fn is_key_behind(letter: char, key: char) -> bool {
    match key {
        'a' | 'e' | 'o' | 'd' => letter == key,
        'w' => "aou".contains(letter),
        '1'..='9' => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_for_marks_are_left_out() {
        for (line, plain) in [("dduwo", "duo"), ("12 d9u7o", "12 duo"), ("nguyeenx tra", "nguyen tra"), ("leej", "le")]
        {
            assert_eq!(without_keys(line).as_deref(), Some(plain), "{line}");
        }
        for line in ["", "12/3 nguyen tra", "le loi", "Đường Lê"] {
            assert_eq!(without_keys(line), None, "{line}");
        }
    }
}
