//! Which place a submitted row means, and whether it may change it.
//!
//! **Which place.**
//! 1. The one that the same source has called by the same key before, for a place of the same
//!    kind. A row without a key of its own is known by its content.
//! 2. Else the nearest of those with the same address key ([`vmap_core::place::Place::key`]) within
//!    reach: [`NEAR_M`]; any distance for streets and hamlets, whose key holds their ward; only
//!    [`SAME_SPOT_M`] for addresses without a number, of which a hamlet has hundreds.
//! 3. Else a new one.
//!
//! **May it change it.**
//! - Not where an earlier row of the same load meant the same place: the row is a duplicate.
//! - Not where the row is derived: it makes what is absent and never changes what is there.
//! - Not where the current version comes from a record of another source.
//! - Else where it says anything else than the current version.
//!
//! So the same file again changes nothing: each of its rows finds, by its key or its content, the
//! place it found before, and either made it what it is or may not change it.

use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};

use crate::RegistryError;

/// Within how many metres two places of the same address are one: the width of a large plot and
/// the error of a point from a street's kerb, less than the usual way between two streets of one
/// name in one ward.
pub const NEAR_M: f64 = 150.0;

/// Within how many metres two addresses without a house number are one: less than a house is wide.
pub const SAME_SPOT_M: f64 = 2.0;

/// How far from `place` another of the same address key may lie to be the same.
fn reach_m(place: &Place) -> f64 {
    let named = matches!(place.kind, PlaceKind::Street | PlaceKind::Hamlet);
    let numbered = place.house_number.is_some() || place.name.is_some();
    match (named, place.ward.is_some(), numbered) {
        (true, true, _) => f64::INFINITY,
        (true, false, _) | (false, _, true) => NEAR_M,
        (false, _, false) => SAME_SPOT_M,
    }
}

/// The nearest of `candidates`, which share `place`'s address key, within reach; the first
/// registered of equally near ones.
pub(crate) fn nearest_within_reach(place: &Place, candidates: impl Iterator<Item = (i64, Point)>) -> Option<i64> {
    candidates
        .map(|(ordinal, point)| (place.point.distance_m(point), ordinal))
        .filter(|(distance, _)| *distance <= reach_m(place))
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, ordinal)| ordinal)
}

/// How a row stands towards the place it means.
pub(crate) struct Standing {
    /// The row is only implied by others.
    pub(crate) row_is_derived: bool,
    /// An earlier row of this load, not a derived one, meant the place.
    pub(crate) met_before: bool,
    /// The current version comes from the row's source.
    pub(crate) same_source: bool,
    /// The current version comes from a derived row.
    pub(crate) current_is_derived: bool,
}

/// What becomes of a row that means a place of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// An earlier row of the load has spoken for the place.
    Duplicate,
    /// The place stays as it is.
    Keep,
    /// The row's content becomes the place's next version.
    Update,
}

/// What becomes of a row that means a place of the registry; `same_content` is asked only where it
/// matters.
pub(crate) fn judge(
    standing: &Standing,
    same_content: impl FnOnce() -> Result<bool, RegistryError>,
) -> Result<Verdict, RegistryError> {
    let Standing { row_is_derived, met_before, same_source, current_is_derived } = *standing;
    if row_is_derived {
        return Ok(Verdict::Keep);
    }
    if met_before {
        return Ok(Verdict::Duplicate);
    }
    let may_change = same_source || current_is_derived;
    if !may_change || same_content()? { Ok(Verdict::Keep) } else { Ok(Verdict::Update) }
}
