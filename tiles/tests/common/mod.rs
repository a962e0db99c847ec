//! Releases to make tiles from, and tiles read back.
#![allow(dead_code, missing_docs, reason = "each test file uses its own part, and nobody else")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test says what is wrong by a panic")]

pub mod areas;
pub mod decode;
pub mod real;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vmap_core::place::{Place, PlaceKind};
use vmap_core::release::{AddressTable, Assembler, FORMAT_VERSION, NamedPlaceTable, ReleaseFiles};
use vmap_core::text::ANALYSER_VERSION;
use vmap_core::unit::{Era, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};
use vmap_core::{PlaceId, Point};
use vmap_release::{Boundary, Manifest, Release, ReleaseStore, SourceEntry};
use vmap_tiles::{BasemapSource, TileCoord, TileInputs, TileSet, TileSets, build_archives};

use decode::{Feature, Layer, layers};

/// A unit in force.
pub fn unit(level: UnitLevel, code: &str, kind: &str, name: &str, parent: Option<u16>) -> Unit {
    Unit {
        code: UnitCode(code.to_owned()),
        level,
        kind: kind.to_owned(),
        name: name.to_owned(),
        full_name: format!("{kind} {name}"),
        full_name_en: String::new(),
        parent: parent.map(UnitId),
        validity: Validity::default(),
        centre: None,
        aliases: Vec::new(),
    }
}

/// Hà Nội with two wards side by side, and Đà Nẵng with Hoàng Sa.
pub fn units() -> UnitTable {
    let units = vec![
        unit(UnitLevel::Province, "01", "Thành phố", "Hà Nội", None),
        unit(UnitLevel::Ward, "00004", "Phường", "Ba Đình", Some(0)),
        unit(UnitLevel::Ward, "00008", "Phường", "Ngọc Hà", Some(0)),
        unit(UnitLevel::Province, "48", "Thành phố", "Đà Nẵng", None),
        unit(UnitLevel::Ward, "20333", "Đặc khu", "Hoàng Sa", Some(3)),
    ];
    UnitTable::new(units, Vec::new()).unwrap()
}

/// Rectangles for the wards of [`units`]; Ba Đình is west of Ngọc Hà and they share an edge with a
/// bend in it.
pub fn boundaries() -> Vec<Boundary> {
    let ba_dinh = vec![(105.80, 21.00), (105.85, 21.00), (105.86, 21.02), (105.85, 21.05), (105.80, 21.05)];
    let ngoc_ha = vec![(105.85, 21.00), (105.90, 21.00), (105.90, 21.05), (105.85, 21.05), (105.86, 21.02)];
    let hoang_sa = vec![(111.60, 16.52), (111.62, 16.52), (111.62, 16.54), (111.60, 16.54)];
    let rings = [("00004", ba_dinh), ("00008", ngoc_ha), ("20333", hoang_sa)];
    rings.into_iter().map(|(code, ring)| boundary(code, ring)).collect()
}

/// A ward of today around `ring`.
pub fn boundary(code: &str, ring: Vec<(f64, f64)>) -> Boundary {
    Boundary {
        era: Era::Current,
        level: UnitLevel::Ward,
        code: UnitCode(code.to_owned()),
        full_name: code.to_owned(),
        illustrative: true,
        area: geo_types::Polygon::new(ring.into(), vec![]).into(),
    }
}

/// A house in the ward of [`units`] with code 00004.
pub fn house(lon: f64, lat: f64, number: &str) -> Place {
    Place {
        kind: PlaceKind::Address,
        point: Point::from_degrees(lon, lat).unwrap(),
        name: None,
        house_number: Some(number.to_owned()),
        street: Some("Phố Quốc Tử Giám".to_owned()),
        hamlet: None,
        ward: Some(UnitCode("00004".to_owned())),
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    }
}

/// A release of `places` with tiles, in a folder that lives as long as the first value.
pub fn release(places: Vec<Place>, units: &UnitTable, boundaries: &[Boundary]) -> (tempfile::TempDir, Arc<Release>) {
    release_with(places, units, boundaries, None)
}

/// The same with a basemap of its own.
pub fn release_with(
    places: Vec<Place>,
    units: &UnitTable,
    boundaries: &[Boundary],
    basemap: Option<&dyn BasemapSource>,
) -> (tempfile::TempDir, Arc<Release>) {
    let folder = tempfile::tempdir().unwrap();
    let store = ReleaseStore::new(folder.path());
    let mut release = store.create().unwrap();
    let mut assembler = Assembler::new(units);
    for (ordinal, place) in (0..).zip(places) {
        assembler.add(PlaceId::from_ordinal(ordinal).unwrap(), 0, place);
    }
    assembler.finish(&mut release).unwrap();
    std::fs::write(release.path().join("units.json"), serde_json::to_vec(units).unwrap()).unwrap();
    let (addresses, named_places) = tables(&release);
    let inputs = TileInputs { addresses: &addresses, named_places: &named_places, units, boundaries, basemap };
    build_archives(&inputs, release.path(), &|_| {}).unwrap();
    let manifest = release.finish(manifest()).unwrap();
    let release = Arc::new(store.open(&manifest.id).unwrap());
    (folder, release)
}

/// The tiles of [`release`].
pub fn tile_sets(places: Vec<Place>) -> (tempfile::TempDir, TileSets) {
    let (folder, release) = release(places, &units(), &boundaries());
    (folder, TileSets::open(&release).unwrap())
}

fn tables(files: &impl ReleaseFiles) -> (AddressTable, NamedPlaceTable) {
    (AddressTable::open(files).unwrap(), NamedPlaceTable::open(files).unwrap())
}

/// What [`release`] says of itself.
pub fn manifest() -> Manifest {
    Manifest {
        format_version: FORMAT_VERSION,
        analyser_version: ANALYSER_VERSION,
        sources: vec![SourceEntry {
            name: "test".to_owned(),
            licence: "CC0-1.0".to_owned(),
            attribution: "made for a test".to_owned(),
            synthetic: true,
        }],
        illustrative_boundaries: true,
        ..Manifest::default()
    }
}

/// Every tile of zoom `z` that could hold one of `places`.
pub fn tiles_around(
    sets: &TileSets,
    set: TileSet,
    z: u8,
    places: &[(f64, f64)],
) -> BTreeMap<TileCoord, BTreeMap<String, Layer>> {
    let coords: BTreeSet<TileCoord> = places.iter().map(|place| tile_of(z, *place)).collect();
    let tile = |coord| Some((coord, layers(&sets.tile(set, coord).unwrap()?)));
    coords.into_iter().filter_map(tile).collect()
}

/// The tile of a place by the formula of the OpenStreetMap wiki, "Slippy map tilenames".
pub fn tile_of(z: u8, (lon, lat): (f64, f64)) -> TileCoord {
    let side = f64::from(1_u32 << z);
    let lat = lat.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    TileCoord::new(z, ((lon + 180.0) / 360.0 * side) as u32, (y * side) as u32).unwrap()
}

/// The features of `layer` in all of `tiles`.
pub fn features<'a>(tiles: &'a BTreeMap<TileCoord, BTreeMap<String, Layer>>, layer: &str) -> Vec<&'a Feature> {
    tiles.values().filter_map(|layers| layers.get(layer)).flat_map(|layer| &layer.features).collect()
}
