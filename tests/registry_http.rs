//! The registry over HTTP, and the commands that decide in it, on the real binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Answer, Server, Vmap};

const HEADER: &str = "id,housenumber,street,lat,lon";
/// A place identifier with a right check digit that no test ever gives.
const NEVER_GIVEN: &str = "999999999990";

/// The place with this house number, as the last change says.
fn place(server: &Server, housenumber: &str) -> Value {
    let changes = server.get("/changes?limit=10000").json()["changes"].as_array().unwrap().clone();
    let found = changes.into_iter().rfind(|change| change["place"]["housenumber"] == housenumber);
    found.unwrap_or_else(|| panic!("no change of number {housenumber}"))
}

fn id_of(server: &Server, housenumber: &str) -> String {
    place(server, housenumber)["id"].as_str().unwrap().to_owned()
}

fn is_problem(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    problem
}

fn named(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["name"].as_str().unwrap()).collect()
}

/// Publishes and waits until the server has noticed.
fn publish(vmap: &Vmap, server: &Server) {
    let said = vmap.done(&["publish"]);
    let id = said.split_whitespace().nth(1).unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while server.get("/version").json()["release"] != id {
        assert!(Instant::now() < deadline, "release {id} was never served");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_place_is_known_in_both_its_times() {
    let vmap = Vmap::with_units();
    vmap.import("tinh", HEADER, &["k1,12,Lê Lợi,10.7751,106.7028"], &["--source-date", "2025-08-01"]);
    vmap.import("tinh", HEADER, &["k1,12,Lê Lợi,10.7753,106.7028"], &["--source-date", "2026-02-01"]);
    vmap.done(&["publish"]);
    let server = vmap.serve();
    let id = id_of(&server, "12");

    let answer = server.get(&format!("/addresses/{id}/history"));
    let history = answer.json();
    assert_eq!((&history["id"], &history["release"]), (&json!(id), &server.get("/version").json()["release"]));
    let versions = history["versions"].as_array().unwrap();
    let facts = |name: &str| versions.iter().map(|version| version[name].clone()).collect::<Vec<_>>();
    assert_eq!(facts("lat"), [10.7751, 10.7753]);
    assert_eq!(facts("version"), [1, 2]);
    assert_eq!(facts("batch"), [1, 2]);
    assert_eq!(facts("op"), ["create", "update"]);
    assert_eq!(facts("reason"), ["new", "source_key"]);
    assert_eq!(facts("status"), ["current", "current"]);
    assert_eq!(facts("source"), ["tinh", "tinh"]);
    assert_eq!(facts("housenumber"), ["12", "12"]);
    assert_eq!(facts("ward"), ["Phường Sài Gòn", "Phường Sài Gòn"]);
    assert_eq!(facts("valid_from"), [Value::Null, json!("2026-02-01")]);
    assert_eq!(facts("valid_to"), [json!("2026-02-01"), Value::Null]);
    assert_eq!(facts("recorded_to"), [Value::Null, Value::Null], "the first is still known of its days");

    for (day, lat) in [("2025-08-01", 10.7751), ("2026-01-31", 10.7751), ("2026-02-01", 10.7753)] {
        let then = server.get(&format!("/addresses/{id}?at={day}")).json();
        assert_eq!((&then["properties"]["lat"], &then["geometry"]["coordinates"][1]), (&json!(lat), &json!(lat)));
    }
    is_problem(&server.get(&format!("/addresses/{id}?known=2025-08-01")), 404);
    is_problem(&server.get(&format!("/addresses/{id}/history?known=2025-08-01")), 404);
    assert_eq!(
        server.get(&format!("/addresses/{id}/history?known=2999-01-01")).json()["versions"],
        history["versions"]
    );

    let printed = vmap.done(&["history", &id, "--json"]);
    let printed: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&printed, versions);
    assert!(vmap.done(&["history", &id, "--at", "2025-12-01"]).contains("10.7751000"));
    assert!(vmap.fails(3, &["history", NEVER_GIVEN]).contains("no place 999999999990 was ever registered"));

    let tag = answer.header("etag").unwrap();
    let again = |tag: &str| server.get_with(&format!("/addresses/{id}/history"), &[("if-none-match", tag)]).status;
    assert_eq!(again(tag), 304);
    vmap.import("tinh", HEADER, &["k1,12,Lê Lợi,10.7755,106.7028"], &["--source-date", "2026-03-01"]);
    assert_eq!(again(tag), 200, "another version was recorded");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let vmap = Vmap::with_made_addresses(100);
    let server = vmap.serve();
    is_problem(&server.get(&format!("/addresses/{NEVER_GIVEN}/history")), 404);
    let refused = is_problem(&server.get(&format!("/addresses/{NEVER_GIVEN}")), 404);
    assert!(refused["detail"].as_str().unwrap().contains("was ever registered"), "{refused}");
    for id in ["999999999997", "12", "chợ"] {
        assert_eq!(named(&is_problem(&server.get(&format!("/addresses/{id}/history")), 400)), ["id"]);
    }
    for (path, fault) in [
        ("/addresses/999999999990/history?known=yesterday", "known"),
        ("/addresses/999999999990/history?at=2025-01-01", "at"),
        ("/addresses/999999999990?at=2025-13-01", "at"),
        ("/addresses/01?at=2025-01-01", "id"),
        ("/changes?since=-1", "since"),
        ("/changes?since=99999999999999999999", "since"),
        ("/changes?limit=0", "limit"),
        ("/changes?limit=10001", "limit"),
        ("/changes/latest?since=1", "since"),
        ("/changes/units?since=1", "since"),
    ] {
        assert_eq!(named(&is_problem(&server.get(path), 400)), [fault], "{path}");
    }
    for path in ["/proposals/1", "/proposals/0", "/proposals/99999999999999999999", "/proposals/x"] {
        is_problem(&server.get(path), 404);
    }
    let past_the_end = server.get("/changes?since=9000000000000000000").json();
    assert_eq!(past_the_end["changes"], json!([]));
}

#[test]
fn a_place_that_is_gone_says_what_became_of_it() {
    let vmap = Vmap::with_units();
    let kept = "k1,12,Lê Lợi,10.7751,106.7028";
    vmap.import("tinh", HEADER, &[kept, "k2,14,Lê Lợi,10.7752,106.7029"], &[]);
    vmap.import("buu-dien", HEADER, &["b1,12,Lê Lợi,10.7772,106.7028", "b2,16,Lê Lợi,10.7753,106.7030"], &[]);
    vmap.done(&["publish"]);
    let server = vmap.serve();
    let newer = id_of(&server, "12");
    let older = server.get("/changes?limit=1").json()["changes"][0]["id"].as_str().unwrap().to_owned();
    assert_ne!(newer, older);
    assert_eq!(server.get(&format!("/addresses/{newer}")).status, 200);

    let listed = vmap.done(&["review", "list"]);
    assert!(listed.starts_with("1: 232 m apart: the same address, but far apart"), "{listed}");
    assert_eq!(listed.matches("12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh").count(), 2, "{listed}");
    assert!(listed.contains(&newer) && listed.contains(&older), "{listed}");
    assert!(vmap.done(&["status"]).contains("1 reviews and 0 proposals wait"));
    assert_eq!(vmap.done(&["review", "merge", "1", "--by", "Lan", "--note", "một nhà"]), "review 1: merged, batch 3\n");
    let refused = vmap.fails(3, &["review", "keep", "1"]);
    assert!(refused.contains("was decided on by Lan"), "{refused}");
    assert!(vmap.done(&["status"]).contains("0 reviews and 0 proposals wait"));

    let (retired, rejected) = (id_of(&server, "14"), id_of(&server, "16"));
    vmap.import("tinh", HEADER, &[kept], &["--max-retired", "100"]);
    assert!(vmap.fails(3, &["revert", "2"]).contains("take batch 3 back first"));
    vmap.done(&["revert", "3"]);
    vmap.done(&["revert", "2"]);
    vmap.import("buu-dien", HEADER, &["b1,12,Lê Lợi,10.7772,106.7028"], &["--add"]);
    assert!(vmap.done(&["review", "list"]).starts_with("0 of 0"), "a decision is not asked for twice");
    publish(&vmap, &server);
    for (id, what) in [(&retired, "no longer there"), (&rejected, "should never have been registered")] {
        let gone = server.get(&format!("/addresses/{id}"));
        let problem = is_problem(&gone, 410);
        assert!(problem["detail"].as_str().unwrap().contains(what), "{problem}");
        assert_eq!((&problem["successor"], gone.header("link")), (&Value::Null, None));
    }
    let last = server.get(&format!("/addresses/{retired}/history")).json()["versions"][1].clone();
    assert_eq!(
        (&last["op"], &last["reason"], &last["status"]),
        (&json!("retire"), &json!("missing"), &json!("retired"))
    );

    vmap.import("so", HEADER, &["s1,18,Lê Lợi,10.7754,106.7031"], &[]);
    let newer_than_release = is_problem(&server.get(&format!("/addresses/{}", id_of(&server, "18"))), 404);
    assert!(newer_than_release["detail"].as_str().unwrap().contains("newer than release"), "{newer_than_release}");
}

#[test]
fn a_merged_place_points_at_its_successor() {
    let vmap = Vmap::with_units();
    vmap.import("tinh", HEADER, &["k1,12,Lê Lợi,10.7751,106.7028"], &[]);
    vmap.import("buu-dien", HEADER, &["b1,12,Lê Lợi,10.7772,106.7028"], &[]);
    vmap.done(&["review", "merge", "1"]);
    vmap.done(&["publish"]);
    let server = vmap.serve();
    let older = server.get("/changes?limit=1").json()["changes"][0]["id"].as_str().unwrap().to_owned();
    let merged = id_of(&server, "12");
    let gone = server.get(&format!("/addresses/{merged}"));
    assert_eq!(is_problem(&gone, 410)["successor"], older);
    assert_eq!(gone.header("link").unwrap(), format!("<{older}>; rel=\"successor-version\""));
    assert_eq!(server.get(&format!("/addresses/{older}")).status, 200);
    let history = server.get(&format!("/addresses/{merged}/history")).json();
    assert_eq!(history["versions"][1]["successor"], older);
    assert!(vmap.done(&["history", &merged]).contains(&format!("became {older}")));
}

#[test]
fn releases_are_served_without_a_registry() {
    let vmap = Vmap::with_made_addresses(100);
    let away = vmap.path("elsewhere");
    std::fs::create_dir(&away).unwrap();
    for file in ["registry.db", "registry.db-wal", "registry.db-shm"] {
        if vmap.path(file).exists() {
            std::fs::rename(vmap.path(file), away.join(file)).unwrap();
        }
    }
    let server = vmap.serve();
    assert_eq!(server.get("/search?q=le loi").status, 200);
    let known = server.features("/reverse?lat=10.77&lon=106.7&type=house&radius=100000");
    let known = known[0]["properties"]["id"].as_str().unwrap();
    assert_eq!(server.get(&format!("/addresses/{known}")).status, 200);
    is_problem(&server.get(&format!("/addresses/{NEVER_GIVEN}")), 404);
    let history = format!("/addresses/{known}/history");
    let dated = format!("/addresses/{known}?at=2026-01-01");
    for path in ["/changes", "/changes/latest", "/changes/units", "/proposals/1", &history, &dated] {
        let problem = is_problem(&server.get(path), 404);
        assert!(problem["detail"].as_str().unwrap().starts_with("no registry here"), "{path}: {problem}");
    }
    let gone = json!({"kind": "gone", "id": known}).to_string();
    is_problem(&server.post("/proposals", &gone), 404);
    assert!(!vmap.path("registry.db").exists(), "asking makes no registry");

    let registry = away.join("registry.db");
    let beside = vmap.serve_with(&["--listen", "127.0.0.1:0", "--registry", registry.to_str().unwrap()]);
    assert_eq!(beside.get(&history).status, 200);
    assert_eq!(beside.post("/proposals", &gone).status, 201);
}

#[test]
fn changes_are_read_to_the_end_without_gap_or_repeat() {
    let vmap = Vmap::with_made_addresses(300);
    let server = vmap.serve();
    let first_load = server.get("/changes/latest").json()["seq"].as_u64().unwrap();
    let mut seen: Vec<u64> = Vec::new();
    loop {
        let since = seen.last().copied().unwrap_or(0);
        let page = server.get(&format!("/changes?since={since}&limit=97")).json();
        let changes = page["changes"].as_array().unwrap();
        for change in changes {
            assert!(page["batches"].as_array().unwrap().iter().any(|batch| batch["number"] == change["batch"]));
        }
        seen.extend(changes.iter().map(|change| change["seq"].as_u64().unwrap()));
        if seen.len() == 97 {
            vmap.import("more", HEADER, &["m1,12,Lê Lợi,10.7751,106.7028"], &[]);
        }
        if seen.last() == page["latest"].as_u64().as_ref() {
            break;
        }
    }
    assert!(seen.len() as u64 > first_load);
    assert_eq!(seen, (1..=seen.len() as u64).collect::<Vec<_>>());
    let latest = server.get("/changes/latest").json();
    assert_eq!(latest["seq"], json!(seen.len()));
    let last = server.get(&format!("/changes?since={}", seen.len() - 1)).json()["changes"][0].clone();
    assert_eq!(last["at"], latest["at"]);
    assert_eq!((&last["op"], &last["version"], &last["batch"]), (&json!("create"), &json!(1), &json!(2)));
}

#[test]
fn proposals_become_versions_when_they_are_accepted() {
    let vmap = Vmap::with_units();
    vmap.import("tinh", HEADER, &["k1,12,Lê Lợi,10.7751,106.7028", "k2,14,Lê Lợi,10.7752,106.7029"], &[]);
    vmap.done(&["publish"]);
    let server = vmap.serve_with(&["--listen", "127.0.0.1:0", "--proposals-at-once", "1000"]);
    let (twelve, fourteen) = (id_of(&server, "12"), id_of(&server, "14"));
    let propose = |proposal: Value| {
        let answer = server.post("/proposals", proposal.to_string());
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
        let number = answer.json()["number"].as_u64().unwrap();
        assert_eq!(answer.header("location").unwrap(), format!("/proposals/{number}"));
        assert_eq!(server.get(&format!("/proposals/{number}")).json(), answer.json());
        answer.json()
    };
    let moved = propose(json!({"kind": "move", "id": twelve, "lat": 10.7761, "lon": 106.7028,
        "comment": "lệch cả trăm mét", "contact": "lan@example.vn"}));
    assert_eq!((&moved["state"], &moved["place"]["point"]), (&json!("open"), &json!([106.7028, 10.7761])));
    assert!(!moved.to_string().contains("lan@") && !moved.to_string().contains("mét"), "{moved}");
    let corrected =
        propose(json!({"kind": "correct", "id": fourteen, "street": "ĐƯỜNG LÊ LAI", "valid_from": "2026-05-01"}));
    assert_eq!(corrected["place"]["street"], "Đường Lê Lai");
    let new = propose(json!({"kind": "new", "lat": 10.7755, "lon": 106.703, "housenumber": "16", "street": "Lê Lợi"}));
    assert_eq!((&new["place"]["housenumber"], &new["place"]["ward_code"]), (&json!("16"), &json!("26740")));
    propose(json!({"kind": "new", "lat": 10.7755, "lon": 106.703, "name": "Chợ", "ward_code": "26743"}));
    propose(json!({"kind": "gone", "id": fourteen}));

    let listed = vmap.done(&["proposals", "list"]);
    for shown in ["1: move", "by lan@example.vn", "lệch cả trăm mét", "111 m from where it is", "5 of 5 proposals"]
    {
        assert!(listed.contains(shown), "{shown} is missing in: {listed}");
    }
    vmap.done(&["proposals", "accept", "1", "2", "3", "--source", "phuong", "--certified-by", "UBND phường"]);
    vmap.done(&["proposals", "reject", "4", "--by", "Lan", "--note", "đã có"]);
    assert!(vmap.fails(3, &["proposals", "accept", "4"]).contains("was decided on by Lan"));
    let rejected = server.get("/proposals/4").json();
    assert_eq!((&rejected["state"], &rejected["note"]), (&json!("rejected"), &json!("đã có")));

    let last = |id: &str| {
        server.get(&format!("/addresses/{id}/history")).json()["versions"].as_array().unwrap().last().unwrap().clone()
    };
    let version = last(&twelve);
    assert_eq!(
        (&version["lat"], &version["reason"], &version["source"]),
        (&json!(10.7761), &json!("proposal"), &json!("phuong"))
    );
    assert_eq!(version["certified"]["by"], "UBND phường");
    assert_eq!(server.get("/proposals/1").json()["seq"], version["seq"]);
    assert_eq!(
        (&last(&fourteen)["street"], &last(&fourteen)["valid_from"]),
        (&json!("Đường Lê Lai"), &json!("2026-05-01"))
    );
    assert_eq!(place(&server, "16")["place"]["street"], "Lê Lợi");
    vmap.done(&["proposals", "accept", "5"]);
    assert_eq!(last(&fourteen)["status"], "retired");
    assert!(vmap.done(&["batches"]).contains("proposal  created 1, updated 0, retired 0"));
}

#[test]
fn what_a_proposal_lacks_is_named() {
    let vmap = Vmap::with_units();
    vmap.import("tinh", HEADER, &["k1,12,Lê Lợi,10.7751,106.7028"], &[]);
    vmap.done(&["publish"]);
    let server = vmap.serve_with(&["--listen", "127.0.0.1:0", "--proposals-at-once", "1000"]);
    let id = id_of(&server, "12");
    let long = "a".repeat(201);
    for (body, faults) in [
        (json!({}), vec!["kind"]),
        (json!({"kind": "paint", "id": id}), vec!["kind"]),
        (json!({"kind": "move", "id": id, "colour": "red", "size": 3}), vec!["lat, lon", "colour", "size"]),
        (json!({"kind": "move", "lat": 10.7, "lon": 106.7}), vec!["id"]),
        (json!({"kind": "move", "id": id, "lat": 10.7}), vec!["lon"]),
        (json!({"kind": "move", "id": id, "lat": 10.7, "lon": 106.7, "street": "Lê Lai"}), vec!["street"]),
        (json!({"kind": "move", "id": id, "lat": 91, "lon": "x"}), vec!["lat", "lon"]),
        (json!({"kind": "move", "id": NEVER_GIVEN, "lat": 10.7, "lon": 106.7}), vec!["id"]),
        (json!({"kind": "move", "id": "999999999997", "lat": 10.7, "lon": 106.7}), vec!["id"]),
        (json!({"kind": "move", "id": id, "lat": 48.8, "lon": 2.3}), vec!["lat"]),
        (json!({"kind": "correct", "id": id}), vec!["kind"]),
        (json!({"kind": "correct", "id": id, "name": "Chợ"}), vec!["name"]),
        (json!({"kind": "correct", "id": id, "housenumber": "???"}), vec!["housenumber"]),
        (json!({"kind": "correct", "id": id, "street": long}), vec!["street"]),
        (json!({"kind": "correct", "id": id, "street": "a\u{0}b"}), vec!["street"]),
        (json!({"kind": "correct", "id": id, "street": ["Lê Lai"]}), vec!["street"]),
        (json!({"kind": "correct", "id": id, "ward_code": "99999"}), vec!["ward_code"]),
        (json!({"kind": "new", "id": id, "lat": 10.7, "lon": 106.7, "street": "Lê Lai"}), vec!["id"]),
        (json!({"kind": "new", "lat": 10.7, "lon": 106.7, "housenumber": "5"}), vec!["street"]),
        (json!({"kind": "gone", "id": id, "lat": 10.7, "lon": 106.7, "hamlet": "Ấp 1"}), vec!["lat", "lon", "hamlet"]),
        (json!({"kind": "gone", "id": id, "valid_from": "soon"}), vec!["valid_from"]),
    ] {
        let problem = is_problem(&server.post("/proposals", body.to_string()), 400);
        assert_eq!(named(&problem), faults, "{body}: {problem}");
    }
    let bodies: [&[u8]; 6] =
        [b"", b"[]", b"\"move\"", b"{\"kind\":", b"\xff\xfe", b"{\"kind\":\"gone\",\"id\":\"\xff\"}"];
    for body in bodies {
        is_problem(&server.post("/proposals", body), 400);
    }
    let large = json!({"kind": "gone", "id": id, "comment": "a".repeat(70_000)});
    is_problem(&server.post("/proposals", large.to_string()), 413);
    assert_eq!(named(&is_problem(&server.post("/proposals?kind=gone", "{}"), 400)), ["kind"]);
    assert!(vmap.done(&["proposals", "list"]).starts_with("0 of 0"));
}

#[test]
fn a_client_may_propose_only_so_often() {
    let vmap = Vmap::with_made_addresses(100);
    let server =
        vmap.serve_with(&["--listen", "127.0.0.1:0", "--proposals-at-once", "2", "--proposals-per-minute", "1"]);
    for _ in 0..2 {
        is_problem(&server.post("/proposals", "{}"), 400);
    }
    let refused = server.post("/proposals", "{}");
    is_problem(&refused, 429);
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=61).contains(&seconds), "{seconds}");
    assert_eq!(server.get("/proposals/1").status, 404, "reading goes on");
}

#[test]
fn what_the_registry_takes_and_gives_is_described() {
    let vmap = Vmap::with_made_addresses(100);
    let server = vmap.serve();
    let document = server.get("/openapi.json").json();
    let schemas = &document["components"]["schemas"];
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    let taken = |problem: &Value| {
        let detail = problem["errors"].as_array().unwrap().last().unwrap()["detail"].as_str().unwrap().to_owned();
        let known = detail.split("known here: ").nth(1).unwrap();
        known.split(", ").map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(
        keys(&schemas["NewProposal"]["properties"]),
        taken(&server.post("/proposals", r#"{"no_such": 1}"#).json())
    );
    for path in ["/addresses/{id}", "/addresses/{id}/history", "/changes"] {
        let described = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let described = described.iter().filter(|parameter| parameter["in"] == "query");
        let described: std::collections::BTreeSet<String> =
            described.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect();
        let path = path.replace("{id}", NEVER_GIVEN);
        assert_eq!(described, taken(&server.get(&format!("{path}?no_such=1")).json()), "{path}");
    }
    let changes = server.get("/changes?limit=10000").json();
    let described = keys(&schemas["Changes"]["properties"]["changes"]["items"]["properties"]);
    for change in changes["changes"].as_array().unwrap() {
        assert!(keys(change).is_subset(&described), "{change}");
    }
    assert_eq!(keys(&schemas["Changes"]["properties"]), keys(&changes));
    let id = changes["changes"][0]["id"].as_str().unwrap();
    let version = server.get(&format!("/addresses/{id}/history")).json()["versions"][0].clone();
    let described = schemas["VersionRecord"].to_string() + &schemas["UnitFields"].to_string();
    for field in keys(&version) {
        assert!(described.contains(&format!("\"{field}\"")), "{field} is not described");
    }
}
