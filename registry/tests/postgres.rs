//! What is of PostgreSQL alone. All other tests run there too: `VMAP_TEST_POSTGRES=1 cargo test -p vmap-registry`.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use common::*;
use vmap_core::place::Place;
use vmap_registry::{LoadOptions, Registry, RegistryError, Submission};

fn houses(numbers: std::ops::Range<u32>) -> Vec<Submission> {
    let numbered = |number: u32| Place { house_number: Some(number.to_string()), ..house() };
    numbers.map(|number| row(Some(&number.to_string()), numbered(number))).collect()
}

/// Loads in which places are new, change, stay and come twice, with and without keys.
fn work_on(home: &Home) -> Vec<String> {
    let mut registry = home.open();
    let renamed = |row: Submission| Place { street: Some("Phố Bà Triệu".into()), ..row.place().clone() };
    let mut rows = houses(0..3_000);
    rows.extend(houses(10..20).into_iter().map(|keyed| row(None, keyed.place().clone())));
    rows.extend([row(None, street()), derived(street())]);
    load(&mut registry, &source("a"), &rows);
    load(&mut registry, &source("b"), &houses(2_900..3_100));
    let changed: Vec<_> =
        houses(0..40).into_iter().zip(0..).map(|(row, n)| self::row(Some(&n.to_string()), renamed(row))).collect();
    load(&mut registry, &source("a"), &changed);
    home.store().dump()
}

#[test]
fn the_same_loads_write_the_same_rows_in_both_stores() {
    let Some(postgres) = Home::on_postgres() else { return };
    let rows = |home: &Home| -> Vec<String> {
        work_on(home).into_iter().filter(|row| !row.starts_with("property: schema")).collect()
    };
    assert_eq!(rows(&postgres), rows(&Home::on_sqlite()));
    assert_whole(&postgres.store());
}

#[test]
fn both_stores_have_the_same_tables_and_columns() {
    let Some(postgres) = Home::on_postgres() else { return };
    let sqlite = Home::on_sqlite();
    for home in [&postgres, &sqlite] {
        home.open();
    }
    let of_postgres = "SELECT table_name, column_name, is_nullable = 'NO' FROM information_schema.columns WHERE \
                       table_schema = 'vmap' ORDER BY table_name COLLATE \"C\", ordinal_position";
    let of_sqlite = "SELECT t.name, c.name, iif(c.\"notnull\" OR c.pk, 't', 'f') FROM sqlite_schema t, \
                     pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid";
    assert_eq!(postgres.store().rows(of_postgres), sqlite.store().rows(of_sqlite));
}

#[test]
fn another_writer_is_waited_for_and_then_named() {
    let Some(home) = Home::on_postgres() else { return };
    let (mut first, mut second) = (home.open(), home.open());
    let writing = begin(&mut first, &source("a"));
    let refused = second.begin_load(&source("b"), "rows.csv", &LoadOptions::default()).err().unwrap();
    assert!(matches!(refused, RegistryError::Locked), "{refused}");
    assert_eq!(second.change_number().unwrap(), 0, "reading goes on");
    drop(writing);
    load(&mut second, &source("b"), &houses(0..3));
    assert_eq!(second.change_number().unwrap(), 3);
}

#[test]
fn two_that_write_at_once_come_one_after_the_other() {
    let Some(home) = Home::on_postgres() else { return };
    home.open();
    std::thread::scope(|scope| {
        for name in ["a", "b", "c"] {
            let home = &home;
            scope.spawn(move || {
                let mut registry = home.open();
                for round in 0..4 {
                    load(&mut registry, &source(name), &houses(round * 10..round * 10 + 30));
                }
            });
        }
    });
    assert_whole(&home.store());
    assert_eq!(home.open().change_number().unwrap(), 60, "60 houses, whoever came first");
}

#[test]
fn a_batch_that_has_failed_is_not_committed() {
    let Some(home) = Home::on_postgres() else { return };
    let mut registry = home.open();
    load(&mut registry, &source("a"), &houses(0..3));
    let before = home.store().dump();
    home.store()
        .run("CREATE FUNCTION vmap.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$")
        .unwrap();
    home.store().run("CREATE TRIGGER fail BEFORE INSERT ON place FOR EACH ROW EXECUTE FUNCTION vmap.fail()").unwrap();
    let mut load = begin(&mut registry, &source("a"));
    let failed = load.submit(&houses(3..500)).and_then(|_| load.commit()).err().unwrap();
    assert!(matches!(failed, RegistryError::DiskFull), "{failed}");
    assert_eq!(home.store().dump(), before);
    home.store().run("DROP TRIGGER fail ON vmap.place").unwrap();
    self::load(&mut registry, &source("a"), &houses(3..500));
    assert_eq!(registry.change_number().unwrap(), 500);
}

#[test]
fn what_is_no_registry_is_named_and_left_alone() {
    let Some(home) = Home::on_postgres() else { return };
    home.store().run("CREATE SCHEMA vmap; CREATE TABLE vmap.roads (name text)").unwrap();
    let Store::Database(url) = home.store() else { unreachable!() };
    let refused = Registry::connect(&url).err().unwrap();
    assert!(matches!(refused, RegistryError::NotARegistry(_)), "{refused}");
    assert_eq!(home.store().dump(), [""; 0]);
}

#[test]
fn a_registry_of_a_later_schema_is_refused() {
    let Some(home) = Home::on_postgres() else { return };
    home.open();
    home.store().run("UPDATE property SET value = 1000 WHERE name = 'schema'").unwrap();
    let Store::Database(url) = home.store() else { unreachable!() };
    let refused = Registry::connect(&url).err().unwrap();
    assert!(matches!(refused, RegistryError::Schema { found: 1_000, .. }), "{refused}");
}

#[test]
fn a_server_that_does_not_answer_is_named_without_its_password() {
    let refused = Registry::connect("postgres://vmap:secret@127.0.0.1:1/registry").err().unwrap();
    assert!(matches!(refused, RegistryError::Unreachable { .. }), "{refused}");
    let told = refused.to_string();
    assert!(told.contains("127.0.0.1/registry") && !told.contains("secret"), "{told}");
    let refused = Registry::connect("postgres://vmap:secret@host:port/registry").err().unwrap();
    assert!(!refused.to_string().contains("secret"), "{refused}");
}

#[test]
fn it_serves_on_a_thread_that_a_server_lends_for_blocking() {
    let Some(home) = Home::on_postgres() else { return };
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let asked = server.block_on(async move {
        let blocking = tokio::task::spawn_blocking(move || home.open().change_number().unwrap());
        blocking.await.unwrap()
    });
    assert_eq!(asked, 0);
}
