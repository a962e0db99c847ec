//! What a person asks for is what comes first.

mod common;

use common::Sample;
use vmap_geocoder::{AdminForm, MatchClass, MatchLevel, ResultType, SearchRequest};

#[test]
fn a_house_is_found_by_number_street_and_former_district() {
    let sample = Sample::new();
    let hit = sample.search("92-96 nguyen hue quan 1").hits.into_iter().next().unwrap();
    assert_eq!(hit.label, "92-96 Nguyễn Huệ, Phường Sài Gòn, Thành phố Hồ Chí Minh");
    assert_eq!(hit.match_level, Some(MatchLevel::House));
    assert_eq!(hit.kind, ResultType::House);
    assert_eq!(hit.legacy.unwrap().district.as_deref(), Some("Quận 1"));
    assert!(hit.synthetic);
}

#[test]
fn a_house_in_its_former_ward_is_certain() {
    let sample = Sample::new();
    let hit = sample.search("277 Phạm Ngũ Lão, Phường Phạm Ngũ Lão, Quận 1").hits.into_iter().next().unwrap();
    assert_eq!(hit.label, "277 Phạm Ngũ Lão, Phường Bến Thành, Thành phố Hồ Chí Minh");
    assert_eq!(hit.match_class, Some(MatchClass::A));
    assert_eq!(sample.search("277 pham ngu lao p pham ngu lao q1").hits[0].id, hit.id);
}

#[test]
fn the_label_has_the_units_of_the_era_asked_for() {
    let sample = Sample::new();
    let ask = |admin| SearchRequest { admin, ..SearchRequest::free("277 Phạm Ngũ Lão, Quận 1") };
    let label = |admin| sample.geocoder.search(&ask(admin)).hits[0].label.clone();
    let before = "277 Phạm Ngũ Lão, Phường Phạm Ngũ Lão, Quận 1, Thành phố Hồ Chí Minh";
    assert_eq!(label(AdminForm::Legacy), before);
    assert_eq!(label(AdminForm::Input), before);
    assert_eq!(label(AdminForm::Both), "277 Phạm Ngũ Lão, Phường Bến Thành, Thành phố Hồ Chí Minh");
}

#[test]
fn a_number_between_known_ones_is_interpolated_on_its_own_side() {
    let sample = Sample::new();
    let hit = sample.search("5 Lê Lợi, Quận 1").hits.into_iter().next().unwrap();
    assert_eq!(hit.match_level, Some(MatchLevel::Interpolated));
    assert!((hit.point.lat() - (10.774 + 5.0 * 0.00009)).abs() < 1e-6, "{hit:?}");
    assert!(hit.match_class > Some(MatchClass::A));
}

#[test]
fn a_number_within_a_range_is_at_that_house() {
    let sample = Sample::new();
    let whole = sample.search("92-96 Nguyễn Huệ, Quận 1").hits.into_iter().next().unwrap();
    let part = sample.search("94 Nguyễn Huệ, Quận 1").hits.into_iter().next().unwrap();
    assert_eq!(part.match_level, Some(MatchLevel::Interpolated));
    assert_eq!((part.point, part.accuracy_m), (whole.point, 25));
}

#[test]
fn a_number_past_the_last_known_one_is_not_made_up() {
    let sample = Sample::new();
    let hit = sample.search("901 Lê Lợi, Quận 1").hits.into_iter().next().unwrap();
    assert_eq!(hit.match_level, Some(MatchLevel::Street));
    assert_eq!(hit.unmatched, ["901"]);
}

#[test]
fn a_number_is_never_taken_from_another_street() {
    let sample = Sample::new();
    for query in ["5 Đường Trần Hưng Đạo, Khu phố 1, Phường Bến Thành", "1 Lê Lợi, Phường Bến Thành"]
    {
        for hit in sample.search(query).hits {
            assert_ne!(hit.match_level, Some(MatchLevel::House), "{query}: {}", hit.label);
            assert_ne!(hit.match_class, Some(MatchClass::A), "{query}: {}", hit.label);
        }
    }
    assert!(sample.best("5 le lai khu pho 1 phuong ben thanh").starts_with("5 Lê Lai, Khu phố 1"));
}

#[test]
fn an_unknown_house_is_answered_by_its_deepest_known_alley() {
    let sample = Sample::new();
    let hit = sample.search("277/99/4 Phạm Ngũ Lão, Quận 1").hits.into_iter().next().unwrap();
    assert_eq!(hit.match_level, Some(MatchLevel::Alley));
    assert_eq!(hit.housenumber.as_deref(), Some("277"));
    assert_eq!(hit.kind, ResultType::Alley);
}

#[test]
fn one_slip_is_forgiven_and_the_right_word_wins() {
    let sample = Sample::new();
    assert!(sample.best("10 nguyn hue quan 1").starts_with("10 Nguyễn Huệ"));
    assert!(sample.best("42 le lai quan 1").starts_with("42 Lê Lai"));
    assert!(sample.best("42 le loi quan 1").starts_with("42 Lê Lợi"));
}

#[test]
fn a_name_may_be_a_ward_a_street_and_a_temple() {
    let sample = Sample::new();
    let kinds: Vec<ResultType> = sample.search("Văn Miếu").hits.iter().map(|hit| hit.kind).collect();
    assert!(kinds.contains(&ResultType::Poi) && kinds.contains(&ResultType::Street), "{kinds:?}");
}

#[test]
fn units_are_answers_too() {
    let sample = Sample::new();
    let hit = sample.search("Phường Bến Thành").hits.into_iter().next().unwrap();
    assert_eq!((hit.kind, hit.id.as_str()), (ResultType::Ward, "26743"));
    assert_eq!(sample.search("đà nẵng").hits[0].kind, ResultType::Province);
    assert_eq!(sample.search("Hoàng Sa").hits[0].label, "Đặc khu Hoàng Sa, Thành phố Đà Nẵng");
    let former = sample.search("Phường Phạm Ngũ Lão").hits;
    let ward = former.iter().find(|hit| hit.kind == ResultType::Ward).unwrap();
    assert_eq!(ward.id, "26743");
    assert_eq!(ward.legacy.as_ref().unwrap().ward.as_deref(), Some("Phường Phạm Ngũ Lão"));
}

#[test]
fn unfinished_words_are_completed() {
    let sample = Sample::new();
    let first = |line: &str| sample.complete(line).hits.first().map(|hit| hit.label.clone()).unwrap_or_default();
    assert_eq!(first("phuong ben th"), "Phường Bến Thành, Thành phố Hồ Chí Minh");
    assert!(first("nguyen h").starts_with("Nguyễn Huệ"), "{}", first("nguyen h"));
    assert!(first("10 nguyen hue q").starts_with("10 Nguyễn Huệ"), "{}", first("10 nguyen hue q"));
}

#[test]
fn filters_keep_others_out() {
    let sample = Sample::new();
    let streets = SearchRequest { types: vec![ResultType::Poi], ..SearchRequest::free("Văn Miếu") };
    assert!(sample.geocoder.search(&streets).hits.iter().all(|hit| hit.kind == ResultType::Poi));
    let in_ward = SearchRequest { ward_code: Some("26743".into()), ..SearchRequest::free("Lê Lợi") };
    let hits = sample.geocoder.search(&in_ward).hits;
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit.units.ward_code.as_deref() == Some("26743")));
}

#[test]
fn any_text_has_an_answer_and_always_the_same() {
    let sample = Sample::new();
    for text in ["", " ", "🙂🙂", "%%%", "///", "12/", "\u{301}\u{301}", "-1", "quận quận quận 1 1 1"] {
        assert_eq!(sample.search(text), sample.search(text), "{text}");
        assert_eq!(sample.complete(text), sample.complete(text), "{text}");
    }
    assert!(sample.search("").hits.is_empty());
    assert!(sample.search("🙂").hits.is_empty());
    assert!(sample.search(&"a".repeat(200)).hits.is_empty());
    sample.search(&"a ".repeat(100_000));
}

#[test]
fn what_is_matched_is_highlighted() {
    let sample = Sample::new();
    let hit = sample.search("10 nguyen hue").hits.into_iter().next().unwrap();
    let shown: Vec<String> =
        hit.highlight.iter().map(|[start, end]| hit.label.chars().skip(*start).take(end - start).collect()).collect();
    assert_eq!(shown, ["10 Nguyễn Huệ"]);
}
