//! Random loads keep what every registry promises.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use std::collections::{HashMap, HashSet};

use common::*;
use proptest::collection::vec;
use proptest::prelude::*;
use vmap_core::PlaceId;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_registry::{Outcome, Submission};

#[derive(Clone, Debug)]
struct RandomLoad {
    source: u8,
    rows: Vec<Submission>,
    /// Whether two rows of a kind bear one key.
    repeats_keys: bool,
    commit: bool,
}

fn submission() -> impl Strategy<Value = (Option<u8>, Submission)> {
    let kind = prop_oneof![
        4 => Just(PlaceKind::Address),
        1 => Just(PlaceKind::Street),
        1 => Just(PlaceKind::Hamlet),
        1 => Just(PlaceKind::PointOfInterest),
    ];
    let few = || proptest::option::of(0..3_u8);
    (kind, proptest::option::of(0..6_u8), few(), few(), few(), 0..6_u8, proptest::bool::weighted(0.15)).prop_map(
        |(kind, key, number, street, ward, position, derived)| {
            let text = |what: &str, number: Option<u8>| number.map(|number| format!("{what} {number}"));
            let place = Place {
                kind,
                point: north(house().point, f64::from(position) * 60.0),
                name: (kind != PlaceKind::Address).then(|| text("Tên", street)).flatten(),
                house_number: number.map(|number| number.to_string()),
                street: text("Phố", street),
                hamlet: None,
                ward: ward.map(|ward| UnitCode(format!("0000{ward}"))),
                legacy_ward: None,
                category: None,
                lines: Vec::new(),
            };
            match derived {
                true => (None, Submission::implied(place)),
                false => (key, Submission::new(place, key.map(|key| key.to_string()).as_deref())),
            }
        },
    )
}

fn random_load() -> impl Strategy<Value = RandomLoad> {
    (0..2_u8, vec(submission(), 0..12), proptest::bool::weighted(0.8)).prop_map(|(source, mut rows, commit)| {
        rows.sort_by_key(|(_, row)| row.is_implied());
        let mut seen = HashSet::new();
        let repeats =
            |(key, row): &(Option<u8>, Submission)| key.is_some_and(|key| !seen.insert((row.place().kind, key)));
        let repeats_keys = rows.iter().map(repeats).fold(false, |any, one| any | one);
        RandomLoad { source, rows: rows.into_iter().map(|(_, row)| row).collect(), repeats_keys, commit }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_loads_keep_every_promise(loads in vec(random_load(), 1..6)) {
        let home = Home::new();
        let mut registry = home.open();
        let mut versions: HashMap<PlaceId, u32> = HashMap::new();
        for RandomLoad { source: name, rows, repeats_keys, commit } in loads {
            let name = source(&name.to_string());
            let before = dump(&home.store());
            if !commit {
                begin(&mut registry, &name).submit(&rows).unwrap();
                prop_assert_eq!(dump(&home.store()), before);
                continue;
            }
            let (outcomes, summary) = load(&mut registry, &name, &rows);
            for outcome in &outcomes {
                match outcome {
                    Outcome::Created(id) => prop_assert_eq!(versions.insert(*id, 1), None, "identifiers are new"),
                    Outcome::Updated(id) => *versions.get_mut(id).unwrap() += 1,
                    Outcome::Unchanged(id) | Outcome::Duplicate { of: id } => prop_assert!(versions.contains_key(id)),
                    Outcome::Waiting => prop_assert!(false, "nothing waits in a load that is not full"),
                }
            }
            let counts = summary.counts;
            let counted = counts.created + counts.updated + counts.unchanged + counts.duplicates;
            prop_assert_eq!(counted, rows.len() as u64);
            let changes: u32 = versions.values().sum();
            prop_assert_eq!(summary.last_change, u64::from(changes));
            let read = current(&registry);
            prop_assert_eq!(read.len(), versions.len());
            prop_assert!(read.iter().all(|place| versions[&place.id] == place.version));
            assert_whole(&home.store());

            let before = dump(&home.store());
            let (again, summary) = load(&mut registry, &name, &rows);
            prop_assert_eq!(summary.batch, None, "the same again: {:?}", again);
            // Which of several places a key that repeats is left with is no promise.
            if !repeats_keys {
                let places = |outcomes: &[Outcome]| outcomes.iter().map(|outcome| outcome.place()).collect::<Vec<_>>();
                prop_assert_eq!(places(&again), places(&outcomes));
                prop_assert_eq!(dump(&home.store()), before);
            }
        }
    }
}
