//! Which place a row means and whether it may change it, rule by rule.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use common::*;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_registry::{NEAR_M, Outcome, Registry, SAME_SPOT_M, Submission};

/// Loads `first`, then `second`, both from one source, and gives what became of `second`.
fn second_load(first: Submission, second: Submission) -> (Outcome, Outcome, Registry, Home) {
    let home = Home::new();
    let mut registry = home.open();
    let first = load(&mut registry, &source("a"), &[first]).0[0];
    let second = load(&mut registry, &source("a"), &[second]).0[0];
    assert_whole(&home.store());
    (first, second, registry, home)
}

fn moved(metres: f64) -> Place {
    Place { point: north(house().point, metres), ..house() }
}

#[test]
fn a_source_key_finds_its_place_wherever_it_went_or_whatever_it_is_called() {
    let renamed = Place { house_number: Some("50".into()), street: Some("Phố Bà Triệu".into()), ..moved(300.0) };
    for changed in [moved(5_000.0), renamed] {
        let (first, second, registry, _home) = second_load(row(Some("k1"), house()), row(Some("k1"), changed.clone()));
        assert_eq!(second, Outcome::Updated(first.place().unwrap()));
        let history = registry.history(first.place().unwrap()).unwrap();
        assert_eq!(history.iter().map(|historic| &historic.version.place).collect::<Vec<_>>(), [&house(), &changed]);
        assert_eq!(history.iter().map(|historic| historic.version.change).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(history[1].version.recorded_at, "2026-05-01T00:00:00Z");
    }
}

#[test]
fn a_key_that_is_given_to_another_address_far_away_means_another_place() {
    let other = Place { house_number: Some("50".into()), street: Some("Phố Bà Triệu".into()), ..moved(5_000.0) };
    let (_, second, ..) = second_load(row(Some("k1"), house()), row(Some("k1"), other));
    assert!(matches!(second, Outcome::Created(_)));
}

#[test]
fn keys_that_shift_with_every_row_that_is_added_are_not_believed() {
    let numbered = |number: u32| Place { house_number: Some(number.to_string()), ..moved(f64::from(number) * 8.0) };
    let keyed = |row_number: u32, number| row(Some(&row_number.to_string()), numbered(number));
    let home = Home::new();
    let mut registry = home.open();
    let before: Vec<_> = (1..40).map(|number| keyed(number, number * 2)).collect();
    let places = load(&mut registry, &source("a"), &before).0;
    let inserted = keyed(10, 19);
    let shifted = before.iter().enumerate().map(|(at, row)| {
        let number = at as u32 + 1;
        keyed(
            if number < 10 { number } else { number + 1 },
            row.place().house_number.as_ref().unwrap().parse().unwrap(),
        )
    });
    let rows: Vec<_> = shifted.chain([inserted]).collect();
    let outcomes = load(&mut registry, &source("a"), &rows).0;
    let found: Vec<_> = outcomes[..39].iter().map(|outcome| outcome.place().unwrap()).collect();
    assert_eq!(found, places.iter().map(|outcome| outcome.place().unwrap()).collect::<Vec<_>>());
    assert!(matches!(outcomes[39], Outcome::Created(_)));
    assert_whole(&home.store());
}
#[test]
fn a_source_key_counts_for_its_kind_only() {
    let (first, second, ..) = second_load(row(Some("1"), house()), row(Some("1"), street()));
    assert!(matches!(second, Outcome::Created(id) if id != first.place().unwrap()));
}

#[test]
fn the_same_address_nearby_is_the_same_place_in_any_spelling() {
    let respelled = Place { street: Some("phố huế".into()), ..moved(NEAR_M - 5.0) };
    let (first, second, ..) = second_load(row(None, house()), row(None, respelled));
    assert_eq!(second, Outcome::Updated(first.place().unwrap()));
}

#[test]
fn the_same_address_far_away_is_another_place() {
    let (_, second, ..) = second_load(row(None, house()), row(None, moved(NEAR_M + 5.0)));
    assert!(matches!(second, Outcome::Created(_)));
}

#[test]
fn another_address_on_the_same_spot_is_another_place() {
    let next_door = Place { house_number: Some("50".into()), ..house() };
    let (_, second, ..) = second_load(row(None, house()), row(None, next_door));
    assert!(matches!(second, Outcome::Created(_)));
}

#[test]
fn the_nearest_of_two_places_of_one_address_is_meant() {
    let home = Home::new();
    let mut registry = home.open();
    let places = load(&mut registry, &source("a"), &[row(None, house()), row(None, moved(200.0))]).0;
    let nearer_the_second = load(&mut registry, &source("a"), &[row(None, moved(120.0))]).0;
    assert_eq!(nearer_the_second, [Outcome::Updated(places[1].place().unwrap())]);
}

#[test]
fn a_street_of_a_ward_is_one_however_long_it_is() {
    let other_end = Place { point: north(street().point, 9_000.0), ..street() };
    let (first, second, ..) = second_load(row(None, street()), row(None, other_end.clone()));
    assert_eq!(second, Outcome::Updated(first.place().unwrap()));
    let next_ward = Place { ward: Some(UnitCode("00259".into())), ..street() };
    let (_, second, ..) = second_load(row(None, street()), row(None, next_ward));
    assert!(matches!(second, Outcome::Created(_)));
}

#[test]
fn a_street_of_no_known_ward_is_one_only_nearby() {
    let nowhere = Place { ward: None, ..street() };
    let far = Place { point: north(street().point, 9_000.0), ..nowhere.clone() };
    let (_, second, ..) = second_load(row(None, nowhere), row(None, far));
    assert!(matches!(second, Outcome::Created(_)));
}

#[test]
fn houses_without_a_number_are_one_only_on_one_spot() {
    let unnumbered = |metres| Place { house_number: None, hamlet: Some("Thôn Vân Lũng".into()), ..moved(metres) };
    let (_, neighbour, ..) = second_load(row(Some("1"), unnumbered(0.0)), row(Some("2"), unnumbered(10.0)));
    assert!(matches!(neighbour, Outcome::Created(_)));
    let (first, itself, ..) =
        second_load(row(Some("1"), unnumbered(0.0)), row(Some("2"), unnumbered(SAME_SPOT_M - 1.0)));
    assert_eq!(itself.place().unwrap(), first.place().unwrap());
}

#[test]
fn a_place_is_changed_once_in_a_load() {
    let home = Home::new();
    let mut registry = home.open();
    let rows = [row(Some("k1"), house()), row(Some("k1"), moved(1_000.0)), row(None, moved(20.0))];
    let (outcomes, summary) = load(&mut registry, &source("a"), &rows);
    let id = outcomes[0].place().unwrap();
    assert_eq!(outcomes, [Outcome::Created(id), Outcome::Duplicate { of: id }, Outcome::Duplicate { of: id }]);
    assert_eq!((summary.counts.created, summary.counts.duplicates, summary.last_change), (1, 2, 1));
    assert_eq!(registry.version(id).unwrap().unwrap().place, house());
}

#[test]
fn the_same_address_twice_in_a_file_is_one_place_known_by_both_keys() {
    let home = Home::new();
    let mut registry = home.open();
    let outcomes = load(&mut registry, &source("a"), &[row(Some("k1"), house()), row(Some("k2"), moved(30.0))]).0;
    let id = outcomes[0].place().unwrap();
    assert_eq!(outcomes[1], Outcome::Duplicate { of: id });
    let later = load(&mut registry, &source("a"), &[row(Some("k2"), moved(3_000.0))]).0;
    assert_eq!(later, [Outcome::Updated(id)]);
}

#[test]
fn another_source_does_not_change_a_place_but_its_key_is_remembered() {
    let home = Home::new();
    let mut registry = home.open();
    let id = load(&mut registry, &source("a"), &[row(Some("k1"), house())]).0[0].place().unwrap();
    let (outcomes, summary) = load(&mut registry, &source("b"), &[row(Some("b1"), moved(40.0))]);
    assert_eq!(outcomes, [Outcome::Unchanged(id)]);
    assert_eq!((summary.batch, summary.counts.unchanged, summary.last_change), (None, 1, 1));
    let far = load(&mut registry, &source("b"), &[row(Some("b1"), moved(4_000.0))]).0;
    assert_eq!(far, [Outcome::Unchanged(id)], "known by its key, and still another source's");
    assert_eq!(registry.version(id).unwrap().unwrap().place, house());
    assert_eq!(registry.sources().unwrap(), [source("a"), source("b")]);
}

#[test]
fn a_derived_row_makes_what_is_absent_and_changes_nothing() {
    let home = Home::new();
    let mut registry = home.open();
    let implied = Place { lines: Vec::new(), ..street() };
    let made = load(&mut registry, &source("a"), &[derived(implied.clone())]).0[0];
    assert!(matches!(made, Outcome::Created(_)));
    let elsewhere = Place { point: north(implied.point, 500.0), ..implied.clone() };
    let again = load(&mut registry, &source("a"), &[derived(elsewhere.clone()), derived(implied)]).0;
    assert_eq!(again, [Outcome::Unchanged(made.place().unwrap()); 2]);
}

#[test]
fn a_record_of_its_own_replaces_what_was_only_derived() {
    let home = Home::new();
    let mut registry = home.open();
    let implied = Place { lines: Vec::new(), ..street() };
    let id = load(&mut registry, &source("a"), &[derived(implied.clone())]).0[0].place().unwrap();
    assert_eq!(load(&mut registry, &source("b"), &[row(None, street())]).0, [Outcome::Updated(id)]);
    assert_eq!(load(&mut registry, &source("a"), &[derived(implied)]).0, [Outcome::Unchanged(id)]);
    let now = registry.version(id).unwrap().unwrap();
    assert_eq!((now.place, now.source.as_str(), now.version), (street(), "b", 2));
    assert_eq!(
        registry.history(id).unwrap().iter().map(|historic| historic.version.derived).collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn everything_a_place_says_is_kept_and_compared() {
    let point = house().point;
    let full = Place {
        kind: PlaceKind::PointOfInterest,
        name: Some("Chợ Hôm".into()),
        hamlet: Some("Tổ 3".into()),
        legacy_ward: Some(UnitCode("00277".into())),
        category: Some("amenity=marketplace".into()),
        lines: vec![vec![point, north(point, 10.0)], vec![]],
        ..house()
    };
    let other = || Some("other".to_owned());
    let variants = [
        Place { point: north(point, 1.0), ..full.clone() },
        Place { name: other(), ..full.clone() },
        Place { house_number: other(), ..full.clone() },
        Place { street: None, ..full.clone() },
        Place { hamlet: other(), ..full.clone() },
        Place { ward: None, ..full.clone() },
        Place { legacy_ward: Some(UnitCode("1".into())), ..full.clone() },
        Place { category: other(), ..full.clone() },
        Place { category: Some(String::new()), ..full.clone() },
        Place { lines: vec![vec![point, north(point, 10.0)]], ..full.clone() },
    ];
    for variant in variants {
        let (first, second, registry, _home) =
            second_load(row(Some("k"), full.clone()), row(Some("k"), variant.clone()));
        assert_eq!(second, Outcome::Updated(first.place().unwrap()));
        assert_eq!(registry.version(first.place().unwrap()).unwrap().unwrap().place, variant);
        assert_eq!(registry.history(first.place().unwrap()).unwrap()[0].version.place, full);
    }
}

#[test]
fn a_load_without_a_row_leaves_no_trace_of_its_source() {
    let home = Home::new();
    let mut registry = home.open();
    load(&mut registry, &source("a"), &[row(Some("k1"), house())]);
    let before = dump(&home.store());
    let (_, summary) = load(&mut registry, &source("empty"), &[]);
    assert_eq!((summary.batch, summary.last_change), (None, 1));
    assert_eq!(dump(&home.store()), before);
}
