//! `vmap export`: which places, which files, and nothing half-done.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use support::Vmap;

type Row = BTreeMap<String, String>;

/// Runs `vmap export ARGS -o NAME` and reads NAME, a CSV.
fn exported(vmap: &Vmap, arguments: &[&str], name: &str) -> Vec<Row> {
    let path = export(vmap, arguments, name);
    rows(&fs::read(path).unwrap())
}

fn export(vmap: &Vmap, arguments: &[&str], name: &str) -> std::path::PathBuf {
    let path = vmap.path(name);
    let told = vmap.done(&[&["export"], arguments, &["-o", path.to_str().unwrap()]].concat());
    assert!(told.contains("synthetic"), "{told}");
    path
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

fn ids(rows: &[Row]) -> BTreeSet<&str> {
    rows.iter().map(|row| row["id"].as_str()).collect()
}

/// The identifiers of the rows of `all` whose `column` has this value.
fn ids_where<'r>(all: &'r [Row], column: &str, value: &str) -> BTreeSet<&'r str> {
    all.iter().filter(|row| row[column] == value).map(|row| row["id"].as_str()).collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_release_is_given_out_whole_or_by_unit_and_kind() {
    let vmap = Vmap::with_made_addresses(3_000);
    let all = exported(&vmap, &["--kind", "house,street,hamlet,poi"], "all.csv");
    assert!(all.iter().all(|row| row["synthetic"] == "true"));

    addresses_come_by_default(&vmap, &all);
    units_choose_their_places(&vmap, &all);
    other_formats_and_compressions_have_the_same_rows(&vmap, &all);
    rows_say_what_the_server_says(&vmap, &all);
    what_was_exported_can_be_imported(&vmap);
    a_failed_export_leaves_nothing(&vmap);
}

fn addresses_come_by_default(vmap: &Vmap, all: &[Row]) {
    let plain = exported(vmap, &[], "plain.csv");
    assert_eq!(ids(&plain), ids_where(all, "type", "house"));
    let hamlets = exported(vmap, &["--kind", "hamlet", "--kind", "street"], "others.csv");
    let expected = &ids_where(all, "type", "hamlet") | &ids_where(all, "type", "street");
    assert_eq!(ids(&hamlets), expected);
    assert_eq!(all.len(), plain.len() + hamlets.len());
}

fn units_choose_their_places(vmap: &Vmap, all: &[Row]) {
    let every_kind = ["--kind", "house,street,hamlet,poi"];
    // Phường Sài Gòn and Phường Tân Định of Hồ Chí Minh, then Hà Nội.
    let wards = exported(vmap, &[&every_kind[..], &["--ward", "26740,26737"]].concat(), "wards.csv");
    let expected = &ids_where(all, "ward_code", "26740") | &ids_where(all, "ward_code", "26737");
    assert!(!expected.is_empty());
    assert_eq!(ids(&wards), expected);
    let province = exported(vmap, &[&every_kind[..], &["--province", "01"]].concat(), "province.csv");
    assert_eq!(ids(&province), ids_where(all, "province_code", "01"));
    let both = exported(vmap, &[&every_kind[..], &["--province", "01", "--ward", "26740"]].concat(), "both.csv");
    assert_eq!(ids(&both), &ids(&province) | &ids_where(all, "ward_code", "26740"));
    // Codes of former units are no codes of today: Quận 1 was 760.
    for (level, code) in [("--ward", "99999"), ("--province", "760"), ("--ward", "01")] {
        let complaint = vmap.fails(3, &["export", level, code, "-o", vmap.path("none.csv").to_str().unwrap()]);
        assert!(complaint.contains(code), "{complaint}");
    }
}

fn other_formats_and_compressions_have_the_same_rows(vmap: &Vmap, all: &[Row]) {
    let every_kind = ["--kind", "house,street,hamlet,poi"];
    let plain = fs::read(vmap.path("all.csv")).unwrap();
    let zst = fs::File::open(export(vmap, &every_kind, "all.csv.zst")).unwrap();
    assert_eq!(zstd::decode_all(zst).unwrap(), plain);
    let mut gz = Vec::new();
    let file = fs::File::open(export(vmap, &every_kind, "all.csv.gz")).unwrap();
    flate2::read::GzDecoder::new(file).read_to_end(&mut gz).unwrap();
    assert_eq!(gz, plain);

    export(vmap, &[&every_kind[..], &["--format", "csv,fgb,geojsonseq"]].concat(), "three");
    assert_eq!(fs::read(vmap.path("three.csv")).unwrap(), plain);
    assert!(fs::read(vmap.path("three.fgb")).unwrap().starts_with(b"fgb\x03fgb\x00"));
    let lines = fs::read_to_string(vmap.path("three.geojsonl")).unwrap();
    let features = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let found: Vec<String> = features.map(|feature| feature["properties"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, all.iter().map(|row| row["id"].clone()).collect::<Vec<_>>());
}

/// The same columns under the same names as `/addresses/{id}`, in both forms.
fn rows_say_what_the_server_says(vmap: &Vmap, all: &[Row]) {
    let server = vmap.serve();
    let release = server.get("/version").json()["release"].clone();
    for row in all.iter().step_by(all.len() / 40) {
        let answer = server.get(&format!("/addresses/{}", row["id"])).json();
        let told = &answer["properties"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        for name in ["type", "housenumber", "street", "hamlet", "ward", "ward_code", "province", "label", "plus_code"] {
            assert_eq!(row[name], text(&told[name]), "{name} of {told}");
        }
        for name in ["ward", "ward_code", "district", "district_code", "province", "province_code"] {
            assert_eq!(row[&format!("legacy_{name}")], text(&told["legacy"][name]), "legacy {name} of {told}");
        }
        let (lon, lat) = support::position(&answer);
        assert_eq!((row["lon"].parse(), row["lat"].parse()), (Ok(lon), Ok(lat)), "{told}");
        assert_eq!(row["release"], text(&release));
    }
    server.stop();
}

fn what_was_exported_can_be_imported(vmap: &Vmap) {
    let file = vmap.path("plain.csv");
    let other = Vmap::new();
    other.done(&["import", "units", support::shipped_units().to_str().unwrap()]);
    let told = other.done(&["import", "addresses", file.to_str().unwrap(), "--source", "copy"]);
    other.done(&["publish"]);
    let (first, copy) = (shown(&rows(&fs::read(&file).unwrap())), shown(&exported(&other, &[], "copy.csv")));
    assert_eq!(first.len(), copy.len(), "{told}");
    let changed = first.iter().zip(&copy).find(|(first, copy)| first != copy);
    assert_eq!(changed, None, "{told}");
}

/// What each address is and where, sorted.
fn shown(rows: &[Row]) -> Vec<[String; 3]> {
    let mut shown: Vec<_> = rows.iter().map(|row| ["label", "lon", "lat"].map(|column| row[column].clone())).collect();
    shown.sort();
    shown
}

fn a_failed_export_leaves_nothing(vmap: &Vmap) {
    let folder = vmap.path("kept");
    fs::create_dir(&folder).unwrap();
    let (old, blocked) = (folder.join("open.csv"), folder.join("open.fgb"));
    fs::write(&old, "old").unwrap();
    fs::create_dir(&blocked).unwrap();
    let name = folder.join("open");
    let complaint = vmap.fails(3, &["export", "--format", "csv,fgb", "-o", name.to_str().unwrap()]);
    assert!(complaint.contains("open.fgb"), "{complaint}");
    assert_eq!(names_in(&folder), ["open.csv", "open.fgb"]);
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");

    let complaint = vmap.fails(3, &["export", "-o", folder.join("open.gpkg").to_str().unwrap()]);
    assert!(complaint.contains(".geojsonl"), "{complaint}");
}

#[test]
fn nothing_published_is_said() {
    let vmap = Vmap::new();
    let complaint = vmap.fails(3, &["export", "-o", vmap.path("open.csv").to_str().unwrap()]);
    assert!(complaint.contains("vmap publish"), "{complaint}");
}
