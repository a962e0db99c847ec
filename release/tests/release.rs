//! Releases from outside: written, opened, damaged, made current, read while they change.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;
use vmap_core::release::{FORMAT_VERSION, ReleaseFiles, ReleaseSink, put_units};
use vmap_core::unit::UnitTable;
use vmap_release::{Manifest, Release, ReleaseError, ReleaseFolder, ReleaseStore, SourceEntry};

/// A store in a folder that vanishes with the test.
fn store() -> (TempDir, ReleaseStore) {
    let folder = TempDir::new().unwrap();
    let store = ReleaseStore::new(folder.path().join("releases"));
    (folder, store)
}

fn write(folder: &mut ReleaseFolder, name: &str, content: &str) {
    folder.write(name, &mut |out| out.write_all(content.as_bytes())).unwrap();
}

/// Publishes a release whose table holds `content`, and returns its identifier.
fn publish(store: &ReleaseStore, content: &str) -> String {
    publish_as(store, content, Manifest { change_number: 7, ..Manifest::default() }).id
}

fn publish_as(store: &ReleaseStore, content: &str, manifest: Manifest) -> Manifest {
    let mut folder = store.create().unwrap();
    put_units(&mut folder, &UnitTable::default()).unwrap();
    write(&mut folder, "addresses/id.u64", content);
    write(&mut folder, "empty.u8", "");
    folder.finish(manifest).unwrap()
}

/// Names in the store's folder, sorted.
fn names(store: &ReleaseStore) -> Vec<String> {
    let entries = fs::read_dir(store.dir()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The sentence with which opening and verifying release `id` fails.
fn complaint(store: &ReleaseStore, id: &str) -> String {
    store.open(id).and_then(|release| release.verify()).unwrap_err().to_string()
}

fn edit_manifest(store: &ReleaseStore, id: &str, from: &str, to: &str) {
    let path = store.folder(id).join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn what_is_written_is_read() {
    let (_guard, store) = store();
    let id = publish(&store, "12345678");
    let release = store.open(&id).unwrap();
    release.verify().unwrap();
    assert_eq!(release.file("addresses/id.u64").unwrap(), "12345678");
    assert_eq!(release.file("empty.u8").unwrap(), "");
    assert!(release.file("addresses/lon.i32").unwrap_err().to_string().contains("addresses/lon.i32"));
    assert!(release.units().is_empty());
    assert_eq!(names(&store), [id]);
}

#[test]
fn the_same_content_has_the_same_identifier_and_the_first_folder_stays() {
    let (_guard, store) = store();
    let first = publish_as(&store, "1", Manifest { created_at: "2026-05-01T00:00:00Z".into(), ..Manifest::default() });
    let again = publish_as(&store, "1", Manifest { created_at: "2026-05-02T00:00:00Z".into(), ..Manifest::default() });
    assert_eq!(again, first);
    assert_eq!(names(&store), [first.id]);
}

#[test]
fn other_content_change_numbers_and_sources_have_other_identifiers() {
    let (_guard, store) = store();
    let entry = |name: &str, licence: &str| SourceEntry {
        name: name.into(),
        licence: licence.into(),
        attribution: String::new(),
        synthetic: false,
    };
    let of = |content, change_number, sources| {
        publish_as(&store, content, Manifest { change_number, sources, ..Manifest::default() }).id
    };
    let mut ids = vec![
        of("1", 7, vec![]),
        of("2", 7, vec![]),
        of("1", 8, vec![]),
        of("1", 7, vec![entry("a", "b")]),
        of("1", 7, vec![entry("ab", "")]),
    ];
    assert!(ids[2].starts_with("000000000008-"), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

#[test]
fn a_cut_file_is_noticed_when_opened() {
    let (_guard, store) = store();
    let id = publish(&store, "12345678");
    fs::write(store.folder(&id).join("addresses/id.u64"), "1234").unwrap();
    let said = complaint(&store, &id);
    assert!(said.contains("addresses/id.u64 should have 8 bytes, found 4"), "{said}");
    assert!(said.contains(&id), "{said}");
}

#[test]
fn a_flipped_byte_is_noticed_when_verified() {
    let (_guard, store) = store();
    let id = publish(&store, "12345678");
    fs::write(store.folder(&id).join("addresses/id.u64"), "12345679").unwrap();
    store.open(&id).unwrap();
    assert!(complaint(&store, &id).contains("addresses/id.u64 does not have the hash"));
}

#[test]
fn a_missing_file_is_named() {
    let (_guard, store) = store();
    let id = publish(&store, "12345678");
    fs::remove_file(store.folder(&id).join("addresses/id.u64")).unwrap();
    assert!(complaint(&store, &id).contains("addresses/id.u64 is missing"));
}

#[test]
fn a_broken_or_absent_manifest_is_named() {
    let (_guard, store) = store();
    let id = publish(&store, "1");
    let path = store.folder(&id).join("manifest.json");
    fs::write(&path, "{").unwrap();
    assert!(complaint(&store, &id).contains("manifest.json cannot be read"));
    fs::remove_file(&path).unwrap();
    assert!(complaint(&store, &id).contains("manifest.json"));
    assert_eq!(store.list().unwrap(), []);
}

#[test]
fn a_release_of_another_version_is_refused_with_both_numbers() {
    let (_guard, store) = store();
    let id = publish(&store, "1");
    let written = format!("\"format_version\": {FORMAT_VERSION}");
    edit_manifest(&store, &id, &written, "\"format_version\": 99");
    let said = complaint(&store, &id);
    assert!(said.contains(&format!("format version 99, this program reads {FORMAT_VERSION}")), "{said}");
}

#[test]
fn a_manifest_that_reaches_outside_its_folder_is_refused() {
    let (_guard, store) = store();
    let id = publish(&store, "1");
    edit_manifest(&store, &id, "empty.u8", "../../secret");
    assert!(complaint(&store, &id).contains("../../secret"));
}

#[test]
fn a_manifest_of_another_release_is_refused() {
    let (_guard, store) = store();
    let (one, two) = (publish(&store, "1"), publish(&store, "2"));
    fs::copy(store.folder(&one).join("manifest.json"), store.folder(&two).join("manifest.json")).unwrap();
    assert!(complaint(&store, &two).contains(&one));
}

#[test]
fn nothing_is_current_before_the_first_publishing() {
    let (_guard, store) = store();
    assert_eq!(store.current_id().unwrap(), None);
    assert_eq!(store.list().unwrap(), []);
    assert!(matches!(store.open_current(), Err(ReleaseError::NoneCurrent(_))));
}

#[test]
fn one_is_made_current_and_another_and_back() {
    let (_guard, store) = store();
    let (one, two) = (publish(&store, "1"), publish(&store, "2"));
    for id in [&one, &two, &one] {
        store.make_current(id).unwrap();
        assert_eq!(store.open_current().unwrap().id(), id);
    }
    assert_eq!(store.list().unwrap().len(), 2);
}

#[test]
fn identifiers_that_are_paths_are_unknown_releases() {
    let (guard, store) = store();
    let id = publish(&store, "1");
    fs::rename(store.folder(&id), guard.path().join(&id)).unwrap();
    let absolute = guard.path().join(&id).to_string_lossy().into_owned();
    for wrong in ["", ".", "..", "/", &format!("../{id}"), &absolute, "000000000007-ffffffff", "CURRENT"] {
        assert!(matches!(store.open(wrong), Err(ReleaseError::Unknown { .. })), "{wrong}");
        assert!(matches!(store.make_current(wrong), Err(ReleaseError::Unknown { .. })), "{wrong}");
    }
}

#[test]
fn a_damaged_release_does_not_become_current() {
    let (_guard, store) = store();
    let (one, two) = (publish(&store, "1"), publish(&store, "2"));
    store.make_current(&one).unwrap();
    fs::remove_file(store.folder(&two).join("empty.u8")).unwrap();
    assert!(store.make_current(&two).is_err());
    assert_eq!(store.current_id().unwrap(), Some(one));
}

#[test]
fn a_release_is_removed_but_not_the_current_one() {
    let (_guard, store) = store();
    let (one, two) = (publish(&store, "1"), publish(&store, "2"));
    store.make_current(&one).unwrap();
    let open = store.open(&two).unwrap();
    store.remove(&two).unwrap();
    assert_eq!(open.file("addresses/id.u64").unwrap(), "2");
    assert!(matches!(store.remove(&one), Err(ReleaseError::InUse(_))));
    assert!(matches!(store.remove(&two), Err(ReleaseError::Unknown { .. })));
    assert!(matches!(store.remove(".."), Err(ReleaseError::Unknown { .. })));
    assert_eq!(names(&store), [one, "CURRENT".to_owned()]);
}

#[test]
fn files_are_read_back_while_the_release_is_written() {
    let (_guard, store) = store();
    let mut folder = store.create().unwrap();
    write(&mut folder, "a/b.u8", "12");
    write(&mut folder, "empty.u8", "");
    assert_eq!(folder.file("a/b.u8").unwrap(), "12");
    assert_eq!(folder.file("empty.u8").unwrap(), "");
    assert!(folder.file("c.u8").unwrap_err().to_string().contains("c.u8"));
}

#[test]
fn publishing_again_heals_a_damaged_release() {
    let (_guard, store) = store();
    let id = publish(&store, "12345678");
    for damaged in ["12345679", "1"] {
        fs::write(store.folder(&id).join("addresses/id.u64"), damaged).unwrap();
        assert_eq!(publish(&store, "12345678"), id);
        store.open(&id).unwrap().verify().unwrap();
        assert_eq!(names(&store), std::slice::from_ref(&id));
    }
}

#[test]
fn an_unfinished_folder_vanishes_when_dropped() {
    let (_guard, store) = store();
    let mut folder = store.create().unwrap();
    write(&mut folder, "a/b.u8", "1");
    assert_eq!(names(&store).len(), 1);
    drop(folder);
    assert_eq!(names(&store), [""; 0]);
}

#[test]
fn two_releases_are_written_side_by_side_and_the_dead_one_is_swept() {
    let (_guard, store) = store();
    let mut first = store.create().unwrap();
    write(&mut first, "a.u8", "1");
    let abandoned = store.dir().join("unfinished.1.0.tmp");
    fs::create_dir(&abandoned).unwrap();
    fs::write(abandoned.join("a.u8"), "1").unwrap();
    let second = store.create().unwrap();
    assert!(!abandoned.exists());
    assert_ne!(first.path(), second.path());
    assert!(first.path().join("a.u8").exists());
}

#[test]
fn a_full_disk_names_the_file_and_leaves_nothing() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    let (_guard, store) = store();
    let mut folder = store.create().unwrap();
    std::os::unix::fs::symlink("/dev/full", folder.path().join("strings.bytes")).unwrap();
    let failed = folder.write("strings.bytes", &mut |out| out.write_all(b"any")).unwrap_err().to_string();
    assert!(failed.contains("cannot write") && failed.contains("strings.bytes"), "{failed}");
    drop(folder);
    assert_eq!(names(&store), [""; 0]);
}

#[test]
fn readers_never_fail_while_the_current_release_changes() {
    let (_guard, store) = store();
    let ids = [publish(&store, "11111111"), publish(&store, "22222222")];
    store.make_current(&ids[0]).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let readers: Vec<_> = (0..3).map(|_| threads.spawn(|| read_until(&store, &ids, &done))).collect();
        for change in 0..200 {
            store.make_current(&ids[change % 2]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(readers.into_iter().all(|reader| reader.join().unwrap() > 0));
    });
}

/// Opens the current release again and again; returns how often.
fn read_until(store: &ReleaseStore, ids: &[String], done: &AtomicBool) -> usize {
    let mut opened = 0;
    while opened == 0 || !done.load(Ordering::Relaxed) {
        let release: Release = store.open_current().unwrap();
        let expected = if release.id() == ids[0] { "11111111" } else { "22222222" };
        assert_eq!(release.file("addresses/id.u64").unwrap(), expected);
        opened += 1;
    }
    opened
}
