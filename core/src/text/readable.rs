//! A line in letters, however it was typed.

use std::borrow::Cow;

use super::{decode_typing, plain_characters};

/// `line` as it would have been typed with an input method on a plain keyboard: look-alikes of
/// characters are replaced ([`plain_characters()`]), raw Telex and VNI are decoded
/// ([`decode_typing`]). Borrowed where nothing changes. Done first with whatever a person typed;
/// positions in an answer refer to this text.
pub fn readable(line: &str) -> Cow<'_, str> {
    match plain_characters(line) {
        Cow::Borrowed(line) => decode_typing(line),
        Cow::Owned(line) => match decode_typing(&line) {
            Cow::Owned(decoded) => Cow::Owned(decoded),
            Cow::Borrowed(_) => Cow::Owned(line),
        },
    }
}
