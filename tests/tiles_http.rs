//! Tiles, archives and releases over HTTP: how they are coded, kept, cut into ranges and counted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::io::Read;

use support::{Answer, Server, Vmap};

const TILE: &str = "/tiles/admin/5/25/14.mvt";
const GZIP: (&str, &str) = ("accept-encoding", "gzip, br");

fn served() -> (Server, Vmap) {
    let vmap = Vmap::with_made_addresses(2000);
    (vmap.serve(), vmap)
}

fn release_of(server: &Server) -> String {
    server.get("/version").json()["release"].as_str().unwrap().to_owned()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.header(name).unwrap_or_else(|| panic!("no header {name} in {:?}", answer.headers))
}

fn inflated(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(answer.body.as_slice()).read_to_end(&mut plain).unwrap();
    plain
}

#[test]
fn a_tile_comes_as_the_client_takes_it_under_a_tag_for_each_form() {
    let (server, _vmap) = served();
    let (gzip, plain) = (server.get_with(TILE, &[GZIP]), server.get_with(TILE, &[("accept-encoding", "identity")]));
    assert_eq!((gzip.status, header(&gzip, "content-encoding")), (200, "gzip"));
    assert_eq!((plain.status, plain.header("content-encoding")), (200, None));
    assert_eq!(inflated(&gzip), plain.body);
    assert_ne!(header(&gzip, "etag"), header(&plain, "etag"));
    for (form, answer) in [(GZIP, &gzip), (("accept-encoding", "identity"), &plain)] {
        assert_eq!(header(answer, "vary").to_lowercase(), "accept-encoding");
        assert!(!header(answer, "etag").starts_with("W/"), "the bytes of a tile are the same each time");
        let again = server.get_with(TILE, &[form, ("if-none-match", header(answer, "etag"))]);
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(header(&again, "etag"), header(answer, "etag"));
        assert_eq!(header(&again, "cache-control"), header(answer, "cache-control"));
    }
    let empty = server.get("/tiles/addresses/14/0/0.mvt");
    assert_eq!((empty.status, empty.body.len()), (204, 0));
}

/// What lies below the path of a release is kept for ever; a path of another release leads to what is
/// current.
#[test]
fn tiles_below_their_release_are_kept_for_ever() {
    let (server, _vmap) = served();
    let release = release_of(&server);
    let forever = server.get_with(&format!("/releases/{release}{TILE}"), &[GZIP]);
    assert_eq!(header(&forever, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(forever.body, server.get_with(TILE, &[GZIP]).body);
    assert_eq!(header(&server.get(TILE), "cache-control"), "public, max-age=60");
    let document = server.get(&format!("/releases/{release}/tiles/admin.json"));
    assert_eq!(header(&document, "cache-control"), "public, max-age=31536000, immutable");
    let pattern = format!("{}/releases/{release}/tiles/admin/{{z}}/{{x}}/{{y}}.mvt", server.url);
    assert_eq!(document.json()["tiles"][0], pattern);
    let source = server.get("/style.json").json()["sources"]["admin"]["url"].clone();
    assert_eq!(source, format!("{}/releases/{release}/tiles/admin.json", server.url));
    let missing = server.get(&format!("/releases/{release}/tiles/admin/5/32/0.mvt"));
    assert_eq!((missing.status, missing.header("cache-control")), (404, None));

    let earlier = format!("{}/releases/000000000001-00000000{TILE}", server.url);
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into();
    let redirect = agent.get(earlier).call().unwrap();
    let told = |name: &str| redirect.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(redirect.status(), 307);
    assert_eq!((told("location"), told("cache-control")), (format!("{}{TILE}", server.url), "no-store".to_owned()));
}

#[test]
fn an_archive_is_read_by_ranges_of_one_version() {
    let (server, _vmap) = served();
    let path = "/tiles/admin.pmtiles";
    let whole = server.get(path);
    assert_eq!(header(&whole, "accept-ranges"), "bytes");
    let tag = header(&whole, "etag");
    let piece = |headers: &[(&str, &str)]| {
        let answer = server.get_with(path, &[&[("range", "bytes=7-126")], headers].concat());
        (answer.status, answer.body.len())
    };
    assert_eq!(piece(&[]), (206, 120));
    assert_eq!(piece(&[("if-range", tag)]), (206, 120));
    assert_eq!(piece(&[("if-range", "\"another\"")]), (200, whole.body.len()));
    assert_eq!(piece(&[("if-range", &format!("W/{tag}"))]), (200, whole.body.len()));
    assert_eq!(piece(&[("if-range", "Sat, 21 Nov 2026 10:00:00 GMT")]), (200, whole.body.len()));
    let beyond = server.get_with(path, &[("range", "bytes=999999999-")]);
    assert_eq!(
        (beyond.status, header(&beyond, "content-range")),
        (416, format!("bytes */{}", whole.body.len()).as_str())
    );
    let suffix = server.get_with(path, &[("range", "bytes=-100")]);
    assert_eq!((suffix.status, suffix.body.as_slice()), (206, &whole.body[whole.body.len() - 100..]));
}

#[test]
fn pages_of_other_sites_may_ask() {
    let (server, _vmap) = served();
    for path in [TILE, "/tiles/admin.pmtiles", "/search?q=le loi"] {
        let answer = server.get_with(path, &[("origin", "https://example.vn")]);
        assert_eq!(header(&answer, "access-control-allow-origin"), "*", "{path}");
        assert!(header(&answer, "access-control-expose-headers").contains("etag"), "{path}");
    }
}

#[test]
fn releases_are_listed_with_their_files() {
    let (server, vmap) = served();
    let first = release_of(&server);
    vmap.import(
        "more",
        "id,housenumber,street,ward,province,lat,lon",
        &["1,5,Phố Mới,Phường Ba Đình,Hà Nội,21.0367,105.8342"],
        &[],
    );
    vmap.done(&["publish"]);
    server.wait_for_another_release(&first);
    let listed = server.get("/releases").json();
    assert_ne!(listed["release"], first);
    let names: Vec<(&str, bool)> = listed["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|release| (release["id"].as_str().unwrap(), release["current"].as_bool().unwrap()))
        .collect();
    assert_eq!(names, [(listed["release"].as_str().unwrap(), true), (first.as_str(), false)]);

    let detailed = server.get("/releases/current").json();
    assert_eq!(detailed["id"], listed["release"]);
    let provinces = detailed["provinces"].as_array().unwrap();
    let sum: u64 = provinces.iter().map(|province| province["addresses"].as_u64().unwrap()).sum();
    assert_eq!(sum, detailed["counts"]["addresses"].as_u64().unwrap());
    let files = detailed["files"].as_array().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "addresses.pmtiles",
            "admin.fgb",
            "admin.pmtiles",
            "basemap.pmtiles",
            "quality.json",
            "report.json",
            "units.json"
        ]
    );
    for file in files {
        let path = file["href"].as_str().unwrap().strip_prefix(&server.url).unwrap().to_owned();
        let downloaded = server.get(&path);
        assert_eq!((downloaded.status, downloaded.body.len() as u64), (200, file["bytes"].as_u64().unwrap()), "{path}");
        assert_eq!(header(&downloaded, "content-type"), file["media_type"].as_str().unwrap());
    }
    let earlier = server.get(&format!("/releases/{first}")).json();
    assert_eq!((&earlier["id"], &earlier["current"]), (&first.into(), &false.into()));
    for path in ["/releases/nothing", "/releases/..%2F..", "/releases/current/files/registry.db"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

/// Counts last over a restart.
#[test]
fn how_much_was_asked_is_counted_by_day() {
    let vmap = Vmap::with_made_addresses(2000);
    let server = vmap.serve();
    server.get("/search?q=Hoàng Sa");
    server.get("/search?q=zzzzqqqq");
    server.get("/search");
    server.get(TILE);
    server.post("/batch", r#"[{"q": "Hoàng Sa"}, {"q": "zzzzqqqq"}, {"q": "Trường Sa"}]"#);
    let today = |server: &Server| server.get("/usage").json()["days"].as_array().unwrap().last().unwrap().clone();
    let counted = today(&server);
    for (kind, count) in [("search", 2), ("tiles", 1), ("batch_rows", 3), ("not_found", 2), ("reverse", 0)] {
        assert_eq!(counted[kind], count, "{kind}: {counted}");
    }
    let (status, _, log) = server.stop();
    assert_eq!(status, Some(0), "{log}");
    let server = vmap.serve();
    server.get("/search?q=Hoàng Sa");
    assert_eq!(today(&server)["search"], 3);
}
