//! Tiles of the basemap, read back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use std::io;

use common::decode::Feature;
use common::{features, house, release_with, tiles_around, units};
use vmap_core::place::{Place, PlaceKind};
use vmap_core::{PlaceId, Point};
use vmap_tiles::{
    BasemapFeature, BasemapFeatures, BasemapGeometry, BasemapLayer, BasemapSource, FieldValue, TileSet, TileSets,
};

/// BasemapFeatures in memory.
#[derive(Default)]
struct Given {
    features: Vec<BasemapFeature>,
    drawn: Vec<PlaceId>,
}

impl BasemapSource for Given {
    fn features(&self) -> io::Result<BasemapFeatures<'_>> {
        Ok(Box::new(self.features.iter().cloned().map(Ok)))
    }

    fn drawn_places(&self) -> &[PlaceId] {
        &self.drawn
    }
}

fn tiles(places: Vec<Place>, given: &Given) -> (tempfile::TempDir, TileSets) {
    let (folder, release) = release_with(places, &units(), &[], Some(given));
    (folder, TileSets::open(&release).unwrap())
}

fn points(degrees: &[(f64, f64)]) -> Vec<Point> {
    degrees.iter().map(|(lon, lat)| Point::from_degrees(*lon, *lat).unwrap()).collect()
}

fn ring(west: f64, south: f64, side: f64) -> Vec<Point> {
    let (east, north) = (west + side, south + side);
    points(&[(west, south), (west, north), (east, north), (east, south), (west, south)])
}

/// A lake with an island, its rings wound either way.
fn lake(turned: bool) -> BasemapFeature {
    let mut rings = vec![ring(105.80, 21.00, 0.05), ring(105.82, 21.02, 0.01)];
    if turned {
        rings.iter_mut().for_each(|ring| ring.reverse());
    }
    let mut lake = BasemapFeature::new(BasemapLayer::WaterPolygons, 4, 0, BasemapGeometry::Areas(vec![rings]));
    lake.set("kind", FieldValue::Text("water".to_owned()));
    lake.set("way_area", FieldValue::Number(31_000_000));
    lake
}

fn area_2(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|((ax, ay), (bx, by))| i64::from(*ax) * i64::from(*by) - i64::from(*bx) * i64::from(*ay))
        .sum()
}

#[test]
fn areas_are_wound_as_tiles_ask_however_they_came() {
    for turned in [false, true] {
        let given = Given { features: vec![lake(turned)], ..Given::default() };
        let (_folder, sets) = tiles(vec![], &given);
        for z in 8..=14 {
            let found = tiles_around(&sets, TileSet::Basemap, z, &[(105.825, 21.025), (105.801, 21.001)]);
            let lakes = features(&found, "water_polygons");
            assert!(!lakes.is_empty(), "zoom {z}");
            for Feature { paths, tags, .. } in lakes {
                assert_eq!((tags["kind"].as_str(), tags["way_area"].as_str()), ("water", "31000000"));
                assert!(area_2(&paths[0]) > 0, "zoom {z}");
                assert!(paths[1..].iter().all(|hole| area_2(hole) < 0), "zoom {z}");
                assert!(paths.iter().flatten().all(|(x, y)| (-64..=4160).contains(x) && (-64..=4160).contains(y)));
            }
        }
        let island = tiles_around(&sets, TileSet::Basemap, 11, &[(105.825, 21.025)]);
        assert_eq!(features(&island, "water_polygons")[0].paths.len(), 2);
    }
}

/// A road of a hundred ways, none of which is as long as a step of the grid at zoom 5.
#[test]
fn a_road_in_short_ways_is_whole_on_small_maps() {
    let way = |index: u32| {
        let at = |index: u32| (105.0 + f64::from(index) * 0.001, 21.0);
        let line = points(&[at(index), at(index + 1)]);
        let mut road = BasemapFeature::new(BasemapLayer::Streets, 5, 0, BasemapGeometry::Lines(vec![line]));
        road.set("kind", FieldValue::Text("motorway".to_owned()));
        road.set("surface", FieldValue::Text(format!("surface {index}")));
        road
    };
    let given = Given { features: (0..100).map(way).collect(), ..Given::default() };
    let (_folder, sets) = tiles(vec![], &given);
    for z in 5..=8 {
        let found = tiles_around(&sets, TileSet::Basemap, z, &[(105.05, 21.0)]);
        let [road] = features(&found, "streets")[..] else { panic!("one road at zoom {z}") };
        let [line] = road.paths.as_slice() else { panic!("one line at zoom {z}: {:?}", road.paths) };
        let (length, steps) = (line[line.len() - 1].0 - line[0].0, 4096.0 * f64::from(1 << z) * 0.1 / 360.0);
        assert!((f64::from(length) - steps).abs() <= 1.0, "zoom {z}: {length} of {steps} steps");
        assert!(!road.tags.contains_key("surface"), "surface is told from zoom 11 on");
    }
}

#[test]
fn what_the_basemap_has_of_the_release_is_drawn_once() {
    let mut school = house(105.83, 21.02, "");
    (school.kind, school.name) = (PlaceKind::PointOfInterest, Some("Trường Đoài".to_owned()));
    school.category = Some("amenity=school".to_owned());
    let names = |drawn: Vec<PlaceId>| {
        let mut poi = BasemapFeature::new(BasemapLayer::Pois, 14, 0, BasemapGeometry::Point(school.point));
        poi.set("name", FieldValue::Text("Trường tiểu học Đoài".to_owned()));
        let (_folder, sets) = tiles(vec![school.clone()], &Given { features: vec![poi], drawn });
        let found = tiles_around(&sets, TileSet::Basemap, 14, &[(105.83, 21.02)]);
        features(&found, "pois").iter().map(|poi| poi.tags["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(Vec::new()), ["Trường tiểu học Đoài", "Trường Đoài"]);
    assert_eq!(names(vec![PlaceId::from_ordinal(0).unwrap()]), ["Trường tiểu học Đoài"]);
}

#[test]
fn the_same_features_give_the_same_bytes() {
    let given = || Given { features: vec![lake(false), lake(true)], ..Given::default() };
    let ((_a, first), (_b, second)) = (tiles(vec![], &given()), tiles(vec![], &given()));
    assert_eq!(first.archive(TileSet::Basemap), second.archive(TileSet::Basemap));
}
