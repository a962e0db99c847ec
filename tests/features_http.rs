//! OGC API Features of the real server, asked as GIS programs do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Answer, Server, Vmap, position};

const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0";

fn links<'a>(of: &'a Value, rel: &str) -> Vec<&'a str> {
    let links = of["links"].as_array().unwrap().iter().filter(|link| link["rel"] == rel);
    links.map(|link| link["href"].as_str().unwrap()).collect()
}

/// GET of a link to this server.
fn follow(server: &Server, href: &str) -> Answer {
    let answer = server.get(href.strip_prefix(&server.url).unwrap_or_else(|| panic!("{href} leads away")));
    assert_eq!(answer.status, 200, "{href}: {}", String::from_utf8_lossy(&answer.body));
    answer
}

fn ids(page: &Value) -> Vec<String> {
    page["features"].as_array().unwrap().iter().map(|feature| feature["id"].as_str().unwrap().to_owned()).collect()
}

/// All features from `path` on, page by page; `between` is called after the first page.
fn walk(server: &Server, path: &str, between: impl FnOnce()) -> Vec<String> {
    let mut page = server.get(path).json();
    let mut all = ids(&page);
    between();
    while let [next] = links(&page, "next")[..] {
        page = follow(server, next).json();
        all.extend(ids(&page));
    }
    all
}

#[test]
fn a_program_finds_its_way_from_the_root() {
    let vmap = Vmap::with_made_addresses(1000);
    let server = vmap.serve();
    let landing = server.get_with("/", &[("accept", "application/json")]).json();
    assert_eq!(landing, server.get("/?f=json").json());
    let page = server.get_with("/", &[("accept", "text/html,application/xhtml+xml,application/json;q=0.9")]);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    for rel in ["service-desc", "conformance", "data"] {
        let [href] = links(&landing, rel)[..] else { panic!("one link {rel}") };
        follow(&server, href);
    }
    let classes = server.get("/conformance").json();
    let core = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core";
    assert!(classes["conformsTo"].as_array().unwrap().contains(&core.into()));
    let collections = server.get("/collections").json();
    for collection in collections["collections"].as_array().unwrap() {
        let [itself] = links(collection, "self")[..] else { panic!("one self") };
        assert_eq!(&follow(&server, itself).json(), collection);
        let [items] = links(collection, "items")[..] else { panic!("one items") };
        let page = follow(&server, items);
        assert_eq!(page.header("content-type"), Some("application/geo+json"));
        if let Some(first) = ids(&page.json()).first() {
            let alone = follow(&server, &format!("{items}/{first}")).json();
            assert_eq!(alone["properties"], page.json()["features"][0]["properties"]);
        }
    }
    assert_eq!(server.get("/collections/roads").status, 404);
    assert_eq!(server.get("/collections/wards/items/99999").status, 404);
    assert_eq!(server.get("/collections/wards/items?colour=red").status, 400);
    assert_eq!(server.get("/collections/wards/items?limit=0").status, 400);
    assert_eq!(server.get("/collections/wards/items?limit=1000000").status, 200);
}

/// Who follows the pages gets every address of one release once, also when another is published meanwhile.
#[test]
fn pages_survive_a_new_release() {
    let vmap = Vmap::with_made_addresses(1000);
    let server = vmap.serve();
    let first = server.get("/version").json()["release"].as_str().unwrap().to_owned();
    let whole: BTreeSet<String> =
        ids(&server.get("/collections/addresses/items?limit=10000").json()).into_iter().collect();
    assert_eq!(whole.len(), 1000);
    let publish_another = || {
        let header = "id,housenumber,street,ward,province,lat,lon";
        vmap.import("more", header, &["1,5,Phố Mới,Phường Ba Đình,Hà Nội,21.0367,105.8342"], &[]);
        vmap.done(&["publish"]);
        server.wait_for_another_release(&first);
    };
    let walked = walk(&server, "/collections/addresses/items?limit=150", publish_another);
    assert_eq!(walked.len(), 1000);
    assert_eq!(walked.into_iter().collect::<BTreeSet<_>>(), whole);
    assert_eq!(walk(&server, "/collections/addresses/items?limit=400", || ()).len(), 1001);
    let gone = server.get("/collections/addresses/items?cursor=000000000001-00000000.5");
    assert_eq!(gone.status, 410);
    assert_eq!(server.get("/collections/addresses/items?cursor=nothing").status, 400);
}

/// A box gives what lies in it and nothing else, whatever system it is written in.
#[test]
fn boxes_and_coordinates_are_those_asked_for() {
    let vmap = Vmap::with_made_addresses(3000);
    let server = vmap.serve();
    let all = server.get("/collections/addresses/items?limit=10000").json();
    let inside = |feature: &&Value| {
        let (lon, lat) = position(feature);
        (105.5..=106.5).contains(&lon) && (20.5..=21.5).contains(&lat)
    };
    let all = all["features"].as_array().unwrap();
    let expected: BTreeSet<&str> = all.iter().filter(inside).map(|feature| feature["id"].as_str().unwrap()).collect();
    assert!(expected.len() > 20, "{}", expected.len());
    for query in [
        "bbox=105.5,20.5,106.5,21.5".to_owned(),
        "bbox=105.5,20.5,0,106.5,21.5,100".to_owned(),
        format!("bbox=20.5,105.5,21.5,106.5&bbox-crs={EPSG}/4326"),
    ] {
        let found = walk(&server, &format!("/collections/addresses/items?limit=7&{query}"), || ());
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{query}");
        assert_eq!(found.len(), expected.len());
    }
    let first = &all[0];
    let (lon, lat) = position(first);
    let here = format!("/collections/addresses/items/{}", first["id"].as_str().unwrap());
    let turned = server.get(&format!("{here}?crs={EPSG}/4326"));
    assert_eq!(turned.header("content-crs"), Some(format!("<{EPSG}/4326>").as_str()));
    assert_eq!(position(&turned.json()), (lat, lon));
    let metres = position(&server.get(&format!("{here}?crs={EPSG}/3857")).json());
    assert!((metres.0 / 6_378_137.0 - lon.to_radians()).abs() < 1e-8, "{metres:?} {lon}");
    assert_eq!(server.get(&format!("{here}?crs={EPSG}/9210")).status, 400);
    assert_eq!(server.get("/collections/addresses/items?bbox=106,21,105,20").status, 400);

    let ward = first["properties"]["ward_code"].as_str().unwrap();
    let of_ward = walk(&server, &format!("/collections/addresses/items?limit=5&ward_code={ward}"), || ());
    let expected = all.iter().filter(|feature| feature["properties"]["ward_code"] == ward).count();
    assert_eq!(of_ward.len(), expected);
    let wards = walk(&server, "/collections/wards/items?limit=1000", || ());
    assert_eq!((wards.len(), wards.iter().collect::<BTreeSet<_>>().len()), (3321, 3321));
    let past = server.get("/collections/provinces/items?limit=1&datetime=../2024-12-31").json();
    let today = server.get("/collections/provinces/items?limit=1&datetime=2026-01-01T00:00:00Z").json();
    assert_eq!(today["features"].as_array().unwrap().len(), 1);
    assert!(past["features"].as_array().unwrap().iter().all(|unit| unit["properties"]["valid_from"].is_null()));
}
