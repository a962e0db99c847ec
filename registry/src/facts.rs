//! What the registry keeps of a place beside its address: where it stands in its life, what its point
//! is a point of, what others call it, and who vouches for it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vmap_core::{PlaceId, Point};

use crate::RegistryError;

/// Where a place stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Planned or reported, not yet in force; in no release.
    Proposed,
    /// In force.
    #[default]
    Current,
    /// No longer there, or merged into its successor.
    Retired,
    /// Should never have been registered; its number stays taken.
    Rejected,
}

/// What the point of an address is a point of (INSPIRE, `GeographicPosition.specification`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionKind {
    /// Its entrance: door or gate.
    Entrance,
    /// Its building.
    Building,
    /// Its parcel of land.
    Parcel,
    /// Nothing of its own: it was put between neighbours by its number.
    Interpolated,
    /// The centre of its hamlet.
    HamletCentre,
}

/// Why a version was taken to be one of this place, or a source's key to mean it. Numbers are for
/// ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No place of the registry was meant: a new one.
    New,
    /// The row bears the place's own identifier.
    Identifier,
    /// The source called the place by the same key before.
    SourceKey,
    /// The source said exactly the same before.
    SameContent,
    /// The same address, near.
    SameAddress,
    /// The same address in another ward that its former ward passed into, near.
    SameAddressInFormerWard,
    /// The same house number on the spot, and a street that is a slip away.
    Respelled,
    /// It was missing in a full file of its source.
    Missing,
    /// Its source said that it is gone.
    Gone,
    /// A reform put it into other units.
    Reform,
    /// A batch was taken back.
    Reverted,
    /// A person found two places to be one.
    Merged,
    /// A person accepted a proposal.
    Proposal,
}

/// Every reason, at the position of its number.
const REASONS: [Reason; 13] = [
    Reason::New,
    Reason::Identifier,
    Reason::SourceKey,
    Reason::SameContent,
    Reason::SameAddress,
    Reason::SameAddressInFormerWard,
    Reason::Respelled,
    Reason::Missing,
    Reason::Gone,
    Reason::Reform,
    Reason::Reverted,
    Reason::Merged,
    Reason::Proposal,
];

/// What somebody else calls a place: a cadastre, a post office, a power company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutsideCode {
    /// Whose code it is, as `cadastre`.
    pub scheme: String,
    /// The code.
    pub code: String,
}

/// Who vouches for what is said of a place, since when.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Certification {
    /// The authority.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// The rarer facts of a place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Entrances beside the one that the place's own point may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entrances: Vec<Point>,
    /// What others call it, one code a scheme, in the order of schemes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<OutsideCode>,
    /// Who vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certified: Option<Certification>,
}

/// What a version says beside its [`vmap_core::place::Place`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Where it stands in its life.
    pub status: Status,
    /// The place that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<PlaceId>,
    /// The first day on which all this is so in the world; not known where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// What its point is a point of, where the source tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<PositionKind>,
    /// The rarer facts.
    #[serde(flatten)]
    pub details: Details,
}

impl Details {
    /// What remains where `newer` says something else: what it does not mention stays, and nobody
    /// vouches any longer for a place that has changed since.
    pub(crate) fn followed_by(&self, newer: &Self, place_changed: bool) -> Self {
        let mut codes = newer.codes.clone();
        codes.extend(
            self.codes
                .iter()
                .filter(|old| codes.iter().all(|code| code.scheme != old.scheme))
                .cloned()
                .collect::<Vec<_>>(),
        );
        codes.sort();
        let standing = self.certified.clone().filter(|_| !place_changed);
        Self {
            entrances: if newer.entrances.is_empty() { self.entrances.clone() } else { newer.entrances.clone() },
            codes,
            certified: newer.certified.clone().or(standing),
        }
    }

    /// As it is kept; nothing where there is nothing.
    pub(crate) fn to_json(&self) -> Result<Option<String>, RegistryError> {
        if *self == Self::default() {
            return Ok(None);
        }
        serde_json::to_string(self).map(Some).map_err(RegistryError::damaged)
    }

    /// As it was kept.
    pub(crate) fn of_json(json: Option<&str>) -> Result<Self, RegistryError> {
        json.map_or_else(|| Ok(Self::default()), |json| serde_json::from_str(json).map_err(RegistryError::damaged))
    }
}

impl Status {
    const ALL: [Self; 4] = [Self::Proposed, Self::Current, Self::Retired, Self::Rejected];

    /// How it is stored; for ever.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn of(number: i64) -> Result<Self, RegistryError> {
        numbered(&Self::ALL, number, "status")
    }

    /// Whether it stands for something in the world or to come.
    pub fn is_alive(self) -> bool {
        matches!(self, Self::Proposed | Self::Current)
    }
}

impl PositionKind {
    const ALL: [Self; 5] = [Self::Entrance, Self::Building, Self::Parcel, Self::Interpolated, Self::HamletCentre];

    /// How it is stored; for ever.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn of(number: i64) -> Result<Self, RegistryError> {
        numbered(&Self::ALL, number, "position kind")
    }
}

impl Reason {
    /// How it is stored; for ever.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn of(number: i64) -> Result<Self, RegistryError> {
        numbered(&REASONS, number, "reason")
    }
}

/// The item stored as `number`.
pub(crate) fn numbered<T: Copy>(all: &[T], number: i64, what: &str) -> Result<T, RegistryError> {
    let found = usize::try_from(number).ok().and_then(|at| all.get(at));
    found.copied().ok_or_else(|| RegistryError::damaged(format!("there is no {what} {number}")))
}

/// A day as it is kept: counted from 1970-01-01.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.duration_since(EPOCH).as_hours() as i32 / 24)
}

/// The day kept as `number`.
pub(crate) fn day_of(number: i64) -> Result<Date, RegistryError> {
    EPOCH
        .checked_add(jiff::Span::new().try_days(number).map_err(RegistryError::damaged)?)
        .map_err(RegistryError::damaged)
}

const EPOCH: Date = Date::constant(1970, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_read_back() {
        for (at, reason) in REASONS.into_iter().enumerate() {
            assert_eq!(reason.number(), at as i64);
        }
        for status in Status::ALL {
            assert_eq!(Status::of(status.number()).unwrap(), status);
        }
        for kind in PositionKind::ALL {
            assert_eq!(PositionKind::of(kind.number()).unwrap(), kind);
        }
        assert!(Status::of(9).is_err());
        for day in ["1970-01-01", "1945-09-02", "2025-07-01", "2100-02-28"] {
            let day: Date = day.parse().unwrap();
            assert_eq!(day_of(day_number(day)).unwrap(), day);
        }
        assert_eq!(day_number("1970-01-02".parse().unwrap()), 1);
    }

    #[test]
    fn what_a_newer_row_does_not_mention_stays_and_certificates_end_with_the_content() {
        let code = |scheme: &str, code: &str| OutsideCode { scheme: scheme.into(), code: code.into() };
        let by = Certification { by: "UBND phường".into(), on: Date::constant(2026, 1, 5) };
        let old =
            Details { codes: vec![code("a", "1"), code("b", "2")], certified: Some(by.clone()), entrances: vec![] };
        let newer = Details { codes: vec![code("b", "3")], ..Details::default() };
        let kept = old.followed_by(&newer, false);
        assert_eq!(kept.codes, [code("a", "1"), code("b", "3")]);
        assert_eq!(kept.certified, Some(by));
        assert_eq!(old.followed_by(&newer, true).certified, None);
        assert_eq!(Details::of_json(kept.to_json().unwrap().as_deref()).unwrap(), kept);
        assert_eq!(Details::default().to_json().unwrap(), None);
    }
}
