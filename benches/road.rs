//! The first road at a million made addresses: import, publish, open, search. Prints machine,
//! data, seed, counts and figures; judges nothing. `make bench` runs it.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vmap_core::Point;
use vmap_geocoder::{Geocoder, ReverseRequest, SearchRequest};
use vmap_release::ReleaseStore;

const SEED: &str = "1";
const QUERIES: usize = 2000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let addresses = std::env::var("VMAP_BENCH_ADDRESSES").unwrap_or_else(|_| "1000000".to_owned());
    let home = tempfile::tempdir()?;
    let path = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    print_machine()?;
    println!("data: {addresses} made addresses (synthetic), seed {SEED}, on the shipped units");

    let units = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/units");
    let sample = path("synthetic.csv");
    step(home.path(), &["import", "units", &units.to_string_lossy()])?;
    step(home.path(), &["synth", "--addresses", &addresses, "--seed", SEED, "-o", &sample])?;
    println!("  file {} MB", fs::metadata(&sample)?.len() / 1_000_000);
    step(home.path(), &["import", "addresses", &sample, "--source", "made"])?;
    println!("  registry {} MB", fs::metadata(home.path().join("registry.db"))?.len() / 1_000_000);
    step(home.path(), &["publish"])?;
    step(home.path(), &["import", "addresses", &sample, "--source", "made"])?;

    let begun = Instant::now();
    let release = Arc::new(ReleaseStore::new(home.path().join("releases")).open_current()?);
    let geocoder = Geocoder::open(release.clone())?;
    println!("open the release: {:.3} s", begun.elapsed().as_secs_f64());
    println!("  {:?}", release.manifest().counts);
    let rows = sample_rows(Path::new(&sample), QUERIES)?;
    measure_search(&geocoder, &rows);
    measure_reverse(&geocoder, &rows);
    Ok(())
}

/// One row of the sample.
struct Row {
    label: String,
    number: String,
    point: Point,
}

fn print_machine() -> Outcome<()> {
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or("unknown")
        .trim_matches([' ', '\t', ':']);
    let memory = fs::read_to_string("/proc/meminfo")?;
    println!(
        "machine: {} x {model}, {}",
        std::thread::available_parallelism()?,
        memory.lines().next().unwrap_or_default()
    );
    Ok(())
}

/// Runs the binary and prints wall and CPU seconds and its largest resident memory.
fn step(home: &Path, args: &[&str]) -> Outcome<()> {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vmap"));
    let mut child = command.arg("--home").arg(home).args(args).stdout(std::process::Stdio::null()).spawn()?;
    let (mut peak_kb, mut ticks) = (0, 0);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_kb = peak_kb.max(peak_memory_kb(child.id()));
        ticks = ticks.max(cpu_ticks(child.id()));
        std::thread::sleep(Duration::from_millis(10));
    };
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{}: {seconds:.1} s, {:.1} CPU s, peak {} MB",
        args[..args.len().min(2)].join(" "),
        ticks as f64 / 100.0,
        peak_kb / 1000
    );
    if !status.success() {
        return Err(format!("vmap {args:?} ended with {status}").into());
    }
    Ok(())
}

fn peak_memory_kb(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// User and system time in hundredths of a second (`proc(5)`, fields 14 and 15).
fn cpu_ticks(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

fn sample_rows(path: &Path, wanted: usize) -> Outcome<Vec<Row>> {
    let mut reader = csv::Reader::from_path(path)?;
    let total = csv::Reader::from_path(path)?.records().count();
    let mut rows = Vec::new();
    for record in reader.deserialize().step_by((total / wanted).max(1)) {
        let row: std::collections::HashMap<String, String> = record?;
        let parts = ["street", "hamlet", "ward", "district", "province"];
        let parts: Vec<&str> = parts.iter().map(|name| row[*name].as_str()).filter(|part| !part.is_empty()).collect();
        let point = Point::from_degrees(row["lon"].parse()?, row["lat"].parse()?).ok_or("a point off the globe")?;
        let number = row["house_number"].clone();
        let label = format!("{number} {}", parts.join(", ")).trim().to_owned();
        rows.push(Row { label, number, point });
    }
    Ok(rows)
}

fn measure_search(geocoder: &Geocoder, rows: &[Row]) {
    for (form, change) in
        [("as written", (|label: &str| label.to_owned()) as fn(&str) -> String), ("without marks", without_marks)]
    {
        let mut times = Vec::new();
        let mut right = 0;
        for row in rows {
            let query = change(&row.label);
            let begun = Instant::now();
            let answer = geocoder.search(&SearchRequest::free(query));
            times.push(begun.elapsed());
            let first = answer.hits.first();
            right += usize::from(first.is_some_and(|hit| {
                hit.point.distance_m(row.point) < 1.0
                    || (row.number.is_empty() && hit.point.distance_m(row.point) < 3000.0)
            }));
        }
        print_times(&format!("search {form}"), &mut times);
        println!("  first answer at the right place: {right} of {}", rows.len());
    }
}

/// The text as somebody types it who has no Vietnamese keyboard.
fn without_marks(text: &str) -> String {
    text.split_inclusive([' ', ',', '/', '-'])
        .map(|part| {
            let end = part.trim_end_matches([' ', ',', '/', '-']).len();
            format!("{}{}", vmap_core::text::fold(&part[..end]), &part[end..])
        })
        .collect()
}

fn measure_reverse(geocoder: &Geocoder, rows: &[Row]) {
    let mut times: Vec<Duration> = rows
        .iter()
        .map(|row| {
            let begun = Instant::now();
            std::hint::black_box(geocoder.reverse(&ReverseRequest::at(row.point)));
            begun.elapsed()
        })
        .collect();
    print_times("reverse", &mut times);
}

fn print_times(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!("{what}: median {:.3} ms, p99 {:.3} ms, {} queries", at(0.5), at(0.99), times.len());
}
