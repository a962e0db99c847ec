//! Marks typed must count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vmap_core::text::{Word, words};

/// How the marks of a name agree with those typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Marks {
    /// A word was typed with other marks.
    Differ,
    /// No marks were typed where the name has some.
    Untyped,
    /// Every word was typed with its marks.
    Agree,
}

impl Marks {
    /// How the marks of `typed`, a word that may go on, agree with the words of `name` that it begins: it
    /// may have any of theirs, and none that they lack.
    pub(crate) fn of_begun(typed: &Word, name: &str) -> Self {
        let typed_marks = marks(&typed.marked);
        if typed_marks.is_empty() {
            return Self::Untyped;
        }
        let names = words(name);
        let mut begun = names.iter().filter(|word| word.folded.starts_with(typed.folded.as_str())).peekable();
        let has_all = |word: &Word| {
            let own = marks(&word.marked);
            typed_marks.iter().all(|mark| own.contains(mark))
        };
        match (begun.peek().is_some(), begun.any(has_all)) {
            (false, _) => Self::Untyped,
            (true, true) => Self::Agree,
            (true, false) => Self::Differ,
        }
    }
}

/// The words that somebody typed, to be compared with names.
pub(crate) struct TypedWords(Vec<Word>);

impl TypedWords {
    pub(crate) fn of(typed: Vec<Word>) -> Self {
        Self(typed)
    }

    /// Compares the marks of those words of `name` that were typed. A word typed twice counts by
    /// its better form. Cost: about a microsecond.
    pub(crate) fn marks_of(&self, name: &str) -> Marks {
        let compared = words(name).into_iter().filter_map(|word| self.compare(&word));
        compared.min().unwrap_or(Marks::Untyped)
    }

    fn compare(&self, name_word: &Word) -> Option<Marks> {
        let same_letters = self.0.iter().filter(|typed| typed.folded == name_word.folded);
        same_letters.map(|typed| compare_word(typed, name_word)).max()
    }
}

fn compare_word(typed: &Word, name: &Word) -> Marks {
    match typed.marked == typed.folded {
        _ if marks(&typed.marked) == marks(&name.marked) => Marks::Agree,
        true => Marks::Untyped,
        false => Marks::Differ,
    }
}

/// Whether the initials `typed`, lower case, have no mark that the first letters of `name` lack; tones
/// and marks left out say nothing. Words that say its kind may stand in front of the name.
pub(crate) fn initials_agree(typed: &str, name: &str) -> bool {
    let all = words(name);
    let firsts = all.iter().filter_map(|word| word.marked.chars().next()).filter(|first| first.is_alphabetic());
    let letters = typed.chars().filter(|letter| letter.is_alphabetic());
    let of = |letter: char| marks(letter.encode_utf8(&mut [0; 4]));
    let has_marks_of = |(typed, first)| of(typed).iter().all(|mark| of(first).contains(mark));
    letters.rev().zip(firsts.rev()).all(has_marks_of)
}

/// The marks of a word whatever letter they stand on: `Hòa` and `Hoà` are the same word.
fn marks(word: &str) -> Vec<char> {
    let mut marks: Vec<char> = word.nfd().filter(|letter| is_combining_mark(*letter) || *letter == 'đ').collect();
    marks.sort_unstable();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> TypedWords {
        TypedWords::of(words(text))
    }

    #[test]
    fn typed_marks_tell_names_apart() {
        assert_eq!(typed("sơn hà").marks_of("Sơn Hà"), Marks::Agree);
        assert_eq!(typed("Sơn Hà").marks_of("Sơn Hạ"), Marks::Differ);
        assert_eq!(typed("son ha").marks_of("Sơn Hạ"), Marks::Untyped);
        assert_eq!(typed("HOÀ BÌNH").marks_of("Hòa Bình"), Marks::Agree);
        assert_eq!(typed("Đ").marks_of("D"), Marks::Differ);
    }

    #[test]
    fn marks_typed_tell_initials_apart() {
        for (typed, name) in [("đbp", "Đường Điện Biên Phủ"), ("dbp", "Điện Biên Phủ"), ("âdv", "Ấu Dương Vương")]
        {
            assert!(initials_agree(typed, name), "{typed} {name}");
        }
        for (typed, name) in [("đbp", "Đường Dương Bá Phước"), ("âdv", "An Dương Vương")] {
            assert!(!initials_agree(typed, name), "{typed} {name}");
        }
    }
}
