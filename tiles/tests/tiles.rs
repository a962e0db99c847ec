//! Tiles of small releases, read back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use std::collections::BTreeSet;

use common::decode::Feature;
use common::{features, house, tile_of, tile_sets, tiles_around};
use vmap_tiles::{Theme, TileCoord, TileError, TileSet};

#[test]
fn special_zones_are_labelled_on_small_maps_and_provinces_are_the_union_of_their_wards() {
    let (_folder, sets) = tile_sets(vec![]);
    let hoang_sa = (111.61, 16.53);
    for z in 4..=12 {
        let tiles = tiles_around(&sets, TileSet::Admin, z, &[hoang_sa]);
        let names: Vec<&str> =
            features(&tiles, "unit_labels").iter().map(|unit| unit.tags["full_name"].as_str()).collect();
        assert!(names.contains(&"Đặc khu Hoàng Sa"), "zoom {z}: {names:?}");
    }
    let tiles = tiles_around(&sets, TileSet::Admin, 12, &[(105.84, 21.02)]);
    let [hanoi] = features(&tiles, "provinces")[..] else { panic!("one province") };
    assert_eq!(hanoi.tags["full_name"], "Thành phố Hà Nội");
    assert_eq!(hanoi.paths.len(), 1, "the border between the two wards is not part of it: {:?}", hanoi.paths);
}

/// At every zoom the two wards have the same vertices along the border that they share.
#[test]
fn neighbours_share_their_border_at_every_zoom() {
    let (_folder, sets) = tile_sets(vec![]);
    for z in 6..=12 {
        let tiles = tiles_around(&sets, TileSet::Admin, z, &[(105.86, 21.02)]);
        let wards = features(&tiles, "wards");
        let [west, east] = wards[..] else { panic!("two wards at zoom {z}") };
        let vertices = |ward: &Feature| ward.paths[0].iter().copied().collect::<BTreeSet<_>>();
        assert!(vertices(west).intersection(&vertices(east)).count() >= 2, "zoom {z}");
    }
}

#[test]
fn outer_rings_have_positive_area() {
    let (_folder, sets) = tile_sets(vec![]);
    let tiles = tiles_around(&sets, TileSet::Admin, 10, &[(105.84, 21.02), (111.61, 16.53)]);
    for feature in features(&tiles, "wards") {
        let ring = &feature.paths[0];
        let next = ring.iter().cycle().skip(1);
        let area: i32 = ring.iter().zip(next).map(|((x, y), (next_x, next_y))| x * next_y - next_x * y).sum();
        assert!(area > 0);
    }
}

#[test]
fn streets_appear_by_class_and_keep_their_names() {
    let mut street = house(105.83, 21.02, "");
    street.kind = vmap_core::place::PlaceKind::Street;
    street.name = Some("Phố Quốc Tử Giám".to_owned());
    street.category = Some("highway=secondary".to_owned());
    let at = |lon, lat| vmap_core::Point::from_degrees(lon, lat).unwrap();
    street.lines = vec![vec![at(105.83, 21.02), at(105.84, 21.03), at(105.85, 21.03)]];
    let (_folder, sets) = tile_sets(vec![street]);
    for (z, seen) in [(8, false), (9, true), (14, true)] {
        let tiles = tiles_around(&sets, TileSet::Basemap, z, &[(105.83, 21.02), (105.84, 21.03)]);
        let found = features(&tiles, "streets");
        assert_eq!(!found.is_empty(), seen, "zoom {z}");
        assert!(found.iter().all(|street| street.tags["kind"] == "secondary"));
        let named = features(&tiles, "street_labels");
        assert_eq!(!named.is_empty(), z == 14, "zoom {z}");
        assert!(named.iter().all(|street| street.tags["name"] == "Phố Quốc Tử Giám"));
    }
}

#[test]
fn a_zoom_that_a_tileset_does_not_have_is_an_error_and_an_empty_tile_is_none() {
    let (_folder, sets) = tile_sets(vec![house(105.83, 21.02, "1")]);
    let deep = TileCoord::new(13, 0, 0).unwrap();
    assert!(matches!(sets.tile(TileSet::Admin, deep), Err(TileError::Coordinate(_))));
    assert_eq!(sets.tile(TileSet::Addresses, deep).unwrap(), None);
    assert_eq!(sets.tile(TileSet::Addresses, TileCoord::new(14, 0, 0).unwrap()).unwrap(), None);
}

#[test]
fn the_same_release_gives_the_same_tags_and_bytes() {
    let places = || vec![house(105.83, 21.02, "1"), house(105.83, 21.03, "2")];
    let ((_a, first), (_b, second)) = (tile_sets(places()), tile_sets(places()));
    for set in TileSet::ALL {
        assert_eq!(first.archive(set), second.archive(set), "{set}");
    }
    let coord = tile_of(14, (105.83, 21.02));
    assert_eq!(first.tile(TileSet::Addresses, coord).unwrap(), second.tile(TileSet::Addresses, coord).unwrap());
}

#[test]
fn tilejson_and_style_name_absolute_addresses_and_what_the_data_is() {
    let (_folder, sets) = tile_sets(vec![house(105.83, 21.02, "1")]);
    let document = sets.tilejson(TileSet::Addresses, "https://maps.example");
    assert_eq!(document["tilejson"], "3.0.0");
    assert_eq!(document["tiles"][0], "https://maps.example/tiles/addresses/{z}/{x}/{y}.mvt");
    assert_eq!((document["minzoom"].as_u64(), document["maxzoom"].as_u64()), (Some(0), Some(16)));
    assert_eq!(document["bounds"], serde_json::json!([105.83, 21.02, 105.83, 21.02]));
    assert_eq!(document["synthetic"], true);
    assert_eq!(document["attribution"], "made for a test (synthetic)");
    assert!(document["vector_layers"][1]["fields"]["street"].is_string());
    assert_eq!(sets.tilejson(TileSet::Admin, "")["illustrative"], true);
    let style = sets.style("https://maps.example", Theme::Light).unwrap();
    for set in TileSet::ALL {
        assert_eq!(style["sources"][set.name()]["url"], format!("https://maps.example/tiles/{set}.json"));
    }
}

/// What the style draws is what the schema has.
#[test]
fn every_layer_of_the_style_is_in_the_schema() {
    let (_folder, sets) = tile_sets(vec![]);
    let style = sets.style("", Theme::Dark).unwrap();
    let layers = style["layers"].as_array().unwrap().iter().filter(|layer| layer["source"].is_string());
    for layer in layers {
        let set: TileSet = layer["source"].as_str().unwrap().parse().unwrap();
        assert!(set.layers().iter().any(|known| layer["source-layer"] == known.name), "{}", layer["id"]);
    }
}
