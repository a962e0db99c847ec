//! How far a result can be trusted: a wrong answer that claims to be sure is worse than none.

use vmap_core::address::ParsedAddress;

use crate::hit::{MatchClass, MatchLevel};
use crate::kinship::Agreement;
use crate::marks::Marks;
use crate::ranking::{Found, FoundBy};

/// Two places fit equally when their fits differ by less than this part.
const EQUAL: f64 = 0.97;

/// Metres within which two points of one address are the same place.
const SAME_PLACE_M: f64 = 60.0;

/// Whether any of `all` fits as well as `found`, at least, and is another place.
pub(crate) fn is_ambiguous(found: &Found, all: &[Found]) -> bool {
    all.iter().any(|other| other.id != found.id && other.fit >= found.fit * EQUAL && !is_same_place(found, other))
}

/// Parts of one street are one place as long as no number tells them apart.
fn is_same_place(a: &Found, b: &Found) -> bool {
    let one_street = a.group.is_some() && a.group == b.group;
    let no_number = a.evidence.level == MatchLevel::Street && b.evidence.level == MatchLevel::Street;
    one_street && (no_number || a.point.distance_m(b.point) < SAME_PLACE_M)
}

/// The class of `found`, which `reading` found.
pub(crate) fn grade(found: &Found, reading: &ParsedAddress, ambiguous: bool) -> MatchClass {
    if ambiguous || found.evidence.units == Some(Agreement::Outside) || found.by == FoundBy::UnitAround {
        return MatchClass::C;
    }
    match (is_exact(found, reading), is_near(found)) {
        (true, _) => MatchClass::A,
        (false, true) => MatchClass::B,
        (false, false) => MatchClass::C,
    }
}

/// Everything that was asked agrees to the letter, and it was enough to name one house or unit.
fn is_exact(found: &Found, reading: &ParsedAddress) -> bool {
    let evidence = &found.evidence;
    let whole = match found.by {
        FoundBy::Name => evidence.level == MatchLevel::House && evidence.units == Some(Agreement::Inside),
        FoundBy::Unit => true,
        _ => false,
    };
    whole
        && reading.units.exact
        && evidence.marks != Marks::Differ
        && evidence.leftovers == 0
        && evidence.coverage >= 1.0
}

/// The place is right, with small differences.
fn is_near(found: &Found) -> bool {
    let evidence = &found.evidence;
    let reached = match evidence.level {
        MatchLevel::House | MatchLevel::Interpolated | MatchLevel::Alley => true,
        _ => !evidence.asked_number,
    };
    let name = match found.by {
        FoundBy::Name | FoundBy::Unit => true,
        FoundBy::Repaired(edits) | FoundBy::Unfinished(edits) => edits <= 2,
        FoundBy::FirstWords => evidence.coverage >= 0.4,
        FoundBy::Words => evidence.coverage >= 0.6,
        FoundBy::SimilarName(_) | FoundBy::UnitAround => false,
    };
    reached && name && evidence.leftovers == 0
}
