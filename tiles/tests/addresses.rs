//! Addresses in tiles: none is lost at any zoom, however many share a place.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::decode::{Feature, layers, plain};
use common::{features, house, tile_of, tile_sets, tiles_around};
use proptest::prelude::*;
use vmap_core::place::Place;
use vmap_tiles::{MAX_TILE_BYTES, TileSet, TileSets};

const TEMPLE: (f64, f64) = (105.8355, 21.0278);

/// What the tiles of one zoom show of addresses.
struct Shown {
    features: Vec<Feature>,
    longest_tile: usize,
}

impl Shown {
    fn at(sets: &TileSets, z: u8, places: &[(f64, f64)]) -> Self {
        let coords: BTreeSet<_> = places.iter().map(|place| tile_of(z, *place)).collect();
        let tiles: Vec<_> = coords.into_iter().map(|at| sets.tile(TileSet::Addresses, at).unwrap().unwrap()).collect();
        let features = tiles.iter().flat_map(|tile| layers(tile).into_values()).flat_map(|layer| layer.features);
        let longest_tile = tiles.iter().map(|tile| plain(tile).len()).max().unwrap();
        Self { features: features.collect(), longest_tile }
    }

    fn addresses(&self) -> u64 {
        self.features.iter().map(Feature::addresses).sum()
    }

    fn distinct(&self, field: &str) -> BTreeSet<&str> {
        self.features.iter().filter_map(|feature| Some(feature.tags.get(field)?.as_str())).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Most of the addresses share their point with others.
    #[test]
    fn addresses_add_up_at_every_zoom(
        places in proptest::collection::vec((102.0..117.9_f64, 7.0..23.4_f64), 1..20),
        stacks in proptest::collection::vec(1..300_usize, 1..20),
    ) {
        let stacked = places.iter().zip(stacks.iter().cycle());
        let houses = stacked.flat_map(|(at, size)| std::iter::repeat_n(house(at.0, at.1, "12"), *size));
        let houses: Vec<Place> = houses.collect();
        let expected = houses.len() as u64;
        let (_folder, sets) = tile_sets(houses);
        for z in 0..=16 {
            let shown = Shown::at(&sets, z, &places);
            prop_assert_eq!(shown.addresses(), expected, "zoom {}", z);
            prop_assert!(shown.longest_tile <= MAX_TILE_BYTES);
            let features = shown.distinct("id").len() as u64;
            prop_assert!(!(14..16).contains(&z) || features == expected, "zoom {} shows every identifier", z);
            prop_assert!(z < 16 || features == places.len() as u64, "every position is one feature");
        }
    }
}

/// Houses of 300 streets on a grid of 316 x 317 points, some without a number, in one tile of
/// zoom 16 and so in one of every zoom above.
fn crowd() -> Vec<Place> {
    const STREETS: usize = 300;
    let mut streets = (0..STREETS).map(|street| {
        let mut place = house(TEMPLE.0, TEMPLE.1, "");
        place.kind = vmap_core::place::PlaceKind::Street;
        place.name = Some(format!("Phố {street}"));
        (place.house_number, place.street) = (None, None);
        place
    });
    let [west, south, east, north] = tile_of(16, TEMPLE).bounds();
    let houses = (0..100_000_usize).map(|index| {
        let share = |step: usize| (step as f64 + 0.5) / 318.0;
        let at = (west + (east - west) * share(index % 316), south + (north - south) * share(index / 316));
        let mut place = house(at.0, at.1, &(index / STREETS).to_string());
        place.street = Some(format!("Phố {}", index % STREETS));
        place.house_number = place.house_number.filter(|_| !index.is_multiple_of(7));
        place
    });
    streets.by_ref().chain(houses).collect()
}

#[test]
fn a_crowded_tile_is_thinned_and_counts_what_it_leaves_out() {
    let (_folder, sets) = tile_sets(crowd());
    for z in 14..=16 {
        let shown = Shown::at(&sets, z, &[TEMPLE]);
        assert_eq!(shown.addresses(), 100_000, "zoom {z}");
        assert!((MAX_TILE_BYTES * 9 / 10..=MAX_TILE_BYTES).contains(&shown.longest_tile), "{}", shown.longest_tile);
        assert_eq!(shown.distinct("street").len(), 300, "every street keeps some");
        assert!(shown.features.iter().all(|feature| feature.tags.contains_key("number")), "numbered ones first");
        let quarter = |(x, y): (i32, i32)| (x / 2048, y / 2048);
        let mut quarters: BTreeMap<_, usize> = BTreeMap::new();
        shown.features.iter().for_each(|feature| *quarters.entry(quarter(feature.paths[0][0])).or_default() += 1);
        assert!(z < 16 || quarters.values().all(|kept| kept * 5 > shown.features.len()), "{quarters:?}");
    }
}

#[test]
fn addresses_that_share_a_position_are_listed_by_house_number_where_they_are_one_feature() {
    let numbers = (1..=30).rev().map(|number| house(TEMPLE.0, TEMPLE.1, &number.to_string()));
    let (_folder, sets) = tile_sets(numbers.chain([house(TEMPLE.0 + 0.001, TEMPLE.1, "7")]).collect());
    let shown = Shown::at(&sets, 16, &[TEMPLE]);
    let (stacks, alone): (Vec<&Feature>, _) = shown.features.iter().partition(|at| at.number("count").is_some());
    let ([stack], [alone]) = (&stacks[..], &alone[..]) else { panic!("two positions: {:?}", shown.features) };
    assert_eq!((stack.number("count"), stack.tags["number"].as_str()), (Some(30), "1"));
    let list: Vec<BTreeMap<String, String>> = serde_json::from_str(&stack.tags["list"]).unwrap();
    let listed: Vec<String> = list.iter().map(|entry| entry["number"].clone()).collect();
    assert_eq!(listed, (1..=20).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(list[0]["id"], stack.tags["id"]);
    assert!(!alone.tags.contains_key("list"));
}

#[test]
fn a_tower_of_addresses_at_one_point_is_thinned_until_it_is_one_feature() {
    const HOMES: u64 = 20_000;
    let (_folder, sets) = tile_sets((0..HOMES).map(|home| house(TEMPLE.0, TEMPLE.1, &home.to_string())).collect());
    for z in 0..=16 {
        let shown = Shown::at(&sets, z, &[TEMPLE]);
        assert_eq!(shown.addresses(), HOMES, "zoom {z}");
        assert!(shown.longest_tile <= MAX_TILE_BYTES, "zoom {z}: {} bytes", shown.longest_tile);
        assert_eq!(shown.features.len() > 1, (14..16).contains(&z), "zoom {z}: {} features", shown.features.len());
    }
}

#[test]
fn an_address_carries_its_fields_and_lies_where_it_is() {
    let place = TEMPLE;
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
    assert_eq!((cell.addresses(), cell.tags["ward_code"].as_str()), (3, "00004"));
}
