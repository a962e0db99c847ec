//! A street written by its initials is one of the streets of the place, and never taken for sure.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{BEN_THANH, SAI_GON, Sample, VAN_MIEU, place, places, units};
use vmap_core::place::{Place, PlaceKind};
use vmap_geocoder::{Hit, MatchClass, MatchLevel};

fn sample() -> Sample {
    let mut all = places();
    for (name, (ward, lon, lat)) in [
        ("Điện Biên Phủ", SAI_GON),
        ("Dương Bá Phước", SAI_GON),
        ("Lý Tự Trọng", SAI_GON),
        ("Lê Thánh Tôn", SAI_GON),
        ("Hai Bà Trưng", SAI_GON),
        ("Đường Cô Bắc Hai", BEN_THANH),
        ("Co Bac Hai", BEN_THANH),
        ("Hàng Bông Thợ", VAN_MIEU),
        ("Nguyễn Thái Học", VAN_MIEU),
        ("Lê Văn Sỹ", BEN_THANH),
        ("LVS", BEN_THANH),
    ] {
        let away = all.len() as f64 * 0.0005;
        let street = Place { name: Some(name.into()), ..place(PlaceKind::Street, lon + away, lat, ward) };
        let house = Place {
            house_number: Some("26".into()),
            street: Some(name.into()),
            ..place(PlaceKind::Address, lon + away, lat, ward)
        };
        all.push(street);
        all.extend((!["Lê Thánh Tôn", "Co Bac Hai"].contains(&name)).then_some(house));
    }
    let poi = place(PlaceKind::PointOfInterest, 106.694, 10.770, "26743");
    all.push(Place { name: Some("Nhà Thuốc Hồng".into()), ..poi });
    Sample::of(units(), all)
}

fn streets(hits: &[Hit]) -> Vec<&str> {
    let mut streets: Vec<&str> = hits.iter().filter_map(|hit| hit.street.as_deref()).collect();
    streets.sort_unstable();
    streets
}

#[test]
fn the_streets_of_the_unit_tell_what_initials_mean() {
    let sample = sample();
    for (query, street) in [
        ("26 ĐBP, Phường Sài Gòn", "Điện Biên Phủ"),
        ("26 đường ĐBP, P. Bến Nghé, Quận 1", "Điện Biên Phủ"),
        ("26 HBT, Phường Sài Gòn, Thành phố Hồ Chí Minh", "Hai Bà Trưng"),
        ("26 HBT, Quận 1", "Hai Bà Trưng"),
        ("26 hbt, Thành phố Hà Nội", "Hàng Bông Thợ"),
    ] {
        let hits = sample.search(query).hits;
        assert_eq!(streets(&hits), [street], "{query}");
        assert_eq!(hits[0].match_level, Some(MatchLevel::House), "{query}");
        assert_eq!(hits[0].match_class, Some(MatchClass::B), "{query}");
        assert!(!hits[0].ambiguous, "{query}");
    }
}

#[test]
fn initials_of_two_streets_of_the_unit_are_ambiguous_whatever_number_is_known() {
    let sample = sample();
    for (query, two) in [
        ("26 LTT, Phường Sài Gòn", ["Lê Thánh Tôn", "Lý Tự Trọng"]),
        ("26 DBP, Phường Sài Gòn", ["Dương Bá Phước", "Điện Biên Phủ"]),
    ] {
        let hits = sample.search(query).hits;
        assert_eq!(streets(&hits), two, "{query}");
        assert!(hits.iter().all(|hit| hit.ambiguous && hit.match_class == Some(MatchClass::C)), "{query}");
    }
}

#[test]
fn two_spellings_of_one_street_are_not_two_streets() {
    let hit = sample().search("26 CBH, Phường Bến Thành").hits.into_iter().next().unwrap();
    assert_eq!((hit.street.as_deref(), hit.ambiguous), (Some("Đường Cô Bắc Hai"), false));
}

#[test]
fn without_a_unit_only_initials_of_a_single_street_name_are_found() {
    let sample = sample();
    assert_eq!(streets(&sample.search("26 HBT").hits), [""; 0]);
    assert_eq!(streets(&sample.search("26 NTH").hits), ["Nguyễn Thái Học"]);
}

#[test]
fn a_street_that_is_called_so_itself_is_meant() {
    let sample = sample();
    assert_eq!(streets(&sample.search("26 LVS, Phường Bến Thành").hits), ["LVS"]);
}

#[test]
fn initials_are_found_in_no_other_unit_than_the_one_named() {
    let sample = sample();
    for query in ["26 HBT, Phường Bến Thành", "26 ĐBP, Thành phố Hà Nội"] {
        assert_eq!(streets(&sample.search(query).hits), [""; 0], "{query}");
    }
}

#[test]
fn names_go_before_initials() {
    let sample = sample();
    let explained = |query: &str| {
        let hits = sample
            .geocoder
            .search(&vmap_geocoder::SearchRequest { explain: true, ..vmap_geocoder::SearchRequest::free(query) });
        let explain = hits.hits[0].explain.clone().unwrap();
        explain.score.iter().find(|part| part.part == "found_by").unwrap().value
    };
    let by_initials = explained("26 HBT, Phường Sài Gòn");
    assert!(by_initials < explained("26 Hai Bà Trưng, Phường Sài Gòn"));
    assert!(by_initials > explained("26 Hai Bà Trưgn, Phường Sài Gòn"));
}
