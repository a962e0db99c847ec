//! A copy of a registry that is kept by `vmap follow`, whatever happens meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::{Server, Vmap};

const HEADER: &str = "id,housenumber,street,lat,lon";

/// The hashes of changes and units that `vmap status --hash` prints.
fn hashes(vmap: &Vmap) -> Vec<String> {
    let status = vmap.done(&["status", "--hash"]);
    let hashes = status.lines().filter(|line| line.starts_with("changes ") || line.starts_with("units "));
    let hashes: Vec<String> = hashes.map(str::to_owned).collect();
    assert_eq!(hashes.len(), 2, "{status}");
    hashes
}

fn last_change(vmap: &Vmap) -> u64 {
    let status = vmap.done(&["status"]);
    status.lines().find_map(|line| line.split("last change number ").nth(1)).unwrap().parse().unwrap()
}

fn follower(copy: &Vmap, server: &Server, page: &str) -> Child {
    let mut command = copy.command(&["follow", &server.url, "--page", page, "--every", "1"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The process is ended by SIGKILL: it cannot clean up.
fn kill(mut follower: Child) {
    follower.kill().unwrap();
    follower.wait().unwrap();
}

fn made(vmap: &Vmap, seed: u32) -> String {
    let file = vmap.path(&format!("made-{seed}.csv")).to_str().unwrap().to_owned();
    vmap.done(&["synth", "--addresses", "1500", "--seed", &seed.to_string(), "-o", &file]);
    file
}

#[test]
fn a_follower_that_is_killed_catches_up_to_an_equal_copy() {
    let (leader, copy) = (Vmap::with_made_addresses(3000), Vmap::new());
    let server = leader.serve();
    for (round, reached) in [1, 300, 900, 1800, 3000].into_iter().enumerate() {
        let running = follower(&copy, &server, "50");
        wait_until(|| last_change(&copy) >= reached);
        if round % 2 == 1 {
            leader.done(&["import", "addresses", &made(&leader, round as u32 + 2), "--source", "made", "--add"]);
        }
        kill(running);
        assert!(last_change(&copy) < last_change(&leader), "killed on its way");
    }
    leader.done(&["import", "addresses", &made(&leader, 2), "--source", "made", "--max-retired", "100"]);
    leader.done(&["revert", "4"]);
    leader.done(&["sources", "--set", "made=7"]);
    copy.done(&["follow", &server.url, "--once"]);
    assert_eq!(hashes(&copy), hashes(&leader));
    assert_eq!(copy.done(&["batches"]), leader.done(&["batches"]));
    assert_eq!(copy.done(&["sources"]), leader.done(&["sources"]));
    let release = |vmap: &Vmap| vmap.done(&["publish"]).split_whitespace().nth(1).unwrap().to_owned();
    assert_eq!(release(&copy), release(&leader), "a copy publishes the same release");
}

#[test]
fn a_server_that_was_away_is_followed_again() {
    let (leader, copy) = (Vmap::with_made_addresses(200), Vmap::new());
    let server = leader.serve();
    let address = server.url.trim_start_matches("http://").to_owned();
    let running = follower(&copy, &server, "1000");
    wait_until(|| last_change(&copy) == last_change(&leader));
    drop(server);
    leader.import("more", HEADER, &["m1,12,Lê Lợi,10.7751,106.7028"], &[]);
    sleep(Duration::from_millis(1500));
    let server = leader.serve_with(&["--listen", &address]);
    wait_until(|| last_change(&copy) == last_change(&leader));
    kill(running);
    assert_eq!(hashes(&copy), hashes(&leader));
    drop(server);
    let gone = copy.run(&["follow", "http://127.0.0.1:1", "--once"]);
    assert_eq!(gone.status.code(), Some(3));
    assert!(String::from_utf8(gone.stderr).unwrap().contains("does not answer"));
}

fn wait_until(is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < deadline, "the copy never got there");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_registry_that_is_no_copy_is_left_as_it_is() {
    let leader = Vmap::with_made_addresses(100);
    let server = leader.serve();
    let refused = |vmap: &Vmap| {
        let before = hashes(vmap);
        let complaint = vmap.fails(3, &["follow", &server.url, "--once"]);
        assert!(complaint.contains("is no copy of that one"), "{complaint}");
        assert_eq!(hashes(vmap), before);
    };
    let ahead = Vmap::new();
    ahead.done(&["follow", &server.url, "--once"]);
    ahead.import("own", HEADER, &["o1,12,Lê Lợi,10.7751,106.7028"], &[]);
    refused(&ahead);
    leader.import("other", HEADER, &["p1,14,Lê Lợi,10.7751,106.7028", "p2,16,Lê Lợi,10.7751,106.7028"], &[]);
    refused(&ahead);
    let foreign = Vmap::with_units();
    foreign.import("own", HEADER, &["o1,12,Lê Lợi,10.7751,106.7028"], &[]);
    refused(&foreign);

    let complaint = ahead.fails(3, &["follow", "vmap.example.vn"]);
    assert!(complaint.contains("expected the URL of a server"), "{complaint}");
    let page = format!("{}/style.json?", server.url);
    let complaint = Vmap::new().fails(3, &["follow", &page, "--once"]);
    assert!(complaint.contains("answers 400") || complaint.contains("something else"), "{complaint}");
}

#[test]
fn units_are_copied_when_they_change() {
    let (leader, copy) = (Vmap::with_made_addresses(100), Vmap::new());
    let server = leader.serve();
    copy.done(&["follow", &server.url, "--once"]);
    let units = leader.path("units");
    copy_folder(&support::shipped_units(), &units);
    let aliases = units.join("admin");
    assert!(aliases.is_dir());
    let list = std::fs::read_dir(&aliases).unwrap().map(|entry| entry.unwrap().path());
    let list = list.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    let changed = list.into_iter().any(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        let edited = text.replace("Sai Gon Ward", "Saigon Ward");
        std::fs::write(&path, &edited).unwrap();
        edited != text
    });
    assert!(changed, "no list names Sai Gon Ward");
    let before = hashes(&leader);
    leader.done(&["import", "units", units.to_str().unwrap()]);
    assert_ne!(hashes(&leader), before);
    assert_eq!(copy.done(&["follow", &server.url, "--once"]), "units copied\n");
    assert_eq!(hashes(&copy), hashes(&leader));
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        match entry.is_dir() {
            true => copy_folder(&entry, &target),
            false => drop(std::fs::copy(&entry, &target).unwrap()),
        }
    }
}
