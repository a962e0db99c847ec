//! What the registry keeps and a release publishes.

use serde::{Deserialize, Serialize};

use crate::Point;
use crate::address::{street_key, whole_hamlet};
use crate::text::fold;
use crate::unit::UnitCode;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A house, a plot, a stall: whatever a number or a hamlet and a point stand for.
    Address,
    /// The part of a street that lies in one ward.
    Street,
    /// Thôn, xóm, ấp, khu phố, tổ dân phố and their like.
    Hamlet,
    /// Anything else that people look for by name.
    PointOfInterest,
}

/// The content of one version of a place, normalised and placed in its units. Written with the names
/// of the HTTP contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// Where it is.
    pub point: Point,
    /// Name of a street, hamlet or point of interest, NFC; absent for addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// House number in the form to show.
    #[serde(default, rename = "housenumber", skip_serializing_if = "Option::is_none")]
    pub house_number: Option<String>,
    /// Name of the street it is numbered on, with its type (`Phố Quốc Tử Giám`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Name of the hamlet it lies in, with its type (`Thôn Vân Lũng`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// Code of today's ward.
    #[serde(default, rename = "ward_code", skip_serializing_if = "Option::is_none")]
    pub ward: Option<UnitCode>,
    /// Code of the ward before July 2025, where known.
    #[serde(default, rename = "legacy_ward_code", skip_serializing_if = "Option::is_none")]
    pub legacy_ward: Option<UnitCode>,
    /// Class of a street or point of interest in the source's terms (`primary`, `amenity=school`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Line geometry of a street.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Vec<Point>>,
}

/// The same for two places that are called the same, in whatever spelling: a hash of kind and
/// house-number key in the upper 24 bits, of that, the folded name and the keys of street and hamlet
/// in the lower 40. The ward is no part of it: who looks for a place knows in which wards to look. A match
/// by key is a candidate, to be confirmed by nearness.
///
/// An address with number and street is called by these; its hamlet, which half of all sources leave
/// out, is no part of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKey(pub i64);

const NAME_BITS: u32 = 40;

impl PlaceKey {
    /// The least and the greatest key of places of the same kind and house number.
    pub fn same_number(self) -> (Self, Self) {
        let number = self.0 >> NAME_BITS << NAME_BITS;
        (Self(number), Self(number | ((1 << NAME_BITS) - 1)))
    }
}

impl Place {
    /// The key of this place's address or name, equal for all spellings that fold alike.
    pub fn key(&self) -> PlaceKey {
        let number = self.house_number.as_deref().map(crate::house_number::key).unwrap_or_default();
        let name = self.name.as_deref().map(|name| self.name_key(name)).unwrap_or_default();
        let street = self.street.as_deref().map(street_key).unwrap_or_default();
        let by_number_and_street = self.kind == PlaceKind::Address && !number.is_empty() && !street.is_empty();
        let hamlet = self.hamlet.as_deref().filter(|_| !by_number_and_street).map(whole_hamlet).unwrap_or_default();
        let all = hash(&[&number, &name, &street, &hamlet]);
        PlaceKey((hash(&[self.kind.word(), &number]) << NAME_BITS) | (all & ((1 << NAME_BITS) - 1)))
    }

    /// One line to show, small to large, without its units: name, house number and street, hamlet.
    pub fn line(&self) -> String {
        let numbered: Vec<&str> =
            [&self.house_number, &self.street].into_iter().flatten().map(String::as_str).collect();
        let numbered = Some(numbered.join(" ")).filter(|numbered| !numbered.is_empty());
        [self.name.clone(), numbered, self.hamlet.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn name_key(&self, name: &str) -> String {
        match self.kind {
            PlaceKind::Street => street_key(name),
            PlaceKind::Hamlet => whole_hamlet(name),
            PlaceKind::Address | PlaceKind::PointOfInterest => fold(name),
        }
    }
}

impl PlaceKind {
    /// What it is called in keys; for ever.
    fn word(self) -> &'static str {
        match self {
            Self::Address => "Address",
            Self::Street => "Street",
            Self::Hamlet => "Hamlet",
            Self::PointOfInterest => "PointOfInterest",
        }
    }
}

/// 64 bits over texts and where each ends.
fn hash(parts: &[&str]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0x1f]);
    }
    let [a, b, c, d, e, f, g, h, ..] = *hasher.finalize().as_bytes();
    i64::from_le_bytes([a, b, c, d, e, f, g, h])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(number: &str, street: Option<&str>, hamlet: Option<&str>) -> Place {
        Place {
            kind: PlaceKind::Address,
            point: Point::from_degrees(105.8, 21.0).unwrap(),
            name: None,
            house_number: Some(number.to_owned()),
            street: street.map(str::to_owned),
            hamlet: hamlet.map(str::to_owned),
            ward: None,
            legacy_ward: None,
            category: None,
            lines: Vec::new(),
        }
    }

    #[test]
    fn spellings_of_one_address_have_one_key() {
        let key = house("12A", Some("Phố Huế"), None).key();
        assert_eq!(house("12a", Some("pho hue"), Some("Tổ 5")).key(), key);
        assert_eq!(house("5", None, Some("KP 3")).key(), house("5", None, Some("Khu phố 3")).key());
        assert_ne!(house("12B", Some("Phố Huế"), None).key(), key);
        assert_ne!(house("12A", Some("Phố Huề Trì"), None).key(), key);
        assert_ne!(house("5", None, Some("Tổ 3")).key(), house("5", None, Some("Tổ 4")).key());
    }

    #[test]
    fn a_line_goes_from_small_to_large() {
        assert_eq!(house("12A", Some("Phố Huế"), Some("Tổ 5")).line(), "12A Phố Huế, Tổ 5");
        let market = Place { name: Some("Chợ Hôm".to_owned()), house_number: None, ..house("", None, None) };
        assert_eq!(market.line(), "Chợ Hôm");
    }

    #[test]
    fn addresses_of_one_number_lie_together() {
        let (least, greatest) = house("7", Some("Phố Huế"), None).key().same_number();
        let is_within = |place: Place| (least..=greatest).contains(&place.key());
        assert!(is_within(house("7", Some("Lê Lợi"), None)) && is_within(house("07", None, Some("Ấp 1"))));
        assert!(!is_within(house("8", Some("Phố Huế"), None)));
    }
}
