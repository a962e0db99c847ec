//! From a registry to the release that is current.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod support;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use flate2::read::GzDecoder;
use geo::{Area, Contains, polygon};
use support::pbf::Pbf;
use tempfile::TempDir;
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::release::{AddressTable, NamedPlaceTable, ReleaseFiles};
use vmap_core::unit::{Era, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};
use vmap_pipeline::basemap::BasemapFolder;
use vmap_pipeline::progress::{Progress, Silent};
use vmap_pipeline::publish::{PublishError, Published, publish};
use vmap_registry::{LoadOptions, Registry, Source, Submission, UnitBoundary};
use vmap_release::{Boundary, ReleaseStore};
use vmap_tiles::{TileCoord, TileSet, TileSets};

/// A registry and a store in a folder that vanishes with the test.
struct Home {
    folder: TempDir,
    registry: Registry,
    store: ReleaseStore,
}

fn no_basemap() -> BasemapFolder {
    BasemapFolder::new("no folder")
}

impl Home {
    fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let registry = Registry::open(&folder.path().join("registry.db")).unwrap();
        let store = ReleaseStore::new(folder.path().join("releases"));
        Self { folder, registry, store }
    }

    /// A home with one province of two wards, and the places of [`places`].
    fn with_places() -> Self {
        let mut home = Self::empty();
        home.registry.replace_units(&units(), &boundaries()).unwrap();
        home.load("sample", places());
        home
    }

    fn load(&mut self, source: &str, places: Vec<Place>) {
        let source = Source {
            name: source.to_owned(),
            licence: "CC0-1.0".to_owned(),
            attribution: "made for a test".to_owned(),
            synthetic: true,
            ..Source::default()
        };
        let submissions: Vec<Submission> = places.into_iter().map(|place| Submission::new(place, None)).collect();
        let mut load = self.registry.begin_load(&source, "places.csv", &LoadOptions::default()).unwrap();
        load.submit(&submissions).unwrap();
        load.commit().unwrap();
    }

    fn publish(&self) -> Published {
        publish(&self.registry, &self.store, &no_basemap(), "2026-05-01T00:00:00Z", &Silent).unwrap()
    }

    /// Names in the store's folder, sorted.
    fn names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("releases")) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn unit(level: UnitLevel, code: &str, name: &str, parent: Option<u16>) -> Unit {
    Unit {
        code: UnitCode(code.to_owned()),
        level,
        kind: "Phường".to_owned(),
        name: name.to_owned(),
        full_name: format!("Phường {name}"),
        full_name_en: format!("{name} Ward"),
        parent: parent.map(UnitId),
        validity: Validity::default(),
        centre: None,
        aliases: Vec::new(),
    }
}

fn units() -> UnitTable {
    let units = vec![
        unit(UnitLevel::Province, "01", "Hà Nội", None),
        unit(UnitLevel::Ward, "00004", "Ba Đình", Some(0)),
        unit(UnitLevel::Ward, "00008", "Ngọc Hà", Some(0)),
        unit(UnitLevel::Ward, "00025", "Giảng Võ", Some(0)),
    ];
    UnitTable::new(units, Vec::new()).unwrap()
}

/// Two wards side by side, a tenth of a degree wide each.
fn boundaries() -> Vec<UnitBoundary> {
    let ward = |code: &str, west: f64, illustrative: bool| UnitBoundary {
        era: Era::Current,
        level: UnitLevel::Ward,
        code: UnitCode(code.to_owned()),
        illustrative,
        area: polygon![
            (x: west, y: 21.0), (x: west + 0.1, y: 21.0), (x: west + 0.1, y: 21.1), (x: west, y: 21.1)
        ]
        .into(),
    };
    vec![ward("00004", 105.8, false), ward("00008", 105.9, true)]
}

fn place(kind: PlaceKind, ward: &str, lon: f64) -> Place {
    Place {
        kind,
        point: Point::from_degrees(lon, 21.05).unwrap(),
        name: None,
        house_number: None,
        street: None,
        hamlet: None,
        ward: Some(UnitCode(ward.to_owned())),
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    }
}

fn street(name: &str, ward: &str, lon: f64) -> Place {
    Place { name: Some(name.to_owned()), ..place(PlaceKind::Street, ward, lon) }
}

fn house(number: &str, street: &str, ward: &str, lon: f64) -> Place {
    let (house_number, street) = (Some(number.to_owned()), Some(street.to_owned()));
    Place { house_number, street, ..place(PlaceKind::Address, ward, lon) }
}

fn places() -> Vec<Place> {
    vec![
        street("Phố Đội Cấn", "00004", 105.85),
        street("Phố Đội Cấn", "00008", 105.95),
        house("12", "Phố Đội Cấn", "00004", 105.851),
        house("2", "Phố Đội Cấn", "00004", 105.852),
        house("3", "Phố Đội Cấn", "00008", 105.951),
        house("3", "Phố Lạc", "00008", 105.953),
    ]
}

#[test]
fn what_is_in_the_registry_is_in_the_current_release() {
    let home = Home::with_places();
    let published = home.publish();
    let release = home.store.open_current().unwrap();
    assert_eq!(release.manifest(), &published.manifest);
    assert!(!published.already_current);
    let counts = published.manifest.counts;
    assert_eq!((counts.addresses, counts.streets, counts.units, counts.boundaries), (4, 2, 4, 3));
    assert!(published.manifest.is_synthetic() && published.manifest.illustrative_boundaries);
    assert!(published.manifest.change_number > 0);

    let addresses = AddressTable::open(&release).unwrap();
    let named = NamedPlaceTable::open(&release).unwrap();
    let in_ward_4 = (0..2).find(|row| named.get(*row).unwrap().ward == Some(UnitId(1))).unwrap();
    let numbers = named.members(in_ward_4).map(|row| addresses.house_number(addresses.number(row).unwrap()).unwrap());
    assert_eq!(numbers.collect::<Vec<_>>(), ["2", "12"]);
}

#[test]
fn tables_index_tiles_areas_and_report_are_all_there() {
    let home = Home::with_places();
    let published = home.publish();
    let release = home.store.open_current().unwrap();
    for name in ["units.json", "admin.fgb", "report.json", "addresses.pmtiles", "admin.pmtiles", "basemap.pmtiles"] {
        assert!(!release.file(name).unwrap().is_empty(), "{name}");
    }
    assert!(published.manifest.files.keys().any(|name| name.starts_with("search/")));
    let written: serde_json::Value = serde_json::from_slice(&release.file("report.json").unwrap()).unwrap();
    assert_eq!(written, serde_json::to_value(&published.report).unwrap());
    assert_eq!(written["provinces"][0]["wards"][0]["code"], "00004");
}

#[test]
fn the_report_counts_by_province_and_ward_and_what_is_missing() {
    let mut home = Home::with_places();
    home.load("more", vec![Place { ward: None, ..house("1", "Phố Lạc", "", 105.99) }]);
    let report = home.publish().report;
    assert_eq!(report.missing_streets, 2);
    assert_eq!(report.without_ward.addresses, 1);
    assert_eq!(report.wards_without_area, ["00025"]);
    let [hanoi] = &report.provinces[..] else { panic!("{report:?}") };
    assert_eq!((hanoi.province.code.as_str(), hanoi.province.places.addresses), ("01", 4));
    let wards: Vec<_> = hanoi.wards.iter().map(|ward| (ward.name.as_str(), ward.places.addresses)).collect();
    assert_eq!(wards, [("Phường Ba Đình", 2), ("Phường Ngọc Hà", 2)]);
}

#[test]
fn the_quality_of_every_ward_is_written() {
    let mut home = Home::with_places();
    home.load("astray", vec![house("3", "Phố Lạc", "00004", 105.95)]);
    home.load("nowhere", vec![Place { ward: None, ..house("1", "Phố Lạc", "", 105.99) }]);
    home.publish();
    let written = home.store.open_current().unwrap().file("quality.json").unwrap();
    let written: serde_json::Value = serde_json::from_slice(&written).unwrap();
    assert_eq!((&written["total"]["addresses"], &written["without_ward"]), (&5.into(), &1.into()));
    let wards = written["provinces"][0]["wards"].as_array().unwrap();
    let of = |field: &str| wards.iter().map(|ward| ward[field].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(of("code"), ["00004", "00008", "00025"]);
    assert_eq!(of("boundary"), ["surveyed", "illustrative", "none"]);
    assert_eq!(wards[0]["findings"]["outside_ward"], 1);
}

#[test]
fn a_province_without_an_area_gets_that_of_its_wards() {
    let home = Home::with_places();
    home.publish();
    let boundaries = home.store.open_current().unwrap().boundaries().unwrap();
    let province = boundaries.iter().find(|boundary| boundary.level == UnitLevel::Province).unwrap();
    assert_eq!((province.code.as_str(), province.full_name.as_str()), ("01", "Phường Hà Nội"));
    assert!(province.illustrative);
    assert!((province.area.unsigned_area() - 0.02).abs() < 1e-9);
    assert_eq!(province.area.0.len(), 1);
}

#[test]
fn a_province_with_an_area_keeps_it() {
    let mut home = Home::with_places();
    let given = UnitBoundary {
        level: UnitLevel::Province,
        code: UnitCode("01".to_owned()),
        illustrative: false,
        ..boundaries().remove(0)
    };
    let all: Vec<UnitBoundary> = boundaries().into_iter().chain([given.clone()]).collect();
    home.registry.replace_units(&units(), &all).unwrap();
    home.publish();
    let released = home.store.open_current().unwrap().boundaries().unwrap();
    let provinces: Vec<&Boundary> = released.iter().filter(|boundary| boundary.level == UnitLevel::Province).collect();
    assert_eq!(provinces.len(), 1);
    assert_eq!(provinces[0].area, given.area);
}

#[test]
fn an_unchanged_registry_gives_the_same_release_and_says_so() {
    let home = Home::with_places();
    let first = home.publish();
    let again = publish(&home.registry, &home.store, &no_basemap(), "2027-01-01T00:00:00Z", &Silent).unwrap();
    assert!(again.already_current);
    assert_eq!(again.manifest, first.manifest);
    assert_eq!(home.names(), [first.manifest.id, "CURRENT".to_owned()]);
}

#[test]
fn a_change_gives_a_new_release_and_keeps_the_old() {
    let mut home = Home::with_places();
    let first = home.publish().manifest;
    home.load("sample", vec![house("14", "Phố Đội Cấn", "00004", 105.853)]);
    let second = home.publish().manifest;
    assert!(second.id > first.id);
    assert_eq!(second.counts.addresses, first.counts.addresses + 1);
    assert_eq!(home.store.open_current().unwrap().id(), second.id);
    home.store.open(&first.id).unwrap().verify().unwrap();
}

#[test]
fn without_units_nothing_is_published_and_the_sentence_says_what_to_do() {
    let home = Home::empty();
    let error = publish(&home.registry, &home.store, &no_basemap(), "2026-05-01T00:00:00Z", &Silent).unwrap_err();
    assert!(error.to_string().contains("vmap import units"), "{error}");
    assert_eq!(home.names(), [""; 0]);
}

/// Lets the disk be full for one file of the release, when a stage begins.
struct FullDisk<'a> {
    store: &'a ReleaseStore,
    stage: &'static str,
    file: &'static str,
}

impl Progress for FullDisk<'_> {
    fn stage(&self, name: &str, _total: Option<u64>) {
        if name == self.stage {
            let entries = fs::read_dir(self.store.dir()).unwrap().map(|entry| entry.unwrap().path());
            let unfinished = entries.filter(|path| path.to_string_lossy().contains("unfinished")).last().unwrap();
            std::os::unix::fs::symlink("/dev/full", unfinished.join(self.file)).unwrap();
        }
    }
    fn advance(&self, _amount: u64) {}
    fn done(&self) {}
}

#[test]
fn a_full_disk_publishes_nothing_and_the_old_release_stays() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    let mut home = Home::with_places();
    let first = home.publish().manifest.id;
    home.load("sample", vec![house("14", "Phố Đội Cấn", "00004", 105.853)]);
    for (stage, file) in [
        ("writing tables", "strings.bytes"),
        ("joining wards to provinces", "admin.fgb"),
        ("building search index and tiles", "report.json"),
        ("judging addresses", "quality.json"),
    ] {
        let full = FullDisk { store: &home.store, stage, file };
        let error =
            publish(&home.registry, &home.store, &no_basemap(), "2026-05-02T00:00:00Z", &full).unwrap_err().to_string();
        assert!(error.contains(file) && error.contains("nothing was published"), "{error}");
        assert_eq!(home.store.open_current().unwrap().id(), first);
        assert_eq!(home.names(), [first.clone(), "CURRENT".to_owned()]);
    }
}

#[test]
fn a_release_damaged_on_disk_is_made_whole_by_publishing_again() {
    let home = Home::with_places();
    let id = home.publish().manifest.id;
    fs::write(home.store.folder(&id).join("addresses/ordinal.u32"), "").unwrap();
    assert!(home.store.open_current().is_err());
    assert_eq!(home.publish().manifest.id, id);
    home.store.open_current().unwrap().verify().unwrap();
}

#[test]
fn a_file_in_the_place_of_the_store_is_named() {
    let home = Home::with_places();
    fs::write(home.store.dir(), "").unwrap();
    let error = publish(&home.registry, &home.store, &no_basemap(), "2026-05-01T00:00:00Z", &Silent).unwrap_err();
    assert!(matches!(error, PublishError::Release(_)));
    assert!(error.to_string().contains("releases"), "{error}");
}

#[test]
fn all_provinces_of_the_real_wards_hold_the_centres_of_their_wards() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !data.is_dir() {
        println!("skipped: {} is absent", data.display());
        return;
    }
    let set = vmap_pipeline::units::read_units(&data).unwrap();
    let mut home = Home::empty();
    home.registry.replace_units(&set.table, &set.boundaries).unwrap();
    let published = home.publish();
    assert_eq!(published.report.wards_without_area, [""; 0]);
    let released = home.store.open_current().unwrap().boundaries().unwrap();
    let provinces: Vec<&Boundary> = today(&released, UnitLevel::Province).collect();
    assert_eq!(provinces.len(), 34);
    for ward in today(&released, UnitLevel::Ward) {
        let inside = geo::InteriorPoint::interior_point(&ward.area).unwrap();
        let row = set.table.by_code(Era::Current, UnitLevel::Ward, ward.code.as_str()).unwrap();
        let province = set.table.ancestor(row, UnitLevel::Province).unwrap();
        let code = &set.table.get(province).unwrap().code;
        let holders: Vec<&UnitCode> = provinces
            .iter()
            .filter(|province| province.area.contains(&inside))
            .map(|province| &province.code)
            .collect();
        assert_eq!(holders, [code], "{}", ward.full_name);
    }
}

fn today(boundaries: &[Boundary], level: UnitLevel) -> impl Iterator<Item = &Boundary> {
    boundaries.iter().filter(move |boundary| boundary.era == Era::Current && boundary.level == level)
}

/// What is written in the tile of the basemap at zoom 14 that holds 105.85 E, 21.05 N.
fn basemap_tile(home: &Home, basemap: &BasemapFolder) -> String {
    let published = publish(&home.registry, &home.store, basemap, "2026-05-01T00:00:00Z", &Silent).unwrap();
    let tiles = TileSets::open(&Arc::new(home.store.open(&published.manifest.id).unwrap())).unwrap();
    let tile = tiles.tile(TileSet::Basemap, TileCoord::new(14, 13009, 7211).unwrap()).unwrap().unwrap();
    let mut plain = Vec::new();
    GzDecoder::new(tile.gzip.as_ref()).read_to_end(&mut plain).unwrap();
    String::from_utf8_lossy(&plain).into_owned()
}

#[test]
fn what_a_source_has_staged_is_drawn_in_place_of_its_places() {
    let mut home = Home::empty();
    home.registry.replace_units(&units(), &boundaries()).unwrap();
    let poi = |name: &str| Place { name: Some(name.to_owned()), ..place(PlaceKind::PointOfInterest, "00004", 105.85) };
    home.load("osm", vec![poi("Trường cũ")]);
    home.load("other", vec![poi("Chợ Đoài")]);
    let basemap = BasemapFolder::new(home.folder.path().join("basemap"));
    let before = basemap_tile(&home, &basemap);
    assert!(before.contains("Trường cũ") && before.contains("Chợ Đoài") && !before.contains("buildings"));

    let mut pbf = Pbf::default();
    let corners = [(105.849, 21.049), (105.851, 21.049), (105.851, 21.051)];
    (1..).zip(corners).for_each(|(id, (lon, lat))| pbf.node(id, lon, lat, &[]));
    pbf.way(1, &[1, 2, 3, 1], &[("building", "yes"), ("amenity", "school"), ("name", "Trường mới")]);
    let file = home.folder.path().join("a.osm.pbf");
    fs::write(&file, pbf.into_bytes()).unwrap();
    basemap.stage("osm", &[file], &Silent).unwrap().keep().unwrap();
    let after = basemap_tile(&home, &basemap);
    assert!(after.contains("buildings") && after.contains("Trường mới") && after.contains("Chợ Đoài"));
    assert!(!after.contains("Trường cũ"), "it is among what is staged");
    assert_eq!(after, basemap_tile(&home, &basemap), "the same state gives the same tiles");
}
