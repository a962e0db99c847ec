//! What only shows from inside: a full disk, another writer, keys written before the end of a load.

use std::time::Duration;

use rusqlite::TransactionBehavior;
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};

use crate::keys::Keys;
use crate::{Outcome, Registry, RegistryError, Source, Submission};

fn source() -> Source {
    Source { name: "tỉnh".into(), licence: "CC0".into(), attribution: "tỉnh".into(), synthetic: false }
}

fn house(number: u32) -> Submission {
    let place = Place {
        kind: PlaceKind::Address,
        point: Point::from_degrees(105.8, 21.0).unwrap(),
        name: None,
        house_number: Some(number.to_string()),
        street: Some("Phố Huế".into()),
        hamlet: None,
        ward: None,
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    };
    Submission { source_key: Some(format!("k{number}")), place, derived: false }
}

#[test]
fn a_full_disk_is_said_and_leaves_the_registry_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = registry.begin_load(&source(), "first").unwrap();
    load.submit(&[house(1)]).unwrap();
    load.commit().unwrap();
    let pages: i64 = registry.db().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    registry.db().pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();

    let rows: Vec<_> = (2..5_000).map(house).collect();
    let mut load = registry.begin_load(&source(), "second").unwrap();
    assert!(matches!(load.submit(&rows), Err(RegistryError::DiskFull)));
    assert!(matches!(load.submit(&[house(2)]), Err(RegistryError::LoadFailed)));
    assert!(matches!(load.commit(), Err(RegistryError::LoadFailed)));
    assert_eq!(registry.change_number().unwrap(), 1);
    assert_eq!(registry.batches().unwrap().len(), 1);

    registry.db().pragma_update_and_check(None, "max_page_count", 1_000_000, |_| Ok(())).unwrap();
    let mut load = registry.begin_load(&source(), "second").unwrap();
    load.submit(&rows).unwrap();
    assert_eq!(load.commit().unwrap().created, 4_998);
}

#[test]
fn another_writer_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.db");
    let mut other = Registry::open(&path).unwrap();
    let mut registry = Registry::open(&path).unwrap();
    registry.db().busy_timeout(Duration::from_millis(20)).unwrap();
    let writing = other.db_mut().transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let refused = registry.begin_load(&source(), "file").err().unwrap();
    assert!(matches!(refused, RegistryError::Locked));
    assert!(refused.to_string().contains("another vmap is writing"));
    assert_eq!(registry.change_number().unwrap(), 0, "reading goes on");
    drop(writing);
    assert!(registry.begin_load(&source(), "file").is_ok());
}

#[test]
fn keys_written_in_the_middle_of_a_load_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = registry.begin_load(&source(), "file").unwrap();
    load.keys = Keys::new(load.transaction(), 1, 3).unwrap();
    let rows: Vec<_> = (1..=20).map(house).collect();
    load.submit(&rows).unwrap();
    let by_key = load.submit(&rows).unwrap();
    let mut renamed = rows.clone();
    renamed.iter_mut().for_each(|row| row.source_key = row.source_key.as_ref().map(|key| format!("other {key}")));
    let by_address = load.submit(&renamed).unwrap();
    assert!(by_key.iter().all(|outcome| matches!(outcome, Outcome::Duplicate { .. })));
    assert_eq!(by_address, by_key);
    let summary = load.commit().unwrap();
    assert_eq!((summary.created, summary.duplicates), (20, 40));
}

#[test]
fn address_keys_of_another_analyser_are_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = registry.begin_load(&source(), "file").unwrap();
    let first = load.submit(&[house(1)]).unwrap();
    load.commit().unwrap();
    registry.db().execute_batch("UPDATE place_key SET key = 7; UPDATE property SET value = 0").unwrap();

    let other = Source { name: "khác".into(), ..source() };
    let mut load = registry.begin_load(&other, "file").unwrap();
    assert_eq!(load.submit(&[house(1)]).unwrap(), [Outcome::Unchanged(first[0].place())]);
}
