//! Builds the tiles of the real ward polygons and a number of made addresses, and says what it
//! cost: `cargo run --release -p vmap-tiles --example measure_tiles -- ADDRESSES FOLDER`.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a measurement for people at a terminal")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::sync::Mutex;
use std::time::Instant;

use bytes::Bytes;
use vmap_core::Point;
use vmap_core::place::Place;
use vmap_core::release::{AddressTable, Assembler, NamedPlaceTable, ReleaseFiles};
use vmap_core::{PlaceId, place::PlaceKind};
use vmap_tiles::{TileInputs, build_archives};

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
    let mut files = hashbrown::HashMap::<String, Bytes>::new();
    assembler.finish(&mut files).unwrap();
    let (addresses, named_places) = open(&files);
    let inputs =
        TileInputs { addresses: &addresses, named_places: &named_places, units: &units, boundaries: &boundaries };
    let last = Mutex::new((Instant::now(), String::from("start")));
    let stage = |name: &str| {
        let mut last = last.lock().unwrap();
        println!("{:>8.2} s  {}", last.0.elapsed().as_secs_f64(), last.1);
        *last = (Instant::now(), name.to_owned());
    };
    build_archives(&inputs, &folder, &stage).unwrap();
    stage("end");
    for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
        println!("{:>12} bytes  {}", entry.metadata().unwrap().len(), entry.file_name().to_string_lossy());
    }
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
