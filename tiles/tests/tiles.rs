//! Tiles of small releases, read back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::decode::{Feature, Layer, layers};
use common::{house, tile_sets};
use proptest::prelude::*;
use vmap_tiles::{Theme, TileCoord, TileError, TileSet, TileSets};

/// Every tile of zoom `z` that could hold one of `places`.
fn tiles_around(
    sets: &TileSets,
    set: TileSet,
    z: u8,
    places: &[(f64, f64)],
) -> BTreeMap<TileCoord, BTreeMap<String, Layer>> {
    let coords: BTreeSet<TileCoord> = places.iter().map(|place| tile_of(z, *place)).collect();
    let tile = |coord| Some((coord, layers(&sets.tile(set, coord).unwrap()?)));
    coords.into_iter().filter_map(tile).collect()
}

/// The tile of a place by the formula of the OpenStreetMap wiki, "Slippy map tilenames".
fn tile_of(z: u8, (lon, lat): (f64, f64)) -> TileCoord {
    let side = f64::from(1_u32 << z);
    let lat = lat.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    TileCoord::new(z, ((lon + 180.0) / 360.0 * side) as u32, (y * side) as u32).unwrap()
}

fn features<'a>(tiles: &'a BTreeMap<TileCoord, BTreeMap<String, Layer>>, layer: &str) -> Vec<&'a Feature> {
    tiles.values().filter_map(|layers| layers.get(layer)).flat_map(|layer| &layer.features).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Half of the addresses share their point with others.
    #[test]
    fn counts_add_up_to_the_number_of_addresses_at_every_zoom(
        places in proptest::collection::vec((102.0..117.9_f64, 7.0..23.4_f64), 1..40),
        stacked in 1..30_usize,
    ) {
        let all = places.iter().cycle().take(places.len() + stacked);
        let houses = all.map(|(lon, lat)| house(*lon, *lat, "12")).collect::<Vec<_>>();
        let expected = houses.len() as u64;
        let (_folder, sets) = tile_sets(houses);
        for z in 0..=13 {
            let tiles = tiles_around(&sets, TileSet::Addresses, z, &places);
            let sum: u64 = features(&tiles, "address_counts").iter().map(|feature| feature.count()).sum();
            prop_assert_eq!(sum, expected, "zoom {}", z);
        }
        let tiles = tiles_around(&sets, TileSet::Addresses, 14, &places);
        let ids: BTreeSet<&str> = features(&tiles, "addresses").iter().map(|feature| feature.tags["id"].as_str()).collect();
        prop_assert_eq!(ids.len() as u64, expected);
    }
}

#[test]
fn an_address_carries_its_fields_and_lies_where_it_is() {
    let place = (105.8355, 21.0278);
    let mut hamlet = house(place.0, place.1, "");
    (hamlet.house_number, hamlet.street, hamlet.hamlet) = (None, None, Some("Thôn Đoài".to_owned()));
    let (_folder, sets) = tile_sets(vec![house(place.0, place.1, "58A"), hamlet]);
    let tiles = tiles_around(&sets, TileSet::Addresses, 14, &[place]);
    let found = features(&tiles, "addresses");
    let tags = |feature: &Feature| feature.tags.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>();
    let id = vmap_core::PlaceId::from_ordinal(0).unwrap();
    assert_eq!(tags(found[0]), [format!("id={id}"), "kind=house".to_owned(), "number=58A".to_owned()]);
    assert_eq!(tags(found[1])[1..], ["kind=hamlet"]);
    // 360 / 2^14 / 4096 degrees of longitude are one step.
    let step = 360.0 / f64::from(1 << 14) / 4096.0;
    let expected = ((place.0 + 180.0) / step).floor() as i64 % 4096;
    assert_eq!(i64::from(found[0].paths[0][0].0), expected);
}

#[test]
fn counts_name_the_ward_that_most_addresses_lie_in() {
    let mut other = house(105.8355, 21.0278, "3");
    other.ward = Some(vmap_core::unit::UnitCode("00008".to_owned()));
    let (_folder, sets) = tile_sets(vec![other, house(105.8355, 21.0278, "1"), house(105.8355, 21.0278, "2")]);
    let tiles = tiles_around(&sets, TileSet::Addresses, 0, &[(105.8355, 21.0278)]);
    let [cell] = features(&tiles, "address_counts")[..] else { panic!("one cell") };
    assert_eq!((cell.count(), cell.tags["ward_code"].as_str()), (3, "00004"));
}

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
    assert_eq!((document["minzoom"].as_u64(), document["maxzoom"].as_u64()), (Some(0), Some(14)));
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
