//! Street names.

use crate::text::fold;

/// One text for all spellings of a street name: folded, without the words that only say that it
/// is a street (`Đường`, `Phố`, `Street`).
pub fn street_key(name: &str) -> String {
    let folded = fold(name);
    let bare = ["duong ", "pho ", "d "].iter().find_map(|kind| folded.strip_prefix(kind));
    bare.filter(|rest| rest.contains(|c: char| c.is_ascii_alphabetic())).unwrap_or(&folded).to_owned()
}
