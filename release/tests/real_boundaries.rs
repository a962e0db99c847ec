//! The polygons of all wards in force, written and read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::path::Path;

use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geo_types::Geometry;
use geozero::ToGeo;
use vmap_core::unit::{Era, UnitCode, UnitLevel};
use vmap_release::{Boundary, read_boundaries, write_boundaries};

/// The wards of a file that another program wrote.
fn wards(bytes: &[u8]) -> Vec<Boundary> {
    let mut features = FgbReader::open(bytes).unwrap().select_all_seq().unwrap();
    let mut wards = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        let area = match feature.to_geo().unwrap() {
            Geometry::MultiPolygon(area) => area,
            Geometry::Polygon(polygon) => polygon.into(),
            other => panic!("a ward is an area, found {other:?}"),
        };
        wards.push(Boundary {
            era: Era::Current,
            level: UnitLevel::Ward,
            code: UnitCode(feature.property("code").unwrap()),
            full_name: feature.property("fullName").unwrap(),
            illustrative: false,
            area,
        });
    }
    wards.sort_by(|a, b| a.code.cmp(&b.code));
    wards
}

#[test]
fn all_wards_read_back_exactly_with_the_islands_among_them() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/boundaries/wards_current.fgb");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is absent", path.display());
        return;
    };
    let wards = wards(&bytes);
    assert_eq!(wards.len(), 3_321);
    let mut written = Vec::new();
    write_boundaries(&wards, &mut written).unwrap();
    let mut read = read_boundaries(&written).unwrap();
    read.sort_by(|a, b| a.code.cmp(&b.code));
    assert_eq!(read, wards);
    for zone in ["Đặc khu Hoàng Sa", "Đặc khu Trường Sa"] {
        assert!(read.iter().any(|ward| ward.full_name == zone), "{zone}");
    }
}
