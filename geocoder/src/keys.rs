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

/// How the words that only say that a name is a hamlet's are shortened.
const SHORT_HAMLET_KINDS: [(&str, &str); 4] =
    [("tdp", "to dan pho"), ("kdc", "khu dan cu"), ("kp", "khu pho"), ("kv", "khu vuc")];

/// Every whole name that a place is found by.
pub(crate) fn name_keys(kind: NamedPlaceKind, name: &str) -> Vec<String> {
    let mut keys = vec![street_key(name), fold(name)];
    match kind {
        NamedPlaceKind::Hamlet => keys.extend([whole_hamlet(name), hamlet_key(name)]),
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
    let whole = whole_hamlet(name);
    let bare = HAMLET_KINDS.iter().find_map(|kind| whole.strip_prefix(kind));
    bare.filter(|bare| bare.contains(|letter: char| letter.is_ascii_alphabetic())).unwrap_or(&whole).to_owned()
}

/// A hamlet's name folded, its kind spelt out: `khu pho 3b` of `KP3B`.
pub(crate) fn whole_hamlet(name: &str) -> String {
    let folded = fold(name);
    let spelt_out = SHORT_HAMLET_KINDS.iter().find_map(|(short, kind)| {
        let rest = folded.strip_prefix(short)?;
        let is_apart = rest.starts_with(|next: char| next == ' ' || next.is_ascii_digit());
        is_apart.then(|| format!("{kind} {}", rest.trim_start()))
    });
    spelt_out.unwrap_or(folded)
}

/// Whether `text` begins with a word that says that it is a hamlet.
pub(crate) fn says_hamlet(text: &str) -> bool {
    let whole = whole_hamlet(text);
    HAMLET_KINDS.iter().any(|kind| whole.starts_with(kind))
}

fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = hashbrown::HashSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
    texts
}
