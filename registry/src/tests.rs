//! What only shows from inside: a full disk, another writer, keys written before the end of a load.

use std::time::Duration;

use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};

use crate::database::Database;
use crate::database::sqlite::Sqlite;
use crate::{Load, LoadOptions, Outcome, Registry, RegistryError, Source, Submission};

fn source() -> Source {
    Source { name: "tỉnh".into(), licence: "CC0".into(), attribution: "tỉnh".into(), ..Source::default() }
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
    Submission::new(place, Some(&format!("k{number}")))
}

fn begin<'r>(registry: &'r mut Registry, source: &Source) -> Load<'r> {
    registry.begin_load(source, "file", &LoadOptions::default()).unwrap()
}

#[test]
fn a_full_disk_is_said_and_leaves_the_registry_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = begin(&mut registry, &source());
    load.submit(&[house(1)]).unwrap();
    load.commit().unwrap();
    let small = Sqlite::open(&folder.path().join("registry.db")).unwrap();
    let pages: i64 = small.connection().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    small.connection().pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    let mut registry = Registry::of(Box::new(small));

    let rows: Vec<_> = (2..5_000).map(house).collect();
    let mut load = begin(&mut registry, &source());
    assert!(matches!(load.submit(&rows), Err(RegistryError::DiskFull)));
    assert!(matches!(load.submit(&[house(2)]), Err(RegistryError::LoadFailed)));
    assert!(matches!(load.commit(), Err(RegistryError::LoadFailed)));
    assert_eq!(registry.change_number().unwrap(), 1);
    assert_eq!(registry.batches().unwrap().len(), 1);

    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = begin(&mut registry, &source());
    load.submit(&rows).unwrap();
    assert_eq!(load.commit().unwrap().counts.created, 4_998);
}

#[test]
fn another_writer_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.db");
    let other = Sqlite::open(&path).unwrap();
    let hasty = Sqlite::open(&path).unwrap();
    hasty.connection().busy_timeout(Duration::from_millis(20)).unwrap();
    let mut registry = Registry::of(Box::new(hasty));
    other.begin().unwrap();
    let refused = registry.begin_load(&source(), "file", &LoadOptions::default()).err().unwrap();
    assert!(matches!(refused, RegistryError::Locked));
    assert!(refused.to_string().contains("another vmap is writing"));
    assert_eq!(registry.change_number().unwrap(), 0, "reading goes on");
    other.roll_back();
    assert!(registry.begin_load(&source(), "file", &LoadOptions::default()).is_ok());
}

#[test]
fn keys_written_in_the_middle_of_a_load_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = begin(&mut registry, &source());
    load.keep_keys(3).unwrap();
    let rows: Vec<_> = (1..=20).map(house).collect();
    load.submit(&rows).unwrap();
    let by_key = load.submit(&rows).unwrap();
    let renamed: Vec<_> = rows.iter().map(|row| Submission::new(row.place().clone(), None)).collect();
    let by_address = load.submit(&renamed).unwrap();
    assert!(by_key.iter().all(|outcome| matches!(outcome, Outcome::Duplicate { .. })));
    assert_eq!(by_address, by_key);
    let summary = load.commit().unwrap();
    assert_eq!((summary.counts.created, summary.counts.duplicates), (20, 40));
}

#[test]
fn address_keys_of_another_analyser_are_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
    let mut load = begin(&mut registry, &source());
    let first = load.submit(&[house(1)]).unwrap();
    load.commit().unwrap();
    for damage in ["UPDATE place_key SET key = 7", "UPDATE property SET value = 0"] {
        registry.db().execute(damage, &[]).unwrap();
    }

    let other = Source { name: "khác".into(), ..source() };
    let mut load = begin(&mut registry, &other);
    assert_eq!(load.submit(&[house(1)]).unwrap(), [Outcome::Unchanged(first[0].place().unwrap())]);
}
