//! Builds the tiles of the real ward polygons and a number of made addresses, and says what it
//! cost: `cargo run --release -p vmap-tiles --example measure_tiles -- ADDRESSES FOLDER`.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a measurement for people at a terminal")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use vmap_core::Point;
use vmap_core::place::Place;
use vmap_core::release::{AddressTable, Assembler, NamedPlaceTable, ReleaseFiles};
use vmap_core::{PlaceId, place::PlaceKind};
use vmap_release::ReleaseStore;
use vmap_tiles::{TileCoord, TileInputs, TileSet, TileSets, build_archives};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().unwrap().parse().unwrap();
    let folder = std::path::PathBuf::from(arguments.next().unwrap());
    let Some(data) = common::real::folder() else { return };
    let units = common::real::units(&data);
    let boundaries = common::real::boundaries(&data);
    let mut assembler = Assembler::new(&units);
    let mut random = Random(42);
    for ordinal in 0..count {
        assembler.add(PlaceId::from_ordinal(ordinal).unwrap(), 0, address(&mut random));
    }
    let store = ReleaseStore::new(&folder);
    let mut release = store.create().unwrap();
    assembler.finish(&mut release).unwrap();
    std::fs::write(release.path().join("units.json"), serde_json::to_vec(&units).unwrap()).unwrap();
    let (addresses, named_places) = open(&release);
    let inputs = TileInputs {
        addresses: &addresses,
        named_places: &named_places,
        units: &units,
        boundaries: &boundaries,
        basemap: None,
    };
    let last = Mutex::new((Instant::now(), cpu_seconds(), String::from("start")));
    let stage = |name: &str| {
        let mut last = last.lock().unwrap();
        let cpu = cpu_seconds() - last.1;
        println!("{:>8.2} s {cpu:>8.2} CPU s  {}", last.0.elapsed().as_secs_f64(), last.2);
        *last = (Instant::now(), cpu_seconds(), name.to_owned());
    };
    build_archives(&inputs, release.path(), &stage).unwrap();
    stage("hash and finish");
    for set in TileSet::ALL {
        let file = release.path().join(set.archive_file());
        println!("{:>12} bytes  {set}", std::fs::metadata(file).unwrap().len());
    }
    let manifest = release.finish(common::manifest()).unwrap();
    stage("open");
    let release = Arc::new(store.open(&manifest.id).unwrap());
    let sets = TileSets::open(&release).unwrap();
    stage("find the tiles of zoom 14");
    let coords = address_tiles(&addresses);
    stage("zoom 14");
    let tiles: Vec<usize> =
        coords.iter().map(|coord| sets.tile(TileSet::Addresses, *coord).unwrap().unwrap().gzip.len()).collect();
    stage("zoom 14 again");
    coords.iter().rev().take(4000).for_each(|coord| drop(sets.tile(TileSet::Addresses, *coord).unwrap()));
    stage("end");
    let (count, bytes, largest) = (tiles.len(), tiles.iter().sum::<usize>(), tiles.iter().max().unwrap());
    println!("{count} tiles of zoom 14, {bytes} bytes, largest {largest}");
}

/// The tiles of zoom 14 that have addresses, by the formula of the OpenStreetMap wiki.
fn address_tiles(addresses: &AddressTable) -> BTreeSet<TileCoord> {
    let side = f64::from(1 << 14);
    let tile = |row| {
        let point = addresses.point(row).unwrap();
        let lat = point.lat().to_radians();
        let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
        TileCoord::new(14, ((point.lon() + 180.0) / 360.0 * side) as u32, (y * side) as u32).unwrap()
    };
    let tiles: BTreeSet<TileCoord> = (0..addresses.len() as u32).map(tile).collect();
    tiles
}

/// User and system time of this process so far, in seconds: fields 14 and 15 of Linux's
/// `/proc/self/stat`, in hundredths.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn open(files: &impl ReleaseFiles) -> (AddressTable, NamedPlaceTable) {
    (AddressTable::open(files).unwrap(), NamedPlaceTable::open(files).unwrap())
}

/// Two thirds of the addresses crowd around 400 towns, the others lie anywhere in the delta.
fn address(random: &mut Random) -> Place {
    let town = random.below(600);
    let (lon, lat) = match town {
        0..400 => {
            let mut seed = Random(town);
            let spread = |random: &mut Random| (random.share() + random.share() + random.share() - 1.5) * 0.03;
            (104.5 + seed.share() * 3.0 + spread(random), 10.0 + seed.share() * 12.0 + spread(random))
        }
        _ => (105.0 + random.share() * 2.0, 9.5 + random.share() * 2.0),
    };
    Place {
        kind: PlaceKind::Address,
        point: Point::from_degrees(lon, lat).unwrap(),
        name: None,
        house_number: Some(format!("{}", 1 + random.below(900))),
        street: None,
        hamlet: None,
        ward: None,
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    }
}

/// Splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
