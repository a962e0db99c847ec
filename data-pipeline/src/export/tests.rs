//! Every format read back by a reader of its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;

use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbFeature, FgbReader};
use geo_types::Geometry;
use geozero::ToGeo;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use vmap_core::Point;
use vmap_geocoder::{PlaceRecord, ResultType, UnitFields};
use vmap_release::Manifest;

use super::fields::{FIELDS, Row};
use super::flatgeobuf::{FlatGeobufWriter, features};
use super::layer::Contents;
use super::text::{csv, csv_header, geojson_lines};

/// Values of a row by column, absent ones left out.
type Values = BTreeMap<String, String>;

static NOWHERE: UnitFields = UnitFields {
    ward: None,
    ward_code: None,
    district: None,
    district_code: None,
    province: None,
    province_code: None,
};

fn place(number: usize, text: &str, lon: f64, lat: f64) -> PlaceRecord<'_> {
    let point = Point::from_degrees(lon, lat).unwrap();
    PlaceRecord {
        id: format!("{number:012}"),
        kind: ResultType::House,
        point,
        lines: Vec::new(),
        housenumber: None,
        street: Some(text),
        hamlet: None,
        category: None,
        name: None,
        units: &NOWHERE,
        legacy: None,
        label: text.to_owned(),
        legacy_label: None,
        plus_code: "7PH72V72+R4".to_owned(),
        source: None,
        synthetic: true,
    }
}

fn row(place: PlaceRecord<'_>) -> Row<'_> {
    Row::new(place, "000000000001-0123abcd", "CC0-1.0")
}

fn street_of_two_lines() -> PlaceRecord<'static> {
    let point = |lon: f64| Point::from_degrees(lon, 21.0).unwrap();
    let lines =
        vec![vec![point(105.1), point(105.2), point(105.3)], vec![point(105.4)], vec![point(105.5), point(105.7)]];
    PlaceRecord { kind: ResultType::Street, lines, ..place(7, "Phố Huế", 105.1, 21.0) }
}

fn from_csv(bytes: &[u8]) -> Vec<Values> {
    let mut reader = ::csv::Reader::from_reader(bytes);
    let rows = reader.deserialize::<Values>().map(Result::unwrap);
    rows.map(|row| row.into_iter().filter(|(_, value)| !value.is_empty()).collect()).collect()
}

fn shown(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn json_lines(bytes: &[u8]) -> Vec<Json> {
    let lines = bytes.strip_suffix(b"\n").unwrap().split(|byte| *byte == b'\n');
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

fn properties(feature: &Json) -> Values {
    let properties = feature["properties"].as_object().unwrap().iter();
    properties.filter_map(|(name, value)| Some((name.clone(), shown(value)?))).collect()
}

/// The bytes of a FlatGeobuf file with `rows`, in blocks of `at_a_time`.
fn flatgeobuf_file(rows: &[Row<'_>], at_a_time: usize, has_lines: bool) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    let open = || File::options().write(true).open(file.path()).unwrap();
    let manifest = Manifest { id: "000000000001-0123abcd".to_owned(), ..Manifest::default() };
    let contents = Contents { manifest: &manifest, total: rows.len() as u64, has_lines };
    let mut writer = FlatGeobufWriter::create(open(), open(), contents).unwrap();
    rows.chunks(at_a_time).for_each(|rows| writer.write(&features(rows)).unwrap());
    writer.finish().unwrap();
    file
}

fn values_of(feature: &FgbFeature) -> Values {
    feature.properties().unwrap().into_iter().collect()
}

fn all_features<T>(file: &tempfile::NamedTempFile, of: impl Fn(&FgbFeature) -> T) -> Vec<T> {
    let reader = FgbReader::open(BufReader::new(file.reopen().unwrap())).unwrap();
    let mut features = reader.select_all().unwrap();
    let mut found = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        found.push(of(feature));
    }
    found
}

fn ids_within(file: &tempfile::NamedTempFile, [west, south, east, north]: [f64; 4]) -> Vec<String> {
    let reader = FgbReader::open(BufReader::new(file.reopen().unwrap())).unwrap();
    let mut features = reader.select_bbox(west, south, east, north).unwrap();
    let mut found = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        found.push(feature.property("id").unwrap());
    }
    found.sort_unstable();
    found
}

#[test]
fn no_two_columns_share_a_name() {
    let names: std::collections::BTreeSet<&str> = FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(names.len(), FIELDS.len());
}

#[test]
fn a_street_has_its_lines_where_the_format_has_geometries() {
    let rows = [row(street_of_two_lines())];
    let expected = json!([[[105.1, 21.0], [105.2, 21.0], [105.3, 21.0]], [[105.5, 21.0], [105.7, 21.0]]]);

    let feature = json_lines(&geojson_lines(&rows).unwrap().bytes).remove(0);
    assert_eq!(feature["geometry"], json!({ "type": "MultiLineString", "coordinates": expected }));

    let file = flatgeobuf_file(&rows, 1, true);
    let Geometry::MultiLineString(lines) = all_features(&file, |feature| feature.to_geo().unwrap()).remove(0) else {
        panic!("no lines");
    };
    let found: Vec<Vec<[f64; 2]>> = lines.iter().map(|line| line.coords().map(|at| [at.x, at.y]).collect()).collect();
    assert_eq!(json!(found), expected);
    assert_eq!(ids_within(&file, [105.6, 20.9, 105.65, 21.1]), ["000000000007"]);

    let line = from_csv(&[csv_header().unwrap().bytes, csv(&rows).unwrap().bytes].concat()).remove(0);
    assert_eq!((line["lon"].as_str(), line["lat"].as_str()), ("105.1", "21"));
}

#[test]
fn nothing_is_a_file_too() {
    let file = flatgeobuf_file(&[], 1, false);
    assert_eq!(all_features(&file, values_of), []);
    assert_eq!(from_csv(&csv_header().unwrap().bytes), []);
}

#[test]
fn a_file_with_fewer_features_than_announced_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let open = || File::options().write(true).open(file.path()).unwrap();
    let manifest = Manifest::default();
    let contents = Contents { manifest: &manifest, total: 2, has_lines: false };
    let mut writer = FlatGeobufWriter::create(open(), open(), contents).unwrap();
    writer.write(&features(&[row(place(1, "Phố Huế", 105.0, 21.0))])).unwrap();
    assert!(writer.finish().unwrap_err().to_string().contains("2 features were announced"));
}

#[test]
fn the_same_rows_give_the_same_bytes_in_whatever_blocks() {
    let texts: Vec<String> = (0..100).map(|number| format!("Phố {number}")).collect();
    let rows: Vec<Row<'_>> =
        texts.iter().enumerate().map(|(at, text)| row(place(at, text, 105.0 + at as f64 / 100.0, 21.0))).collect();
    let bytes = |at_a_time| fs::read(flatgeobuf_file(&rows, at_a_time, false).path()).unwrap();
    assert_eq!(bytes(100), bytes(7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Delimiters, quotes, line ends and marks come back from every format as they were.
    #[test]
    fn every_format_gives_back_the_same_values(texts in proptest::collection::vec("[a-zđưỗ \"',;\r\n\t\\\\\u{0}]{1,12}", 1..20)) {
        let rows: Vec<Row<'_>> = texts.iter().enumerate().map(|(at, text)| row(place(at, text, 105.25, 21.5))).collect();
        let lines = from_csv(&[csv_header().unwrap().bytes, csv(&rows).unwrap().bytes].concat());
        let features: Vec<Values> = json_lines(&geojson_lines(&rows).unwrap().bytes).iter().map(properties).collect();
        let layer = all_features(&flatgeobuf_file(&rows, 7, false), values_of);
        for (at, text) in texts.iter().enumerate() {
            prop_assert_eq!(&lines[at]["street"], text);
            prop_assert_eq!(&lines[at]["lon"], "105.25");
            prop_assert_eq!(&lines[at]["synthetic"], "true");
        }
        prop_assert_eq!(&lines, &features);
        prop_assert_eq!(&lines, &layer);
    }

    /// The index finds exactly what lies in a box, whatever the number of its levels.
    #[test]
    fn the_index_finds_what_lies_in_a_box(
        points in proptest::collection::vec((0..100_u8, 0..100_u8), 1..700),
        corner in (0..100_u8, 0..100_u8),
        size in (0..50_u8, 0..50_u8),
        at_a_time in 1..300_usize,
    ) {
        let degrees = |of: (u8, u8)| (102.0 + f64::from(of.0) / 10.0, 8.0 + f64::from(of.1) / 10.0);
        let rows: Vec<Row<'_>> = points.iter().enumerate().map(|(at, of)| {
            let (lon, lat) = degrees(*of);
            row(place(at, "Phố Huế", lon, lat))
        }).collect();
        let file = flatgeobuf_file(&rows, at_a_time, false);
        let (west, south) = degrees(corner);
        let (east, north) = (west + f64::from(size.0) / 10.0, south + f64::from(size.1) / 10.0);
        let inside = |row: &&Row<'_>| {
            let (lon, lat) = (row.place.point.lon(), row.place.point.lat());
            (west..=east).contains(&lon) && (south..=north).contains(&lat)
        };
        let expected: Vec<String> = rows.iter().filter(inside).map(|row| row.place.id.clone()).collect();
        prop_assert_eq!(ids_within(&file, [west, south, east, north]), expected);
        prop_assert_eq!(all_features(&file, |_| ()).len(), rows.len());
    }
}
