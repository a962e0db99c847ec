//! At every keystroke the right place is among what is shown, and nothing hides it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{BEN_THANH, SAI_GON, Sample, VAN_MIEU, place, places, units};
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_geocoder::{Hit, ResultType, SearchRequest};

/// The common sample with further streets, of which the numbers say how many houses they have.
fn sample() -> Sample {
    let mut all = places();
    for (name, (ward, lon, lat), houses) in [
        ("Nguyễn Hữu Cảnh", SAI_GON, 2),
        ("Nguyễn Hữu Cầu", SAI_GON, 9),
        ("Nguyễn Thái Học", SAI_GON, 4),
        ("Nguyễn Thái Học", BEN_THANH, 3),
        ("Nguyễn Thái Học", VAN_MIEU, 9),
        ("Nguyễn Trãi", BEN_THANH, 4),
        ("Đường Đồng Khởi", SAI_GON, 3),
        ("Đông Du", SAI_GON, 3),
        ("Huỳnh Tấn Phát", BEN_THANH, 0),
    ] {
        let street = Place { name: Some(name.into()), ..place(PlaceKind::Street, lon, lat, ward) };
        all.push(street.clone());
        let number = |house: usize| format!("{}", 12 + house);
        all.extend((0..houses).map(|house| house_on(&street, &number(house))));
    }
    let long = Place { name: Some("Huỳnh Tấn Phát".into()), ..place(PlaceKind::Street, 106.694, 10.770, "26743") };
    all.extend(["18", "180", "1806/12", "1806/127", "1806/127/2", "1807"].map(|number| house_on(&long, number)));
    let hamlet = place(PlaceKind::Hamlet, 105.837, 21.028, "00199");
    all.push(Place { name: Some("Thôn Vân Lũng".into()), ..hamlet });
    Sample::of(units(), all)
}

fn house_on(street: &Place, number: &str) -> Place {
    Place {
        kind: PlaceKind::Address,
        name: None,
        house_number: Some(number.into()),
        street: street.name.clone(),
        ..street.clone()
    }
}

fn names(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.name.as_str()).collect()
}

fn near(sample: &Sample, line: &str, (_, lon, lat): (&str, f64, f64)) -> Vec<Hit> {
    let bias = Point::from_degrees(lon, lat);
    sample.geocoder.search(&SearchRequest { autocomplete: true, bias, ..SearchRequest::free(line) }).hits
}

/// `whole` is the name of a result for every beginning of `line` from so many letters on.
fn is_shown_from(sample: &Sample, line: &str, letters: usize, whole: &str) {
    let all: Vec<char> = line.chars().collect();
    for end in letters..=all.len() {
        let begun: String = all[..end].iter().collect();
        let hits = sample.complete(&begun).hits;
        assert!(names(&hits).contains(&whole), "{begun:?}: {:?}", names(&hits));
    }
}

#[test]
fn a_name_stays_in_sight_at_every_letter() {
    let sample = sample();
    for (line, letters, whole) in [
        ("ha noi", 2, "Thành phố Hà Nội"),
        ("tp ho chi minh", 4, "Thành phố Hồ Chí Minh"),
        ("phuong ben thanh", 8, "Phường Bến Thành"),
        ("p ben thanh", 3, "Phường Bến Thành"),
        ("P. Bến Thành", 4, "Phường Bến Thành"),
        ("phuong ben thanh, thanh pho ho chi minh", 9, "Phường Bến Thành"),
        ("đồng khởi", 4, "Đường Đồng Khởi"),
        ("duong dong khoi", 10, "Đường Đồng Khởi"),
        ("nguyen thai hoc", 8, "Nguyễn Thái Học"),
        ("12 nguyen thai hoc", 4, "12 Nguyễn Thái Học"),
        ("cho ben thanh", 2, "Chợ Bến Thành"),
        ("thon van lung", 4, "Thôn Vân Lũng"),
        ("van lung", 4, "Thôn Vân Lũng"),
        ("12 dong du, sai gon", 4, "12 Đông Du"),
        ("12 dong du sai gon", 4, "12 Đông Du"),
        ("13 nguyen trai, phuong ben thanh, thanh pho ho chi minh", 4, "13 Nguyễn Trãi"),
        ("13 nguyen trai p pham ngu lao q1", 4, "13 Nguyễn Trãi"),
    ] {
        is_shown_from(&sample, line, letters, whole);
    }
}

#[test]
fn keys_of_telex_and_vni_are_read_while_they_are_typed() {
    let sample = sample();
    is_shown_from(&sample, "nguyeenx trai", 8, "Nguyễn Trãi");
    is_shown_from(&sample, "ddoongf khowri", 2, "Đường Đồng Khởi");
    is_shown_from(&sample, "d9o62ng kh", 5, "Đường Đồng Khởi");
}

#[test]
fn slips_are_forgiven_in_whole_and_in_begun_words() {
    let sample = sample();
    for line in ["ngyuen th", "nguyne tha", "nguyen thia", "nguyenthai", "nguyen thai hco"] {
        assert!(names(&sample.complete(line).hits).contains(&"Nguyễn Thái Học"), "{line}");
    }
    for line in ["12 ngyuen thai hoc ben", "12 nguyen thai hoc bne th"] {
        let hits = sample.complete(line).hits;
        assert_eq!(hits[0].label, "12 Nguyễn Thái Học, Phường Bến Thành, Thành phố Hồ Chí Minh", "{line}");
    }
}

#[test]
fn the_best_known_comes_first_and_each_street_of_a_province_once() {
    let sample = sample();
    let hits = sample.complete("nguyen t").hits;
    assert_eq!(names(&hits)[0], "Nguyễn Thái Học");
    let parts = hits.iter().filter(|hit| hit.name == "Nguyễn Thái Học");
    let mut provinces: Vec<_> = parts.map(|hit| hit.units.province.clone().unwrap()).take(2).collect();
    provinces.sort_unstable();
    assert_eq!(provinces, ["Thành phố Hà Nội", "Thành phố Hồ Chí Minh"]);
    assert_eq!(names(&sample.complete("nguyen hu").hits)[..2], ["Nguyễn Hữu Cầu", "Nguyễn Huệ"]);
}

#[test]
fn a_whole_name_goes_before_longer_ones() {
    let sample = sample();
    for (line, whole) in [("le lai", "Lê Lai"), ("dong du", "Đông Du"), ("nguyen hue", "Nguyễn Huệ")] {
        assert_eq!(sample.complete(line).hits[0].name, whole, "{line}");
    }
}

#[test]
fn marks_typed_tell_begun_words_apart() {
    let sample = sample();
    assert_eq!(sample.complete("đông").hits[0].name, "Đông Du");
    assert_eq!(sample.complete("đồng").hits[0].name, "Đường Đồng Khởi");
    assert_eq!(sample.complete("nguyễn hữu cầ").hits[0].name, "Nguyễn Hữu Cầu");
    assert_eq!(sample.complete("nguyễn hữu cả").hits[0].name, "Nguyễn Hữu Cảnh");
}

#[test]
fn the_unit_behind_a_street_may_be_begun() {
    let sample = sample();
    let first = |line: &str| sample.complete(line).hits[0].label.clone();
    let ben_thanh = "12 Nguyễn Thái Học, Phường Bến Thành, Thành phố Hồ Chí Minh";
    let sai_gon = "12 Nguyễn Thái Học, Phường Sài Gòn, Thành phố Hồ Chí Minh";
    for line in [
        "12 nguyen thai hoc, ben t",
        "12 nguyen thai hoc ben t",
        "12 nguyen thai hoc p.ben",
        "12 nguyen thai hoc pham n",
    ] {
        assert_eq!(first(line), ben_thanh, "{line}");
    }
    for line in ["12 nguyen thai hoc sai", "12 nguyen thai hoc, phuong ben ng"] {
        assert_eq!(first(line), sai_gon, "{line}");
    }
    for line in ["12 nguyen thai hoc ha n", "12 nguyen thai hoc, van m"] {
        assert!(first(line).ends_with("Thành phố Hà Nội"), "{line}: {}", first(line));
    }
}

#[test]
fn numbers_go_on_inside_their_street() {
    let sample = sample();
    let offered = |line: &str| -> Vec<String> {
        sample.complete(line).hits.into_iter().filter_map(|hit| hit.housenumber).collect()
    };
    assert_eq!(offered("1806/12 huynh tan phat"), ["1806/12", "1806/127", "1806/127/2"]);
    assert_eq!(offered("1806/127 huynh tan phat ben t"), ["1806/127", "1806/127/2"]);
    let mut behind = offered("huynh tan phat 18");
    assert_eq!(behind.remove(0), "18");
    behind.sort_unstable();
    assert_eq!(behind, ["180", "1806/12", "1806/127", "1806/127/2"]);
}

#[test]
fn near_places_go_first_among_equals_and_never_hide_an_exact_match() {
    let sample = sample();
    for line in ["ng", "nguyen t", "nguyen thai hoc", "12 nguyen thai hoc"] {
        let hits = near(&sample, line, VAN_MIEU);
        assert_eq!(hits[0].units.province.as_deref(), Some("Thành phố Hà Nội"), "{line}: {:?}", names(&hits));
    }
    for line in ["nguyen hue", "10 nguyen hue", "phuong sai gon", "le lai"] {
        assert_eq!(near(&sample, line, VAN_MIEU)[0].id, sample.complete(line).hits[0].id, "{line}");
    }
}

#[test]
fn filters_are_kept_while_typing() {
    let sample = sample();
    let ask = |line: &str, types: Vec<ResultType>, ward_code: Option<&str>, province_code: Option<&str>| {
        let (ward_code, province_code) = (ward_code.map(str::to_owned), province_code.map(str::to_owned));
        let request =
            SearchRequest { autocomplete: true, types, ward_code, province_code, ..SearchRequest::free(line) };
        sample.geocoder.search(&request).hits
    };
    assert_eq!(names(&ask("ben", vec![ResultType::Ward], None, None)), ["Phường Bến Thành", "Phường Sài Gòn"]);
    let in_ward = ask("nguyen t", Vec::new(), Some("26740"), None);
    assert_eq!(names(&in_ward), ["Nguyễn Thái Học"]);
    let in_province = ask("nguyen", Vec::new(), None, Some("01"));
    assert_eq!(names(&in_province), ["Nguyễn Thái Học"]);
}

#[test]
fn what_was_typed_is_highlighted_as_far_as_it_goes() {
    let sample = sample();
    let shown = |line: &str| -> Vec<String> {
        let hit = sample.complete(line).hits.remove(0);
        hit.highlight.iter().map(|[from, to]| hit.label.chars().skip(*from).take(to - from).collect()).collect()
    };
    assert_eq!(shown("nguyen hue"), ["Nguyễn Huệ"]);
    assert_eq!(shown("nguyen thai ho"), ["Nguyễn Thái Họ"]);
    assert_eq!(shown("13 nguyen trai ben t"), ["13 Nguyễn Trãi", "Bến T"]);
    assert_eq!(shown("ngyuen thai ho"), ["Nguyễn Thái Họ"]);
    assert_eq!(shown("đồng kh"), ["Đồng Kh"]);
}
