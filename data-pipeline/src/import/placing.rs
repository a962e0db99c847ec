//! In which units a row lies: by polygon and by name.

use vmap_core::Point;
use vmap_core::address::UnitReading;
use vmap_core::unit::{Era, UnitCode, UnitId, UnitLevel, UnitTable};

use super::report::{Issue, Rejection};
use super::stages::Gazetteer;

/// The wards of a row and what is odd about them.
#[derive(Debug, PartialEq)]
pub struct Placed {
    /// Today's ward.
    pub ward: UnitCode,
    /// The ward before July 2025, where the text or the succession tells it.
    pub legacy_ward: Option<UnitCode>,
    /// Other wards of today that the wards named in the text are or became.
    pub also_in: Vec<UnitCode>,
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
    let others = by_name.into_iter().flatten().filter(|named| *named != ward);
    let also_in = others.filter_map(|id| Some(units.get(id)?.code.clone())).collect();
    Ok(Placed { ward: code, legacy_ward, also_in, issues: issue.into_iter().collect() })
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
            Ok((
                ward,
                Some(Issue::WardDisagrees {
                    polygon: full_name(Some(ward), units),
                    text: full_name(named.copied(), units),
                }),
            ))
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
/// of its predecessors, however far back; true where the text names none.
fn lies_within_named(ward: UnitId, reading: &UnitReading, units: &UnitTable) -> bool {
    let in_named = |id: UnitId| reading.candidates.iter().any(|named| units.is_within(id, *named));
    reading.candidates.is_empty() || with_predecessors(ward, units).into_iter().any(in_named)
}

/// `ward`, the wards it was made from, those that these were made from, and so on.
fn with_predecessors(ward: UnitId, units: &UnitTable) -> Vec<UnitId> {
    let mut found = vec![ward];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        let older: Vec<UnitId> =
            units.predecessors(id).map(|edge| edge.old).filter(|old| !found.contains(old)).collect();
        found.extend(older);
    }
    found
}

/// The ward before the reform: the one named in the text that passed into `ward`, or the only one
/// that did.
fn legacy_ward_of(reading: &UnitReading, ward: UnitId, units: &UnitTable) -> Option<UnitId> {
    let is_legacy = |id: &UnitId| {
        units.get(*id).is_some_and(|unit| unit.level == UnitLevel::Ward) && units.is_of_the_former_era(*id)
    };
    let named = reading.candidates.iter().copied().filter(is_legacy);
    let passed_into = |id: &UnitId| current_wards_of(*id, units).contains(&ward);
    let mut fitting: Vec<UnitId> = named.filter(passed_into).collect();
    if fitting.is_empty() {
        fitting = made_from(ward, units).filter(is_legacy).collect();
    }
    match fitting[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The wards that `ward` was made from; none where it was there before and took others in.
fn made_from(ward: UnitId, units: &UnitTable) -> impl Iterator<Item = UnitId> {
    let began = units.get(ward).and_then(|unit| unit.validity.from);
    let old = units.predecessors(ward).map(|edge| edge.old);
    old.filter(move |old| units.get(*old).is_some_and(|old| old.validity.until == began))
}

fn full_name(id: Option<UnitId>, units: &UnitTable) -> String {
    let Some(id) = id else { return String::new() };
    units.lineage(id).map(|(_, unit)| unit.full_name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use geo_types::{Rect, coord};
    use vmap_core::unit::{Succession, Unit, UnitLocator, UnitNames, UnitPolygon, Validity};

    const PROVINCE: UnitId = UnitId(0);
    const WEST: UnitId = UnitId(1);
    const EAST: UnitId = UnitId(2);
    const OLD_DISTRICT: UnitId = UnitId(3);
    const OLD_WEST: UnitId = UnitId(4);
    const OLD_SPLIT: UnitId = UnitId(5);
    const OLDER_DISTRICT: UnitId = UnitId(6);
    const OLDER_WEST: UnitId = UnitId(7);

    fn unit(code: &str, level: UnitLevel, parent: Option<UnitId>, until: Option<&str>) -> Unit {
        Unit {
            code: UnitCode(code.to_owned()),
            level,
            kind: String::new(),
            name: code.to_owned(),
            full_name: code.to_owned(),
            full_name_en: code.to_owned(),
            parent,
            validity: match until {
                Some(day) => Validity { until: Some(day.parse().unwrap()), ..Validity::default() },
                None => Validity { from: Some("2025-07-01".parse().unwrap()), ..Validity::default() },
            },
            centre: None,
            aliases: Vec::new(),
        }
    }

    /// Two wards of today side by side; one old ward went to the western one, another to both; the
    /// first had itself been made in 2021 from a ward of a district that is no more.
    fn table() -> UnitTable {
        let (ward, district) = (UnitLevel::Ward, UnitLevel::District);
        let units = vec![
            unit("01", UnitLevel::Province, None, None),
            unit("00001", ward, Some(PROVINCE), None),
            unit("00002", ward, Some(PROVINCE), None),
            unit("001", district, None, Some("2025-07-01")),
            unit("00003", ward, Some(OLD_DISTRICT), Some("2025-07-01")),
            unit("00004", ward, Some(OLD_DISTRICT), Some("2025-07-01")),
            unit("002", district, None, Some("2021-01-01")),
            unit("00005", ward, Some(OLDER_DISTRICT), Some("2021-01-01")),
        ];
        let edge = |old, new| Succession { old, new, partial: false, share: None, act: String::new() };
        let edges =
            vec![edge(OLD_WEST, WEST), edge(OLD_SPLIT, WEST), edge(OLD_SPLIT, EAST), edge(OLDER_WEST, OLD_WEST)];
        UnitTable::new(units, edges).unwrap()
    }

    fn placed(level: Option<UnitLevel>, named: &[UnitId], lon: f64) -> Result<Placed, Rejection> {
        let units = Arc::new(table());
        let square = |west: f64| Rect::new(coord! { x: west, y: 20.0 }, coord! { x: west + 1.0, y: 21.0 }).to_polygon();
        let wards = UnitLocator::new(vec![
            UnitPolygon { unit: WEST, area: square(105.0).into() },
            UnitPolygon { unit: EAST, area: square(106.0).into() },
        ]);
        let names = UnitNames::new(units.clone());
        let gazetteer = Gazetteer { units: &units, names: &names, wards: &wards };
        let reading = UnitReading { candidates: named.to_vec(), level, ..UnitReading::default() };
        place_in_units(&reading, Point::from_degrees(lon, 20.5).unwrap(), &gazetteer)
    }

    fn codes(placed: &Placed) -> (&str, Option<&str>) {
        (placed.ward.as_str(), placed.legacy_ward.as_ref().map(UnitCode::as_str))
    }

    #[test]
    fn an_old_ward_and_a_point_in_its_successor_agree() {
        let placed = placed(Some(UnitLevel::Ward), &[OLD_SPLIT], 106.5).unwrap();
        assert_eq!((codes(&placed), placed.issues.len()), (("00002", Some("00004")), 0));
    }

    #[test]
    fn the_point_decides_and_the_disagreement_is_told() {
        let placed = placed(Some(UnitLevel::Ward), &[OLD_WEST], 106.5).unwrap();
        assert_eq!(codes(&placed), ("00002", Some("00004")), "the only predecessor of the ward that holds the point");
        assert_eq!(placed.issues[0].code(), "ward_disagrees");
    }

    #[test]
    fn a_district_of_long_ago_agrees_through_the_wards_between() {
        let placed = placed(Some(UnitLevel::District), &[OLDER_DISTRICT], 105.5).unwrap();
        assert_eq!((codes(&placed), placed.issues.len()), (("00001", None), 0), "two predecessors: none is chosen");
        let elsewhere = self::placed(Some(UnitLevel::District), &[OLDER_DISTRICT], 106.5).unwrap();
        assert_eq!(elsewhere.issues[0].code(), "unit_disagrees");
    }

    #[test]
    fn outside_all_polygons_a_single_name_decides_and_several_do_not() {
        let placed = placed(Some(UnitLevel::Ward), &[OLD_WEST], 110.0).unwrap();
        assert_eq!((placed.ward.as_str(), placed.issues[0].code()), ("00001", "outside_all_wards"));
        assert_eq!(self::placed(Some(UnitLevel::Ward), &[OLD_SPLIT], 110.0), Err(Rejection::WardUnknown));
        assert_eq!(self::placed(None, &[], 110.0), Err(Rejection::WardUnknown));
    }
}
