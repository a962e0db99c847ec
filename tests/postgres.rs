//! The whole road with the registry in PostgreSQL.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops where it fails")]

#[path = "../registry/tests/common/cluster.rs"]
mod cluster;
mod support;

use cluster::Cluster;
use support::{Vmap, shipped_units};

/// What `vmap ARGS` prints.
fn done(vmap: &Vmap, url: &str, args: &[&str]) -> String {
    let output = vmap.command(args).env("VMAP_REGISTRY", url).output().unwrap();
    assert!(output.status.success(), "vmap {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_same_file_gives_the_same_release_from_either_registry() {
    let Some(cluster) = Cluster::start() else { return };
    let in_file = Vmap::with_made_addresses(400);
    let (vmap, url) = (Vmap::new(), cluster.database("vmap"));
    let sample = in_file.path("synthetic.csv");
    done(&vmap, &url, &["import", "units", shipped_units().to_str().unwrap()]);
    done(&vmap, &url, &["import", "addresses", sample.to_str().unwrap(), "--source", "made"]);
    done(&vmap, &url, &["publish"]);
    let released = |vmap: &Vmap| std::fs::read_to_string(vmap.path("releases/CURRENT")).unwrap();
    assert_eq!(released(&vmap), released(&in_file), "its identifier is a digest of its tables");
    assert!(!vmap.path("registry.db").exists());
    let status = done(&vmap, &url, &["status"]);
    assert!(status.contains("400 addresses") && !status.contains("vmap@"), "{status}");
}

#[test]
fn a_url_of_something_else_is_usage() {
    let complaint = Vmap::new().fails(2, &["--registry", "mysql://host/vmap", "status"]);
    assert!(complaint.contains("postgres://"), "{complaint}");
}
