use std::sync::Arc;

use super::*;
use crate::text::words;
use crate::unit::{Unit, UnitCode, Validity};

fn unit(level: UnitLevel, code: &str, kind: &str, name: &str, parent: Option<u16>, aliases: &[&str]) -> Unit {
    Unit {
        code: UnitCode(code.to_owned()),
        level,
        kind: kind.to_owned(),
        name: name.to_owned(),
        full_name: format!("{kind} {name}"),
        full_name_en: String::new(),
        parent: parent.map(UnitId),
        validity: Validity::default(),
        centre: None,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }
}

fn names() -> UnitNames {
    let units = vec![
        unit(UnitLevel::Province, "79", "Thành phố", "Hồ Chí Minh", None, &["hcm"]),
        unit(UnitLevel::District, "760", "Quận", "1", Some(0), &["q01"]),
        unit(UnitLevel::Ward, "1", "Phường", "Bến Nghé", Some(1), &[]),
        unit(UnitLevel::Ward, "2", "Phường", "5", Some(1), &["f05"]),
        unit(UnitLevel::Ward, "3", "Xã", "Sơn Hà", Some(0), &[]),
        unit(UnitLevel::Ward, "4", "Xã", "Sơn Hạ", Some(0), &[]),
        unit(UnitLevel::Ward, "5", "Phường", "Văn Miếu - Quốc Tử Giám", Some(0), &[]),
        unit(UnitLevel::Ward, "6", "Phường", "Hải Châu II", Some(0), &[]),
    ];
    UnitNames::new(Arc::new(UnitTable::new(units, Vec::new()).unwrap()))
}

/// The units of the longest run at the first word.
fn named(text: &str) -> Vec<u16> {
    let names = names();
    let found = names.recognise(&words(text));
    found.first().filter(|found| found.first == 0).map_or(vec![], |found| found.units.iter().map(|id| id.0).collect())
}

#[test]
fn every_way_of_writing_a_unit_is_recognised() {
    for text in ["Phường Bến Nghé", "P. Ben Nghe", "ben nghe", "bennghe", "PHƯỜNG BẾN NGHÉ", "Ben Nghe Ward"]
    {
        assert_eq!(named(text), [2], "{text}");
    }
    for text in ["Phường 5", "Phường 05", "P.5", "P5", "f5", "phuong5", "Ward 5"] {
        assert_eq!(named(text), [3], "{text}");
    }
    for text in ["TP.HCM", "tphcm", "Sài Gòn", "SG", "Ho Chi Minh City", "TP Hồ Chí Minh", "hcm", "Thành phố HCM"]
    {
        assert_eq!(named(text), [0], "{text}");
    }
    for text in ["Quận 1", "Q1", "Q.01", "quan1", "District 1"] {
        assert_eq!(named(text), [1], "{text}");
    }
    assert_eq!(named("P. Hải Châu 2"), [7]);
    assert_eq!(named("Văn Miếu"), [6]);
    assert_eq!(named("Văn Miếu - Quốc Tử Giám"), [6]);
}

#[test]
fn numbers_without_a_kind_name_nothing() {
    assert_eq!(named("5"), [0_u16; 0]);
}

#[test]
fn marks_that_were_typed_decide() {
    assert_eq!(named("xã Sơn Hà"), [4]);
    assert_eq!(named("son hà"), [4]);
    assert_eq!(named("sơn hạ"), [5]);
    assert_eq!(named("son ha"), [4, 5]);
}
