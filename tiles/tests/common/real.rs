//! The real units and ward polygons, where they are at hand.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geozero::ToGeo;
use vmap_core::unit::{Era, UnitCode, UnitLevel, UnitTable};
use vmap_release::Boundary;

use super::unit;

/// `../shared/data` beside the repository; `None`, said so, where it is absent.
pub fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !folder.is_dir() {
        println!("skipped: there is no ../shared/data beside the repository");
        return None;
    }
    Some(folder)
}

/// Today's 34 provinces and 3,321 wards.
pub fn units(folder: &std::path::Path) -> UnitTable {
    let mut units = Vec::new();
    let mut rows = csv::Reader::from_path(folder.join("admin/provinces_current.csv")).unwrap();
    for row in rows.records().map(Result::unwrap) {
        units.push(unit(UnitLevel::Province, &row[0], &row[6], &row[1], None));
    }
    let province = |code: &str| units.iter().position(|unit| unit.code.as_str() == code).map(|row| row as u16);
    let mut rows = csv::Reader::from_path(folder.join("admin/wards_current.csv")).unwrap();
    let wards = rows.records().map(Result::unwrap);
    let wards: Vec<_> = wards.map(|row| unit(UnitLevel::Ward, &row[0], &row[6], &row[1], province(&row[8]))).collect();
    units.extend(wards);
    UnitTable::new(units, Vec::new()).unwrap()
}

/// The polygons of today's wards.
pub fn boundaries(folder: &std::path::Path) -> Vec<Boundary> {
    let file = BufReader::new(File::open(folder.join("boundaries/wards_current.fgb")).unwrap());
    let mut features = FgbReader::open(file).unwrap().select_all().unwrap();
    let mut boundaries = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        let area = match feature.to_geo().unwrap() {
            geo_types::Geometry::MultiPolygon(area) => area,
            geo_types::Geometry::Polygon(polygon) => polygon.into(),
            other => panic!("no area: {other:?}"),
        };
        boundaries.push(Boundary {
            era: Era::Current,
            level: UnitLevel::Ward,
            code: UnitCode(feature.property("code").unwrap()),
            full_name: feature.property("fullName").unwrap(),
            illustrative: false,
            area,
        });
    }
    boundaries
}
