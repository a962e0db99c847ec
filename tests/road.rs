//! The whole road on real data: files become a registry, a release, answers and a tile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use serde_json::Value;
use support::{Server, Vmap, position, real_data};

#[test]
fn real_files_become_answers_a_person_would_expect() {
    let Some(data) = real_data() else { return };
    let file = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let vmap = Vmap::new();

    let units = vmap.done(&["import", "units", data.to_str().unwrap()]);
    for count in ["3321", "34", "63", "696", "10035"] {
        assert!(units.contains(count), "{count} is missing in: {units}");
    }
    let stops = vmap.run(&["import", "addresses", &file("addresses/hcmc_bus_stops.csv"), "--source", "hcmc-bus-stops"]);
    let stops = String::from_utf8(stops.stdout).unwrap();
    assert!(stops.contains("rows 2816:"), "{stops}");
    for extract in ["osm/quoc_tu_giam.osm.pbf", "osm/hcmute.osm.pbf"] {
        vmap.done(&["import", "osm", &file(extract), "--source", "openstreetmap", "--max-rejected", "5"]);
    }
    for layer in ["osm/hanoi_roads.geojson.gz", "osm/hanoi_poi.geojson.gz"] {
        vmap.done(&["import", "addresses", &file(layer), "--source", "openstreetmap-hanoi", "--licence", "ODbL-1.0"]);
    }
    vmap.done(&["publish"]);

    let server = vmap.serve();
    a_house_is_found_by_an_address_of_the_old_form(&server);
    units_that_were_named_are_not_passed_over(&server);
    a_name_finds_the_temple(&server);
    a_ward_is_found_by_its_name_without_marks(&server);
    a_point_gives_the_address_there_and_its_ward(&server);
    a_tile_over_hanoi_holds_its_streets(&server);
    let (status, _, log) = server.stop();
    assert_eq!(status, Some(0));
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{log}");

    the_same_file_again_changes_nothing(&vmap, &file("addresses/hcmc_bus_stops.csv"));
}

/// The bus stop at 92-96 Nguyễn Huệ stands at 10.775127, 106.702883 in what was Phường Bến Nghé,
/// Quận 1 and is Phường Sài Gòn since July 2025.
fn a_house_is_found_by_an_address_of_the_old_form(server: &Server) {
    let found = server.features("/search?q=92-96 nguyen hue quan 1&admin=both");
    let first = &found[0]["properties"];
    assert_eq!(first["type"], "house", "{first}");
    assert_eq!(first["housenumber"], "92-96");
    assert!(first["street"].as_str().unwrap().ends_with("Nguyễn Huệ"), "{first}");
    assert_eq!(first["ward"], "Phường Sài Gòn");
    assert_eq!(first["province"], "Thành phố Hồ Chí Minh");
    assert_eq!(first["matched_era"], "legacy");
    let (lon, lat) = position(&found[0]);
    assert!((lon - 106.702883).abs() < 1e-4 && (lat - 10.775127).abs() < 1e-4, "{lon} {lat}");
}

/// Quảng Trị has a Phường 1 and a Trần Hưng Đạo too, but no Quận 5.
fn units_that_were_named_are_not_passed_over(server: &Server) {
    let found = server.features("/search?q=12 Trần Hưng Đạo, Phường 1, Quận 5");
    assert!(!found.is_empty());
    for feature in &found {
        assert_eq!(feature["properties"]["province"], "Thành phố Hồ Chí Minh", "{}", labels(&found));
    }
}

/// The Temple of Literature, mapped as `Văn Miếu - Quốc Tử Giám`, stands near 105.8355 E, 21.0283 N.
fn a_name_finds_the_temple(server: &Server) {
    let found = server.features("/search?q=Văn Miếu");
    let temple = found.iter().find(|feature| {
        let name = feature["properties"]["name"].as_str().unwrap_or_default();
        feature["properties"]["type"] == "poi" && name.starts_with("Văn Miếu")
    });
    let temple = temple.unwrap_or_else(|| panic!("no temple in {}", labels(&found)));
    let (lon, lat) = position(temple);
    assert!((lon - 105.8355).abs() < 0.003 && (lat - 21.0283).abs() < 0.003, "{lon} {lat}");
}

fn a_ward_is_found_by_its_name_without_marks(server: &Server) {
    let found = server.features("/search?q=phuong ben thanh");
    let first = &found[0]["properties"];
    assert_eq!((&first["type"], &first["name"]), (&"ward".into(), &"Phường Bến Thành".into()), "{}", labels(&found));
    assert_eq!(first["province"], "Thành phố Hồ Chí Minh");
    assert_eq!(first["ward_code"], "26743");
}

fn a_point_gives_the_address_there_and_its_ward(server: &Server) {
    let found = server.features("/reverse?lat=10.775127&lon=106.702883");
    let first = &found[0]["properties"];
    assert_eq!(first["housenumber"], "92-96", "{}", labels(&found));
    assert!(first["distance_m"].as_f64().unwrap() < 1.0, "{first}");
    let ward = found.iter().find(|feature| feature["properties"]["type"] == "ward").expect("the ward of the point");
    assert_eq!(ward["properties"]["ward"], "Phường Sài Gòn");
}

/// Tile 14/13009/7207 or its neighbour holds the Temple of Literature; computed here from the
/// formula for tile numbers, not copied.
fn a_tile_over_hanoi_holds_its_streets(server: &Server) {
    let (lon, lat) = (105.8370_f64, 21.0275_f64.to_radians());
    let n = f64::from(1 << 14);
    let x = ((lon + 180.0) / 360.0 * n) as u32;
    let y = ((1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0 * n) as u32;
    let streets = server.get(&format!("/tiles/basemap/14/{x}/{y}.mvt"));
    assert_eq!(streets.status, 200);
    assert_eq!(streets.header("content-type"), Some("application/vnd.mapbox-vector-tile"));
    assert!(contains(&streets.body, "Phố Quốc Tử Giám"));
    let addresses = server.get(&format!("/tiles/addresses/14/{x}/{y}.mvt"));
    assert_eq!(addresses.status, 200);
    assert!(contains(&addresses.body, "Phố Văn Miếu"));
}

fn the_same_file_again_changes_nothing(vmap: &Vmap, file: &str) {
    let before = vmap.done(&["status"]);
    let again = vmap.run(&["import", "addresses", file, "--source", "hcmc-bus-stops"]);
    let again = String::from_utf8(again.stdout).unwrap();
    assert!(again.contains("created 0, updated 0"), "{again}");
    assert!(again.contains("nothing changed"), "{again}");
    assert_eq!(vmap.done(&["status"]), before);
}

fn labels(features: &[Value]) -> String {
    let labels: Vec<&str> = features.iter().filter_map(|feature| feature["properties"]["label"].as_str()).collect();
    labels.join(" | ")
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
