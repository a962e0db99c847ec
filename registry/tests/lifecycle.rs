//! What becomes of a place in time: moved, retired, merged, taken back, proposed, followed.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use common::*;
use jiff::civil::Date;
use vmap_core::place::Place;
use vmap_core::unit::UnitCode;
use vmap_registry::{
    Certification, Details, Doubt, Gone, LoadOptions, MissingLimit, NewProposal, Operation, Outcome, OutsideCode,
    PositionKind, ProposalDecision, ProposalKind, Reason, Registry, RegistryError, ReviewDecision, SAME_HOUSE_M,
    Source, Status, Submission, Work,
};

fn numbered(number: u32) -> Place {
    Place { house_number: Some(number.to_string()), point: north(house().point, f64::from(number) * 15.0), ..house() }
}

fn keyed(number: u32) -> Submission {
    row(Some(&number.to_string()), numbered(number))
}

fn full(percent: f64, day: &str) -> LoadOptions {
    LoadOptions {
        full: Some(MissingLimit { share: percent / 100.0 }),
        source_date: Some(day.parse().unwrap()),
        ..LoadOptions::default()
    }
}

fn full_load(registry: &mut Registry, rows: &[Submission], percent: f64, day: &str) -> Result<u64, RegistryError> {
    let mut load = registry.begin_load(&source("a"), "full.csv", &full(percent, day))?;
    load.submit(rows)?;
    Ok(load.commit()?.counts.retired)
}

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

#[test]
fn what_a_full_file_misses_is_retired_within_its_wards_and_its_source() {
    let home = Home::new();
    let mut registry = home.open();
    let elsewhere = Place { ward: Some(UnitCode("00300".into())), ..numbered(500) };
    let rows: Vec<_> = (1..=50).map(keyed).chain([row(Some("elsewhere"), elsewhere)]).collect();
    full_load(&mut registry, &rows, 2.0, "2026-01-10").unwrap();
    load(&mut registry, &source("b"), &[row(Some("b"), numbered(900))]);
    assert_eq!(full_load(&mut registry, &rows[1..50], 2.0, "2026-02-10").unwrap(), 1);
    let first = registry.version(vmap_core::PlaceId::from_ordinal(0).unwrap()).unwrap().unwrap();
    assert_eq!(
        (first.facts.status, first.operation, first.reason),
        (Status::Retired, Operation::Retire, Reason::Missing)
    );
    assert_eq!(first.facts.valid_from, day("2026-02-10"));
    assert_eq!(current(&registry).len(), 51, "the other ward and the other source are as they were");
    assert_eq!(registry.batches().unwrap()[0].work, Work::FullLoad);
    assert_whole(&home.store());
}

#[test]
fn more_missing_than_allowed_writes_nothing_and_says_what_to_do() {
    let home = Home::new();
    let mut registry = home.open();
    let rows: Vec<_> = (1..=50).map(keyed).collect();
    full_load(&mut registry, &rows, 2.0, "2026-01-10").unwrap();
    let before = dump(&home.store());
    let refused = full_load(&mut registry, &rows[5..], 2.0, "2026-02-10").unwrap_err();
    assert!(matches!(refused, RegistryError::TooManyMissing { missing: 5, known: 50, wards: 1, .. }), "{refused}");
    assert!(refused.to_string().contains("--max-retired 10"), "{refused}");
    assert_eq!(dump(&home.store()), before);
    assert_eq!(full_load(&mut registry, &rows[5..], 10.0, "2026-02-10").unwrap(), 5);
}

#[test]
fn what_comes_back_comes_back_under_its_number() {
    let home = Home::new();
    let mut registry = home.open();
    let rows: Vec<_> = (1..=4).map(keyed).collect();
    full_load(&mut registry, &rows, 50.0, "2026-01-10").unwrap();
    full_load(&mut registry, &rows[1..], 50.0, "2026-02-10").unwrap();
    let again = load(&mut registry, &source("c"), &[row(Some("other key"), numbered(1))]).0;
    assert_eq!(again, [Outcome::Updated(vmap_core::PlaceId::from_ordinal(0).unwrap())]);
    assert_eq!(current(&registry).len(), 4);
    assert_whole(&home.store());
}

#[test]
fn a_file_of_changes_says_what_is_gone() {
    let home = Home::new();
    let mut registry = home.open();
    let ids: Vec<_> = load(&mut registry, &source("a"), &[keyed(1), keyed(2), keyed(3), keyed(4)]).0;
    let options = LoadOptions { changes: true, ..LoadOptions::default() };
    let mut changes = registry.begin_load(&source("a"), "changes.csv", &options).unwrap();
    let gone = [
        Gone::Key("1".into()),
        Gone::Place(ids[1].place().unwrap()),
        Gone::Address(Box::new(row(None, numbered(3)))),
        Gone::Key("never".into()),
        Gone::Key("1".into()),
    ];
    let retired = changes.retire(&gone).unwrap();
    assert_eq!(retired, [ids[0].place(), ids[1].place(), ids[2].place(), None, None]);
    assert_eq!(changes.commit().unwrap().counts.retired, 3);
    assert_eq!(current(&registry).len(), 1);
    assert_whole(&home.store());
}

#[test]
fn history_answers_in_both_times() {
    let home = Home::new();
    let clock = |at: fn() -> String| home.store().open().with_clock(at);
    let load_on = |registry: &mut Registry, place: Place, day: &str| {
        let mut load = registry.begin_load(&source("a"), "rows.csv", &full(100.0, day)).unwrap();
        load.submit(&[row(Some("k"), place)]).unwrap();
        load.commit().unwrap();
    };
    load_on(&mut clock(|| "2026-01-15T00:00:00Z".into()), house(), "2026-01-01");
    load_on(
        &mut clock(|| "2026-03-15T00:00:00Z".into()),
        Place { house_number: Some("50".into()), ..house() },
        "2026-03-01",
    );
    load_on(
        &mut clock(|| "2026-04-15T00:00:00Z".into()),
        Place { house_number: Some("52".into()), ..house() },
        "2026-03-01",
    );

    let registry = home.open();
    let id = vmap_core::PlaceId::from_ordinal(0).unwrap();
    let number = |at: Option<Date>, known: Option<Date>| {
        let version = registry.version_at(id, at, known).unwrap()?;
        version.version.place.house_number
    };
    assert_eq!(number(None, None).as_deref(), Some("52"));
    assert_eq!(number(day("2026-02-01"), None).as_deref(), Some("48"), "as it was before the change");
    assert_eq!(number(day("2026-03-02"), day("2026-03-20")).as_deref(), Some("50"), "as was believed then");
    assert_eq!(number(None, day("2026-01-14")), None, "before anything was recorded");
    let history = registry.history(id).unwrap();
    let times: Vec<_> = history.iter().map(|one| (one.valid_to, one.recorded_to.as_deref())).collect();
    assert_eq!(
        times,
        [(day("2026-03-01"), None), (None, Some("2026-04-15T00:00:00Z")), (None, None)],
        "the first ended in the world, the second was mistaken"
    );
}

#[test]
fn a_batch_is_taken_back_as_one() {
    let home = Home::new();
    let mut registry = home.open();
    let rows: Vec<_> = (1..=6).map(keyed).collect();
    load(&mut registry, &source("a"), &rows[..4]);
    let before: Vec<_> = current(&registry).into_iter().map(|place| (place.id, place.place)).collect();
    let moved = Place { point: north(numbered(2).point, 40.0), ..numbered(2) };
    let changed = [row(Some("1"), numbered(1)), row(Some("2"), moved.clone()), rows[4].clone(), rows[5].clone()];
    let mut wrong = registry.begin_load(&source("a"), "wrong.csv", &full(100.0, "2026-02-01")).unwrap();
    wrong.submit(&changed).unwrap();
    let wrong = wrong.commit().unwrap();
    assert_eq!((wrong.counts.created, wrong.counts.updated, wrong.counts.retired), (2, 1, 2));

    let reverted = registry.revert(wrong.batch.unwrap()).unwrap();
    assert_eq!((reverted.counts.updated, reverted.counts.retired), (3, 2));
    let after: Vec<_> = current(&registry).into_iter().map(|place| (place.id, place.place)).collect();
    assert_eq!(after, before);
    let batch = registry.batches().unwrap().pop().unwrap();
    assert_eq!((batch.work, batch.reverts), (Work::Revert, wrong.batch));
    assert_whole(&home.store());

    let again = load(&mut registry, &source("a"), &rows).0;
    assert!(again.iter().all(|outcome| !matches!(outcome, Outcome::Created(_))), "{again:?}");
    let later = load(&mut registry, &source("a"), &[row(Some("2"), moved)]).1.batch.unwrap();
    let refused = registry.revert(1).unwrap_err();
    assert!(matches!(refused, RegistryError::ChangedSince { batch: 1, by } if by == later), "{refused}");
    registry.revert(later).unwrap();
    assert_eq!(registry.revert(1).unwrap().counts.retired, 4, "what was taken back is in nobody's way");
    assert!(matches!(registry.revert(99), Err(RegistryError::NoBatch(99))));
    assert_whole(&home.store());
}

#[test]
fn doubtful_pairs_wait_for_a_person_and_stay_decided() {
    let home = Home::new();
    let mut registry = home.open();
    let far = Place { point: north(house().point, 600.0), ..house() };
    let spelt =
        |metres: f64| Place { street: Some("Phố Hua".into()), point: north(house().point, metres), ..house() };
    let id = load(&mut registry, &source("a"), &[row(Some("1"), house())]).0[0].place().unwrap();
    let (outcomes, summary) = load(&mut registry, &source("b"), &[row(Some("b1"), far.clone())]);
    assert_eq!(summary.doubtful, 1);
    let other = outcomes[0].place().unwrap();
    let review = registry.open_reviews(10).unwrap().pop().unwrap();
    assert_eq!((review.place, review.other, review.doubt), (id, other, Doubt::Distance));
    assert!((review.distance_m - 600.0).abs() < 5.0);

    registry.decide_review(review.number, ReviewDecision::Merge, "Lan", "the same gate").unwrap();
    let merged = registry.version(other).unwrap().unwrap();
    assert_eq!((merged.facts.status, merged.facts.successor), (Status::Retired, Some(id)));
    assert_eq!(registry.open_reviews(10).unwrap(), []);
    let again = load(&mut registry, &source("b"), &[row(Some("b1"), far)]).0;
    assert_eq!(again, [Outcome::Unchanged(id)], "what the source calls the merged place is the other now");
    assert!(matches!(
        registry.decide_review(review.number, ReviewDecision::Keep, "An", ""),
        Err(RegistryError::AlreadyDecided { .. })
    ));
    assert!(matches!(registry.decide_review(77, ReviewDecision::Keep, "An", ""), Err(RegistryError::NoReview(77))));

    let before = registry.count_open_reviews().unwrap();
    load(&mut registry, &source("b"), &[row(Some("b2"), spelt(SAME_HOUSE_M - 10.0))]);
    assert_eq!(registry.count_open_reviews().unwrap(), before, "three letters are too few to call it a slip");
    assert_whole(&home.store());
}

#[test]
fn a_slip_in_a_long_name_on_the_spot_is_the_same_house() {
    let home = Home::new();
    let mut registry = home.open();
    let long = |street: &str| Place { street: Some(street.into()), ..house() };
    let id =
        load(&mut registry, &source("a"), &[row(Some("1"), long("Phố Nguyễn Thị Minh Khai"))]).0[0].place().unwrap();
    let found = load(&mut registry, &source("b"), &[row(Some("b"), long("Nguyễn Thị Mnh Khai"))]).0;
    assert_eq!(found, [Outcome::Unchanged(id)]);
    let (two, summary) = load(&mut registry, &source("c"), &[row(Some("c"), long("Nguyễn Thị Mnh Kai"))]);
    assert!(matches!(two[0], Outcome::Created(_)));
    assert_eq!(summary.doubtful, 1);
    assert_eq!(registry.open_reviews(9).unwrap()[0].doubt, Doubt::Spelling);
    assert_whole(&home.store());
}

#[test]
fn the_source_of_higher_precedence_wins_and_disagreement_is_counted() {
    let home = Home::new();
    let mut registry = home.open();
    let moved = |metres: f64| row(Some("k"), Place { point: north(house().point, metres), ..house() });
    let id = load(&mut registry, &source("map"), &[moved(0.0)]).0[0].place().unwrap();
    let (outcomes, summary) = load(&mut registry, &source("post"), &[moved(40.0)]);
    assert_eq!((&outcomes[..], summary.counts.disagreements), (&[Outcome::Unchanged(id)][..], 1));
    assert!(registry.set_precedence("post", 5).unwrap());
    assert!(!registry.set_precedence("nobody", 5).unwrap());
    assert_eq!(load(&mut registry, &source("post"), &[moved(40.0)]).0, [Outcome::Updated(id)]);
    assert_eq!(load(&mut registry, &source("map"), &[moved(0.0)]).0, [Outcome::Unchanged(id)]);
    assert_eq!(registry.version(id).unwrap().unwrap().source, "post");
    assert_eq!(registry.sources().unwrap()[1].precedence, 5);
}

#[test]
fn rarer_facts_are_kept_and_a_certificate_ends_with_the_address() {
    let home = Home::new();
    let mut registry = home.open();
    let mut first = row(Some("1"), house());
    first.position = Some(PositionKind::Entrance);
    first.valid_from = day("2020-05-01");
    first.details = Details {
        entrances: vec![north(house().point, 12.0)],
        codes: vec![OutsideCode { scheme: "post".into(), code: "100000".into() }],
        certified: Some(Certification { by: "UBND phường".into(), on: "2026-01-02".parse().unwrap() }),
    };
    let id = load(&mut registry, &source("a"), &[first.clone()]).0[0].place().unwrap();
    let kept = registry.version(id).unwrap().unwrap();
    assert_eq!((kept.facts.position, kept.facts.valid_from), (Some(PositionKind::Entrance), day("2020-05-01")));
    assert_eq!(kept.facts.details, first.details);
    assert_eq!(load(&mut registry, &source("a"), &[row(Some("1"), house())]).0, [Outcome::Unchanged(id)]);
    let renamed = Place { house_number: Some("48A".into()), ..house() };
    load(&mut registry, &source("a"), &[row(Some("1"), renamed)]);
    let now = registry.version(id).unwrap().unwrap().facts.details;
    assert_eq!((now.certified, now.codes), (None, first.details.codes));
    let mut planned = row(Some("2"), numbered(99));
    planned.status = Status::Proposed;
    load(&mut registry, &source("a"), &[planned]);
    assert_eq!(current(&registry).len(), 1, "what is only planned is not in force");
    assert_whole(&home.store());
}

#[test]
fn a_row_that_bears_our_identifier_means_that_place() {
    let home = Home::new();
    let mut registry = home.open();
    let id = load(&mut registry, &source("a"), &[keyed(1)]).0[0].place().unwrap();
    let mut returned = row(None, Place { street: Some("Phố Bà Triệu".into()), ..numbered(700) });
    returned.identifier = Some(id);
    assert_eq!(load(&mut registry, &source("a"), &[returned]).0, [Outcome::Updated(id)]);
    assert_eq!(registry.version(id).unwrap().unwrap().reason, Reason::Identifier);
}

#[test]
fn a_copy_follows_to_the_same_history_wherever_it_stops() {
    let home = Home::new();
    let mut registry = home.open();
    let rows: Vec<_> = (1..=30).map(keyed).collect();
    full_load(&mut registry, &rows, 100.0, "2026-01-10").unwrap();
    let copy_home = Home::new();
    let mut copy = copy_home.open();
    let follow = |registry: &Registry, copy: &mut Registry, limit: u64, pages: usize| {
        for _ in 0..pages {
            let page = registry.changes(copy.change_number().unwrap(), limit).unwrap();
            assert!(page.changes.windows(2).all(|pair| pair[1].change == pair[0].change + 1));
            copy.follow(&page).unwrap();
        }
    };
    follow(&registry, &mut copy, 7, 2);
    full_load(&mut registry, &rows[3..], 100.0, "2026-02-10").unwrap();
    let batch = registry.batches().unwrap().len() as u64;
    drop(copy);
    let mut copy = copy_home.open();
    follow(&registry, &mut copy, 7, 3);
    registry.revert(batch).unwrap();
    follow(&registry, &mut copy, 7, 10);
    assert_eq!(copy.history_hash().unwrap(), registry.history_hash().unwrap());
    assert_eq!(copy.batches().unwrap(), registry.batches().unwrap());
    assert_whole(&copy_home.store());

    let skipped = registry.changes(3, 5).unwrap();
    assert!(matches!(copy.follow(&skipped), Err(RegistryError::NotTheNextChange { .. })));
    load(&mut copy, &source("own"), &[keyed(77)]);
    load(&mut registry, &source("a"), &[keyed(78), keyed(79)]);
    let since = copy.change_number().unwrap();
    let page = registry.changes(since, 5).unwrap();
    assert!(copy.follow(&page).is_err(), "who writes of their own is no copy");
}

#[test]
fn an_accepted_proposal_makes_a_version_with_its_source() {
    let home = Home::new();
    let mut registry = home.open();
    let id = load(&mut registry, &source("a"), &[keyed(1)]).0[0].place().unwrap();
    let proposal = |kind, place, content| NewProposal {
        kind,
        place,
        content,
        valid_from: None,
        comment: "the gate is on the other side".into(),
        submitted_by: "a neighbour".into(),
    };
    let people = Source { name: "people".into(), ..source("people") };
    let by = ("Lan", "seen");
    let moved = Place { point: north(numbered(1).point, 25.0), ..numbered(1) };
    let first = registry.propose(&proposal(ProposalKind::Move, Some(id), Some(moved.clone()))).unwrap();
    let second = registry.propose(&proposal(ProposalKind::New, None, Some(numbered(40)))).unwrap();
    let third = registry.propose(&proposal(ProposalKind::Gone, Some(id), None)).unwrap();
    assert_eq!(registry.change_number().unwrap(), 1, "nothing changes before a person decides");
    assert_eq!(registry.open_proposals(10).unwrap().len(), 3);

    let certified = Some(Certification { by: "UBND".into(), on: "2026-05-01".parse().unwrap() });
    let done = registry.decide_proposal(first, ProposalDecision::Accept, &people, certified.clone(), by).unwrap();
    assert_eq!(done.change, Some(2));
    let now = registry.version(id).unwrap().unwrap();
    assert_eq!((now.place, now.source.as_str(), now.reason), (moved, "people", Reason::Proposal));
    assert_eq!(now.facts.details.certified, certified);
    registry.decide_proposal(second, ProposalDecision::Accept, &people, None, by).unwrap();
    registry.decide_proposal(third, ProposalDecision::Reject, &people, None, by).unwrap();
    assert_eq!(current(&registry).len(), 2);
    assert_eq!(registry.count_open_proposals().unwrap(), 0);
    assert!(matches!(
        registry.decide_proposal(third, ProposalDecision::Accept, &people, None, by),
        Err(RegistryError::AlreadyDecided { .. })
    ));
    assert!(matches!(
        registry.propose(&proposal(ProposalKind::Gone, None, None)),
        Err(RegistryError::IncompleteProposal)
    ));
    let unknown = vmap_core::PlaceId::from_ordinal(999);
    assert!(matches!(registry.propose(&proposal(ProposalKind::Gone, unknown, None)), Err(RegistryError::NoPlace(_))));
    assert_whole(&home.store());
}

#[test]
fn a_row_that_cannot_be_used_is_not_missing() {
    let home = Home::new();
    let mut registry = home.open();
    let rows: Vec<_> = (1..=10).map(keyed).collect();
    full_load(&mut registry, &rows, 0.0, "2026-01-10").unwrap();
    let mut load = registry.begin_load(&source("a"), "full.csv", &full(0.0, "2026-02-10")).unwrap();
    load.submit(&rows[1..]).unwrap();
    load.spare("1").unwrap();
    assert_eq!(load.commit().unwrap().counts.retired, 0);
}

#[test]
fn a_ward_that_a_point_strayed_into_is_not_covered() {
    let home = Home::new();
    let mut registry = home.open();
    let beyond = |number: u32| Place { ward: Some(UnitCode("00300".into())), ..numbered(number) };
    let rows: Vec<_> =
        (1..=150).map(keyed).chain((151..=170).map(|number| row(Some(&number.to_string()), beyond(number)))).collect();
    full_load(&mut registry, &rows, 2.0, "2026-01-10").unwrap();
    let strayed = row(Some("1"), Place { ward: Some(UnitCode("00300".into())), ..numbered(1) });
    let mut load = registry.begin_load(&source("a"), "full.csv", &full(2.0, "2026-02-10")).unwrap();
    load.submit(&rows[1..150]).unwrap();
    load.submit(&[strayed]).unwrap();
    let summary = load.commit().unwrap();
    assert_eq!((summary.counts.retired, summary.wards_not_compared), (0, 1));
    assert_eq!(current(&registry).len(), 170);
    let refused = full_load(&mut registry, &rows[150..155], 2.0, "2026-03-10").unwrap_err();
    assert!(matches!(refused, RegistryError::TooManyMissing { .. }), "all of the file lies there: {refused}");
}
