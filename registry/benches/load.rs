//! What a load costs: `cargo bench -p vmap-registry --bench load [-- ADDRESSES]` (one million unless
//! told) prints seconds, CPU seconds and rows a second of a first load, of the same rows again, of a
//! monthly file with 3 % moved and 2 % new, of reading everything and of one place with its history:
//! in SQLite, then in a PostgreSQL of its own where that is installed. Both flush what they commit.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may stop at the first failure and prints")]

#[path = "../tests/common/cluster.rs"]
mod cluster;

use std::time::Instant;

use cluster::Cluster;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_core::{PlaceId, Point};
use vmap_registry::{CurrentPlace, LoadOptions, Registry, RegistryError, Source, Submission};

const WARDS: u64 = 3_321;
const CHUNK: u64 = 10_000;
const HISTORIES: u64 = 10_000;

fn main() {
    let addresses = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    println!("{addresses} addresses, keys in random order, seed in the row numbers; {} CPUs", cpus());
    in_sqlite(addresses);
    match Cluster::start_durable() {
        Some(cluster) => in_postgres(&cluster, addresses),
        None => println!("PostgreSQL is left out"),
    }
}

fn in_sqlite(addresses: u64) {
    println!("SQLite");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.db");
    run(Registry::open(&path).unwrap(), addresses, &|| 0.0);
    println!("  {:.0} bytes an address", path.metadata().unwrap().len() as f64 / addresses as f64);
}

fn in_postgres(cluster: &Cluster, addresses: u64) {
    println!("PostgreSQL; CPU seconds of this process + of the server");
    let url = cluster.database("bench");
    run(Registry::connect(&url).unwrap(), addresses, &|| cluster.cpu_seconds());
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let size: i64 = client.query_one("SELECT pg_database_size(current_database())", &[]).unwrap().get(0);
    println!("  {:.0} bytes an address", size as f64 / addresses as f64);
}

fn run(mut registry: Registry, addresses: u64, server: &dyn Fn() -> f64) {
    let measure = |what: &str, rows: u64, run: &mut dyn FnMut()| {
        let (cpu, server_cpu, wall) = (cpu_seconds(), server(), Instant::now());
        run();
        let (cpu, server_cpu, wall) = (cpu_seconds() - cpu, server() - server_cpu, wall.elapsed().as_secs_f64());
        println!("  {what}: {wall:.1} s, CPU {cpu:.1} + {server_cpu:.1} s, {:.0} a second", rows as f64 / wall);
    };
    measure("first load", addresses, &mut || load(&mut registry, 0..addresses, |row| row));
    measure("the same again", addresses, &mut || load(&mut registry, 0..addresses, |row| row));
    let moved = |row: u64| if row.is_multiple_of(33) { row + 1_000_000_007 } else { row };
    let monthly = addresses + addresses / 50;
    measure("3 % moved, 2 % new", monthly, &mut || load(&mut registry, 0..monthly, moved));
    measure("reading all", monthly, &mut || {
        let mut places = 0;
        let visit = |_: CurrentPlace| -> Result<(), RegistryError> {
            places += 1;
            Ok(())
        };
        registry.for_each_current(visit).unwrap();
        assert_eq!(places, monthly);
    });
    measure("histories of single places", HISTORIES, &mut || {
        for at in 0..HISTORIES {
            let place = PlaceId::from_ordinal(scatter(at) % addresses).unwrap();
            assert!(!registry.history(place).unwrap().is_empty());
        }
    });
}

fn cpus() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Submits `rows`, of which `seed` tells the position.
fn load(registry: &mut Registry, rows: std::ops::Range<u64>, seed: impl Fn(u64) -> u64) {
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
    load.commit().unwrap();
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
