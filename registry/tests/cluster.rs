//! The cluster that tests of PostgreSQL stand on comes, serves and goes.
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

mod common;

use std::path::PathBuf;
use std::process::Command;

use common::cluster::Cluster;

const CHILD: &str = "VMAP_TEST_CLUSTER";

/// Not a test of its own: what the next one starts and lets die.
#[test]
fn child_that_dies_beside_its_cluster() {
    if std::env::var_os(CHILD).is_some() {
        let url = Cluster::shared().unwrap().database("child");
        std::fs::write(std::env::var(CHILD).unwrap(), url).unwrap();
        std::process::abort();
    }
}

#[test]
fn a_cluster_goes_when_its_process_dies() {
    if Cluster::shared().is_none() {
        return;
    }
    let note = tempfile::NamedTempFile::new().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child_that_dies_beside_its_cluster"]).env(CHILD, note.path());
    assert!(!child.output().unwrap().status.success());
    let url = std::fs::read_to_string(note.path()).unwrap();
    assert!(url.ends_with("/child_0"), "{url}");
    wait_until_gone(&data_folder(&url));
}

#[test]
fn a_cluster_goes_when_it_is_dropped() {
    let Some(cluster) = Cluster::start() else { return };
    let data = data_folder(&cluster.database("dropped"));
    assert!(data.is_dir());
    drop(cluster);
    assert!(!data.exists());
}

#[test]
fn every_database_is_a_new_one() {
    let Some(cluster) = Cluster::shared() else { return };
    assert_ne!(cluster.database("same"), cluster.database("same"));
}

/// Of a URL `postgres://role@FOLDER/database`.
fn data_folder(url: &str) -> PathBuf {
    let folder = url.split(['@', '/']).nth(3).unwrap().replace("%2F", "/").replace("%2E", ".");
    PathBuf::from(folder).join("data")
}

/// The cluster is stopped by another process, which takes its time.
fn wait_until_gone(data: &std::path::Path) {
    for _ in 0..600 {
        if !data.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    unreachable!("{} is still there", data.display());
}
