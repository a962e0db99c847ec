//! Made addresses are the same everywhere, differ from one another and are right about where they lie.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use unicode_normalization::is_nfc;
use vmap_core::Point;
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitLocator, UnitPolygon, UnitTable};
use vmap_pipeline::progress::Silent;
use vmap_pipeline::synth::{HEADER, SynthError, SynthOptions, SynthSummary, synthesise};
use vmap_pipeline::units::read_units;

const ROWS: u64 = 60_000;

struct Shipped {
    table: UnitTable,
    locator: UnitLocator,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let set = read_units(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/units")).unwrap();
    let polygons = set.boundaries.into_iter().map(|boundary| UnitPolygon {
        unit: set.table.by_code(boundary.era, boundary.level, boundary.code.as_str()).unwrap(),
        area: boundary.area,
    });
    Shipped { locator: UnitLocator::new(polygons), table: set.table }
});

static MADE: LazyLock<(SynthSummary, String)> = LazyLock::new(|| make(ROWS, 7, Some(&SHIPPED.locator)));

fn make(addresses: u64, seed: u64, locator: Option<&UnitLocator>) -> (SynthSummary, String) {
    let mut out = Vec::new();
    let options = SynthOptions { addresses, seed };
    let summary = synthesise(&options, &SHIPPED.table, locator, &mut out, &Silent).unwrap();
    (summary, String::from_utf8(out).unwrap())
}

#[derive(Clone, Debug)]
struct Row {
    id: String,
    house_number: String,
    street: String,
    hamlet: String,
    ward: String,
    district: String,
    province: String,
    point: Point,
}

fn rows(csv: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        assert_eq!(&record[9], "1");
        let text = |column: usize| record[column].to_owned();
        let point = Point::from_degrees(record[8].parse().unwrap(), record[7].parse().unwrap()).unwrap();
        Row {
            id: text(0),
            house_number: text(1),
            street: text(2),
            hamlet: text(3),
            ward: text(4),
            district: text(5),
            province: text(6),
            point,
        }
    });
    rows.collect()
}

/// Units by full name, with the full names of the units above.
fn names(table: &UnitTable) -> HashMap<Vec<&str>, Vec<UnitId>> {
    let mut names: HashMap<Vec<&str>, Vec<UnitId>> = HashMap::new();
    for (id, unit) in table.iter().filter(|(_, unit)| unit.level == UnitLevel::Ward) {
        assert!(matches!(unit.era(), Era::Current | Era::Legacy));
        names.entry(table.lineage(id).map(|(_, unit)| unit.full_name.as_str()).collect()).or_default().push(id);
    }
    names
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (_, once) = make(5_000, 7, Some(&SHIPPED.locator));
    let (_, again) = make(5_000, 7, Some(&SHIPPED.locator));
    let (_, other) = make(5_000, 8, Some(&SHIPPED.locator));
    assert!(once == again, "the same seed gave other bytes");
    assert!(once != other, "another seed gave the same bytes");
}

#[test]
fn the_file_is_the_csv_that_was_promised() {
    let (summary, csv) = &*MADE;
    assert_eq!(csv.lines().next(), Some(HEADER));
    assert!(!csv.contains('\r') && csv.ends_with('\n') && is_nfc(csv));
    let rows = rows(csv);
    assert_eq!((rows.len() as u64, summary.addresses), (ROWS, ROWS));
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row.id, format!("synthetic-{:08}", index + 1));
    }
}

#[test]
fn no_two_numbered_rows_have_the_same_text() {
    let rows: Vec<Row> = rows(&MADE.1).into_iter().filter(|row| !row.house_number.is_empty()).collect();
    let texts: HashSet<_> = rows
        .iter()
        .map(|row| [&row.house_number, &row.street, &row.hamlet, &row.ward, &row.district, &row.province])
        .collect();
    assert_eq!(texts.len(), rows.len());
}

#[test]
fn every_ward_of_today_gets_addresses_the_archipelagos_among_them() {
    let (summary, csv) = &*MADE;
    assert_eq!(summary.wards, 3321);
    let rows = rows(csv);
    let of = |ward: &str| rows.iter().filter(|row| row.ward == ward).count();
    assert_eq!((of("Đặc khu Hoàng Sa"), of("Đặc khu Trường Sa")), (5, 7));
    assert!(rows.iter().any(|row| row.hamlet == "Đảo Song Tử Tây"));
}

#[test]
fn few_addresses_and_none_are_made_exactly_too() {
    for addresses in [0, 1, 2, 99, 3_321] {
        let (summary, csv) = make(addresses, 1, None);
        assert_eq!((summary.addresses, rows(&csv).len() as u64), (addresses, addresses));
    }
}

#[test]
fn both_forms_and_both_kinds_are_there_in_the_shares_promised() {
    let (summary, csv) = &*MADE;
    let share = |part: u64| part as f64 / ROWS as f64;
    assert!((0.45..0.52).contains(&share(summary.legacy_form)), "{summary:?}");
    assert!((0.53..0.61).contains(&share(summary.numbered)), "{summary:?}");
    let rows = rows(csv);
    let legacy = rows.iter().filter(|row| !row.district.is_empty()).count() as u64;
    let numbered = rows.iter().filter(|row| !row.house_number.is_empty()).count() as u64;
    assert_eq!((legacy, numbered), (summary.legacy_form, summary.numbered));
    assert!(rows.iter().any(|row| row.house_number.matches('/').count() == 2));
}

#[test]
fn the_ward_written_holds_the_point_or_passed_into_the_one_that_does() {
    let Shipped { table, locator } = &*SHIPPED;
    let names = names(table);
    for row in rows(&MADE.1) {
        let written: Vec<&str> = [&row.ward, &row.district, &row.province]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(String::as_str)
            .collect();
        let units = names.get(&written).unwrap_or_else(|| panic!("no such unit: {row:?}"));
        assert!((102.0..118.0).contains(&row.point.lon()) && (6.0..24.0).contains(&row.point.lat()), "{row:?}");
        if row.hamlet.starts_with("Đảo ") {
            continue;
        }
        let holds = locator.unit_at(row.point).unwrap_or_else(|| panic!("outside of all wards: {row:?}"));
        let right = units.iter().any(|unit| *unit == holds || table.successors(*unit).any(|edge| edge.new == holds));
        assert!(right, "{row:?} lies in {}", table.get(holds).unwrap().full_name);
    }
}

#[test]
fn numbers_grow_along_their_street_on_each_side() {
    let rows = rows(&make(400_000, 3, Some(&SHIPPED.locator)).1);
    let mut streets: HashMap<(String, u32), Vec<(u32, Point)>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let Ok(number) = row.house_number.parse::<u32>() {
            // Rows of one street follow one another; its name may come again in the next ward.
            let ward_run = rows[..index].iter().rev().take_while(|other| other.street == row.street).count();
            let key = format!("{} {}", row.street, index - ward_run);
            streets.entry((key, number % 2)).or_default().push((number, row.point));
        }
    }
    let mut compared = 0;
    for side in streets.values().filter(|side| side.len() >= 4) {
        let first = side[0].1;
        let away: Vec<f64> = side.iter().map(|(_, point)| first.distance_m(*point)).collect();
        assert!(side.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let whole = away[away.len() - 1];
        if whole > 5.0 {
            assert!(away.windows(2).all(|pair| pair[0] <= pair[1]), "{side:?}");
            compared += 1;
        }
    }
    assert!(compared > 1000, "only {compared} sides of streets were long enough");
}

#[test]
fn without_wards_nothing_can_be_made() {
    let options = SynthOptions { addresses: 1, seed: 1 };
    let failed = synthesise(&options, &UnitTable::default(), None, &mut Vec::new(), &Silent);
    assert!(matches!(failed, Err(SynthError::NoWards(0))));
}
