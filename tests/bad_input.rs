//! What goes wrong outside: one clear sentence each, nothing lost, nothing half-visible.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::fs;

use support::Vmap;

const HEADER: &str = "id,house_number,street,lat,lon\n";

fn with_units() -> Vmap {
    let vmap = Vmap::new();
    vmap.done(&["import", "units", support::shipped_units().to_str().unwrap()]);
    vmap
}

/// Imports `content` as the file `name` and gives the complaint of exit status 3.
fn refused(name: &str, content: &[u8]) -> String {
    let vmap = with_units();
    let path = vmap.path(name);
    fs::write(&path, content).unwrap();
    let before = vmap.done(&["status"]);
    let complaint = vmap.fails(3, &["import", "addresses", path.to_str().unwrap(), "--source", "test"]);
    assert!(complaint.contains(name), "the file is not named: {complaint}");
    assert_eq!(complaint.trim().lines().count(), 1, "one sentence, not: {complaint}");
    assert_eq!(vmap.done(&["status"]), before);
    complaint
}

#[test]
fn a_missing_file_and_a_folder_are_named() {
    let vmap = with_units();
    let complaint = vmap.fails(3, &["import", "addresses", "no-such-file.csv", "--source", "test"]);
    assert!(complaint.contains("no-such-file.csv"), "{complaint}");
    let folder = vmap.path("folder.csv");
    fs::create_dir(&folder).unwrap();
    let complaint = vmap.fails(3, &["import", "addresses", folder.to_str().unwrap(), "--source", "test"]);
    assert!(complaint.contains("folder"), "{complaint}");
}

#[test]
fn columns_that_are_looked_for_are_listed() {
    let complaint = refused("no-coordinates.csv", b"id,street\n1,Le Loi\n");
    assert!(
        complaint.contains("street") && complaint.contains("lat") && complaint.contains("--columns"),
        "{complaint}"
    );
    let complaint = refused("no-address.csv", b"a,lat,lon\n1,10.7,106.7\n");
    assert!(complaint.contains("--columns"), "{complaint}");
}

#[test]
fn damaged_files_are_refused() {
    refused("broken.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\xff\xff");
    refused("cut.csv.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
    refused("page.csv", b"<!DOCTYPE html><html><body>404</body></html>");
    refused("empty.csv", b"");
}

#[test]
fn nothing_can_be_imported_without_units() {
    let vmap = Vmap::new();
    let path = vmap.path("a.csv");
    fs::write(&path, format!("{HEADER}1,1,Lê Lợi,10.77,106.69\n")).unwrap();
    let complaint = vmap.fails(3, &["import", "addresses", path.to_str().unwrap(), "--source", "test"]);
    assert!(complaint.contains("vmap import units"), "{complaint}");
}

#[test]
fn rejected_rows_are_counted_named_and_kept() {
    let vmap = with_units();
    let path = vmap.path("mixed.csv");
    let rows =
        "1,1,Lê Lợi,10.7725,106.6980\n2,2,Lê Lợi,106.6980,10.7725\n3,3,Lê Lợi,48.85,2.35\n4,4,Lê Lợi,,\n5,5,Lê Lợi\n";
    fs::write(&path, format!("{HEADER}{rows}")).unwrap();
    let rejected = vmap.path("rejected.csv");
    let report = vmap.path("report.json");
    let args = ["import", "addresses", path.to_str().unwrap(), "--source", "test"];
    let args = [&args[..], &["--rejected", rejected.to_str().unwrap(), "--report", report.to_str().unwrap()]].concat();
    let output = vmap.run(&args);
    assert_eq!(output.status.code(), Some(1), "four of five rows are past 1 %");
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    assert_eq!((report["rows"].as_u64(), report["accepted"].as_u64()), (Some(5), Some(1)), "{report}");
    let rejections = report["rejected"].as_object().unwrap();
    let total: u64 = rejections.values().map(|tally| tally["rows"].as_u64().unwrap()).sum();
    assert_eq!(total, 4, "{report}");
    for reason in ["coordinates_swapped", "outside_vietnam", "coordinates_missing"] {
        assert_eq!(rejections[reason]["rows"], 1, "{report}");
    }
    let mut kept = csv::Reader::from_path(&rejected).unwrap();
    let rows: Vec<String> = kept.records().map(|row| row.unwrap()[1].to_owned()).collect();
    assert_eq!(rows, ["3", "4", "5", "6"], "the header is row 1");
}

#[test]
fn a_dry_run_writes_nothing() {
    let vmap = with_units();
    let path = vmap.path("a.csv");
    fs::write(&path, format!("{HEADER}1,1,Lê Lợi,10.7725,106.6980\n")).unwrap();
    let before = vmap.done(&["status"]);
    let told = vmap.done(&["import", "addresses", path.to_str().unwrap(), "--source", "test", "--dry-run"]);
    assert!(told.contains("created 1"), "{told}");
    assert_eq!(vmap.done(&["status"]), before);
}

#[test]
fn a_damaged_release_is_refused_with_a_way_out() {
    let vmap = Vmap::with_made_addresses(300);
    let id = vmap.done(&["releases"]);
    let id = id.split_whitespace().nth(1).unwrap().to_owned();
    let column = vmap.path(&format!("releases/{id}/addresses/lon.i32"));
    let mut bytes = fs::read(&column).unwrap();
    bytes[100] ^= 1;
    fs::write(&column, &bytes).unwrap();
    let complaint = vmap.fails(3, &["rollback", &id]);
    assert!(complaint.contains("addresses/lon.i32"), "{complaint}");
    let complaint = vmap.fails(3, &["verify"]);
    assert!(complaint.contains("addresses/lon.i32") && complaint.contains("publish"), "{complaint}");
    fs::write(&column, &bytes[..bytes.len() - 4]).unwrap();
    let complaint = vmap.fails(3, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(complaint.contains("addresses/lon.i32") && complaint.contains("publish"), "{complaint}");
}

#[test]
fn serving_nothing_says_what_to_do() {
    let complaint = Vmap::new().fails(3, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(complaint.contains("vmap publish"), "{complaint}");
}

/// `/dev/full` takes no byte, as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let vmap = with_units();
    let complaint = vmap.fails(3, &["synth", "--addresses", "100000", "-o", "/dev/full"]);
    assert!(complaint.contains("/dev/full"), "{complaint}");
}

#[test]
fn wrong_arguments_are_usage() {
    let vmap = Vmap::new();
    vmap.fails(2, &["import", "addresses"]);
    vmap.fails(2, &["no-such-command"]);
    vmap.fails(2, &["import", "addresses", "a.csv", "--source", ""]);
    vmap.fails(2, &["synth", "--addresses", "many", "-o", "x.csv"]);
}
