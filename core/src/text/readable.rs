//! A line in letters, however it was typed.

use std::borrow::Cow;

use super::kind_slips::repair_kinds;
use super::{decode_typing, plain_characters};

/// `line` as it would have been typed with an input method on a plain keyboard: look-alikes of
/// characters are replaced ([`plain_characters()`]), raw Telex and VNI are decoded
/// ([`decode_typing`]), and slips in words like `thành phố` are put right. Borrowed where nothing
/// changes. Done first with whatever a person typed; positions in an answer refer to this text.
pub fn readable(line: &str) -> Cow<'_, str> {
    then(then(plain_characters(line), decode_typing), repair_kinds)
}

/// What `change` makes of `line`, which stays as it is where nothing changes.
fn then<'a>(line: Cow<'a, str>, change: fn(&str) -> Cow<'_, str>) -> Cow<'a, str> {
    match line {
        Cow::Borrowed(line) => change(line),
        Cow::Owned(line) => match change(&line) {
            Cow::Owned(changed) => Cow::Owned(changed),
            Cow::Borrowed(_) => Cow::Owned(line),
        },
    }
}
