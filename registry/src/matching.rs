//! Which place a row means, and whether it may change it. The rules, without any database.
//!
//! **Which place.** The first of these that applies:
//! 1. The one whose identifier the row bears.
//! 2. The one that the same source has called by the same key before, for a place of the same kind; a
//!    row without a key of its own is known by its content. But not where row and place are called
//!    differently and either lie farther apart than [`FAR_M`], or another place no farther from the row
//!    is called as the row is, or an earlier row of the load bore the key: then the source has given
//!    it to another.
//! 3. The nearest that is called the same, in the row's ward or another that its former ward passed
//!    into, within reach: [`NEAR_M`]; [`SAME_HOUSE_M`] where they name different hamlets; any distance
//!    for streets and hamlets; only [`SAME_SPOT_M`] for addresses without a number, of which a hamlet
//!    has hundreds. One that has ended is meant only where none that is alive is.
//! 4. The nearest of the same house number within [`SAME_HOUSE_M`] whose street's name is a slip away,
//!    if it was registered before this load and no other row of it means it.
//! 5. Else a new one. Where an older one is alike but not alike enough to be sure, the pair is put
//!    before a person.
//!
//! **May it change it.**
//! - Not where an earlier row of the same load meant the same place: the row is a duplicate.
//! - Not where the row is derived: it makes what is absent and never changes what is there.
//! - Not where the current version comes from a record of another source, unless that source has a
//!   lower precedence.
//! - Else where it says anything else than the current version.
//!
//! So the same file again changes nothing: each of its rows finds, by its key or its content, the
//! place it found before, and either made it what it is or may not change it.

use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::text::edits_within;

/// Within how many metres two places of the same address are one: the width of a large plot and
/// the error of a point from a street's kerb, less than the usual way between two streets of one
/// name in one ward.
pub const NEAR_M: f64 = 150.0;

/// Within how many metres two places with one house number are one house though something else in
/// their addresses differs: less than from a house to the next but one.
pub const SAME_HOUSE_M: f64 = 30.0;

/// Within how many metres two addresses without a house number are one: less than a house is wide.
pub const SAME_SPOT_M: f64 = 2.0;

/// Beyond how many metres nobody would think of two places as one that was measured badly.
pub const FAR_M: f64 = 1_000.0;

/// How far from `place` another of the same address key may lie to be the same.
pub(crate) fn reach_m(place: &Place, same_hamlet: bool) -> f64 {
    let named = matches!(place.kind, PlaceKind::Street | PlaceKind::Hamlet);
    let numbered = place.house_number.is_some() || place.name.is_some();
    match (named, place.ward.is_some(), numbered) {
        (true, true, _) => f64::INFINITY,
        (false, _, true) if !same_hamlet => SAME_HOUSE_M,
        (true, false, _) | (false, _, true) => NEAR_M,
        (false, _, false) => SAME_SPOT_M,
    }
}

/// A place that is called as a row is.
pub(crate) struct Candidate {
    pub(crate) place: i64,
    pub(crate) point: Point,
    pub(crate) is_alive: bool,
    pub(crate) same_hamlet: bool,
}

/// The nearest of `candidates` within reach of `place`: one that is alive before one that has ended,
/// the first registered of equally near ones; with the distance in metres.
pub(crate) fn nearest_within_reach(place: &Place, candidates: impl Iterator<Item = Candidate>) -> Option<(i64, f64)> {
    candidates
        .filter(|candidate| !lies_clearly_beyond(place, candidate))
        .map(|candidate| (place.point.distance_m(candidate.point), candidate))
        .filter(|(distance, candidate)| *distance <= reach_m(place, candidate.same_hamlet))
        .min_by(|(a, one), (b, other)| {
            other.is_alive.cmp(&one.is_alive).then(a.total_cmp(b)).then(one.place.cmp(&other.place))
        })
        .map(|(distance, candidate)| (candidate.place, distance))
}

/// Whether latitudes alone tell that `candidate` is out of reach: of a hamlet's hundreds of homes few are
/// worth measuring. A ten-millionth of a degree of latitude is at least 0.011 m.
fn lies_clearly_beyond(place: &Place, candidate: &Candidate) -> bool {
    let apart = f64::from(place.point.lat_e7()) - f64::from(candidate.point.lat_e7());
    apart.abs() * 0.011 > reach_m(place, candidate.same_hamlet)
}

/// How two spellings of a street's name, by their keys, stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// One slip, in a name long enough that no other street is a slip away from it.
    OneSlip,
    /// Two slips, or one in a short name.
    Perhaps,
    /// Different names.
    Different,
}

/// Names shorter than this are too often a letter away from another one.
const LONG_NAME: usize = 8;

/// How the street keys `a` and `b` stand to one another. Digits are never slips: `duong so 7` and
/// `duong so 8` are streets of their own.
pub(crate) fn likeness(a: &str, b: &str) -> Likeness {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(a) != digits(b) {
        return Likeness::Different;
    }
    let letters = a.chars().count().min(b.chars().count());
    match edits_within(a, b, 2) {
        Some(0 | 1) if letters >= LONG_NAME => Likeness::OneSlip,
        Some(0 | 1) if letters > 3 => Likeness::Perhaps,
        Some(2) if letters >= LONG_NAME + 2 => Likeness::Perhaps,
        _ => Likeness::Different,
    }
}

/// How a row stands towards the place it means.
pub(crate) struct Standing {
    /// The row is only implied by others.
    pub(crate) row_is_derived: bool,
    /// The row's source may speak over that of the current version.
    pub(crate) may_change: bool,
    /// The place has ended.
    pub(crate) has_ended: bool,
}

/// What becomes of a row that means a place of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The place stays as it is.
    Keep,
    /// The place stays as it is, though the row says something else.
    Disagree,
    /// The row's content becomes the place's next version.
    Update,
}

/// What becomes of a row that means a place of which no earlier row of the load has spoken;
/// `same_content` where it says nothing new.
pub(crate) fn judge(standing: &Standing, same_content: bool) -> Verdict {
    let Standing { row_is_derived, may_change, has_ended } = *standing;
    match (row_is_derived, same_content) {
        (true, _) => {
            if has_ended {
                Verdict::Update
            } else {
                Verdict::Keep
            }
        }
        (false, true) => Verdict::Keep,
        (false, false) if may_change || has_ended => Verdict::Update,
        (false, false) => Verdict::Disagree,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_street() {
        for (a, b, expected) in [
            ("nguyen trai", "nguyen tral", Likeness::OneSlip),
            ("nguyen trai", "nguyen trai", Likeness::OneSlip),
            ("nguyen thi minh khai", "nguyen thi mih kai", Likeness::Perhaps),
            ("hue", "hua", Likeness::Different),
            ("le loi", "le lai", Likeness::Perhaps),
            ("duong so 7", "duong so 8", Likeness::Different),
            ("nguyen trai", "nguyen hue", Likeness::Different),
        ] {
            assert_eq!(likeness(a, b), expected, "{a} and {b}");
        }
    }
}
