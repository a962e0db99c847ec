//! One text for all spellings of a name; the same for data and queries.

use vmap_core::address::{hamlet_key, street_key, whole_hamlet};
use vmap_core::release::NamedPlaceKind;
use vmap_core::text::fold;

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

fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = hashbrown::HashSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
    texts
}
