//! Units before the reform: districts with a boundary of their own, and districts put together
//! from today's wards.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use std::collections::BTreeMap;

use common::areas::{areas_by_code, codes_at, faults, names_outside, tiles_of_the_country};
use common::decode::{Feature, Layer, layers};
use common::{boundary, release, unit};
use vmap_core::unit::{Era, Succession, Unit, UnitId, UnitLevel, UnitTable, Validity};
use vmap_release::Boundary;
use vmap_tiles::{TileCoord, TileSet, TileSets};

/// Three wards of today in a row. Before the reform there were the districts 001 and 002: the
/// first ward was made of a commune of 001, the second of three quarters of one of 001 and one
/// quarter of one of 002, the third of one of 002.
fn units() -> UnitTable {
    let former = |level, code, kind, name, parent| Unit {
        validity: Validity { until: Some("2025-07-01".parse().unwrap()), ..Validity::default() },
        ..unit(level, code, kind, name, parent)
    };
    let units = vec![
        unit(UnitLevel::Province, "01", "Thành phố", "Hà Nội", None),
        unit(UnitLevel::Ward, "00001", "Phường", "Một", Some(0)),
        unit(UnitLevel::Ward, "00002", "Phường", "Hai", Some(0)),
        unit(UnitLevel::Ward, "00003", "Phường", "Ba", Some(0)),
        former(UnitLevel::Province, "28", "Tỉnh", "Hà Tây", None),
        former(UnitLevel::District, "001", "Quận", "Ba Đình", Some(4)),
        former(UnitLevel::District, "002", "Huyện", "Ba Vì", Some(4)),
        former(UnitLevel::Ward, "00011", "Xã", "Một", Some(5)),
        former(UnitLevel::Ward, "00012", "Xã", "Hai", Some(5)),
        former(UnitLevel::Ward, "00013", "Xã", "Ba", Some(6)),
    ];
    let edge = |old, new, share: Option<f32>| Succession {
        old: UnitId(old),
        new: UnitId(new),
        partial: share.is_some(),
        share,
        act: String::new(),
    };
    let edges = vec![edge(7, 1, None), edge(8, 2, Some(0.75)), edge(9, 2, Some(0.25)), edge(9, 3, Some(0.75))];
    UnitTable::new(units, edges).unwrap()
}

/// The wards of [`units`], a tenth of a degree wide each.
fn wards() -> Vec<Boundary> {
    let ward = |index: u32| boundary(&format!("0000{}", index + 1), strip(f64::from(index), f64::from(index + 1)));
    (0..3).map(ward).collect()
}

/// From so many tenths of a degree east of 105.3° E to so many.
fn strip(from: f64, to: f64) -> Vec<(f64, f64)> {
    let (west, east) = (105.3 + from / 10.0, 105.3 + to / 10.0);
    vec![(west, 20.8), (east, 20.8), (east, 21.0), (west, 21.0)]
}

fn tiles(boundaries: &[Boundary], z: u8) -> Vec<(TileCoord, BTreeMap<String, Layer>)> {
    let (_folder, release) = release(vec![], &units(), boundaries);
    let sets = TileSets::open(&release).unwrap();
    let tile = |coord| Some((coord, layers(&sets.tile(TileSet::Admin, coord).unwrap()?)));
    tiles_of_the_country(z).filter_map(tile).collect()
}

fn features<'a>(tiles: &'a [(TileCoord, BTreeMap<String, Layer>)], layer: &str) -> Vec<&'a Feature> {
    tiles.iter().filter_map(|(_, layers)| layers.get(layer)).flat_map(|layer| &layer.features).collect()
}

/// The codes of a layer's areas in the middle of each of the three wards of today.
fn codes(boundaries: &[Boundary], layer: &str) -> Vec<Vec<String>> {
    let z = 6;
    let tiles = tiles(boundaries, z);
    let [(coord, layers)] = tiles.as_slice() else { panic!("all within one tile of zoom {z}") };
    let areas = areas_by_code(layers.get(layer));
    let at = |index: u32| {
        // 360 / 2^6 / 4096 degrees of longitude are one step; the middle is at 20.9° N.
        let x = (105.35 + f64::from(index) / 10.0 + 180.0) / 360.0 * f64::from(1 << z);
        let lat = 20.9_f64.to_radians();
        let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * f64::from(1 << z);
        ((x - f64::from(coord.x())) * 4096.0, (y - f64::from(coord.y())) * 4096.0)
    };
    (0..3).map(at).map(|(x, y)| codes_at(&areas, x, y).into_iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_district_without_a_boundary_is_put_together_from_the_wards_that_mostly_lay_in_it() {
    assert_eq!(codes(&wards(), "former_districts"), [["001"], ["001"], ["002"]]);
    assert_eq!(codes(&wards(), "former_provinces"), [["28"], ["28"], ["28"]]);
    let tiles = tiles(&wards(), 10);
    for layer in ["former_districts", "former_provinces"] {
        assert!(!features(&tiles, layer).is_empty());
        assert!(features(&tiles, layer).iter().all(|unit| unit.tags["approximate"] == "true"));
    }
    let district = features(&tiles, "former_districts")[0];
    let tags = ["full_name", "province_code", "province"].map(|key| district.tags[key].as_str());
    assert_eq!(tags, ["Quận Ba Đình", "28", "Tỉnh Hà Tây"]);
}

/// The boundary of 002 takes the middle ward too; what is left to 001 is put together.
#[test]
fn a_boundary_that_was_given_goes_before_areas_put_together() {
    let given = Boundary { era: Era::Legacy, level: UnitLevel::District, ..boundary("002", strip(1.0, 3.0)) };
    let boundaries = [wards(), vec![given]].concat();
    assert_eq!(codes(&boundaries, "former_districts"), [["001"], ["002"], ["002"]]);
    let tiles = tiles(&boundaries, 9);
    for (code, approximate) in [("001", "true"), ("002", "false")] {
        let mut districts = features(&tiles, "former_districts").into_iter().filter(|unit| unit.tags["code"] == code);
        assert!(districts.all(|unit| unit.tags["approximate"] == approximate), "{code}");
    }
    for (coord, layers) in &tiles {
        let faults = faults(&layers["former_districts"]);
        assert!(faults.invalid.is_empty() && faults.overlap.abs() < 0.01 && faults.holes.is_empty(), "{coord:?}");
    }
}

#[test]
fn former_units_are_named_and_say_that_they_are_former() {
    let tiles = tiles(&wards(), 9);
    let names = features(&tiles, "unit_labels");
    let mut former: Vec<(&str, &str)> = names
        .iter()
        .filter(|name| name.tags["former"] == "true")
        .map(|name| (name.tags["level"].as_str(), name.tags["full_name"].as_str()))
        .collect();
    former.sort_unstable();
    assert_eq!(former, [("district", "Huyện Ba Vì"), ("district", "Quận Ba Đình"), ("province", "Tỉnh Hà Tây")]);
    assert_eq!(names.len(), 3 + 4, "the former ones, today's province and its wards");
    for (coord, layers) in &tiles {
        assert_eq!(names_outside(layers).0, Vec::<String>::new(), "{coord:?}");
    }
}

#[test]
fn former_wards_are_drawn_where_a_boundary_was_given() {
    let given = Boundary { era: Era::Legacy, ..boundary("00012", strip(1.0, 2.0)) };
    let tiles = tiles(&[wards(), vec![given]].concat(), 10);
    let wards = features(&tiles, "former_wards");
    assert!(!wards.is_empty());
    for ward in wards {
        let tags = ["code", "district_code", "district", "province_code"].map(|key| ward.tags[key].as_str());
        assert_eq!(tags, ["00012", "001", "Quận Ba Đình", "28"]);
    }
    let named = features(&tiles, "unit_labels").into_iter().filter(|name| name.tags["former"] == "true");
    let wards: Vec<&str> =
        named.filter(|name| name.tags["level"] == "ward").map(|name| name.tags["code"].as_str()).collect();
    assert_eq!(wards, ["00012"], "those without an area are not named");
}
