//! What is committed stays, what is not never was, and what is no registry is left alone.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use std::process::{Command, Stdio};
use std::time::Duration;

use common::*;
use rusqlite::Connection;
use vmap_core::PlaceId;
use vmap_core::place::{Place, PlaceKind};
use vmap_registry::{Registry, RegistryError, Submission};

fn houses(numbers: std::ops::Range<u32>) -> Vec<Submission> {
    let numbered = |number: u32| Place { house_number: Some(number.to_string()), ..house() };
    numbers.map(|number| row(Some(&number.to_string()), numbered(number))).collect()
}

#[test]
fn a_load_that_is_dropped_leaves_no_trace() {
    let home = Home::new();
    let mut registry = home.open();
    load(&mut registry, &source("a"), &houses(0..10));
    let before = dump(&home.store());
    let mut dropped = begin(&mut registry, &source("new"));
    dropped.submit(&houses(5..500)).unwrap();
    drop(dropped);
    assert_eq!(dump(&home.store()), before);
    let (outcomes, _) = load(&mut registry, &source("a"), &houses(10..11));
    assert_eq!(outcomes[0].place().unwrap(), PlaceId::from_ordinal(10).unwrap());
}

#[test]
fn the_same_file_again_changes_nothing_at_all() {
    let home = Home::new();
    let mut registry = home.open();
    let mut rows = houses(0..50);
    rows.extend(houses(100..150).into_iter().map(|keyed| row(None, keyed.place().clone())));
    rows.push(row(None, street()));
    rows.push(derived(Place { kind: PlaceKind::Hamlet, name: Some("Tổ 1".into()), ..street() }));
    let first = load(&mut registry, &source("a"), &rows).1;
    assert_eq!((first.batch, first.counts.created, first.last_change), (Some(1), 102, 102));
    let before = dump(&home.store());
    let again = load(&mut registry, &source("a"), &rows).1;
    assert_eq!((again.batch, again.counts.unchanged, again.last_change), (None, 102, 102));
    assert_eq!(dump(&home.store()), before);
}

#[test]
fn a_reopened_registry_is_the_same() {
    let home = Home::new();
    load(&mut home.open(), &source("a"), &houses(0..20));
    let registry = home.open();
    let status = registry.status().unwrap();
    assert_eq!(status.places, [(PlaceKind::Address, 20)]);
    assert_eq!((status.sources, status.batches, status.last_change), (1, 1, 20));
    assert_eq!(registry.batches().unwrap()[0].file, "rows.csv");
    assert_eq!(current(&registry).len(), 20);
}

#[test]
fn a_reader_sees_the_registry_as_it_was_while_another_loads() {
    let home = Home::new();
    let mut writer = home.open();
    load(&mut writer, &source("a"), &houses(0..5));
    let reader = home.open();
    let mut running = begin(&mut writer, &source("a"));
    running.submit(&houses(5..50)).unwrap();
    assert_eq!(current(&reader).len(), 5);
    running.commit().unwrap();
    assert_eq!(current(&reader).len(), 50);
}

#[test]
fn history_cannot_be_edited() {
    let home = Home::new();
    load(&mut home.open(), &source("a"), &houses(0..1));
    for edit in [
        "UPDATE version SET lon_e7 = 0",
        "DELETE FROM version",
        "DELETE FROM place",
        "DELETE FROM batch",
        "UPDATE batch SET created = 0",
    ] {
        assert!(home.store().run(edit).unwrap_err().contains("never"), "{edit}");
    }
}

const CHILD_HOME: &str = "VMAP_TEST_REGISTRY";

/// Not a test of its own: what the next one starts and kills.
#[test]
fn child_that_loads_until_it_is_killed() {
    let Ok(place) = std::env::var(CHILD_HOME) else { return };
    let store = if place.contains("://") { Store::Database(place) } else { Store::File(place.into()) };
    let mut registry = store.open();
    for batch in 1.. {
        let mut load = begin(&mut registry, &source("a"));
        load.submit(&houses(0..batch * 20)).unwrap();
        load.submit(&(0..batch).map(|number| renamed(number, batch)).collect::<Vec<_>>()).unwrap();
        load.commit().unwrap();
    }
}

fn renamed(number: u32, batch: u32) -> Submission {
    let place = Place { house_number: Some(number.to_string()), street: Some(format!("Phố {batch}")), ..house() };
    row(Some(&format!("moving {number}")), place)
}

#[test]
fn a_process_killed_at_any_moment_leaves_whole_loads_only() {
    let home = Home::new();
    home.open();
    let mut changes = 0;
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_loads_until_it_is_killed"])
            .env(CHILD_HOME, home.store().to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&home.store());
        let registry = home.open();
        let committed = registry.batches().unwrap().last().map_or(0, |batch| batch.last_change);
        assert_eq!(registry.change_number().unwrap(), committed);
        assert!(committed >= changes, "nothing committed is lost");
        changes = committed;
    }
    assert!(changes > 0, "no child ever committed");
}

#[test]
fn what_is_no_registry_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str| Registry::open(&folder.path().join(name)).err().unwrap();
    assert!(matches!(Registry::open(folder.path()).err().unwrap(), RegistryError::IsFolder(_)));
    assert!(matches!(open("absent/registry.db"), RegistryError::CannotOpen { .. }));

    let text = b"id,street,lat,lon\n".repeat(100);
    std::fs::write(folder.path().join("a.csv"), &text).unwrap();
    assert!(matches!(open("a.csv"), RegistryError::NotARegistry(_)));
    assert_eq!(std::fs::read(folder.path().join("a.csv")).unwrap(), text);

    Connection::open(folder.path().join("foreign.db")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let before = std::fs::read(folder.path().join("foreign.db")).unwrap();
    assert!(matches!(open("foreign.db"), RegistryError::NotARegistry(_)));
    assert_eq!(std::fs::read(folder.path().join("foreign.db")).unwrap(), before);
}

#[test]
fn a_registry_of_a_later_schema_is_refused() {
    let home = Home::on_sqlite();
    home.open();
    Connection::open(home.path()).unwrap().pragma_update(None, "user_version", 1_000).unwrap();
    let refused = Registry::open(&home.path()).err().unwrap();
    assert!(matches!(refused, RegistryError::Schema { found: 1_000, .. }), "{refused}");
}

#[test]
fn a_damaged_file_is_an_error_and_no_answer() {
    let home = Home::on_sqlite();
    load(&mut home.open(), &source("a"), &houses(0..2_000));
    let mut bytes = std::fs::read(home.path()).unwrap();
    bytes[4096..].iter_mut().for_each(|byte| *byte = 0xa5);
    std::fs::write(home.path(), bytes).unwrap();
    let read =
        Registry::open(&home.path()).and_then(|registry| registry.for_each_current(|_| Ok::<(), RegistryError>(())));
    assert!(matches!(read, Err(RegistryError::Damaged(_))), "{read:?}");
}
