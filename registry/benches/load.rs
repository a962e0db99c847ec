//! What a load costs: `cargo bench -p vmap-registry --bench load [-- ADDRESSES]` (one million unless
//! told) prints seconds and bytes of a first load, of the same rows again, of a monthly file with
//! 3 % moved and 2 % new, of one place's history, and of reading everything.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may stop at the first failure and prints")]

use std::path::Path;
use std::time::Instant;

use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_core::{PlaceId, Point};
use vmap_registry::{CurrentPlace, LoadOptions, Registry, RegistryError, Source, Submission};

const WARDS: u64 = 3_321;
const CHUNK: u64 = 10_000;
const HISTORIES: u64 = 10_000;

fn main() {
    let addresses = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.db");
    let mut registry = Registry::open(&path).unwrap();
    println!("{addresses} addresses, keys in random order");
    measure("first load", || load(&mut registry, 0..addresses, |row| row));
    println!("  {:.0} bytes an address", size(&path) as f64 / addresses as f64);
    measure("the same again", || load(&mut registry, 0..addresses, |row| row));
    let moved = |row: u64| if row.is_multiple_of(33) { row + 1_000_000_007 } else { row };
    measure("3 % moved, 2 % new", || load(&mut registry, 0..addresses + addresses / 50, moved));
    measure("one place with its history", || histories(&registry, addresses));
    measure("reading all", || {
        let mut longest = 0;
        let visit = |place: CurrentPlace| -> Result<(), RegistryError> {
            longest = longest.max(place.place.street.map_or(0, |street| street.len()));
            Ok(())
        };
        registry.for_each_current(visit).unwrap();
        format!("longest street {longest} bytes")
    });
}

/// The histories of places at random.
fn histories(registry: &Registry, addresses: u64) -> String {
    let mut versions = 0;
    let mut microseconds: Vec<u128> = (0..HISTORIES)
        .map(|turn| {
            let place = PlaceId::from_ordinal(scatter(turn) % addresses).unwrap();
            let begun = Instant::now();
            versions += registry.history(place).unwrap().len();
            begun.elapsed().as_micros()
        })
        .collect();
    microseconds.sort_unstable();
    let at = |share: f64| microseconds[(share * (HISTORIES - 1) as f64) as usize];
    format!("{HISTORIES} places, {versions} versions: median {} us, p99 {} us", at(0.5), at(0.99))
}

fn measure(what: &str, run: impl FnOnce() -> String) {
    let (cpu, wall) = (cpu_seconds(), Instant::now());
    let said = run();
    println!("{what}: {:.1} CPU s, {:.1} s; {said}", cpu_seconds() - cpu, wall.elapsed().as_secs_f64());
}

/// Submits `rows`, of which `seed` tells the position.
fn load(registry: &mut Registry, rows: std::ops::Range<u64>, seed: impl Fn(u64) -> u64) -> String {
    let source = Source {
        name: "bench".to_owned(),
        licence: "none".to_owned(),
        attribution: "made".to_owned(),
        synthetic: true,
        ..Source::default()
    };
    let mut load = registry.begin_load(&source, "bench", &LoadOptions::default()).unwrap();
    for start in rows.clone().step_by(CHUNK as usize) {
        let chunk: Vec<_> = (start..rows.end.min(start + CHUNK)).map(|row| submission(row, seed(row))).collect();
        load.submit(&chunk).unwrap();
    }
    format!("{:?}", load.commit().unwrap())
}

fn submission(row: u64, position: u64) -> Submission {
    let (key, spread) = (scatter(row), scatter(position ^ 0x5bd1));
    let street = row / 40;
    let ward = UnitCode(format!("{:05}", row * WARDS / 24_000_000));
    let place = Place {
        kind: PlaceKind::Address,
        point: Point::from_e7(1_050_000_000 + (spread % 10_000_000) as i32, 210_000_000 - (street % 10_000_000) as i32)
            .unwrap(),
        name: None,
        house_number: Some((row % 40 * 2 + 1).to_string()),
        street: Some(format!("Đường Nguyễn Thị Minh Khai {}", street % 40_000)),
        hamlet: row.is_multiple_of(3).then(|| format!("Tổ dân phố {}", row % 9_000)),
        ward: Some(ward.clone()),
        legacy_ward: Some(ward),
        category: None,
        lines: Vec::new(),
    };
    Submission::new(place, Some(&format!("{:012x}", key >> 16)))
}

/// A number that looks random and depends on `seed` alone (the finaliser of splitmix64).
fn scatter(seed: u64) -> u64 {
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// CPU seconds of this process so far; a tick is a hundredth of a second on Linux.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}
