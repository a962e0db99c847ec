//! What a row of a file of changes says is to be done with its place.

use vmap_core::text::fold;

/// What is to be done with a row's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOperation {
    /// It is as the row says, whether registered before or not.
    Put,
    /// It is gone.
    Retire,
}

const PUT: [&str; 14] =
    ["create", "insert", "add", "new", "update", "modify", "change", "upsert", "c", "i", "u", "m", "them", "sua"];
const RETIRE: [&str; 9] = ["retire", "delete", "remove", "gone", "d", "r", "xoa", "huy", "bo"];

impl RowOperation {
    /// Reads a word of English or Vietnamese, or its first letter; `None` where it is none of them. An
    /// empty text says that the row is so.
    pub fn of(text: &str) -> Option<Self> {
        let word = fold(text);
        match () {
            () if word.is_empty() || PUT.contains(&word.as_str()) => Some(Self::Put),
            () if RETIRE.contains(&word.as_str()) => Some(Self::Retire),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_read() {
        for (text, expected) in [
            ("create", Some(RowOperation::Put)),
            ("Sửa", Some(RowOperation::Put)),
            ("U", Some(RowOperation::Put)),
            ("", Some(RowOperation::Put)),
            ("DELETE", Some(RowOperation::Retire)),
            ("xoá", Some(RowOperation::Retire)),
            ("perhaps", None),
        ] {
            assert_eq!(RowOperation::of(text), expected, "{text}");
        }
    }
}
