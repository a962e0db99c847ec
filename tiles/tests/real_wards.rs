//! The real ward polygons, where they are at hand: every tile can be drawn as the specification
//! asks, and the country is there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use std::collections::BTreeSet;

use common::decode::layers;
use common::{real, release};
use vmap_tiles::{TileCoord, TileSet, TileSets};

#[test]
fn the_real_wards_are_all_drawn_and_wound_for_tiles() {
    let Some(data) = real::folder() else { return };
    let units = real::units(&data);
    let (_folder, release) = release(vec![], &units, &real::boundaries(&data));
    let sets = TileSets::open(&release).unwrap();
    let mut labels = BTreeSet::new();
    // All tiles of zoom 9 between 102° E and 118° E, 6° N and 24° N.
    for (x, y) in (401..=424).flat_map(|x| (220..=247).map(move |y| (x, y))) {
        let Some(tile) = sets.tile(TileSet::Admin, TileCoord::new(9, x, y).unwrap()).unwrap() else { continue };
        let layers = layers(&tile);
        for feature in layers.get("wards").into_iter().chain(layers.get("provinces")).flat_map(|layer| &layer.features)
        {
            assert!(area_2(&feature.paths[0]) > 0, "{:?}", feature.tags);
            assert!(feature.paths.iter().all(|ring| area_2(ring) != 0 && ring.len() >= 3), "{:?}", feature.tags);
            assert!(feature.paths.iter().flatten().all(|(x, y)| (-64..=4160).contains(x) && (-64..=4160).contains(y)));
        }
        let units = layers.get("unit_labels").into_iter().flat_map(|layer| &layer.features);
        labels.extend(units.map(|unit| unit.tags["code"].clone()));
    }
    assert_eq!(labels.len(), 34 + 3321, "every province and ward has one label at zoom 9");
}

fn area_2(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}
