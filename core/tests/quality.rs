//! What is the matter with made places: `quality/places.csv`, a row a place, with the findings that
//! it must have and no others. Wards 00004 (surveyed) and 00008 (made up) are squares of a tenth of a
//! degree side by side, 00012 an archipelago far to the east; metres count from the south-west of 00004.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::collections::{BTreeMap, HashMap};

use geo_types::{MultiPolygon, Rect};
use hashbrown::HashSet;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::quality::{
    BoundaryKind, CountryQuality, Finding, FindingKind, Inspector, Matter, PlaceRow, WardFindings, wards_of_today,
};
use vmap_core::release::{AddressTable, NamedPlaceTable, build_tables};
use vmap_core::unit::{Succession, Unit, UnitCode, UnitId, UnitLevel, UnitLocator, UnitPolygon, UnitTable, Validity};
use vmap_core::{PlaceId, Point};

const SOUTH_WEST: (f64, f64) = (105.8, 21.0);
const STREETS: [&str; 2] = ["Phố Huế", "Phố Vọng"];
const HAMLETS: [(&str, &str); 5] = [
    ("00004", "Thôn Đông"),
    ("00004", "Thôn Đoài"),
    ("00004", "Thôn Trống"),
    ("00008", "Thôn Tây"),
    ("00012", "Đảo Đá"),
];

fn unit(level: UnitLevel, kind: &str, code: &str, parent: Option<u16>, ended: bool) -> Unit {
    Unit {
        code: UnitCode(code.to_owned()),
        level,
        kind: kind.to_owned(),
        name: code.to_owned(),
        full_name: format!("{kind} {code}"),
        full_name_en: code.to_owned(),
        parent: parent.map(UnitId),
        validity: Validity { until: ended.then(|| "2025-07-01".parse().unwrap()), ..Validity::default() },
        centre: None,
        aliases: Vec::new(),
    }
}

/// Former ward 00001 passed into 00004, and 00009 into 00008.
fn units() -> UnitTable {
    let units = vec![
        unit(UnitLevel::Province, "Tỉnh", "01", None, false),
        unit(UnitLevel::Ward, "Phường", "00004", Some(0), false),
        unit(UnitLevel::Ward, "Phường", "00008", Some(0), false),
        unit(UnitLevel::Ward, "Đặc khu", "00012", Some(0), false),
        unit(UnitLevel::Ward, "Phường", "00001", None, true),
        unit(UnitLevel::Ward, "Phường", "00009", None, true),
    ];
    let passed =
        |old, new| Succession { old: UnitId(old), new: UnitId(new), partial: false, share: None, act: String::new() };
    UnitTable::new(units, vec![passed(4, 1), passed(5, 2)]).unwrap()
}

fn areas() -> UnitLocator {
    let square = |unit: u16, west: f64, side: f64| {
        let area = Rect::new((west, SOUTH_WEST.1), (west + side, SOUTH_WEST.1 + side)).to_polygon();
        UnitPolygon { unit: UnitId(unit), area: MultiPolygon::from(area) }
    };
    UnitLocator::new([square(1, 105.8, 0.1), square(2, 105.9, 0.1), square(3, 111.2, 0.3)])
}

type Row = HashMap<String, String>;

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(include_str!("quality/places.csv").as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn point(east_m: f64, north_m: f64) -> Point {
    let one_east = Point::from_degrees(SOUTH_WEST.0 + 0.1, SOUTH_WEST.1).unwrap();
    let one_north = Point::from_degrees(SOUTH_WEST.0, SOUTH_WEST.1 + 0.1).unwrap();
    let origin = Point::from_degrees(SOUTH_WEST.0, SOUTH_WEST.1).unwrap();
    let degrees = |metres: f64, tenth: Point| metres / tenth.distance_m(origin) / 10.0;
    let (lon, lat) = (SOUTH_WEST.0 + degrees(east_m, one_east), SOUTH_WEST.1 + degrees(north_m, one_north));
    Point::from_degrees(lon, lat).unwrap()
}

fn place(row: &Row) -> Place {
    let text = |column: &str| Some(row[column].clone()).filter(|text| !text.is_empty());
    Place {
        kind: PlaceKind::Address,
        point: point(row["east_m"].parse().unwrap(), row["north_m"].parse().unwrap()),
        name: None,
        house_number: text("number"),
        street: text("street"),
        hamlet: text("hamlet"),
        ward: text("ward").map(UnitCode),
        legacy_ward: text("former_ward").map(UnitCode),
        category: None,
        lines: Vec::new(),
    }
}

fn named(kind: PlaceKind, ward: &str, name: &str) -> Place {
    let blank = place(&Row::from_iter(
        ["number", "street", "hamlet", "ward", "former_ward", "east_m", "north_m"]
            .map(|column| (column.to_owned(), if column.ends_with("_m") { "3000" } else { "" }.to_owned())),
    ));
    Place { kind, name: Some(name.to_owned()), ward: Some(UnitCode(ward.to_owned())), ..blank }
}

/// The addresses of the file, numbered as their rows, then streets and hamlets.
fn places() -> Vec<(PlaceId, Place)> {
    let streets = STREETS.iter().map(|name| named(PlaceKind::Street, "00004", name));
    let hamlets = HAMLETS.iter().map(|(ward, name)| named(PlaceKind::Hamlet, ward, name));
    let places = rows().iter().map(place).chain(streets).chain(hamlets).collect::<Vec<_>>();
    places.into_iter().zip(0..).map(|(place, ordinal)| (PlaceId::from_ordinal(ordinal).unwrap(), place)).collect()
}

/// Judges every ward, and hands what was found of each to `look`.
fn judged<T>(look: impl Fn(&AddressTable, Vec<(UnitId, WardFindings)>) -> T) -> T {
    let units = units();
    let files = build_tables(places(), &units);
    let (addresses, named) = (AddressTable::open(&files).unwrap(), NamedPlaceTable::open(&files).unwrap());
    let inspector = Inspector {
        addresses: &addresses,
        address_wards: &addresses.ward_index(),
        named: &named,
        named_wards: &named.ward_index(),
        units: &units,
        areas: &areas(),
        illustrative: &HashSet::from_iter([UnitId(2)]),
    };
    look(&addresses, wards_of_today(&units).into_iter().map(|ward| (ward, inspector.ward(ward))).collect())
}

#[test]
fn every_place_has_the_findings_expected_and_no_others() {
    let found = judged(|addresses, wards| {
        let mut found: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
        for finding in wards.iter().flat_map(|(_, ward)| &ward.findings) {
            if let PlaceRow::Address(row) = finding.place {
                found.entry(addresses.get(row).unwrap().id.ordinal()).or_default().push(finding.matter.kind().name());
            }
        }
        found
    });
    let different: Vec<String> = rows()
        .iter()
        .zip(0..)
        .filter_map(|(row, ordinal)| {
            let found = found.get(&ordinal).map(|found| found.join(" ")).unwrap_or_default();
            (found != row["findings"]).then(|| format!("row {}, {}: found {found:?}", ordinal + 2, row["reason"]))
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn findings_say_how_far_and_what_else() {
    let findings: Vec<Finding> = judged(|_, wards| wards.into_iter().flat_map(|(_, ward)| ward.findings).collect());
    let of = |kind: FindingKind| -> Vec<Matter> {
        findings.iter().map(|finding| finding.matter).filter(|matter| matter.kind() == kind).collect()
    };
    // A short street with a house out of place leans a little.
    let near = |matter: &Matter, metres: f64| (matter.distance_m().unwrap() - metres).abs() < 2.0;
    let outside = of(FindingKind::OutsideWard);
    let holders: Vec<_> = outside
        .iter()
        .map(|matter| match matter {
            Matter::OutsideWard { holder, .. } => *holder,
            _ => None,
        })
        .collect();
    assert_eq!(holders, [Some(UnitId(2)), None, Some(UnitId(1))]);
    assert!(near(&outside[1], 50.0), "{outside:?}");
    assert!(of(FindingKind::DuplicateFar).iter().all(|matter| near(matter, 2000.0)));
    assert!(near(&of(FindingKind::WrongSide)[0], 18.0));
    assert!(near(&of(FindingKind::OutOfOrder)[0], 80.0));
    assert_eq!(of(FindingKind::LegacyWard), [Matter::LegacyWard { former: UnitId(5) }]);
    assert_eq!(of(FindingKind::EmptyHamlet).len(), 1);
}

#[test]
fn sums_count_every_address_once() {
    let rows = rows();
    let country = judged(|_, wards| {
        let sums = wards.into_iter().map(|(ward, found)| (ward, found.quality));
        CountryQuality::new(sums, &units(), Some(rows.len() as u64 + 3))
    });
    let fault_names: Vec<&str> =
        FindingKind::ALL.into_iter().filter(|(_, kind)| kind.is_fault()).map(|(name, _)| name).collect();
    let faulty = rows.iter().filter(|row| row["findings"].split(' ').any(|name| fault_names.contains(&name)));
    assert_eq!((country.total.addresses, country.without_ward), (rows.len() as u64, Some(3)));
    assert_eq!(country.total.faulty, faulty.count() as u64);
    for (name, kind) in FindingKind::ALL {
        let expected = rows.iter().filter(|row| row["findings"].split(' ').any(|found| found == name)).count();
        let expected = if kind == FindingKind::EmptyHamlet { 1 } else { expected };
        assert_eq!(country.total.findings.of(kind), expected as u64, "{name}");
    }
    let province = &country.provinces[0];
    let boundaries: Vec<BoundaryKind> = province.wards.iter().map(|ward| ward.quality.boundary).collect();
    assert_eq!(boundaries, [BoundaryKind::Surveyed, BoundaryKind::Illustrative, BoundaryKind::Surveyed]);
    assert_eq!(country.total.boundary, BoundaryKind::Illustrative);
    let worst: Vec<&str> = country.worst_wards().iter().map(|(ward, _)| ward.code.as_str()).collect();
    assert_eq!(worst, ["00012", "00004"]);
}
