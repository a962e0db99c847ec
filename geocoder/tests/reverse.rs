//! The nearest is the nearest.

mod common;

use common::{Sample, place, units};
use proptest::prelude::*;
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_geocoder::{AdminForm, Language, ResultType, ReverseRequest};

fn houses(points: &[(f64, f64)]) -> Vec<Place> {
    let house = |(lon, lat): &(f64, f64)| Place {
        house_number: Some("1".into()),
        ..place(PlaceKind::Address, *lon, *lat, "26740")
    };
    points.iter().map(house).collect()
}

/// A point anywhere in Vietnam or on its seas, or in one small town.
fn anywhere() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![(102.0..118.0_f64, 6.5..24.0_f64), (106.0..106.01_f64, 10.0..10.01_f64)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn neighbours_are_those_of_a_full_scan(
        points in proptest::collection::vec(anywhere(), 1..900),
        asked in proptest::collection::vec(anywhere(), 300),
    ) {
        let sample = Sample::of(units(), houses(&points));
        for ((lon, lat), radius_m) in asked.into_iter().zip([50.0, 500.0, 20_000.0, 100_000.0, 2e6].into_iter().cycle()) {
            let from = Point::from_degrees(lon, lat).unwrap();
            let mut expected: Vec<f64> = points
                .iter()
                .map(|(lon, lat)| from.distance_m(Point::from_degrees(*lon, *lat).unwrap()))
                .filter(|distance| *distance <= radius_m)
                .map(|distance| (distance * 10.0).round() / 10.0)
                .collect();
            expected.sort_by(f64::total_cmp);
            expected.truncate(7);
            let request = ReverseRequest { limit: 7, radius_m: Some(radius_m), ..ReverseRequest::at(from) };
            let answer = sample.geocoder.reverse(&request);
            let houses = answer.hits.iter().filter(|hit| hit.kind == ResultType::House);
            let found: Vec<f64> = houses.filter_map(|hit| hit.distance_m).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

#[test]
fn the_nearest_address_comes_first_and_types_are_obeyed() {
    let sample = Sample::new();
    let at = Point::from_degrees(106.703, 10.774 + 20.0 * 0.00009).unwrap();
    let nearest = sample.geocoder.reverse(&ReverseRequest::at(at)).hits;
    assert_eq!(nearest[0].housenumber.as_deref(), Some("20"));
    assert_eq!(nearest[0].distance_m, Some(0.0));
    let streets = ReverseRequest { types: vec![ResultType::Street], ..ReverseRequest::at(at) };
    let streets = sample.geocoder.reverse(&streets).hits;
    assert_eq!(streets.first().map(|hit| hit.kind), Some(ResultType::Street));
    assert!(streets.iter().all(|hit| matches!(hit.kind, ResultType::Street | ResultType::Ward)));
}

#[test]
fn the_ward_and_province_that_hold_the_point_are_always_there() {
    let sample = Sample::new();
    let at = Point::from_degrees(106.705, 10.771).unwrap();
    let hits = sample.geocoder.reverse(&ReverseRequest { radius_m: Some(1.0), ..ReverseRequest::at(at) }).hits;
    let kinds: Vec<ResultType> = hits.iter().map(|hit| hit.kind).collect();
    assert_eq!(kinds, [ResultType::Ward, ResultType::Province]);
    assert_eq!(hits[0].id, "26740");
    let border = at.distance_m(Point::from_degrees(106.705, 10.770).unwrap());
    assert!((hits[0].distance_m.unwrap() - border).abs() < 0.1, "{:?}", hits[0].distance_m);
}

#[test]
fn far_from_everything_there_is_nothing() {
    let sample = Sample::new();
    for (lon, lat) in [(0.0, 0.0), (180.0, 90.0), (-180.0, -90.0), (104.0, 15.0)] {
        let request = ReverseRequest::at(Point::from_degrees(lon, lat).unwrap());
        assert!(sample.geocoder.reverse(&request).hits.is_empty());
    }
}

#[test]
fn a_place_is_found_by_its_identifier_and_a_unit_by_its_code() {
    let sample = Sample::new();
    let hit = sample.search("10 nguyen hue").hits.into_iter().next().unwrap();
    let again = sample.geocoder.place(hit.id.parse().unwrap(), AdminForm::Current, Language::Vi).unwrap();
    assert_eq!(again.label, hit.label);
    let units = sample.geocoder.unit("26743", AdminForm::Current, Language::Vi);
    assert_eq!(units[0].label, "Phường Bến Thành, Thành phố Hồ Chí Minh");
    assert_eq!(units.len(), 2);
}
