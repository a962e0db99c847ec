//! Administrative units and boundaries are kept as given.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use common::*;
use geo_types::{LineString, MultiPolygon, Polygon};
use vmap_core::Point;
use vmap_core::unit::{Era, FormerName, Succession, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};
use vmap_registry::UnitBoundary;

fn unit(code: &str, level: UnitLevel, parent: Option<u16>, ended: bool) -> Unit {
    let reform = "2025-07-01".parse().unwrap();
    Unit {
        code: UnitCode(code.into()),
        level,
        kind: "Phường".into(),
        name: "Bến Nghé".into(),
        full_name: "Phường Bến Nghé".into(),
        full_name_en: "Ben Nghe Ward".into(),
        parent: parent.map(UnitId),
        validity: if ended {
            Validity { until: Some(reform), ..Validity::default() }
        } else {
            Validity { from: Some(reform), ..Validity::default() }
        },
        centre: (!ended).then(|| Point::from_degrees(106.7, 10.77).unwrap()),
        aliases: vec!["ben nghe".into(), "bn".into()],
    }
}

fn table(share: f32) -> UnitTable {
    let units = vec![
        unit("79", UnitLevel::Province, None, false),
        unit("26740", UnitLevel::Ward, Some(0), false),
        unit("26740", UnitLevel::Ward, None, true),
    ];
    let edge = Succession { old: UnitId(2), new: UnitId(1), partial: true, share: Some(share), act: "1685/NQ".into() };
    let former = FormerName {
        unit: UnitId(1),
        code: UnitCode("26741".into()),
        kind: "Xã".into(),
        name: "Bến Nghé".into(),
        full_name: "Xã Bến Nghé".into(),
        full_name_en: "Ben Nghe Commune".into(),
        validity: Validity {
            from: None,
            until: Some("2024-11-10".parse().unwrap()),
            until_earliest: Some("2019-01-02".parse().unwrap()),
        },
        act: "30/2026/QH16".into(),
    };
    let table = UnitTable::new(units, vec![edge.clone(), Succession { share: None, ..edge }]).unwrap();
    table.with_former_names(vec![former]).unwrap()
}

fn boundary(east: f64) -> UnitBoundary {
    let ring = LineString::from(vec![(106.0, 10.0), (east, 10.0), (106.0, 10.1), (106.0, 10.0)]);
    let (era, level, code) = (Era::Current, UnitLevel::Ward, UnitCode("26740".into()));
    let area = MultiPolygon(vec![Polygon::new(ring.clone(), vec![ring])]);
    UnitBoundary { era, level, code, illustrative: true, area }
}

fn rows(units: &UnitTable) -> Vec<Unit> {
    units.iter().map(|(_, unit)| unit.clone()).collect()
}

#[test]
fn units_and_boundaries_read_back_as_given() {
    let home = Home::new();
    let outcome = home.open().replace_units(&table(0.1), &[boundary(106.1)]).unwrap();
    assert_eq!((outcome.units, outcome.successions, outcome.boundaries, outcome.changed), (3, 2, 1, true));
    let registry = home.open();
    let read = registry.units().unwrap();
    assert_eq!(rows(&read), rows(&table(0.1)));
    assert_eq!(read.successions(), table(0.1).successions());
    assert_eq!(read.former_names(), table(0.1).former_names());
    assert_eq!(registry.boundaries().unwrap(), [boundary(106.1)]);
    assert_eq!(registry.status().unwrap().units, 3);
}

#[test]
fn the_same_units_again_change_nothing_and_others_replace_them() {
    let home = Home::new();
    let mut registry = home.open();
    registry.replace_units(&table(0.1), &[boundary(106.1)]).unwrap();
    let before = dump(&home.store());
    assert!(!registry.replace_units(&table(0.1), &[boundary(106.1)]).unwrap().changed);
    assert_eq!(dump(&home.store()), before);
    assert!(registry.replace_units(&table(0.2), &[boundary(106.1)]).unwrap().changed);
    assert!(registry.replace_units(&table(0.2), &[boundary(106.2)]).unwrap().changed);
    assert_eq!(registry.boundaries().unwrap(), [boundary(106.2)]);
    assert_eq!(registry.units().unwrap().successions(), table(0.2).successions());
    assert_whole(&home.store());
}

#[test]
fn a_new_registry_has_no_units() {
    let registry = Home::new().open();
    assert!(registry.units().unwrap().is_empty());
    assert!(registry.boundaries().unwrap().is_empty());
}
