//! How fast lines are read: `AddressParser::parse` of real lines on one core. Prints machine, data,
//! counts and figures; judges nothing. `make bench` runs it.
//!
//! The lines are those of the golden cases and, where `../shared/data` is at hand, the addresses of
//! shops that the evaluation knows. No seed: nothing is drawn by lot. Instructions are counted by
//! `perf stat`, where that works, on this program run again with more and with fewer passes.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "it stops where its data is not to be read")]

#[path = "../../tests/common/mod.rs"]
mod common;
mod counting;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use vmap_core::address::AddressParser;

use counting::{Allocations, CountingAllocator};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// Runs measured; the median is told.
const RUNS: usize = 9;

/// CPU time that a run takes at least.
const RUN: Duration = Duration::from_millis(400);

/// Asks for so many passes over the lines and no figures: what `perf stat` counts.
const PASSES: &str = "--passes";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let names = common::unit_names();
    let parser = AddressParser::new(&names);
    let samples = samples()?;
    if let Some(passes) = passes_asked()? {
        let lines = samples.iter().flat_map(|sample| &sample.lines);
        (0..passes).for_each(|_| parse_all(&parser, lines.clone()));
        return Ok(());
    }
    print_machine()?;
    for sample in &samples {
        measure(&parser, sample)?;
    }
    print_instructions(samples.iter().map(|sample| sample.lines.len()).sum());
    Ok(())
}

/// Lines of one source.
struct Sample {
    name: &'static str,
    lines: Vec<String>,
}

fn samples() -> Outcome<Vec<Sample>> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read_dir(room.join("../tests/golden"))?.map(|entry| entry.map(|entry| entry.path()));
    let mut golden: Vec<PathBuf> = golden.collect::<Result<_, _>>()?;
    golden.sort();
    let mut samples = vec![Sample { name: "golden cases", lines: column(&golden, "input")? }];
    let shops = room.join("../../shared/data/evaluation/winmart_stores.csv");
    if shops.exists() {
        samples.push(Sample { name: "addresses of shops", lines: column(&[shops], "address")? });
    }
    Ok(samples)
}

fn column(files: &[PathBuf], name: &str) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for file in files {
        let mut reader = csv::Reader::from_path(file)?;
        let column = reader.headers()?.iter().position(|header| header == name).ok_or("no such column")?;
        for row in reader.records() {
            lines.push(row?.get(column).unwrap_or_default().to_owned());
        }
    }
    Ok(lines)
}

fn parse_all<'l>(parser: &AddressParser<'_>, lines: impl Iterator<Item = &'l String>) {
    lines.for_each(|line| drop(black_box(parser.parse(black_box(line)))));
}

fn measure(parser: &AddressParser<'_>, sample: &Sample) -> Outcome<()> {
    let lines = &sample.lines;
    parse_all(parser, lines.iter());
    let before = Allocations::so_far();
    parse_all(parser, lines.iter());
    let allocations = Allocations::so_far().since(before);
    let mut rates = (0..RUNS).map(|_| parses_a_second(parser, lines)).collect::<Outcome<Vec<f64>>>()?;
    rates.sort_by(f64::total_cmp);
    let count = lines.len() as f64;
    println!(
        "{}: {} lines of {:.0} bytes; {:.0} parses a second on one core (CPU time, median of {RUNS} runs, {:.0} to {:.0}); \
         {:.1} allocations and {:.0} bytes a parse",
        sample.name,
        lines.len(),
        lines.iter().map(String::len).sum::<usize>() as f64 / count,
        rates[RUNS / 2],
        rates[0],
        rates[RUNS - 1],
        allocations.count as f64 / count,
        allocations.bytes as f64 / count,
    );
    Ok(())
}

fn parses_a_second(parser: &AddressParser<'_>, lines: &[String]) -> Outcome<f64> {
    let clock = Clock::start();
    let mut parsed = 0;
    let mut spent = Duration::ZERO;
    while spent < RUN {
        parse_all(parser, lines.iter());
        parsed += lines.len();
        spent = clock.spent();
    }
    Ok(parsed as f64 / spent.as_secs_f64())
}

/// CPU time of this program where the system tells it (Linux), else time on the wall.
struct Clock {
    cpu: Option<Duration>,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { cpu: cpu_time(), wall: Instant::now() }
    }

    fn spent(&self) -> Duration {
        match (self.cpu, cpu_time()) {
            (Some(before), Some(now)) => now - before,
            _ => self.wall.elapsed(),
        }
    }
}

fn cpu_time() -> Option<Duration> {
    let figures = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(figures.split(' ').next()?.parse().ok()?))
}

fn print_machine() -> Outcome<()> {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    println!("machine: {} x {}", std::thread::available_parallelism()?, model.trim_matches([' ', '\t', ':']));
    Ok(())
}

fn print_instructions(lines: usize) {
    const MORE: u64 = 21;
    match instructions(1).zip(instructions(MORE)) {
        Some((once, often)) => {
            println!("instructions a parse, all lines: {}", (often - once) / ((MORE - 1) * lines as u64));
        }
        None => println!("instructions a parse: not counted, `perf stat` does not work here"),
    }
}

/// Instructions that this program takes for `passes` over all lines, its start included.
fn instructions(passes: u64) -> Option<u64> {
    let mut perf = Command::new("perf");
    perf.args(["stat", "-x", ",", "-e", "instructions:u", "--"]).arg(std::env::current_exe().ok()?);
    let output = perf.args([PASSES, &passes.to_string()]).output().ok()?;
    String::from_utf8_lossy(&output.stderr).lines().find_map(|line| line.split(',').next()?.parse().ok())
}

fn passes_asked() -> Outcome<Option<u64>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != PASSES);
    Ok(arguments.nth(1).map(|passes| passes.parse()).transpose()?)
}
