//! `vmap evaluate`: answers beside known points, from outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::path::Path;

use support::{Vmap, real_data, shipped_units};

/// The figure of the line of `report` that ends with `what`: its share in percent.
fn share(report: &str, what: &str) -> f64 {
    let line = report.lines().find(|line| line.ends_with(what)).unwrap_or_else(|| panic!("{what}: {report}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Of class A: its share of all rows, and the share of it that is wrong by more than 200 m.
fn class_a(report: &str) -> (f64, f64) {
    let line = report.lines().find(|line| line.trim_start().starts_with("A ")).unwrap();
    let fields: Vec<&str> = line.split_whitespace().filter(|field| *field != "%").collect();
    (fields[2].parse().unwrap(), fields.last().unwrap().parse().unwrap())
}

/// The point is the middle of Phường Sài Gòn, and far from Hà Nội.
#[test]
fn right_and_wrong_rows_are_told_apart_and_misses_written() {
    let vmap = Vmap::new();
    vmap.done(&["import", "units", text(&shipped_units())]);
    vmap.done(&["publish"]);
    let (rows, misses) = (vmap.path("rows.csv"), vmap.path("misses.csv"));
    std::fs::write(
        &rows,
        "address,lat,lon\n\
         \"Phường Sài Gòn, Thành phố Hồ Chí Minh\",10.7801,106.7003\n\
         \"Phường Ba Đình, Hà Nội\",10.7801,106.7003\n\
         nowhere at all,10.7801,106.7003\n\
         \"Phường Sài Gòn, Thành phố Hồ Chí Minh\",,\n",
    )
    .unwrap();
    let report = vmap.done(&["evaluate", text(&rows), "--misses", text(&misses)]);
    assert!(report.contains("3 rows judged, 1 passed over"), "{report}");
    assert!((share(&report, "commune right") - 33.33).abs() < 0.01, "{report}");
    let misses = std::fs::read_to_string(&misses).unwrap();
    assert_eq!(misses.lines().count(), 3, "{misses}");
    assert!(misses.contains("nowhere at all"), "{misses}");
}

/// What the issue asks of the development set, with nothing but the units loaded.
#[test]
fn shop_addresses_reach_their_communes() {
    let Some(data) = real_data() else { return };
    let vmap = Vmap::new();
    vmap.done(&["import", "units", text(&data)]);
    vmap.done(&["publish"]);
    let report = vmap.done(&["evaluate", text(&data.join("evaluation/winmart_stores.csv"))]);
    assert!(report.contains("3904 rows judged, 0 passed over"), "{report}");
    assert!(share(&report, "commune right") >= 92.0, "{report}");
    assert!(share(&report, "right one among the candidates") >= 95.0, "{report}");
    let (share, far_off) = class_a(&report);
    assert!(share >= 75.0 && far_off <= 0.5, "{report}");
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
