//! Searching a release for its own addresses, form by form: is each found, is it first, how long
//! does it take. Prints machine, release, seed, counts and figures; judges nothing.
//!
//! `VMAP_BENCH_RELEASE=FOLDER cargo bench -p vmap-geocoder --bench search`; `VMAP_BENCH_ASKED` sets
//! another number of addresses than 20,000, `VMAP_BENCH_MISSES` how many misses of each form are
//! printed.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and stops where it cannot go on")]

mod forms;
mod homes;
mod only;
mod random;
mod slips;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use forms::{FORMS, Form};
use homes::WITHOUT_NUMBER;
use only::only_in_province;
use random::Random;
use vmap_core::release::{AddressTable, NamedPlaceTable};
use vmap_geocoder::{AdminForm, Geocoder, Hit, Language, MatchClass, SearchRequest};
use vmap_release::Release;

const SEED: u64 = 42;

fn main() {
    let folder = std::env::var("VMAP_BENCH_RELEASE").unwrap_or_default();
    if folder.is_empty() {
        println!("name the folder of a release in VMAP_BENCH_RELEASE");
        return;
    }
    let asked = number_from("VMAP_BENCH_ASKED", 20_000);
    let misses = number_from("VMAP_BENCH_MISSES", 5);
    print_machine();
    let start = Instant::now();
    let release = Arc::new(Release::open(Path::new(&folder)).unwrap());
    let geocoder = Geocoder::open(Arc::clone(&release)).unwrap();
    println!("release {} {:?}, opened in {:.2?}", release.id(), release.manifest().counts, start.elapsed());
    let (addresses, without_number) = sample(&geocoder, &release, asked);
    let only = addresses.iter().filter(|address| address.only).count();
    println!("{} addresses with a number of {asked} taken at random, seed {SEED}", addresses.len());
    println!(
        "{only} of them alone with number and street in their province; {} without a number",
        without_number.len()
    );
    println!("{:>34}  exact  same label  in five  A wrong  ambiguous   median      p99    worst", "");
    let only = std::env::var("VMAP_BENCH_FORM").unwrap_or_default();
    let numbered = FORMS.iter().map(|form| (form, &addresses));
    let forms = numbered.chain(WITHOUT_NUMBER.iter().map(|form| (form, &without_number)));
    let forms = forms.filter(|(form, _)| form.name.contains(&only));
    let mut all: Vec<f64> = forms.flat_map(|(form, addresses)| ask(&geocoder, form, addresses, misses)).collect();
    let [median, p99, worst] = latencies(&mut all);
    println!("{:>34} {:>52} {median:>7.0} µs {p99:>5.0} µs {worst:>5.0} µs", "all forms together", "");
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    println!("mean {mean:.0} µs, {:.0} answers a second on one core", 1e6 / mean);
}

fn number_from(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn print_machine() {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let processor = read("/proc/cpuinfo");
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let threads = std::thread::available_parallelism().map_or(0, usize::from);
    println!("machine: {threads} x {}, load {}", model.trim_matches([' ', '\t', ':']), read("/proc/loadavg").trim());
}

/// An address of the release, as today's units and the former ones name it.
struct Address {
    current: Hit,
    legacy: Hit,
    /// Whether no other has its number and street in today's province.
    only: bool,
}

/// Addresses with a number and those without.
fn sample(geocoder: &Geocoder, release: &Release, asked: usize) -> (Vec<Address>, Vec<Address>) {
    let (addresses, named) = (AddressTable::open(release).unwrap(), NamedPlaceTable::open(release).unwrap());
    let mut random = Random::new(SEED);
    let rows: Vec<u32> = (0..asked).map(|_| random.below(addresses.len()) as u32).collect();
    let only = only_in_province(&addresses, &named, release.units(), &rows);
    let one = |(row, only): (&u32, bool)| {
        let address = addresses.get(*row)?;
        let hit = |admin| geocoder.place(address.id, admin, Language::Vi);
        address.street.or(address.hamlet)?;
        Some(Address { current: hit(AdminForm::Current)?, legacy: hit(AdminForm::Legacy)?, only })
    };
    rows.iter().zip(only).filter_map(one).partition(|address| address.current.housenumber.is_some())
}

/// Asks for every address in `form`, prints what came of it and returns the latencies in µs.
fn ask(geocoder: &Geocoder, form: &Form, addresses: &[Address], misses: usize) -> Vec<f64> {
    let (mut exact, mut same, mut among, mut wrong, mut ambiguous) = (0, 0, 0, 0, 0);
    let mut latency = Vec::with_capacity(addresses.len());
    let mut missed = Vec::new();
    let mut random = Random::new(SEED);
    let mut count = 0;
    for address in addresses {
        let Some(line) = (form.write)(address, &mut random) else { continue };
        count += 1;
        let request = SearchRequest::free(&line);
        let start = Instant::now();
        let answer = geocoder.search(&request);
        latency.push(start.elapsed().as_secs_f64() * 1e6);
        let first = answer.hits.first();
        let is_same = |hit: &Hit| hit.id == address.current.id || hit.label == address.current.label;
        exact += usize::from(first.is_some_and(|hit| hit.id == address.current.id));
        same += usize::from(first.is_some_and(is_same));
        ambiguous += usize::from(first.is_some_and(|hit| hit.ambiguous));
        wrong += usize::from(first.is_some_and(|hit| !is_same(hit) && hit.match_class == Some(MatchClass::A)));
        among += usize::from(answer.hits.iter().any(is_same));
        if !first.is_some_and(is_same) {
            let got =
                first.map_or_else(|| "nothing".to_owned(), |hit| format!("{} ({:?})", hit.label, hit.match_class));
            missed.push(format!("{line}  ->  {got}  instead of  {}", address.current.label));
        }
    }
    let percent = |part: usize| part as f64 * 100.0 / count.max(1) as f64;
    let [median, p99, worst] = latencies(&mut latency);
    println!(
        "{:>34} {:>6.2} {:>11.2} {:>8.2} {:>8.2} {:>10.2} {median:>7.0} µs {p99:>5.0} µs {worst:>5.0} µs",
        form.name,
        percent(exact),
        percent(same),
        percent(among),
        percent(wrong),
        percent(ambiguous),
    );
    missed.iter().take(misses).for_each(|line| println!("        {line}"));
    latency
}

fn latencies(latencies: &mut [f64]) -> [f64; 3] {
    latencies.sort_by(f64::total_cmp);
    [0.5, 0.99, 1.0].map(|part| {
        let at = ((latencies.len() as f64 * part) as usize).min(latencies.len().saturating_sub(1));
        latencies.get(at).copied().unwrap_or_default()
    })
}
