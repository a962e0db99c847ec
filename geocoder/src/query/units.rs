//! Units as results.

use vmap_core::text::fold;
use vmap_core::unit::{Era, UnitId, UnitLevel};

use crate::describe::{Subject, unit_point};
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
}

/// `named` as results: a unit of today as itself; a former ward or province as the units of today
/// that it passed into, the largest part first; a former district as itself and then its wards of
/// today, for it has no form of today.
pub(crate) fn unit_results(tables: &Tables, named: NamedUnit) -> Vec<Found> {
    let Some(unit) = tables.units.get(named.unit) else { return Vec::new() };
    if unit.era() == Era::Current {
        return result(tables, named, named.unit, None, named.kind).into_iter().collect();
    }
    let former = Some(named.unit);
    let is_district = unit.level == UnitLevel::District;
    let successors = tables.kinship.successors(named.unit);
    // A district that became one ward, as on the islands, is that ward.
    let itself =
        (is_district && successors.len() != 1).then(|| result(tables, named, named.unit, former, 0.97 * named.kind));
    let weight = named.kind * if is_district { 0.85 } else { 0.93 };
    let wards = successors.iter().filter_map(|successor| {
        let share = if is_district { 1.0 } else { 0.98 + 0.02 * successor.share };
        let mut found = result(tables, named, successor.unit, former, weight * share)?;
        found.importance *= successor.share.clamp(0.1, 1.0);
        Some(found)
    });
    itself.flatten().into_iter().chain(wards).collect()
}

fn result(tables: &Tables, named: NamedUnit, unit: UnitId, former: Option<UnitId>, kind: f64) -> Option<Found> {
    let level = tables.units.get(unit)?.level;
    Some(Found {
        subject: Subject::Unit(unit),
        point: unit_point(tables, unit)?,
        reading: named.reading,
        by: named.by,
        evidence: Evidence {
            reading: named.reading_value,
            coverage: 1.0,
            marks: named.marks,
            kind,
            units: Some(Agreement::Inside),
            level: match_level(level),
            asked_number: false,
            leftovers: named.leftovers,
        },
        group: None,
        former,
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

/// Whether `unit` was named by more than one short word: a syllable alone is in half of all
/// addresses.
pub(crate) fn is_named_plainly(tables: &Tables, unit: UnitId, phrase: &str) -> bool {
    tables.units.get(unit).is_some_and(|unit| {
        fold(&unit.name).contains(' ') || format!(" {phrase} ").contains(&format!(" {} ", fold(&unit.full_name)))
    })
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
