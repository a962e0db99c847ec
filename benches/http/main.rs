//! The server under load, on any home that has a release: answers a second, latencies, and where
//! the CPU seconds go. Prints machine, release, seed and counts; judges nothing.
//!
//! `VMAP_BENCH_HOME=DIR cargo bench --bench http`; `VMAP_BENCH_SECONDS` sets another time for each
//! line than 5 seconds, `VMAP_BENCH_ONLY` measures only the lines whose name holds a text. The
//! load generator is one thread on the same machine.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

#[path = "../../geocoder/benches/search/forms.rs"]
mod forms;
mod load;
mod process;
mod questions;
#[path = "../../geocoder/benches/search/random.rs"]
mod random;
#[path = "../../geocoder/benches/search/slips.rs"]
mod slips;
mod tiles;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use load::Load;
use process::{Server, cpu_seconds};
use questions::{Questions, Request};
use tiles::Tiles;
use vmap_geocoder::{Geocoder, Hit};
use vmap_release::ReleaseStore;
use vmap_tiles::{TileSet, TileSets};

/// Addresses of the release that questions are made from.
const ADDRESSES: usize = 20_000;
/// Rows of the file that `vmap geocode` is measured on.
const ROWS: usize = 100_000;
/// Items of one `POST /batch`.
const ITEMS: usize = 1000;
const SEED: u64 = 42;

/// An address of the release, as today's units and the former ones name it.
pub struct Address {
    current: Hit,
    legacy: Hit,
    /// Whether number and street alone say which one is meant: not known here.
    only: bool,
}

fn main() {
    let Some(home) = std::env::var_os("VMAP_BENCH_HOME").map(PathBuf::from) else {
        println!("name a home that has a release in VMAP_BENCH_HOME");
        return;
    };
    let seconds = std::env::var("VMAP_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5.0);
    let only = std::env::var("VMAP_BENCH_ONLY").unwrap_or_default();
    process::print_machine();
    let questions = questions(&home);
    let bench = Bench { server: Server::start(&home), length: Duration::from_secs_f64(seconds), only };
    println!(
        "{:<26} {:>4} {:>10} {:>8} {:>8} {:>11} {:>8} {:>8}",
        "", "conn", "answers/s", "median", "p99", "server CPU", "load CPU", "not 200"
    );
    bench.measure("/healthz", &[1, 8, 16], &[Request::get("/healthz".to_owned())]);
    bench.measure("/search", &[1, 8, 16], &questions.searches());
    bench.measure("/search, gzip taken", &[16], &questions.compressed_searches());
    bench.measure("/autocomplete", &[1, 8, 16], &questions.prefixes());
    bench.measure("/reverse", &[1, 8, 16], &questions.reverses());
    bench.measure("POST /batch, 1000 items", &[1, 2], &questions.batches(ITEMS));
    bench.tiles(&home);
    let Bench { only, .. } = bench;
    geocode(&home, &questions, &only);
}

/// Opens the release of `home` long enough to make questions of it.
fn questions(home: &Path) -> Questions {
    let release = Arc::new(ReleaseStore::new(home.join("releases")).open_current().unwrap());
    let geocoder = Geocoder::open(Arc::clone(&release)).unwrap();
    println!("release {} {:?}", release.id(), release.manifest().counts);
    let questions = Questions::new(&geocoder, &release, ADDRESSES, SEED);
    println!("{} questions made of {ADDRESSES} addresses taken at random, seed {SEED}", questions.lines.len());
    questions
}

struct Bench {
    server: Server,
    length: Duration,
    only: String,
}

impl Bench {
    /// Asks `requests` over and over and prints a line for each number of connections.
    fn measure(&self, name: &str, connections: &[usize], requests: &[Request]) {
        for connections in connections.iter().filter(|_| name.contains(&self.only)) {
            let warm = Load { address: self.server.address, connections: *connections, length: self.length / 5 };
            load::run(&warm, requests);
            let (server, own) = (cpu_seconds(self.server.id()), cpu_seconds(std::process::id()));
            let done = load::run(&Load { length: self.length, ..warm }, requests);
            let (server, own) = (cpu_seconds(self.server.id()) - server, cpu_seconds(std::process::id()) - own);
            let [median, p99] = done.latencies([0.5, 0.99]);
            let count = done.latencies.len();
            println!(
                "{name:<26} {connections:>4} {:>10.0} {median:>5.2} ms {p99:>5.2} ms {:>8.0} µs {:>5.0} µs {:>8}",
                count as f64 / done.seconds,
                server * 1e6 / count as f64,
                own * 1e6 / count as f64,
                done.not_ok,
            );
        }
    }
}

impl Bench {
    /// Tiles of addresses and of the basemap, from the archive and from columns.
    fn tiles(&self, home: &Path) {
        let release = Arc::new(ReleaseStore::new(home.join("releases")).open_current().unwrap());
        let sets = TileSets::open(&release).unwrap();
        for (city, middle) in tiles::CITIES {
            for (set, z) in [(TileSet::Addresses, 14), (TileSet::Addresses, 16), (TileSet::Basemap, 14)] {
                let asked = Tiles::around(&sets, set, z, middle);
                if asked.requests.is_empty() {
                    continue;
                }
                let name = format!("{set} z{z} {city}");
                self.measure(&name, &[16], &asked.requests);
                let kilobytes = asked.mean_bytes / 1e3;
                println!("{:<26} {} tiles of {kilobytes:.1} kB in the mean, gzip", "", asked.requests.len());
            }
        }
    }
}

/// `vmap geocode` on a file of lines, and of positions.
fn geocode(home: &Path, questions: &Questions, only: &str) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("vmap geocode", questions.csv_of_lines(ROWS), &[][..]),
        ("vmap geocode --reverse", questions.csv_of_positions(ROWS), &["--reverse"][..]),
    ];
    for (name, text, options) in files.into_iter().filter(|(name, ..)| name.contains(only)) {
        let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
        let text_of_one_row: String = text.lines().take(2).flat_map(|line| [line, "\n"]).collect();
        std::fs::write(&input, text_of_one_row).unwrap();
        let (opening, _) = process::run(home, &input, &output, options);
        std::fs::write(&input, text).unwrap();
        let begun = Instant::now();
        let (wall, cpu) = process::run(home, &input, &output, options);
        assert_eq!(csv::Reader::from_path(&output).unwrap().records().count(), ROWS, "after {:?}", begun.elapsed());
        println!(
            "{name}: {ROWS} rows in {wall:.2} s, {opening:.2} s of it opening the release: {:.0} rows a second, \
             {:.0} µs of CPU a row",
            ROWS as f64 / (wall - opening),
            cpu * 1e6 / ROWS as f64
        );
    }
}
