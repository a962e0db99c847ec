//! One text for all spellings of a name; the same for data and queries.

use vmap_core::address::street_key;
use vmap_core::release::NamedPlaceKind;
use vmap_core::text::fold;

/// Words that only say that a name is a hamlet's, longest first.
const HAMLET_KINDS: [&str; 19] = [
    "to dan pho ",
    "khu dan cu ",
    "khu vuc ",
    "tieu khu ",
    "khu pho ",
    "khom ",
    "khoi ",
    "thon ",
    "buon ",
    "lang ",
    "phum ",
    "xom ",
    "soc ",
    "ban ",
    "khu ",
    "doi ",
    "ap ",
    "to ",
    "kp ",
];

/// Every whole name that a place is found by.
pub(crate) fn name_keys(kind: NamedPlaceKind, name: &str) -> Vec<String> {
    let mut keys = vec![street_key(name), fold(name)];
    match kind {
        NamedPlaceKind::Hamlet => keys.push(hamlet_key(name)),
        NamedPlaceKind::PointOfInterest => keys.extend(double_name(name)),
        NamedPlaceKind::Street => {}
    }
    distinct(keys)
}

/// Every single word that a place is found by.
pub(crate) fn name_words(kind: NamedPlaceKind, name: &str) -> Vec<String> {
    let keys = name_keys(kind, name);
    distinct(keys.iter().flat_map(|key| key.split(' ')).map(str::to_owned).collect())
}

/// The halves of a name that is two: `Văn Miếu - Quốc Tử Giám` is called by either. A half of one
/// word is too little to call it by.
fn double_name(name: &str) -> Vec<String> {
    let halves = name.split(" - ").map(fold).filter(|half| half.contains(' '));
    halves.collect()
}

/// A hamlet's name without the words that only say that it is one: `Thôn Vân Lũng` and `Vân Lũng`
/// meet. A name that is only a number keeps them, `Tổ 5` and `Ấp 5` being different hamlets.
pub(crate) fn hamlet_key(name: &str) -> String {
    let folded = fold(name);
    let bare = HAMLET_KINDS.iter().find_map(|kind| folded.strip_prefix(kind));
    bare.filter(|bare| bare.contains(|letter: char| letter.is_ascii_alphabetic())).unwrap_or(&folded).to_owned()
}

/// Whether `text` begins with a word that says that it is a hamlet.
pub(crate) fn says_hamlet(text: &str) -> bool {
    let folded = fold(text);
    HAMLET_KINDS.iter().any(|kind| folded.starts_with(kind))
}

fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = hashbrown::HashSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
    texts
}
