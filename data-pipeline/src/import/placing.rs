//! In which units a row lies: by polygon and by name.

use vmap_core::Point;
use vmap_core::unit::{Era, UnitCode, UnitId, UnitLevel, UnitTable};
use vmap_core::address::UnitReading;

use super::report::{Issue, Rejection};
use super::stages::Gazetteer;

/// The wards of a row and what is odd about them.
#[derive(Debug, PartialEq)]
pub struct Placed {
    /// Today's ward.
    pub ward: UnitCode,
    /// The ward before July 2025, where the text or the succession tells it.
    pub legacy_ward: Option<UnitCode>,
    /// Disagreements between polygon and name.
    pub issues: Vec<Issue>,
}

/// Decides the wards of a row at `point` whose text names `reading`. The polygon decides today's
/// ward; where no polygon holds the point, the name does if it leads to one ward only.
pub fn place_in_units(reading: &UnitReading, point: Point, gazetteer: &Gazetteer) -> Result<Placed, Rejection> {
    let units = gazetteer.units;
    let by_name = current_wards_named(reading, units);
    let by_polygon = gazetteer.wards.unit_at(point);
    let (ward, issue) = decide_ward(by_polygon, by_name.as_deref(), reading, units)?;
    let legacy_ward = legacy_ward_of(reading, ward, units);
    let code = units.get(ward).map(|unit| unit.code.clone()).ok_or(Rejection::WardUnknown)?;
    let legacy_ward = legacy_ward.and_then(|id| units.get(id)).map(|unit| unit.code.clone());
    Ok(Placed { ward: code, legacy_ward, issues: issue.into_iter().collect() })
}

fn decide_ward(
    by_polygon: Option<UnitId>,
    by_name: Option<&[UnitId]>,
    reading: &UnitReading,
    units: &UnitTable,
) -> Result<(UnitId, Option<Issue>), Rejection> {
    match (by_polygon, by_name) {
        (Some(ward), Some(named)) if named.contains(&ward) => Ok((ward, None)),
        (Some(ward), Some(named)) => {
            let named = named.first().or(reading.candidates.first());
            Ok((ward, Some(Issue::WardDisagrees { polygon: full_name(Some(ward), units), text: full_name(named.copied(), units) })))
        }
        (Some(ward), None) if lies_within_named(ward, reading, units) => Ok((ward, None)),
        (Some(ward), None) => {
            let text = full_name(reading.candidates.first().copied(), units);
            Ok((ward, Some(Issue::UnitDisagrees { polygon: full_name(Some(ward), units), text })))
        }
        (None, Some([ward])) => Ok((*ward, Some(Issue::OutsideAllWards))),
        (None, _) => Err(Rejection::WardUnknown),
    }
}

/// Today's wards that the wards named in the text are or became; `None` where it names no ward.
fn current_wards_named(reading: &UnitReading, units: &UnitTable) -> Option<Vec<UnitId>> {
    if reading.level != Some(UnitLevel::Ward) || reading.candidates.is_empty() {
        return None;
    }
    let mut wards: Vec<UnitId> = reading.candidates.iter().flat_map(|id| current_wards_of(*id, units)).collect();
    wards.sort_unstable();
    wards.dedup();
    Some(wards)
}

fn current_wards_of(id: UnitId, units: &UnitTable) -> Vec<UnitId> {
    match units.get(id).map(vmap_core::unit::Unit::era) {
        Some(Era::Current) => vec![id],
        Some(Era::Legacy) => units.successors(id).flat_map(|edge| current_wards_of(edge.new, units)).collect(),
        None => Vec::new(),
    }
}

/// Whether `ward` lies in a province or district named in the text, in today's form or through one
/// of its predecessors; true where the text names none.
fn lies_within_named(ward: UnitId, reading: &UnitReading, units: &UnitTable) -> bool {
    let in_named = |id: UnitId| reading.candidates.iter().any(|named| units.is_within(id, *named));
    reading.candidates.is_empty()
        || in_named(ward)
        || units.predecessors(ward).any(|edge| in_named(edge.old))
}

/// The ward before the reform: the one named in the text that passed into `ward`, or the only one
/// that did.
fn legacy_ward_of(reading: &UnitReading, ward: UnitId, units: &UnitTable) -> Option<UnitId> {
    let is_legacy = |id: &UnitId| units.get(*id).is_some_and(|unit| unit.era() == Era::Legacy && unit.level == UnitLevel::Ward);
    let named = reading.candidates.iter().copied().filter(is_legacy);
    let passed_into = |id: &UnitId| current_wards_of(*id, units).contains(&ward);
    let mut fitting: Vec<UnitId> = named.filter(passed_into).collect();
    if fitting.is_empty() {
        fitting = units.predecessors(ward).map(|edge| edge.old).filter(is_legacy).collect();
    }
    match fitting[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn full_name(id: Option<UnitId>, units: &UnitTable) -> String {
    let Some(id) = id else { return String::new() };
    units.lineage(id).map(|(_, unit)| unit.full_name.as_str()).collect::<Vec<_>>().join(", ")
}
