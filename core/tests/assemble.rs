//! Places in, tables out.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use bytes::Bytes;
use hashbrown::HashMap;
use proptest::prelude::*;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::release::{AddressTable, Assembler, AssemblyReport, NamedPlaceKind, NamedPlaceTable, build_tables};
use vmap_core::unit::{Era, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};
use vmap_core::{PlaceId, Point};

fn unit(level: UnitLevel, code: &str, parent: Option<u16>, ended: bool) -> Unit {
    Unit {
        code: UnitCode(code.to_owned()),
        level,
        kind: "Phường".to_owned(),
        name: code.to_owned(),
        full_name: format!("Phường {code}"),
        full_name_en: format!("{code} Ward"),
        parent: parent.map(UnitId),
        validity: Validity { until: ended.then(|| "2025-07-01".parse().unwrap()), ..Validity::default() },
        centre: None,
        aliases: Vec::new(),
    }
}

/// Province 01 with wards 00004 and 00008 of today, and wards 00001 and 00004 of before.
fn units() -> UnitTable {
    let units = vec![
        unit(UnitLevel::Province, "01", None, false),
        unit(UnitLevel::Ward, "00004", Some(0), false),
        unit(UnitLevel::Ward, "00008", Some(0), false),
        unit(UnitLevel::Ward, "00001", None, true),
        unit(UnitLevel::Ward, "00004", None, true),
    ];
    UnitTable::new(units, Vec::new()).unwrap()
}

const WARD_4: Option<UnitId> = Some(UnitId(1));
const WARD_8: Option<UnitId> = Some(UnitId(2));
const LEGACY_1: UnitId = UnitId(3);
const LEGACY_4: UnitId = UnitId(4);

fn id(ordinal: u64) -> PlaceId {
    PlaceId::from_ordinal(ordinal).unwrap()
}

fn place(kind: PlaceKind, ward: &str, lon: f64) -> Place {
    Place {
        kind,
        point: Point::from_degrees(lon, 21.0).unwrap(),
        name: None,
        house_number: None,
        street: None,
        hamlet: None,
        ward: Some(UnitCode(ward.to_owned())),
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    }
}

fn named(kind: PlaceKind, name: &str, ward: &str, lon: f64) -> Place {
    Place { name: Some(name.to_owned()), ..place(kind, ward, lon) }
}

fn house(number: &str, street: &str, ward: &str, lon: f64) -> Place {
    let (house_number, street) = (Some(number.to_owned()), Some(street.to_owned()));
    Place { house_number, street, ..place(PlaceKind::Address, ward, lon) }
}

fn legacy(place: Place, ward: &str) -> Place {
    Place { legacy_ward: Some(UnitCode(ward.to_owned())), ..place }
}

/// The tables of `places`, numbered from 0.
fn tables(places: Vec<Place>) -> (AddressTable, NamedPlaceTable) {
    let files = build_tables(places.into_iter().zip(0..).map(|(place, ordinal)| (id(ordinal), place)), &units());
    (AddressTable::open(&files).unwrap(), NamedPlaceTable::open(&files).unwrap())
}

fn report(places: Vec<Place>) -> AssemblyReport {
    let mut assembler = Assembler::new(&units());
    places.into_iter().zip(0..).for_each(|(place, ordinal)| assembler.add(id(ordinal), 0, place));
    assembler.finish(&mut HashMap::new()).unwrap()
}

/// The identifiers of the members of place `of`, in their order.
fn members((addresses, named): &(AddressTable, NamedPlaceTable), of: u64) -> Vec<PlaceId> {
    let rows = named.members(named.row_of(id(of)).unwrap());
    rows.map(|row| addresses.get(row).unwrap().id).collect()
}

#[test]
fn no_places_make_empty_tables() {
    let (addresses, named) = tables(Vec::new());
    assert!(addresses.is_empty() && named.is_empty());
    assert_eq!(named.string_count(), 0);
}

#[test]
fn an_address_reads_back_with_all_it_refers_to() {
    let hamlet = named(PlaceKind::Hamlet, "Thôn Vân Lũng", "00004", 105.0);
    let address = Place {
        hamlet: Some("thon van lung".to_owned()),
        ..legacy(house("12A", "pho hue", "00004", 105.001), "00004")
    };
    let (addresses, named) = tables(vec![named(PlaceKind::Street, "Phố Huế", "00004", 105.0), hamlet, address]);
    let row = addresses.get(addresses.row_of(id(2)).unwrap()).unwrap();
    assert_eq!(row.point, Point::from_degrees(105.001, 21.0).unwrap());
    assert_eq!(addresses.house_number(row.number.unwrap()), Some("12A"));
    assert_eq!(named.name(row.street.unwrap()), Some("Phố Huế"));
    assert_eq!(named.name(row.hamlet.unwrap()), Some("Thôn Vân Lũng"));
    assert_eq!((row.ward, row.legacy_ward), (WARD_4, Some(LEGACY_4)));
    assert_eq!(addresses.row_of(id(7)), None);
}

#[test]
fn a_point_of_interest_keeps_its_class_and_its_address() {
    let school = Place {
        category: Some("amenity=school".to_owned()),
        house_number: Some("5".to_owned()),
        street: Some("Đường Huế".to_owned()),
        ..named(PlaceKind::PointOfInterest, "Trường Tiểu học", "00004", 105.001)
    };
    let (addresses, named) = tables(vec![named(PlaceKind::Street, "Phố Huế", "00004", 105.0), school]);
    let row = named.get(named.row_of(id(1)).unwrap()).unwrap();
    assert_eq!(row.kind, NamedPlaceKind::PointOfInterest);
    assert_eq!(named.string(row.category.unwrap()), Some("amenity=school"));
    assert_eq!(addresses.house_number(row.number.unwrap()), Some("5"));
    assert_eq!(row.street, named.row_of(id(0)));
    assert_eq!(named.get(named.row_of(id(0)).unwrap()).unwrap().category, None);
}

#[test]
fn a_street_belongs_to_its_ward() {
    let both = tables(vec![
        named(PlaceKind::Street, "Phố Huế", "00004", 105.0),
        named(PlaceKind::Street, "Phố Huế", "00008", 105.0),
        house("1", "Phố Huế", "00008", 105.0),
    ]);
    assert_eq!(members(&both, 0), []);
    assert_eq!(members(&both, 1), [id(2)]);
    assert_eq!(both.1.get(both.1.row_of(id(1)).unwrap()).unwrap().ward, WARD_8);
}

#[test]
fn of_two_streets_of_one_name_in_a_ward_the_nearer_along_its_line_is_meant() {
    let at = |lon: f64| Point::from_degrees(lon, 21.0).unwrap();
    let long = Place {
        lines: vec![vec![at(105.0), at(105.05)]],
        ..named(PlaceKind::Street, "Đường số 1", "00004", 105.0)
    };
    let short = named(PlaceKind::Street, "Đường số 1", "00004", 105.09);
    let both =
        tables(vec![long, short, house("1", "Đường số 1", "00004", 105.06), house("2", "Đường số 1", "00004", 105.08)]);
    assert_eq!(members(&both, 0), [id(2)]);
    assert_eq!(members(&both, 1), [id(3)]);
    assert_eq!(both.1.lines(both.1.row_of(id(0)).unwrap()), vec![vec![at(105.0), at(105.05)]]);
}

#[test]
fn members_stand_in_the_order_of_house_numbers_and_those_without_one_last() {
    let numbers = ["10", "2", "2/1", "Chợ", "1"];
    let mut places = vec![named(PlaceKind::Street, "Phố Huế", "00004", 105.0)];
    places.extend(numbers.map(|number| house(number, "Phố Huế", "00004", 105.0)));
    places.push(Place { house_number: None, ..house("", "Phố Huế", "00004", 105.0) });
    assert_eq!(members(&tables(places), 0), [id(5), id(2), id(3), id(1), id(4), id(6)]);
}

#[test]
fn legacy_wards_are_those_of_the_street_and_of_its_members_each_once() {
    let (_, named) = tables(vec![
        legacy(named(PlaceKind::Street, "Phố Huế", "00004", 105.0), "00004"),
        legacy(house("1", "Phố Huế", "00004", 105.0), "00001"),
        legacy(house("2", "Phố Huế", "00004", 105.0), "00001"),
        legacy(house("3", "Phố Huế", "00004", 105.0), "00004"),
    ]);
    let wards: Vec<UnitId> = named.legacy_wards(named.row_of(id(0)).unwrap()).collect();
    assert_eq!(wards, [LEGACY_1, LEGACY_4]);
}

#[test]
fn neighbours_get_neighbouring_rows() {
    let (addresses, _) = tables(vec![
        house("1", "a", "00004", 105.0),
        house("2", "a", "00004", 109.0),
        house("3", "a", "00004", 105.000_001),
    ]);
    let row = |ordinal| i64::from(addresses.row_of(id(ordinal)).unwrap());
    assert_eq!((row(0) - row(2)).abs(), 1);
}

#[test]
fn what_cannot_be_released_is_counted() {
    let nowhere = Place { ward: None, ..house("1", "Phố Huế", "", 105.0) };
    let found = report(vec![
        house("1", "Phố Huế", "00004", 105.0),
        Place { hamlet: Some("Thôn 1".to_owned()), ..place(PlaceKind::Address, "00004", 105.0) },
        house("1", "Phố Huế", "99999", 105.0),
        legacy(named(PlaceKind::Hamlet, "Thôn 2", "00008", 105.0), "99998"),
        nowhere,
        place(PlaceKind::Street, "00004", 105.0),
    ]);
    assert_eq!((found.missing_streets, found.missing_hamlets), (3, 1));
    assert_eq!((found.unknown_ward_codes, found.nameless), (2, 1));
    assert_eq!((found.by_ward[&WARD_4].addresses, found.by_ward[&WARD_4].streets), (2, 0));
    assert_eq!((found.by_ward[&None].addresses, found.by_ward[&WARD_8].hamlets), (2, 1));
    assert_eq!((found.total().addresses, found.total().hamlets), (4, 1));
}

/// Any place in one of two wards, often of the same name and number as another.
#[test]
fn a_place_behind_the_last_that_a_release_can_number_is_counted() {
    let mut assembler = Assembler::new(&units());
    assembler.add(id(u64::from(u32::MAX)), 0, house("1", "Phố Huế", "00004", 105.0));
    assembler.add(id(u64::from(u32::MAX) + 1), 0, house("2", "Phố Huế", "00004", 105.0));
    let mut files = HashMap::<String, Bytes>::new();
    let Ok(found) = assembler.finish(&mut files);
    assert_eq!((found.total().addresses, found.unnumbered), (1, 1));
    assert_eq!(AddressTable::open(&files).unwrap().get(0).unwrap().id, id(u64::from(u32::MAX)));
}

fn any_place() -> impl Strategy<Value = Place> {
    let name = || proptest::option::of(prop_oneof![Just("Phố Huế"), Just("Đường Huế"), Just("Ngõ 3")]);
    let kind = prop_oneof![
        4 => Just(PlaceKind::Address),
        1 => Just(PlaceKind::Street),
        1 => Just(PlaceKind::Hamlet),
        1 => Just(PlaceKind::PointOfInterest),
    ];
    let ward = proptest::option::of(prop_oneof![Just("00004"), Just("00008"), Just("?")]);
    let number = proptest::option::of("[1-9][0-9]{0,1}(/[1-9])?[AB]?|[A-C]{1,2}|");
    (kind, name(), name(), name(), number, ward, 0..5_i32).prop_map(
        |(kind, name, street, hamlet, number, ward, step)| {
            let text = |text: Option<&str>| text.map(str::to_owned);
            Place {
                name: text(name),
                house_number: number,
                street: text(street),
                hamlet: text(hamlet),
                ward: ward.map(|code| UnitCode(code.to_owned())),
                legacy_ward: ward.map(|code| UnitCode(code.to_owned())),
                ..place(kind, "", 105.0 + 0.01 * f64::from(step))
            }
        },
    )
}

fn files(places: &[(PlaceId, Place)]) -> HashMap<String, Bytes> {
    build_tables(places.iter().cloned(), &units())
}

proptest! {
    #[test]
    fn the_order_of_places_changes_no_byte(places in proptest::collection::vec(any_place(), 0..60), turn in 0..60_usize) {
        let places: Vec<(PlaceId, Place)> = places.into_iter().zip(0..).map(|(place, ordinal)| (id(ordinal), place)).collect();
        let mut turned = places.clone();
        turned.rotate_left(turn.min(places.len()));
        prop_assert_eq!(files(&places), files(&turned));
    }

    #[test]
    fn every_address_reads_back_and_is_a_member_of_its_street(places in proptest::collection::vec(any_place(), 0..60)) {
        let units = units();
        let both = tables(places.clone());
        let (addresses, named) = &both;
        prop_assert_eq!(addresses.len(), places.iter().filter(|place| place.kind == PlaceKind::Address).count());
        for (place, ordinal) in places.iter().zip(0..).filter(|(place, _)| place.kind == PlaceKind::Address) {
            let row = addresses.get(addresses.row_of(id(ordinal)).unwrap()).unwrap();
            prop_assert_eq!(row.point, place.point);
            prop_assert_eq!(row.number.and_then(|number| addresses.house_number(number)), place.house_number.as_deref());
            let code = row.ward.map(|ward| units.get(ward).unwrap().code.clone());
            prop_assert_eq!(code, place.ward.clone().filter(|code| code.as_str() != "?"));
            if let Some(street) = row.street {
                let street_row = named.get(street).unwrap();
                prop_assert_eq!((street_row.kind, street_row.ward), (NamedPlaceKind::Street, row.ward));
                prop_assert!(members(&both, ordinal_of(street_row.id)).contains(&row.id));
            }
        }
        let referred = (0..named.len() as u32).map(|row| named.member_count(row)).sum::<usize>();
        let references = (0..addresses.len() as u32).map(|row| addresses.get(row).unwrap());
        prop_assert_eq!(referred, references.map(|row| row.street.iter().chain(&row.hamlet).count()).sum::<usize>());
    }
}

/// The ordinal of an identifier made by [`id`].
fn ordinal_of(found: PlaceId) -> u64 {
    (0..60).find(|ordinal| id(*ordinal) == found).unwrap()
}

#[test]
fn the_dictionary_of_house_numbers_is_in_the_order_of_houses() {
    let numbers = ["Chợ", "12", "2", "12/3", "2A", "12"];
    let places = numbers.map(|number| house(number, "Phố Huế", "00004", 105.0)).to_vec();
    let (addresses, _) = tables(places);
    let dictionary: Vec<&str> =
        (0..addresses.house_number_count()).map(|row| addresses.house_number(row).unwrap()).collect();
    assert_eq!(dictionary, ["2", "2A", "12", "12/3", "Chợ"]);
}

#[test]
fn the_unit_table_comes_with_the_tables() {
    let files = build_tables([], &units());
    let read: UnitTable = serde_json::from_slice(&files["units.json"]).unwrap();
    assert_eq!(read.by_code(Era::Legacy, UnitLevel::Ward, "00004"), Some(LEGACY_4));
}
