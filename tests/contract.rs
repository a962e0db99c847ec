//! The HTTP contract, asked of the real server on made addresses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::{Arc, Mutex, Weak};

use serde_json::Value;
use support::{Server, Vmap};

/// A server and the home it serves; dropped in this order.
struct Served {
    server: Server,
    vmap: Vmap,
}

/// Shared by the tests that run at the same time. Gone with the last of them: what a static owned
/// would never be dropped, and the server would outlive the tests.
static SHARED: Mutex<Weak<Served>> = Mutex::new(Weak::new());

thread_local! {
    /// Every test has a thread of its own, and holds on to the server as long.
    static HELD: Arc<Served> = shared();
}

fn shared() -> Arc<Served> {
    let mut shared = SHARED.lock().unwrap();
    shared.upgrade().unwrap_or_else(|| {
        let vmap = Vmap::with_made_addresses(5000);
        let served = Arc::new(Served { server: vmap.serve(), vmap });
        *shared = Arc::downgrade(&served);
        served
    })
}

fn served() -> Arc<Served> {
    HELD.with(Arc::clone)
}

fn server() -> impl Deref<Target = Server> {
    struct Shown(Arc<Served>);
    impl Deref for Shown {
        type Target = Server;
        fn deref(&self) -> &Server {
            &self.0.server
        }
    }
    Shown(served())
}

#[test]
fn a_search_is_a_feature_collection_with_its_release() {
    let answer = server().get("/search?q=phường Bến Thành");
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!(body["type"], "FeatureCollection");
    assert_eq!(body["geocoding"]["query"], "phường Bến Thành");
    assert_eq!(body["release"], server().get("/version").json()["release"]);
}

/// Both `/parse` and `vmap parse`: every part of the line with its role, units with codes, and the rest.
#[test]
fn a_line_is_read_part_by_part() {
    let line = "Số 5 ngõ 12 Lê Lợi, Thôn Đoài, P. Bến Nghé, Q.1 (gần chợ), 700000, Việt Nam";
    let body = server().get(&format!("/parse?q={line}")).json();
    assert_eq!(body["release"], server().get("/version").json()["release"]);
    assert_eq!((&body["query"], &body["text"]), (&Value::from(line), &Value::from(line)));
    let parts = body["reading"]["parts"].as_array().unwrap();
    let joined: String = parts.iter().map(|part| part["text"].as_str().unwrap()).collect();
    assert_eq!(joined, line);
    let told: Vec<(&str, &str, &str)> = parts
        .iter()
        .filter(|part| part["role"] != "separator")
        .map(|part| ["role", "text", "read_as"].map(|field| part[field].as_str().unwrap_or_default()))
        .map(|[role, text, read_as]| (role, text, read_as))
        .collect();
    let expected = [
        ("housenumber", "Số 5 ngõ 12", "12/5"),
        ("street", "Lê Lợi", "le loi"),
        ("hamlet", "Thôn Đoài", "thon doai"),
        ("ward", "P. Bến Nghé", "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"),
        ("district", "Q.1", "Quận 1, Thành phố Hồ Chí Minh"),
        ("leftover", "gần chợ", ""),
        ("postcode", "700000", "700000"),
        ("country", "Việt Nam", "Việt Nam"),
    ];
    assert_eq!(told, expected);
    let ward = &body["reading"]["units"]["candidates"][0];
    assert_eq!((&ward["code"], &ward["level"], &ward["era"]), (&"26740".into(), &"ward".into(), &"legacy".into()));
    let [start, end] = [0, 1].map(|at| parts[0]["span"][at].as_u64().unwrap() as usize);
    assert_eq!(line.chars().skip(start).take(end - start).collect::<String>(), "Số 5 ngõ 12");

    let printed = served().vmap.done(&["parse", "--json", line]);
    let mut printed: Value = serde_json::from_str(&printed).unwrap();
    printed["release"] = body["release"].clone();
    assert_eq!(printed, body);
    let table = served().vmap.done(&["parse", line]);
    assert!(table.contains("Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"), "{table}");
}

#[test]
fn a_line_of_many_meanings_shows_them() {
    let body = server().get("/parse?q=Phường 1").json();
    let candidates = body["reading"]["units"]["candidates"].as_array().unwrap();
    assert!(candidates.len() > 10, "{body}");
    assert!(candidates.iter().all(|unit| unit["line"].as_str().unwrap().starts_with("Phường 1")), "{body}");
    let typed = server().get("/parse?q=12 nguyeenx traix, quaanj 1").json();
    assert_eq!(typed["text"], "12 nguyễn trãi, quận 1");
    assert_eq!(typed["query"], "12 nguyeenx traix, quaanj 1");
    let temple_or_ward = server().get("/parse?q=Văn Miếu").json();
    assert!(!temple_or_ward["alternatives"].as_array().unwrap().is_empty(), "{temple_or_ward}");
}

#[test]
fn a_parse_is_strict_about_its_parameters_and_known_again() {
    let refused = server().get("/parse?colour=red");
    assert_eq!((refused.status, refused.header("content-type")), (400, Some("application/problem+json")));
    let refused = refused.json();
    let named: BTreeSet<&str> =
        refused["errors"].as_array().unwrap().iter().filter_map(|e| e["name"].as_str()).collect();
    assert_eq!(named, BTreeSet::from(["q", "colour"]));
    assert_eq!(server().get(&format!("/parse?q={}", "a".repeat(201))).status, 400);
}

#[test]
fn made_data_says_so_in_every_answer() {
    let body = server().get("/search?q=Hoàng Sa").json();
    assert!(body["geocoding"]["attribution"].as_str().unwrap().contains("synthetic"), "{body}");
    assert_eq!(server().get("/version").json()["synthetic"], true);
    assert_eq!(server().get("/version").json()["illustrative_boundaries"], true);
    let tilejson = server().get("/tiles/addresses.json").json();
    assert!(tilejson["attribution"].as_str().unwrap().contains("synthetic"), "{tilejson}");
}

#[test]
fn the_special_zones_of_the_eastern_sea_are_found() {
    for (query, name, province) in
        [("hoang sa", "Đặc khu Hoàng Sa", "Thành phố Đà Nẵng"), ("Trường Sa", "Đặc khu Trường Sa", "Tỉnh Khánh Hòa")]
    {
        let found = server().features(&format!("/search?q={query}&type=ward"));
        assert_eq!(found[0]["properties"]["name"], name);
        assert_eq!(found[0]["properties"]["province"], province);
    }
}

#[test]
fn every_fault_of_a_query_is_named() {
    let answer = server().get("/search?limit=0&lat=10&colour=red");
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let body = answer.json();
    let named: BTreeSet<&str> = body["errors"].as_array().unwrap().iter().filter_map(|e| e["name"].as_str()).collect();
    assert_eq!(named, BTreeSet::from(["q", "limit", "lon", "colour"]), "{body}");
}

#[test]
fn no_text_gives_an_error_of_ours() {
    let long = "a".repeat(200);
    let nested = "1/".repeat(100);
    for text in [
        "🏠",
        "%00",
        "'; DROP TABLE places; --",
        "((((",
        "\"",
        "AND OR NOT",
        "***",
        &long,
        &nested,
        "Ａ１",
        "\u{202e}abc",
    ] {
        let answer =
            server().get(&format!("/search?q={}", text.replace('%', "%25").replace('#', "%23").replace(';', "%3B")));
        assert!(answer.status < 500, "{text:?}: {}", answer.status);
        let answer = server().get(&format!("/autocomplete?q={}", text.replace('%', "%25").replace(';', "%3B")));
        assert!(answer.status < 500, "{text:?}: {}", answer.status);
    }
    assert_eq!(server().get(&format!("/search?q={}", "a".repeat(201))).status, 400);
    assert_eq!(server().get("/search?q=%FF%FE").status, 400);
    let broken = server().get("/addresses/%FF");
    assert_eq!((broken.status, broken.header("content-type")), (404, Some("application/problem+json")));
}

#[test]
fn a_known_answer_is_not_sent_again() {
    for path in ["/search?q=le loi", "/parse?q=le loi", "/version", "/style.json", "/tiles/admin/5/25/14.mvt", "/"] {
        let first = server().get(path);
        assert_eq!(first.status, 200, "{path}");
        let tag = first.header("etag").unwrap_or_else(|| panic!("{path} has no ETag")).to_owned();
        let again = server().get_with(path, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
}

#[test]
fn the_same_query_gives_the_same_bytes() {
    let path = "/search?q=12 tran hung dao&explain=1&limit=50";
    assert_eq!(server().get(path).body, server().get(path).body);
}

#[test]
fn a_made_address_is_found_by_its_own_label_in_both_forms() {
    let (mut asked, mut found) = (0, 0);
    for place in some_houses() {
        for form in ["current", "legacy"] {
            let label =
                server().features(&format!("/reverse?lat={}&lon={}&admin={form}&type=house&limit=1", place.1, place.0));
            let properties = &label[0]["properties"];
            let (id, label) = (properties["id"].as_str().unwrap(), properties["label"].as_str().unwrap());
            let results = server().features(&format!("/search?q={}", label.replace(['#', '&'], "")));
            asked += 1;
            found += u32::from(results.first().is_some_and(|first| first["properties"]["id"] == id));
        }
    }
    assert!(asked > 100 && f64::from(found) >= 0.98 * f64::from(asked), "{found} of {asked}");
}

/// Positions of some made houses with a number, spread over the file.
fn some_houses() -> Vec<(f64, f64)> {
    let mut reader = csv::Reader::from_path(served().vmap.path("synthetic.csv")).unwrap();
    let rows = reader.deserialize::<std::collections::HashMap<String, String>>().map(Result::unwrap);
    rows.filter(|row| !row["house_number"].is_empty())
        .step_by(37)
        .map(|row| (row["lon"].parse().unwrap(), row["lat"].parse().unwrap()))
        .collect()
}

#[test]
fn a_place_is_found_by_its_identifier_and_a_slip_in_it_is_named() {
    let found = server().features("/search?q=Trần Hưng Đạo&type=street&limit=1");
    let id = found[0]["properties"]["id"].as_str().unwrap();
    let place = server().get(&format!("/addresses/{id}"));
    assert_eq!(place.json()["properties"]["id"], id);
    let last = id.as_bytes()[11] - b'0';
    let slip = format!("{}{}", &id[..11], (last + 1) % 10);
    let refused = server().get(&format!("/addresses/{slip}"));
    assert_eq!(refused.status, 400);
    assert!(refused.json()["detail"].as_str().unwrap().contains("check digit"));
    let never_given = vmap_core::PlaceId::from_ordinal(80_000_000_000).unwrap();
    assert_eq!(server().get(&format!("/addresses/{never_given}")).status, 404);
}

#[test]
fn tiles_answer_as_maps_expect() {
    let tile = server().get("/tiles/admin/5/25/14.mvt");
    assert_eq!(tile.status, 200);
    assert_eq!(tile.header("content-type"), Some("application/vnd.mapbox-vector-tile"));
    assert_eq!(server().get("/tiles/addresses/14/0/0.mvt").status, 204);
    for off_the_map in [
        "/tiles/admin/5/32/0.mvt",
        "/tiles/admin/13/0/0.mvt",
        "/tiles/admin/99/0/0.mvt",
        "/tiles/nothing/0/0/0.mvt",
        "/tiles/admin/a/b/c.mvt",
    ] {
        assert_eq!(server().get(off_the_map).status, 404, "{off_the_map}");
    }
    let tilejson = server().get("/tiles/admin.json").json();
    assert_eq!(tilejson["tilejson"], "3.0.0");
    assert_eq!(tilejson["tiles"][0], format!("{}/tiles/admin/{{z}}/{{x}}/{{y}}.mvt", server().url));
}

#[test]
fn an_archive_is_read_piece_by_piece() {
    let path = "/tiles/admin.pmtiles";
    let whole = server().get(path);
    assert_eq!(&whole.body[..7], b"PMTiles");
    let piece = server().get_with(path, &[("range", "bytes=0-126")]);
    assert_eq!((piece.status, piece.body.len()), (206, 127));
    assert_eq!(piece.header("content-range"), Some(format!("bytes 0-126/{}", whole.body.len()).as_str()));
    assert_eq!(server().get_with(path, &[("range", "bytes=999999999-")]).status, 416);
    let stale = server().get_with(path, &[("range", "bytes=0-126"), ("if-range", "\"another\"")]);
    assert_eq!(stale.status, 200);
}

#[test]
fn the_style_names_no_other_server() {
    let style = server().get("/style.json").json();
    assert_eq!(style["version"], 8);
    assert!(style.get("glyphs").is_none(), "labels are drawn from the page's own fonts");
    for address in addresses_in(&style) {
        assert!(address.starts_with(&server().url), "{address}");
    }
}

/// Every text in `value` that is an absolute address.
fn addresses_in(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.contains("://") && !text.contains("<a ") => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(addresses_in).collect(),
        Value::Object(fields) => fields.values().flat_map(addresses_in).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_description_lists_exactly_what_is_taken() {
    let document = server().get("/openapi.json").json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    for path in ["/search", "/autocomplete", "/reverse", "/parse"] {
        let described: BTreeSet<String> = document["paths"][path]["get"]["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
            .collect();
        let refused = server().get(&format!("{path}?no_such_parameter=1")).json();
        let fault = refused["errors"].as_array().unwrap().iter().find(|e| e["name"] == "no_such_parameter").unwrap();
        let known = fault["detail"].as_str().unwrap().split("known here: ").nth(1).unwrap();
        let taken: BTreeSet<String> = known.split(", ").map(str::to_owned).collect();
        assert_eq!(described, taken, "{path}");
    }
}

#[test]
fn every_field_of_a_result_is_described() {
    let document = server().get("/openapi.json").json();
    let described = &document["components"]["schemas"]["Hit"];
    let described = described.to_string();
    for path in ["/search?q=12 le loi&explain=1&admin=both&limit=20", "/reverse?lat=10.77&lon=106.69&admin=both"] {
        for feature in server().features(path) {
            for field in feature["properties"].as_object().unwrap().keys() {
                let known = described.contains(&format!("\"{field}\""))
                    || document["components"]["schemas"]["UnitFields"]["properties"].get(field).is_some();
                assert!(known, "{field} of {path} is not in /openapi.json");
            }
        }
    }
}

#[test]
fn operators_get_their_answers() {
    assert_eq!(server().get("/healthz").status, 200);
    assert!(String::from_utf8(server().get("/readyz").body).unwrap().starts_with("ready"));
    server().get("/search?q=hue");
    let figures = String::from_utf8(server().get("/metrics").body).unwrap();
    assert!(figures.contains("vmap_http_requests_total{route=\"/search\",status=\"200\"}"), "{figures}");
    assert_eq!(server().get("/no/such/path").status, 404);
    assert_eq!(server().get("/no/such/path").header("content-type"), Some("application/problem+json"));
}

#[test]
fn a_new_release_is_followed_without_a_failed_request() {
    let vmap = Vmap::with_made_addresses(500);
    let server = vmap.serve();
    let before = server.get("/version").json()["release"].clone();
    let more = vmap.path("more.csv");
    std::fs::write(&more, "id,street,house_number,lat,lon\n1,Nguyễn Huệ,92-96,10.775127,106.702883\n").unwrap();
    vmap.done(&["import", "addresses", more.to_str().unwrap(), "--source", "more"]);
    let mut publishing = vmap.command(&["publish"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(120);
    loop {
        let version = server.get("/version");
        assert_eq!(version.status, 200);
        assert_eq!(server.get("/search?q=le loi").status, 200);
        assert!(server.get("/tiles/admin/5/25/14.mvt").status < 300);
        if version.json()["release"] != before {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "the new release was never served");
    }
    assert!(publishing.wait().unwrap().success());
    vmap.done(&["rollback"]);
    let (status, out, log) = server.stop();
    assert_eq!((status, out.trim()), (Some(0), "stopped"), "{log}");
}
