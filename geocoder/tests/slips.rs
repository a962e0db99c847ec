//! Slips are judged over the whole query, and what is right never loses to what was put right.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Sample, place, units};
use vmap_core::place::{Place, PlaceKind};
use vmap_geocoder::{MatchClass, MatchLevel, ResultType, SearchRequest};

#[test]
fn a_slip_in_a_kind_costs_neither_number_nor_street() {
    let sample = Sample::new();
    for query in [
        "10 Nguyễn Huệ, Phường Sài Gòn, Thàành phố Hồ Chí Minh",
        "10 Nguyễn Huệ, Phườg Sài Gònn, Tgành phố Hồ Chí Mih",
        "10 Đưnờg Nguyễn Huệ, Phường Bến Ngé, Quậnn 1",
        "10 duongg nguyen hue, phuong sai gonn, thanh ph ho chi minh",
        "10 giuong nguyen heu, quan 1",
    ] {
        let hits = sample.search(query).hits;
        assert!(hits[0].label.starts_with("10 Nguyễn Huệ"), "{query}: {}", hits[0].label);
        assert_eq!(hits[0].match_level, Some(MatchLevel::House), "{query}");
    }
}

#[test]
fn a_name_that_was_put_right_is_not_certain() {
    let sample = Sample::new();
    let hits = sample.search("10 Nguyễn Hệu, Phường Sài Gòn, Thành phố Hồ Chí Minh").hits;
    assert!(hits[0].label.starts_with("10 Nguyễn Huệ"), "{}", hits[0].label);
    assert_ne!(hits[0].match_class, Some(MatchClass::A));
}

#[test]
fn shortened_hamlets_are_the_hamlets() {
    let sample = Sample::new();
    for query in ["5 Lê Lai, KP 1, Bến Thành", "5 Lê Lai, kp1, Bến Thành", "5 Lê Lai, Khu phố 1, Bến Thành"]
    {
        assert!(sample.best(query).starts_with("5 Lê Lai, Khu phố 1"), "{query}: {}", sample.best(query));
    }
}

#[test]
fn what_is_written_alike_comes_first() {
    let mut places = common::places();
    let street = |name: &str, lon| Place { name: Some(name.into()), ..place(PlaceKind::Street, lon, 10.77, "26743") };
    places.extend([street("Đường Hai Bà Trưng", 106.69), street("Hai Bà Trưng", 106.9)]);
    let sample = Sample::of(units(), places);
    assert!(sample.best("Đường Hai Bà Trưng, Bến Thành").starts_with("Đường Hai Bà Trưng"));
    assert!(sample.best("Hai Bà Trưng, Bến Thành").starts_with("Hai Bà Trưng"));
}

#[test]
fn parts_that_lie_side_by_side_are_one_street_and_a_namesake_far_away_is_another() {
    let mut places = common::places();
    let far = Place { name: Some("Lê Lợi".into()), ..place(PlaceKind::Street, 107.4, 10.3, "26743") };
    places.push(far);
    let sample = Sample::of(units(), places);
    let hits = sample.search("Lê Lợi, Thành phố Hồ Chí Minh").hits;
    assert!(hits[0].ambiguous, "{hits:?}");
    assert!((hits[0].point.lon() - hits[1].point.lon()).abs() > 0.5, "another street before another part: {hits:?}");
    let known = Sample::new().search("Lê Lợi, Thành phố Hồ Chí Minh").hits;
    assert!(!known[0].ambiguous, "{known:?}");
}

#[test]
fn who_asks_for_streets_alone_gets_the_street_of_a_house() {
    let sample = Sample::new();
    let request =
        SearchRequest { types: vec![ResultType::Street], ..SearchRequest::free("10 Nguyễn Huệ, Quận 1") };
    let hits = sample.geocoder.search(&request).hits;
    assert_eq!((hits[0].kind, hits[0].unmatched.as_slice()), (ResultType::Street, &["10".to_owned()][..]));
}
