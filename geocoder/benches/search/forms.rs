//! The forms in which one address is asked for.

use vmap_core::text::fold;
use vmap_geocoder::Hit;

use super::Address;
use super::random::Random;
use super::slips::slip;

/// A way of writing an address; `None` where an address cannot be written so.
pub struct Form {
    pub name: &'static str,
    pub write: fn(&Address, &mut Random) -> Option<String>,
}

/// How addresses with a number are asked for.
pub const FORMS: [Form; 19] = [
    Form { name: "today's, marked", write: |address, _| Some(address.current.label.clone()) },
    Form { name: "today's, unmarked", write: |address, _| Some(unmarked(&address.current.label)) },
    Form { name: "former, marked", write: |address, _| former(address) },
    Form { name: "former, unmarked", write: |address, _| Some(unmarked(&former(address)?)) },
    Form { name: "former, no district", write: |address, _| former_without_district(address) },
    Form { name: "today's, abbreviated", write: |address, random| Some(abbreviated(&address.current, random)) },
    Form {
        name: "former, abbreviated",
        write: |address, random| {
            former(address)?;
            Some(abbreviated(&address.legacy, random))
        },
    },
    Form {
        name: "unmarked, abbreviated",
        write: |address, random| Some(unmarked(&abbreviated(&address.current, random))),
    },
    Form { name: "reversed", write: |address, _| Some(reversed(&address.current.label)) },
    Form { name: "former, unmarked, reversed", write: |address, _| Some(unmarked(&reversed(&former(address)?))) },
    Form { name: "one slip", write: |address, random| slip(&address.current.label, random) },
    Form { name: "one slip, unmarked", write: |address, random| slip(&unmarked(&address.current.label), random) },
    Form { name: "two slips", write: |address, random| slip(&slip(&address.current.label, random)?, random) },
    Form {
        name: "two slips, unmarked",
        write: |address, random| slip(&slip(&unmarked(&address.current.label), random)?, random),
    },
    Form { name: "no commune, former", write: |address, _| without_commune(former_hit(address)?) },
    Form { name: "no commune, the only one", write: |address, _| only_one(address) },
    Form { name: "the same, one slip", write: |address, random| slip(&only_one(address)?, random) },
    Form {
        name: "the same, unmarked, two slips",
        write: |address, random| slip(&slip(&unmarked(&only_one(address)?), random)?, random),
    },
    Form { name: "no commune, one of several", write: |address, _| one_of_several(address) },
];

/// The former form, where the release knows it.
fn former_hit(address: &Address) -> Option<&Hit> {
    let units = &address.legacy.units;
    (units.district.is_some() && units.ward.is_some()).then_some(&address.legacy)
}

pub fn former(address: &Address) -> Option<String> {
    former_hit(address).map(|hit| hit.label.clone())
}

fn former_without_district(address: &Address) -> Option<String> {
    let hit = former_hit(address)?;
    Some(hit.label.replacen(&format!(", {}", hit.units.district.as_deref()?), "", 1))
}

/// A street's address without its commune.
fn without_commune(hit: &Hit) -> Option<String> {
    hit.street.as_ref()?;
    Some(hit.label.replacen(&format!(", {}", hit.units.ward.as_deref()?), "", 1))
}

/// Without its commune, where number, street and province say which one is meant.
fn only_one(address: &Address) -> Option<String> {
    without_commune(&address.current).filter(|_| address.only)
}

fn one_of_several(address: &Address) -> Option<String> {
    without_commune(&address.current).filter(|_| !address.only)
}

pub fn reversed(label: &str) -> String {
    label.split(", ").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(", ")
}

/// Without marks; house numbers as they are.
pub fn unmarked(label: &str) -> String {
    let word = |word: &str| if word.contains(char::is_numeric) { word.to_owned() } else { folded(word) };
    label.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `word` folded, with the comma or point that ends it.
fn folded(word: &str) -> String {
    let ending = &word[word.trim_end_matches([',', '.']).len()..];
    format!("{}{ending}", fold(word))
}

/// Kinds of units as people shorten them, each with the ways they do.
const SHORT_UNITS: [(&str, &[&str]); 10] = [
    ("Thành phố Hồ Chí Minh", &["TP.HCM", "TPHCM", "TP HCM", "HCM"]),
    ("Thành phố Hà Nội", &["HN", "TP. Hà Nội", "TP Hà Nội", "Hà Nội"]),
    ("Thành phố ", &["TP. ", "TP.", "TP ", "Tp. "]),
    ("Thị trấn ", &["TT. ", "TT ", "TT."]),
    ("Thị xã ", &["TX. ", "TX ", "TX."]),
    ("Phường ", &["P. ", "P.", "P "]),
    ("Quận ", &["Q. ", "Q.", "Q "]),
    ("Huyện ", &["H. ", "H.", "H "]),
    ("Xã ", &["X. ", "X.", "xã "]),
    ("Tỉnh ", &["T. ", "", "tỉnh "]),
];

/// Kinds of streets and hamlets as people shorten them, those first that begin like others.
const SHORT_PLACES: [(&str, &[&str]); 6] = [
    ("Đường số ", &["Đ. số ", "Đ.số ", "đường ", "Đ. "]),
    ("Đường ", &["Đ. ", "Đ.", "", "đg. "]),
    ("Phố ", &["", "phố "]),
    ("Quốc lộ ", &["QL", "QL ", "QL."]),
    ("Tỉnh lộ ", &["TL", "TL ", "TL."]),
    ("Khu phố ", &["KP. ", "KP ", "kp"]),
];

/// Each part of the label with its kind shortened.
fn abbreviated(hit: &Hit, random: &mut Random) -> String {
    let place = hit.units.ward.as_deref().and_then(|ward| hit.label.find(&format!(", {ward}")));
    let (places, units) = hit.label.split_at(place.unwrap_or(hit.label.len()));
    let places = places.split(", ").map(|part| (part, &SHORT_PLACES[..]));
    let units = units.split(", ").filter(|part| !part.is_empty()).map(|part| (part, &SHORT_UNITS[..]));
    places.chain(units).map(|(part, kinds)| shortened(part, kinds, random)).collect::<Vec<_>>().join(", ")
}

/// `part` with its kind, which stands at its beginning or behind a house number, shortened.
fn shortened(part: &str, kinds: &[(&str, &[&str])], random: &mut Random) -> String {
    for (kind, short) in kinds {
        let Some(at) = part.find(kind).filter(|at| *at == 0 || is_number(&part[..*at])) else { continue };
        let short = random.one_of(short).copied().unwrap_or(kind);
        let rest = &part[at + kind.len()..];
        // A name that is a number alone keeps what says that it is a street.
        let short = if short.is_empty() && rest.starts_with(char::is_numeric) { kind } else { short };
        return format!("{}{short}{rest}", &part[..at]);
    }
    part.to_owned()
}

fn is_number(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric) && text.trim_end().chars().all(|letter| !letter.is_whitespace())
}
