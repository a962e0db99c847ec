//! The real ward polygons, where they are at hand: at every zoom they fit, and are where they are.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test says what is wrong by a panic")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::areas::{Faults, area, areas_by_code, codes_at, degrees, faults, names_outside, tiles_of_the_country};
use common::decode::{Layer, layers};
use common::{real, release};
use geo::Area;
use vmap_core::Point;
use vmap_core::unit::{UnitId, UnitLocator, UnitPolygon};
use vmap_release::Boundary;
use vmap_tiles::{TileCoord, TileSet, TileSets};

struct Country {
    _folder: tempfile::TempDir,
    boundaries: Vec<Boundary>,
    wards: UnitLocator,
    sets: TileSets,
}

/// Made once for all tests; `None` where the data is absent.
static COUNTRY: LazyLock<Option<Country>> = LazyLock::new(|| {
    let data = real::folder()?;
    let boundaries = real::boundaries(&data);
    let (folder, release) = release(vec![], &real::units(&data), &boundaries);
    let sets = TileSets::open(&release).unwrap();
    let polygon = |(row, boundary): (u16, &Boundary)| UnitPolygon { unit: UnitId(row), area: boundary.area.clone() };
    let wards = UnitLocator::new((0..).zip(&boundaries).map(polygon));
    Some(Country { _folder: folder, boundaries, wards, sets })
});

impl Country {
    /// The tiles of a zoom with their layers; of the last two zooms every fifth.
    fn tiles(&self, z: u8) -> impl Iterator<Item = (TileCoord, BTreeMap<String, Layer>)> {
        let every = if z > 10 { 5 } else { 1 };
        let layers =
            |coord| self.sets.tile(TileSet::Admin, coord).unwrap().map_or_else(BTreeMap::new, |tile| layers(&tile));
        tiles_of_the_country(z).step_by(every).map(move |coord| (coord, layers(coord)))
    }

    /// The code of the ward at a place, and how far its border is in metres.
    fn ward_at(&self, (lon, lat): (f64, f64)) -> Option<(&str, f64)> {
        let found = self.wards.locate(Point::from_degrees(lon, lat).unwrap())?;
        Some((self.boundaries[usize::from(found.unit.0)].code.as_str(), found.border_distance_m))
    }
}

/// Neighbours leave no gap and overlap nowhere; a hole is only where no ward is.
#[test]
fn wards_and_provinces_fit_at_every_zoom() {
    let Some(country) = &*COUNTRY else { return };
    let mut wrong = Vec::new();
    for z in 0..=12 {
        for (coord, layers) in country.tiles(z) {
            for layer in ["wards", "provinces"].iter().filter_map(|name| layers.get(*name)) {
                let Faults { invalid, overlap, holes } = faults(layer);
                let gaps: Vec<_> = holes.iter().filter_map(|(x, y)| country.ward_at(degrees(coord, *x, *y))).collect();
                // The union is made with floats: its area is off by less than a hundredth of a step.
                if !invalid.is_empty() || overlap.abs() > 0.01 || !gaps.is_empty() {
                    wrong.push(format!("{coord:?} {}: {invalid:?}, {overlap} twice, gaps in {gaps:?}", layer.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} tiles: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
}

/// Sixteen places a tile: those farther than a pixel (of 512 a tile) from a border are in the ward
/// that is drawn there, and in its province.
#[test]
fn every_place_is_drawn_in_its_ward() {
    let Some(country) = &*COUNTRY else { return };
    let mut compared = 0;
    for z in 6..=12 {
        for (coord, layers) in country.tiles(z) {
            let [wards, provinces] = ["wards", "provinces"].map(|name| areas_by_code(layers.get(name)));
            let sixteenth = |index: i32| f64::from(index) * 1024.0 + 500.0;
            for (x, y) in (0..16).map(|place| (sixteenth(place / 4), sixteenth(place % 4))) {
                let at = degrees(coord, x, y);
                let pixel_m = 40_075_017.0 / f64::from(1_u32 << z) / 512.0;
                let Some((code, _)) = country.ward_at(at).filter(|(_, border_m)| *border_m > pixel_m) else { continue };
                assert_eq!(codes_at(&wards, x, y), [code], "{coord:?} {at:?}");
                assert_eq!(codes_at(&provinces, x, y).len(), 1, "{coord:?} {at:?}");
                compared += 1;
            }
        }
    }
    println!("{compared} places compared");
    assert!(compared > 10_000);
}

#[test]
fn every_name_stands_inside_its_unit_as_drawn() {
    let Some(country) = &*COUNTRY else { return };
    for z in 3..=12 {
        for (coord, layers) in country.tiles(z) {
            assert_eq!(names_outside(&layers).0, Vec::<String>::new(), "{coord:?}");
        }
    }
    let names = country.tiles(9).flat_map(|(_, mut layers)| layers.remove("unit_labels").unwrap_or_default().features);
    let codes: BTreeSet<String> = names.map(|name| name.tags["code"].clone()).collect();
    assert_eq!(codes.len(), 34 + 3321, "every province and ward has one name at zoom 9");
}

/// Hoàng Sa and Trường Sa have an area of at least a pixel and a name from zoom 4 on, and belong
/// to their provinces.
#[test]
fn the_archipelagos_are_drawn_and_named_from_zoom_4_on() {
    let Some(country) = &*COUNTRY else { return };
    for (z, (zone, province)) in (4..=10).flat_map(|z| [("20333", "48"), ("22736", "56")].map(|zone| (z, zone))) {
        let tiles: Vec<_> = country.tiles(z).collect();
        let features = |layer: &'static str, code: &'static str| {
            let features =
                tiles.iter().filter_map(move |(_, layers)| layers.get(layer)).flat_map(|layer| &layer.features);
            features.filter(move |feature| feature.tags["code"] == code)
        };
        let drawn: f64 = features("wards", zone).map(|feature| area(feature).unsigned_area()).sum();
        assert!(drawn >= 64.0, "{zone} has {drawn} square steps at zoom {z}");
        assert_eq!(features("unit_labels", zone).count(), 1, "{zone} at zoom {z}");
        assert!(features("provinces", province).count() > 0);
        assert!(features("wards", zone).all(|feature| feature.tags["province_code"] == province));
    }
}
