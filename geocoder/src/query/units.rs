//! Units as results.

use std::ops::Range;

use vmap_core::address::ParsedAddress;
use vmap_core::text::fold;
use vmap_core::unit::{Era, UnitId, UnitLevel};

use crate::describe::Subject;
use crate::hit::MatchLevel;
use crate::kinship::Agreement;
use crate::marks::Marks;
use crate::ranking::{Evidence, Found, FoundBy};
use crate::tables::Tables;

/// How a unit came to be a result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedUnit {
    pub unit: UnitId,
    pub by: FoundBy,
    pub marks: Marks,
    /// How well its kind suits the one that was typed, 0 to 1.
    pub kind: f64,
    /// Number of the reading that names it, and how likely that is.
    pub reading: usize,
    pub reading_value: f64,
    pub leftovers: usize,
    /// Whether a house number is asked for, which no unit is.
    pub asked_number: bool,
}

/// `named` as results: a unit of today as itself; a former ward or province as the units of today
/// that it passed into; a former district as itself and then its wards of today, for it has no form
/// of today.
pub(crate) fn unit_results(tables: &Tables, named: NamedUnit) -> Vec<Found> {
    let Some(unit) = tables.units.get(named.unit) else { return Vec::new() };
    if unit.era() == Era::Current {
        return unit_result(tables, named, named.unit, None).into_iter().collect();
    }
    let former = Some(named.unit);
    let is_district = unit.level == UnitLevel::District;
    let successors = tables.kinship.successors(named.unit);
    let weighted = |weight: f64| NamedUnit { kind: named.kind * weight, ..named };
    // A district that became one ward, as on the islands, is that ward.
    let itself =
        (is_district && successors.len() != 1).then(|| unit_result(tables, weighted(0.97), named.unit, former));
    let parts = successors.iter().filter_map(|successor| {
        let weight = if is_district { 0.85 } else { 0.98 + 0.02 * successor.share };
        let mut found = unit_result(tables, weighted(weight), successor.unit, former)?;
        found.importance *= successor.share.clamp(0.1, 1.0);
        Some(found)
    });
    itself.flatten().into_iter().chain(parts).collect()
}

/// `unit` as a result of `named`, which meant the `former` unit.
pub(crate) fn unit_result(tables: &Tables, named: NamedUnit, unit: UnitId, former: Option<UnitId>) -> Option<Found> {
    let level = tables.units.get(unit)?.level;
    Some(Found {
        subject: Subject::Unit(unit),
        point: tables.unit_points.get(unit)?,
        reading: named.reading,
        by: named.by,
        evidence: Evidence {
            reading: named.reading_value,
            coverage: 1.0,
            marks: named.marks,
            kind: named.kind,
            units: Some(Agreement::Inside),
            commune: 1.0,
            level: match_level(level),
            asked_number: named.asked_number,
            leftovers: named.leftovers,
        },
        street: None,
        former,
        commune: None,
        share: None,
        accuracy_m: None,
        importance: importance(level),
        id: u64::from(unit.0),
        fit: 0.0,
        score: 0.0,
    })
}

/// How well the kind of `unit` suits `phrase`, the folded query: less where another kind stands
/// before the unit's name.
pub(crate) fn kind_value(tables: &Tables, unit: UnitId, phrase: &str) -> f64 {
    const KINDS: [&str; 9] = ["phuong", "xa", "thi tran", "dac khu", "quan", "huyen", "thi xa", "thanh pho", "tinh"];
    let Some(unit) = tables.units.get(unit) else { return 1.0 };
    let (kind, name) = (fold(&unit.kind), fold(&unit.name));
    let typed = |kind: &str| format!(" {phrase} ").contains(&format!(" {kind} {name} "));
    let other = KINDS.iter().any(|other| *other != kind && typed(other));
    if other && !typed(&kind) { 0.9 } else { 1.0 }
}

/// Whether `reading` names `unit` by more than one bare word, which is in half of all addresses:
/// by several words, with its kind, or with a larger unit beside it.
pub(crate) fn is_named_plainly(tables: &Tables, unit: UnitId, reading: &ParsedAddress) -> bool {
    let Some(name) = tables.units.get(unit).map(|unit| fold(&unit.name)) else { return false };
    name.contains(' ') || !reading.units.within.is_empty() || reading.units.kind_said
}

/// Whether `coarser` only leaves out words by which `reading` names its ward, whose kind they say.
pub(crate) fn leaves_out_ward(coarser: &ParsedAddress, reading: &ParsedAddress) -> bool {
    let (coarser, reading) = (&coarser.units.spans, &reading.units);
    let is_ward = reading.level == Some(UnitLevel::Ward) && reading.kind_said;
    let holds =
        |span: &Range<usize>| reading.spans.iter().any(|whole| whole.start <= span.start && span.end <= whole.end);
    let bytes = |spans: &[Range<usize>]| spans.iter().map(Range::len).sum::<usize>();
    is_ward && !coarser.is_empty() && coarser.iter().all(holds) && bytes(coarser) < bytes(&reading.spans)
}

fn match_level(level: UnitLevel) -> MatchLevel {
    match level {
        UnitLevel::Province => MatchLevel::Province,
        UnitLevel::District => MatchLevel::District,
        UnitLevel::Ward => MatchLevel::Ward,
    }
}

fn importance(level: UnitLevel) -> f64 {
    match level {
        UnitLevel::Province => 1.0,
        UnitLevel::District => 0.8,
        UnitLevel::Ward => 0.6,
    }
}
