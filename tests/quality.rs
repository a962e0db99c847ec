//! The quality of addresses and their listing, asked of the real server and command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use serde_json::Value;
use support::{Server, Vmap};

/// Houses on each side of the street.
const HOUSES: u32 = 12;

struct Served {
    server: Server,
    vmap: Vmap,
}

/// Đường Thử in Phường Sài Gòn, straight to the north, odd numbers on the left: 8 stands on the left,
/// 5 where 19 does, 30 and 30 are 260 m apart; and three homes without a number on another street.
fn table() -> String {
    let mut csv = "id,house_number,street,lat,lon\n".to_owned();
    let mut add = |number: &str, street: &str, along: f64, right: f64| {
        let (lat, lon) = (10.7722 + along / 110_600.0, 106.7030 + right / 109_400.0);
        let id = csv.lines().count();
        writeln!(csv, "{id},{number},{street},{lat:.7},{lon:.7}").unwrap();
    };
    for number in 1..=2 * HOUSES {
        let along = f64::from(if number == 5 { 19 } else { number } / 2) * 16.0;
        let right = if number % 2 == 1 || number == 8 { -9.0 } else { 9.0 };
        add(&number.to_string(), "Đường Thử", along, right);
    }
    add("30", "Đường Thử", 220.0, 9.0);
    add("30", "Đường Thử", 480.0, 9.0);
    for home in 0..3 {
        add("", "Đường Khác", 40.0 * f64::from(home), 60.0);
    }
    csv
}

fn served() -> Served {
    let vmap = Vmap::new();
    vmap.done(&["import", "units", support::shipped_units().to_str().unwrap()]);
    let places = vmap.path("places.csv");
    fs::write(&places, table()).unwrap();
    vmap.done(&["import", "addresses", places.to_str().unwrap(), "--source", "known"]);
    vmap.done(&["publish"]);
    Served { server: vmap.serve(), vmap }
}

/// One server for all tests of this file: they only read.
#[test]
fn what_is_the_matter_is_told_over_http_and_on_the_command_line() {
    let Served { server, vmap } = &served();
    every_finding_is_told_with_its_place(server);
    the_command_tells_the_same(server, vmap);
    rows_come_page_by_page(server);
    the_addresses_of_a_ward_are_listed_in_order(server);
    faults_are_named(server, vmap);
    answers_are_described(server);
}

fn get(server: &Server, path: &str) -> Value {
    let answer = server.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// House numbers by finding.
fn found(features: &Value) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for feature in features.as_array().unwrap() {
        let text = |field: &str| feature["properties"][field].as_str().unwrap();
        found.entry(text("finding")).or_default().push(text("label").split(' ').next().unwrap());
    }
    found
}

fn every_finding_is_told_with_its_place(server: &Server) {
    let ward = get(server, "/quality/26740");
    let expected = [
        ("duplicate_far", vec!["30", "30"]),
        ("out_of_order", vec!["5"]),
        ("without_number", vec!["Đường"; 3]),
        ("wrong_side", vec!["8"]),
    ];
    assert_eq!(found(&ward["features"]), BTreeMap::from(expected), "{ward}");
    assert_eq!(ward["release"], get(server, "/version")["release"]);
    assert_eq!((&ward["ward"]["faulty"], &ward["ward"]["boundary"]), (&4.into(), &"illustrative".into()));
    let twice = &ward["features"][0]["properties"];
    let other = get(server, &format!("/addresses/{}", twice["other_id"].as_str().unwrap()));
    assert_eq!(other["properties"]["housenumber"], "30");
    assert!((twice["distance_m"].as_f64().unwrap() - 260.0).abs() < 3.0, "{twice}");

    let sums = get(server, "/quality");
    assert_eq!(sums["provinces"].as_array().unwrap().len(), 34);
    assert_eq!(sums["total"]["findings"]["without_number"], 3);
    let provinces = sums["provinces"].as_array().unwrap().iter();
    let wards: Vec<&Value> = provinces.flat_map(|province| province["wards"].as_array().unwrap()).collect();
    assert_eq!(wards.len(), 3321);
    assert_eq!(wards.into_iter().find(|ward| ward["code"] == "26740"), Some(&ward["ward"]));
}

fn the_command_tells_the_same(server: &Server, vmap: &Vmap) {
    let told: Value = serde_json::from_str(&vmap.done(&["check", "--json"])).unwrap();
    let mut sums = get(server, "/quality");
    assert_eq!(sums.as_object_mut().unwrap().remove("release"), Some(told["release"].clone()));
    assert_eq!(told["quality"], sums);
    assert!(vmap.done(&["check"]).contains("Phường Sài Gòn"));

    let told: Value = serde_json::from_str(&vmap.done(&["check", "--ward", "26740", "--json"])).unwrap();
    let ward = get(server, "/quality/26740");
    assert_eq!((&told["ward"], &told["features"]), (&ward["ward"], &ward["features"]));
    let lines = vmap.done(&["check", "--ward", "26740", "--finding", "wrong_side,out_of_order"]);
    let rows: Vec<&str> = lines.lines().filter(|line| line.contains("Đường Thử")).collect();
    assert_eq!(rows.len(), 2, "{lines}");

    let file = vmap.path("found.csv");
    vmap.done(&["check", "--province", "79", "-o", file.to_str().unwrap()]);
    let mut table = csv::Reader::from_path(&file).unwrap();
    let ids: Vec<String> = table
        .deserialize()
        .map(|row: csv::Result<BTreeMap<String, String>>| {
            let row = row.unwrap();
            assert_eq!(row["ward_code"], "26740");
            row["id"].clone()
        })
        .collect();
    let features = ward["features"].as_array().unwrap().iter();
    assert_eq!(ids, features.map(|feature| feature["properties"]["id"].as_str().unwrap()).collect::<Vec<_>>());
}

/// Every page that `next` leads to, from `path` on.
fn pages(server: &Server, path: &str) -> Vec<Value> {
    let mut pages = vec![get(server, path)];
    while let Some(next) = pages.last().unwrap()["next"].as_str() {
        let next = next.strip_prefix(&server.url).unwrap();
        pages.push(get(server, next));
    }
    pages
}

fn rows_come_page_by_page(server: &Server) {
    let whole = get(server, "/quality/26740");
    let pages = pages(server, "/quality/26740?limit=2");
    let joined: Vec<Value> = pages.iter().flat_map(|page| page["features"].as_array().unwrap().clone()).collect();
    assert_eq!((pages.len(), Value::from(joined)), (4, whole["features"].clone()));
    assert!(pages.iter().all(|page| page["total"] == 7));
    let some = get(server, "/quality/26740?finding=wrong_side&finding=out_of_order");
    assert_eq!((&some["total"], &some["ward"]), (&2.into(), &whole["ward"]));
}

fn the_addresses_of_a_ward_are_listed_in_order(server: &Server) {
    let numbers = |pages: &[Value]| -> Vec<String> {
        let features = pages.iter().flat_map(|page| page["features"].as_array().unwrap());
        features.map(|feature| feature["properties"]["housenumber"].as_str().unwrap_or("-").to_owned()).collect()
    };
    let of_the_street: Vec<String> =
        (1..=2 * HOUSES).map(|number| number.to_string()).chain(["30".to_owned(), "30".to_owned()]).collect();
    for street in ["Đường Thử", "duong thu", "Đ. Thử"] {
        let pages = pages(server, &format!("/addresses?ward_code=26740&street={street}&limit=7"));
        assert_eq!((pages.len(), numbers(&pages)), (4, of_the_street.clone()), "{street}");
    }
    let all = get(server, "/addresses?ward_code=26740");
    let expected: Vec<String> = std::iter::repeat_n("-".to_owned(), 3).chain(of_the_street).collect();
    assert_eq!(numbers(&[all]), expected, "Khác stands before Thử");
    assert_eq!(get(server, "/addresses?ward_code=26740&street=Lê Lợi")["total"], 0);
}

fn faults_are_named(server: &Server, vmap: &Vmap) {
    for (path, name) in [
        ("/addresses", "ward_code"),
        ("/addresses?ward_code=26740&colour=red", "colour"),
        ("/addresses?ward_code=26740&limit=1001", "limit"),
        ("/quality?page=1", "page"),
        ("/quality/26740?finding=ugly", "finding"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, &answer.json()["errors"][0]["name"]), (400, &name.into()), "{path}");
    }
    assert_eq!(server.get("/quality/00000").status, 404);
    assert_eq!(server.get("/addresses?ward_code=00000").status, 404);
    assert!(vmap.fails(3, &["check", "--ward", "00000"]).contains("00000"));
    assert!(vmap.fails(3, &["check", "--finding", "ugly"]).contains("outside_ward"));
    vmap.fails(2, &["check", "--ward", "26740", "--province", "79"]);
}

fn answers_are_described(server: &Server) {
    let document = get(server, "/openapi.json");
    for path in ["/addresses", "/quality", "/quality/{ward_code}"] {
        assert!(document["paths"][path]["get"].is_object(), "{path}");
    }
    let listing = &document["paths"]["/addresses"]["get"]["parameters"];
    let names: BTreeSet<&str> = listing.as_array().unwrap().iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, BTreeSet::from(["ward_code", "street", "limit", "page", "lang"]));
}
