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

/// A ward is known to be the one meant, among those that the unit named may be, when it is at least
/// this likely.
const CERTAIN: f64 = 0.95;

/// A ward is likely to be the one meant when it is at least this likely; below, the answer is
/// ambiguous.
pub(crate) const LIKELY: f64 = 0.9;

/// A ward this unlikely is no rival.
const UNLIKELY: f64 = 0.01;

/// Whether any of `all` fits as well as `found`, at least, and is another place; or the ward of
/// `found` is one of several that the unit named may be, none of them likely enough; or its initials
/// are another street's too.
pub(crate) fn is_ambiguous(found: &Found, all: &[Found]) -> bool {
    match found.commune {
        // A number known in one of the streets does not say that it is missing in the other.
        _ if found.by == (FoundBy::Initials { shared: true }) => true,
        Some(likelihood) if likelihood < LIKELY => {
            likelihood > UNLIKELY && all.iter().all(|other| other.commune.is_none_or(|other| other < LIKELY))
        }
        _ => all
            .iter()
            .any(|other| other.id != found.id && other.fit >= found.fit * EQUAL && !is_same_place(found, other)),
    }
}

/// Parts of one street are one place as long as no number tells them apart.
fn is_same_place(a: &Found, b: &Found) -> bool {
    let one_street = a.street.is_some() && a.street == b.street;
    let no_number = a.evidence.level == MatchLevel::Street && b.evidence.level == MatchLevel::Street;
    one_street && (no_number || a.point.distance_m(b.point) < SAME_PLACE_M)
}

/// The class of `found`, which `reading` found: how sure its ward is, and how well everything that
/// was reached fits. What was not reached, the level says.
pub(crate) fn grade(found: &Found, reading: &ParsedAddress, ambiguous: bool) -> MatchClass {
    if ambiguous || found.evidence.units == Some(Agreement::Outside) {
        return MatchClass::C;
    }
    match (is_exact(found, reading), is_near(found)) {
        (true, _) => MatchClass::A,
        (false, true) => MatchClass::B,
        (false, false) => MatchClass::C,
    }
}

/// Everything that the answer names is as the query has it, and nothing else can be meant.
fn is_exact(found: &Found, reading: &ParsedAddress) -> bool {
    let evidence = &found.evidence;
    let whole = match found.by {
        FoundBy::Name => evidence.units == Some(Agreement::Inside) || found.commune.is_some(),
        FoundBy::Unit | FoundBy::UnitAround => true,
        _ => false,
    };
    let certain = found.commune.map_or(found.by != FoundBy::UnitAround, |likelihood| likelihood >= CERTAIN);
    whole && certain && reading.units.exact && evidence.marks != Marks::Differ && evidence.coverage >= 1.0
}

/// The place is right, with small differences.
fn is_near(found: &Found) -> bool {
    let evidence = &found.evidence;
    let name = match found.by {
        FoundBy::Name | FoundBy::Unit | FoundBy::Initials { .. } => true,
        FoundBy::UnitAround => found.commune.is_some(),
        FoundBy::Repaired(edits) | FoundBy::Unfinished(edits) => edits <= 2,
        FoundBy::FirstWords => evidence.coverage >= 0.4,
        FoundBy::Words => evidence.coverage >= 0.6,
        FoundBy::SimilarName(_) => false,
    };
    name && found.commune.is_none_or(|likelihood| likelihood >= LIKELY)
}
