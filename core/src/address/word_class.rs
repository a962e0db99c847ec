//! What single words say about the words beside them.

use crate::text::{Word, agrees};

/// What a word is taken for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordClass {
    /// A number, a block with a number, a path: `12`, `A12`, `K12/34`, `92-96`.
    Number,
    /// `đường`, `phố` and their like, or an alley: the words behind it are a street's name. An
    /// estate's or a market's word as well: no unit's name begins behind it either.
    StreetType,
    /// Any other word.
    Plain,
}

/// The class of the word at `at`.
pub(super) fn class(words: &[Word], at: usize) -> WordClass {
    let word = &words[at];
    let before = at.checked_sub(1).map_or("", |before| words[before].folded.as_str());
    match word.folded.as_str() {
        "pho" if before == "thanh" || before == "khu" => WordClass::Plain,
        "duong" if agrees(&word.marked, "đường") => WordClass::StreetType,
        "pho" if agrees(&word.marked, "phố") => WordClass::StreetType,
        "d" if word.marked == "đ" => WordClass::StreetType,
        "lo" if matches!(before, "dai" | "quoc" | "tinh" | "huong" | "xa") => WordClass::StreetType,
        "ngo" if word.marked == "ngõ" => WordClass::StreetType,
        "kcn" | "kdc" | "kdt" | "kdtm" | "ktt" | "ccn" => WordClass::StreetType,
        "nghiep" if before == "cong" => WordClass::StreetType,
        "cu" if matches!(before, "dan" | "chung") => WordClass::StreetType,
        "thi" if word.marked == "thị" && matches!(before, "do" | "sieu") => WordClass::StreetType,
        "the" if before == "tap" => WordClass::StreetType,
        "cho" if word.marked == "chợ" => WordClass::StreetType,
        _ if is_number(&word.folded) => WordClass::Number,
        _ => WordClass::Plain,
    }
}

/// Whether `folded` has the form of a house number: digits, with at most three letters before.
pub(super) fn is_number(folded: &str) -> bool {
    let letters = folded.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, rest) = folded.split_at(letters);
    let digits = if letters.is_empty() { rest } else { rest.strip_prefix('-').unwrap_or(rest) };
    let number = digits.starts_with(|letter: char| letter.is_ascii_digit());
    number && letters.len() <= 3 && !names_road(letters) && !names_kind(letters)
}

/// Whether a number behind `letters` is a road's: `ql1a`, `dt743`, `tl10`, `hl2`, `cmt8`.
fn names_road(letters: &str) -> bool {
    matches!(letters, "ql" | "dt" | "tl" | "hl" | "dh" | "cmt" | "ct")
}

fn names_kind(letters: &str) -> bool {
    matches!(letters, "kp" | "tdp" | "to" | "ap" | "kdc" | "km" | "khu" | "tt")
}
