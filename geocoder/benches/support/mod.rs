//! What the measurements share: the release, the machine, random numbers, figures.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vmap_core::Point;
use vmap_core::release::AddressTable;
use vmap_geocoder::Geocoder;
use vmap_release::Release;

/// The release in the folder that `VMAP_BENCH_RELEASE` names, opened; prints machine, release and
/// what opening took. `None`, with a word of advice, where the variable is not set.
pub fn open() -> Option<(Arc<Release>, Geocoder)> {
    let Some(folder) = std::env::var_os("VMAP_BENCH_RELEASE") else {
        println!("set VMAP_BENCH_RELEASE to the folder of a release (HOME/releases/ID)");
        return None;
    };
    print_machine();
    let begun = Instant::now();
    let release = Arc::new(Release::open(&PathBuf::from(folder)).unwrap());
    let mapped = begun.elapsed();
    let geocoder = Geocoder::open(Arc::clone(&release)).unwrap();
    println!("release {} {:?}", release.id(), release.manifest().counts);
    println!("opened in {:.0?}, {:.0?} of it the files; {}", begun.elapsed(), mapped, memory());
    Some((release, geocoder))
}

fn print_machine() {
    let field = |path: &str, name: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        line.split(':').nth(1).unwrap_or("unknown").trim().to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "machine: {cores} x {}, {} of memory, load {}",
        field("/proc/cpuinfo", "model name"),
        field("/proc/meminfo", "MemTotal"),
        fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()
    );
}

/// Resident memory of this process: its own, and mapped pages of files.
pub fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0);
        kilobytes * 1024 / 1_000_000
    };
    format!("resident {} MB: own {}, files {}", megabytes("VmRSS"), megabytes("RssAnon"), megabytes("RssFile"))
}

/// Numbers that look random, the same for the same seed: a linear congruential generator with
/// Knuth's multiplier.
pub struct Random(pub u64);

impl Random {
    /// The next number, 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next number, `least` to `most`.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.share()
    }

    /// A row below `rows`.
    pub fn row(&mut self, rows: usize) -> u32 {
        (self.share() * rows as f64) as u32
    }

    /// A point at most `degrees` east, west, north and south of an address.
    pub fn near_an_address(&mut self, addresses: &AddressTable, degrees: f64) -> Point {
        let row = self.row(addresses.len());
        let near = addresses.point(row).unwrap();
        let (east, north) = (self.between(-degrees, degrees), self.between(-degrees, degrees));
        Point::from_degrees(near.lon() + east, near.lat() + north).unwrap()
    }
}

/// Prints median, 99th percentile and worst of what `ask` takes for each of `questions`.
pub fn measure<Q>(name: &str, questions: &[Q], mut ask: impl FnMut(&Q)) {
    let mut latencies: Vec<Duration> = questions
        .iter()
        .map(|question| {
            let begun = Instant::now();
            ask(question);
            begun.elapsed()
        })
        .collect();
    latencies.sort_unstable();
    let at = |part: f64| latencies[((latencies.len() - 1) as f64 * part) as usize];
    let count = latencies.len();
    println!("{name}: {count} asked, median {:.1?}, p99 {:.1?}, worst {:.1?}", at(0.5), at(0.99), at(1.0));
}
