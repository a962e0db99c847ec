//! The parts of a label that the query matched.

use vmap_core::text::{Word, words};

/// Character ranges `[start, end)` of `label` whose words were typed; the last word of `typed` may
/// be the beginning of one where it is `unfinished`. `repaired` are folded words of the label that
/// were typed with a slip. Neighbouring words are one range.
pub(crate) fn highlight(label: &str, typed: &[Word], unfinished: bool, repaired: &[String]) -> Vec<[usize; 2]> {
    let is_typed = |word: &Word| {
        let begins = |typed: &Word| unfinished && word.folded.starts_with(typed.folded.as_str());
        typed.iter().any(|typed| typed.folded == word.folded)
            || typed.last().is_some_and(begins)
            || repaired.iter().any(|repaired| *repaired == word.folded)
    };
    let mut ranges: Vec<[usize; 2]> = Vec::new();
    let mut last_matched = false;
    for word in words(label) {
        let matched = is_typed(&word);
        if matched {
            let start = label[..word.span.start].chars().count();
            let end = start + label[word.span.clone()].chars().count();
            match ranges.last_mut().filter(|_| last_matched) {
                Some(range) if touches(label, range[1], start) => range[1] = end,
                _ => ranges.push([start, end]),
            }
        }
        last_matched = matched;
    }
    ranges
}

/// Whether only spaces lie between two character positions of `label`.
fn touches(label: &str, end: usize, start: usize) -> bool {
    label.chars().skip(end).take(start - end).all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(label: &str, query: &str, unfinished: bool) -> Vec<String> {
        let ranges = highlight(label, &words(query), unfinished, &[]);
        let part = |[start, end]: &[usize; 2]| label.chars().skip(*start).take(end - start).collect();
        ranges.iter().map(part).collect()
    }

    #[test]
    fn matched_words_are_ranges_of_characters() {
        let label = "92-96 Nguyễn Huệ, Phường Sài Gòn, Thành phố Hồ Chí Minh";
        assert_eq!(marked(label, "92-96 nguyen hue, sai gon", false), ["92-96 Nguyễn Huệ", "Sài Gòn"]);
        assert_eq!(marked(label, "nguyen h", false), ["Nguyễn"]);
        assert_eq!(marked(label, "nguyen hu", true), ["Nguyễn Huệ"]);
        assert_eq!(marked(label, "", true), Vec::<String>::new());
    }
}
