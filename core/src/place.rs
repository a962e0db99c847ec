//! What the registry keeps and a release publishes.

use serde::{Deserialize, Serialize};

use crate::Point;
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

/// The content of one version of a place, normalised and placed in its units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// Where it is.
    pub point: Point,
    /// Name of a street, hamlet or point of interest, NFC; absent for addresses.
    pub name: Option<String>,
    /// House number in the form to show.
    pub house_number: Option<String>,
    /// Name of the street it is numbered on, with its type (`Phố Quốc Tử Giám`).
    pub street: Option<String>,
    /// Name of the hamlet it lies in, with its type (`Thôn Vân Lũng`).
    pub hamlet: Option<String>,
    /// Code of today's ward.
    pub ward: Option<UnitCode>,
    /// Code of the ward before July 2025, where known.
    pub legacy_ward: Option<UnitCode>,
    /// Class of a street or point of interest in the source's terms (`primary`, `amenity=school`).
    pub category: Option<String>,
    /// Line geometry of a street.
    pub lines: Vec<Vec<Point>>,
}

/// The same for two places that are called the same in the same ward: a 64-bit hash of kind,
/// folded name, house-number key, folded street and hamlet, and current ward. A match by key is a
/// candidate, to be confirmed by nearness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKey(pub i64);

impl Place {
    /// The key of this place's address or name, equal for all spellings that fold alike.
    pub fn key(&self) -> PlaceKey {
        let number = self.house_number.as_deref().map(crate::house_number::key).unwrap_or_default();
        let folded = |text: &Option<String>| text.as_deref().map(fold).unwrap_or_default();
        let parts = [
            format!("{:?}", self.kind),
            folded(&self.name),
            number,
            self.street.as_deref().map(crate::address::street_key).unwrap_or_default(),
            folded(&self.hamlet),
            self.ward.as_ref().map(|code| code.0.clone()).unwrap_or_default(),
        ];
        let hash = blake3::hash(parts.join("\u{1f}").as_bytes());
        PlaceKey(i64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default()))
    }
}
