//! From an OpenStreetMap file to features that tiles are made from.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::pbf::Pbf;
use tempfile::TempDir;
use vmap_core::{PlaceId, Point};
use vmap_pipeline::basemap::{BasemapFolder, StagingError};
use vmap_pipeline::progress::Silent;
use vmap_pipeline::readers::ElementsError;
use vmap_tiles::{BasemapFeature, BasemapGeometry, BasemapLayer, BasemapSource, FieldValue};

/// A street over a lake with an island, a school in a building, a hamlet, and what is not drawn.
fn village() -> Pbf {
    let mut pbf = Pbf::default();
    let corners = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01)];
    for (first, scale, from) in [(1, 1.0, 0.0), (11, 0.2, 0.004), (21, 0.1, 0.02)] {
        for (id, (x, y)) in (first..).zip(corners) {
            pbf.node(id, 105.8 + from + x * scale, 21.0 + from + y * scale, &[]);
        }
    }
    pbf.node(31, 105.81, 21.03, &[("place", "hamlet"), ("name", "Thôn Đoài")]);
    pbf.node(32, 105.81, 21.03, &[("natural", "tree")]);
    pbf.way(1, &[1, 3], &[("highway", "tertiary"), ("name", "Đường làng"), ("bridge", "yes")]);
    pbf.way(2, &[1, 2, 3], &[]);
    pbf.way(3, &[1, 4, 3], &[]);
    pbf.way(4, &[11, 12, 13, 14, 11], &[]);
    pbf.way(5, &[21, 22, 23, 24, 21], &[("building", "yes"), ("amenity", "school"), ("name", "Trường Đoài")]);
    pbf.way(6, &[1, 999], &[("highway", "residential")]);
    pbf.relation(
        1,
        &[(2, "outer"), (3, "outer"), (4, "inner")],
        &[("type", "multipolygon"), ("natural", "water"), ("name", "Hồ Đoài")],
    );
    pbf
}

struct Home {
    folder: TempDir,
    basemap: BasemapFolder,
}

impl Home {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let basemap = BasemapFolder::new(folder.path().join("basemap"));
        Self { folder, basemap }
    }

    fn file(&self, pbf: Pbf) -> PathBuf {
        let path = self.folder.path().join("village.osm.pbf");
        fs::write(&path, pbf.into_bytes()).unwrap();
        path
    }

    fn stage(&self, source: &str, pbf: Pbf) {
        let staged = self.basemap.stage(source, &[self.file(pbf)], &Silent).unwrap();
        staged.keep().unwrap();
    }

    fn features(&self, source: &str) -> Vec<BasemapFeature> {
        let features = self.basemap.features(&[source.to_owned()], Vec::new()).unwrap();
        features.features().unwrap().map(Result::unwrap).collect()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("basemap")).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn value(feature: &BasemapFeature, name: &str) -> Option<FieldValue> {
    let row = feature.layer.schema().fields.iter().position(|field| field.name == name)?;
    feature.values.iter().find(|(field, _)| usize::from(*field) == row).map(|(_, value)| value.clone())
}

fn text(text: &str) -> Option<FieldValue> {
    Some(FieldValue::Text(text.to_owned()))
}

#[test]
fn elements_become_features_with_their_geometry() {
    let home = Home::new();
    home.stage("osm", village());
    let features = home.features("osm");
    let layers: Vec<&str> = features.iter().map(|feature| feature.layer.schema().name).collect();
    let expected = [
        "place_labels",
        "streets",
        "street_labels",
        "sites",
        "buildings",
        "pois",
        "water_polygons",
        "water_polygons_labels",
    ];
    assert_eq!(layers, expected);
    let of = |layer: BasemapLayer| features.iter().find(|feature| feature.layer == layer).unwrap();
    assert_eq!(value(of(BasemapLayer::PlaceLabels), "name"), text("Thôn Đoài"));
    assert_eq!(value(of(BasemapLayer::Streets), "bridge"), Some(FieldValue::Flag(true)));
    assert_eq!(of(BasemapLayer::StreetLabels).minzoom, 13);

    let BasemapGeometry::Areas(lake) = &of(BasemapLayer::WaterPolygons).geometry else { panic!("an area") };
    assert_eq!(lake.iter().map(|rings| rings.iter().map(Vec::len).collect()).collect::<Vec<Vec<_>>>(), [vec![5, 5]]);
    let BasemapGeometry::Point(school) = of(BasemapLayer::Pois).geometry else { panic!("a point") };
    assert!(school.distance_m(Point::from_degrees(105.8205, 21.0205).unwrap()) < 1.0);
    assert_eq!(home.files(), ["osm.features"]);
}

#[test]
fn a_source_keeps_its_basemap_until_the_next_one_is_whole() {
    let home = Home::new();
    home.stage("osm", village());
    let before = home.features("osm");
    let empty = home.file(Pbf::default());
    let dropped = home.basemap.stage("osm", std::slice::from_ref(&empty), &Silent).unwrap();
    assert_eq!(dropped.features, 0);
    drop(dropped);
    assert_eq!(home.features("osm"), before);

    let left_behind = home.folder.path().join("basemap/osm.nodes.part");
    fs::write(&left_behind, "killed").unwrap();
    home.stage("a source/of ours", village());
    assert!(!left_behind.exists());
    let mut other = Pbf::default();
    other.node(1, 105.83, 21.04, &[("place", "hamlet"), ("name", "Thôn Đông")]);
    other.node(2, 105.79, 20.99, &[("place", "hamlet"), ("name", "Thôn Nam")]);
    home.stage("osm", other);
    assert_eq!(home.features("osm").len(), 2, "what it had in the box around them is gone");
    assert_eq!(home.features("a source/of ours"), before);
    assert!(home.basemap.has("osm") && !home.basemap.has("of ours"));
}

#[test]
fn what_lies_elsewhere_stays() {
    let home = Home::new();
    home.stage("osm", village());
    let before = home.features("osm");
    let mut far = Pbf::default();
    far.node(1, 106.7, 10.8, &[("place", "hamlet"), ("name", "Ấp Xa")]);
    home.stage("osm", far);
    let after = home.features("osm");
    assert_eq!(value(&after[0], "name"), text("Ấp Xa"));
    assert_eq!(after[1..], before);
}

#[test]
fn places_that_are_drawn_are_told() {
    let home = Home::new();
    assert!(home.basemap.features(&["osm".to_owned()], Vec::new()).is_none());
    home.stage("osm", village());
    let places = vec![PlaceId::from_ordinal(7).unwrap()];
    let features = home.basemap.features(&["osm".to_owned()], places.clone()).unwrap();
    assert_eq!(features.drawn_places(), places);
}

#[test]
fn what_cannot_be_read_leaves_nothing_behind() {
    let home = Home::new();
    let path = home.folder.path().join("broken.osm.pbf");
    let mut bytes = village().into_bytes();
    bytes.truncate(bytes.len() - 9);
    fs::write(&path, bytes).unwrap();
    let error = home.basemap.stage("osm", &[path], &Silent).err().unwrap();
    assert!(matches!(error, StagingError::Elements(ElementsError::Read(_))), "{error}");
    assert_eq!(home.files(), [""; 0]);
}

/// The real extracts, where they are at hand.
#[test]
fn real_extracts_have_all_kinds_of_features() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !data.is_dir() {
        println!("skipped: there is no {}", data.display());
        return;
    }
    let home = Home::new();
    let files = ["osm/quoc_tu_giam.osm.pbf", "osm/hcmute.osm.pbf"].map(|file| data.join(file));
    home.basemap.stage("osm", &files, &Silent).unwrap().keep().unwrap();
    let features = home.features("osm");
    let count = |layer: BasemapLayer| features.iter().filter(|feature| feature.layer == layer).count();
    for layer in [BasemapLayer::Streets, BasemapLayer::StreetLabels, BasemapLayer::Buildings, BasemapLayer::Pois] {
        assert!(count(layer) > 50, "{layer:?}: {}", count(layer));
    }
}
