//! Autocomplete on a published release: `VMAP_BENCH_RELEASE=FOLDER cargo bench -p vmap-geocoder
//! --bench autocomplete`. Asks every beginning of many lines, letter by letter, and prints what it
//! cost and how soon the right place was among the first five. `VMAP_BENCH_ASKED` sets another number of
//! addresses than 1,500. Judges nothing.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints its figures and may stop")]

#[path = "search/random.rs"]
mod random;
#[path = "search/slips.rs"]
mod slips;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use random::Random;
use slips::slip;
use vmap_core::Point;
use vmap_core::address::street_key;
use vmap_core::release::AddressTable;
use vmap_core::text::fold;
use vmap_geocoder::{AdminForm, Geocoder, Hit, Language, ResultType, SearchRequest};
use vmap_release::Release;

const SEED: u64 = 42;
const LINES: usize = 1_500;
const SHOWN: usize = 5;

fn main() {
    let folder = std::env::var("VMAP_BENCH_RELEASE").unwrap();
    let release = Arc::new(Release::open(Path::new(&folder)).unwrap());
    let resident = resident_mb();
    let begun = Instant::now();
    let geocoder = Geocoder::open(Arc::clone(&release)).unwrap();
    print_machine();
    println!("release {} {:?}, seed {SEED}", release.id(), release.manifest().counts);
    println!("opened in {:.3} s, {} MB more resident", begun.elapsed().as_secs_f64(), resident_mb() - resident);
    let asked: Vec<Asked> = Sampler::new(&geocoder, &release).take(number_from("VMAP_BENCH_ASKED", LINES)).collect();
    measure_latency(&geocoder, &asked);
    measure_streets(&geocoder, &asked);
    measure_communes(&geocoder, &asked);
    measure_houses(&geocoder, &asked);
    println!("resident {} MB", resident_mb());
}

fn number_from(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// An address at random, as it may be asked for.
struct Asked {
    /// In today's form, and in the former one.
    hit: Hit,
    legacy: Hit,
    /// Somewhere within two kilometres or so.
    near: Point,
    /// A seed of its own.
    seed: u64,
}

impl Asked {
    /// The street without its type word, unmarked.
    fn street(&self) -> String {
        bare_street(self.hit.street.as_deref().unwrap())
    }

    fn number(&self) -> &str {
        self.hit.housenumber.as_deref().unwrap()
    }

    /// Today's commune without its kind, unmarked.
    fn commune(&self) -> String {
        bare_unit(self.hit.units.ward.as_deref().unwrap())
    }
}

/// Addresses with number, street and ward, each as often as another.
struct Sampler<'a> {
    geocoder: &'a Geocoder,
    addresses: AddressTable,
    random: Random,
}

impl<'a> Sampler<'a> {
    fn new(geocoder: &'a Geocoder, release: &Release) -> Self {
        Self { geocoder, addresses: AddressTable::open(release).unwrap(), random: Random::new(SEED) }
    }
}

impl Iterator for Sampler<'_> {
    type Item = Asked;

    fn next(&mut self) -> Option<Asked> {
        loop {
            let row = self.random.below(self.addresses.len());
            let address = self.addresses.get(row as u32).unwrap();
            let place = |admin| self.geocoder.place(address.id, admin, Language::Vi).unwrap();
            let (hit, legacy) = (place(AdminForm::Current), place(AdminForm::Legacy));
            let complete = hit.housenumber.is_some() && hit.street.is_some() && hit.units.ward.is_some();
            let mut away = || (self.random.below(3_000) as f64 - 1_500.0) * 1e-5;
            let near = Point::from_degrees(hit.point.lon() + away(), hit.point.lat() + away()).unwrap();
            if complete {
                return Some(Asked { hit, legacy, near, seed: self.random.below(usize::MAX) as u64 });
            }
        }
    }
}

/// Lines of all forms, whole; every beginning of each is asked.
fn lines(asked: &Asked) -> Vec<String> {
    let units = |hit: &Hit| [&hit.units.ward, &hit.units.district, &hit.units.province].map(Clone::clone);
    let joined = |hit: &Hit| units(hit).into_iter().flatten().collect::<Vec<_>>().join(", ");
    let legacy = units(&asked.legacy).into_iter().flatten().map(|unit| abbreviated(&unit)).collect::<Vec<_>>();
    let hamlet = asked.hit.hamlet.clone().unwrap_or_default();
    let numbered = format!("{} {}", asked.number(), asked.street());
    vec![
        asked.hit.label.clone(),
        unmarked(&asked.hit.label),
        format!("{numbered}, {}", unmarked(&joined(&asked.legacy))),
        format!("{numbered} {}", legacy.join(" ")),
        format!("{} {}", slipped(&numbered, asked.seed), asked.commune()),
        format!("{} {}", asked.street(), asked.number()),
        unmarked(&format!("{hamlet} {}", joined(&asked.hit))),
        unmarked(&joined(&asked.hit)),
    ]
}

fn measure_latency(geocoder: &Geocoder, asked: &[Asked]) {
    let mut taken: Vec<(f64, String, bool)> = Vec::new();
    for (index, asked) in asked.iter().take(asked.len() / 3).enumerate() {
        for line in lines(asked) {
            let letters: Vec<char> = line.chars().collect();
            let bias = (index % 3 == 0).then_some(asked.near);
            for end in 2..=letters.len() {
                let begun: String = letters[..end].iter().collect();
                let request = request(&begun, bias);
                taken.push((microseconds(geocoder, &request), begun, bias.is_some()));
            }
        }
    }
    taken.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut times: Vec<f64> = taken.iter().map(|(time, ..)| *time).collect();
    print_times("every beginning", &mut times);
    for length in [2, 3, 4, 6, 8, 12, 20, 30] {
        let mut times: Vec<f64> =
            taken.iter().filter(|(_, begun, _)| begun.chars().count() == length).map(|(time, ..)| *time).collect();
        print_times(&format!("of {length} letters"), &mut times);
    }
    let mut shown = std::collections::HashSet::new();
    let slowest = taken.iter().filter(|(_, begun, _)| shown.insert(begun.clone())).take(20);
    for (time, begun, biased) in slowest {
        println!("    {time:>7.0} µs {begun:?}{}", if *biased { " with bias" } else { "" });
    }
}

/// The faster of two times, so that what else the machine does counts less.
fn microseconds(geocoder: &Geocoder, request: &SearchRequest) -> f64 {
    let time = || {
        let begun = Instant::now();
        std::hint::black_box(geocoder.search(request));
        begun.elapsed().as_secs_f64() * 1e6
    };
    time().min(time())
}

fn measure_streets(geocoder: &Geocoder, asked: &[Asked]) {
    for (title, biased, anywhere) in [
        ("street, with bias", true, false),
        ("street, without bias", false, false),
        ("street of the name anywhere, without bias", false, true),
    ] {
        keystrokes(title, asked, &|asked| asked.street(), &|asked, begun| {
            let hits = first_five(geocoder, begun, biased.then_some(asked.near));
            hits.iter().any(|hit| {
                let name = hit.street.as_deref().map(bare_street);
                let province = anywhere || hit.units.province_code == asked.hit.units.province_code;
                name == Some(asked.street()) && province
            })
        });
    }
}

fn measure_communes(geocoder: &Geocoder, asked: &[Asked]) {
    for (title, biased, anywhere) in [
        ("commune, with bias", true, false),
        ("commune, without bias", false, false),
        ("commune of the name anywhere, without bias", false, true),
    ] {
        keystrokes(title, asked, &|asked| asked.commune(), &|asked, begun| {
            let hits = first_five(geocoder, begun, biased.then_some(asked.near));
            hits.iter().any(|hit| {
                let same = hit.units.ward_code == asked.hit.units.ward_code;
                let called = |ward: &String| bare_unit(ward) == asked.commune();
                hit.kind == ResultType::Ward && (same || anywhere && hit.units.ward.as_ref().is_some_and(called))
            })
        });
    }
}

/// How many letters of a name, as a share of all, until `is_shown` says that the right one is.
fn keystrokes(title: &str, asked: &[Asked], name: &dyn Fn(&Asked) -> String, is_shown: &dyn Fn(&Asked, &str) -> bool) {
    let (mut shares, mut never) = (Vec::new(), Vec::new());
    for asked in asked {
        let name = name(asked);
        let letters: Vec<char> = name.chars().collect();
        let begun = |end: usize| letters[..end].iter().collect::<String>();
        match (2..=letters.len()).find(|end| is_shown(asked, &begun(*end))) {
            Some(end) => shares.push(end as f64 / letters.len() as f64),
            None => never.push(format!("{name} ({})", asked.hit.label)),
        }
    }
    shares.sort_by(f64::total_cmp);
    let missed = never.len();
    shares.extend(std::iter::repeat_n(f64::INFINITY, missed));
    let at = |part: f64| shares[(shares.len() as f64 * part) as usize];
    let percent = missed as f64 * 100.0 / shares.len() as f64;
    println!("{title}: median {:.2} of the letters, p90 {:.2}, never {percent:.1} %", at(0.5), at(0.9));
    never.iter().take(4).for_each(|line| println!("    never {line}"));
}

fn measure_houses(geocoder: &Geocoder, asked: &[Asked]) {
    for (title, biased, slip) in
        [("number and street", false, false), ("with bias", true, false), ("with one slip", false, true)]
    {
        for letters in 0..=6 {
            let (mut found, mut missed) = (0, Vec::new());
            for asked in asked {
                let street = if slip { slipped(&asked.street(), asked.seed) } else { asked.street() };
                let commune: String = asked.commune().chars().take(letters).collect();
                let line = format!("{} {street} {commune}", asked.number());
                let hits = first_five(geocoder, line.trim_end(), biased.then_some(asked.near));
                match hits.iter().any(|hit| hit.id == asked.hit.id) {
                    true => found += 1,
                    false => missed.push(format!("{line:?} ({})", asked.hit.label)),
                }
            }
            let percent = f64::from(found) * 100.0 / asked.len() as f64;
            println!("{title} and {letters} letters of the commune: {percent:.1} % in the first five");
            missed.iter().take(if letters >= 4 { 4 } else { 0 }).for_each(|line| println!("    missed {line}"));
        }
    }
}

fn first_five(geocoder: &Geocoder, line: &str, bias: Option<Point>) -> Vec<Hit> {
    geocoder.search(&request(line, bias)).hits
}

fn request(line: &str, bias: Option<Point>) -> SearchRequest {
    SearchRequest { autocomplete: true, limit: SHOWN, bias, ..SearchRequest::free(line) }
}

/// A name without its marks; numbers stay as they are.
fn unmarked(text: &str) -> String {
    let word =
        |word: &str| if word.contains(|letter: char| letter.is_ascii_digit()) { word.into() } else { fold(word) };
    let segment = |segment: &str| segment.split(' ').map(word).collect::<Vec<_>>().join(" ");
    text.split(',').map(segment).collect::<Vec<_>>().join(",").trim().to_owned()
}

/// A street without its type word, which only those with a number for a name keep.
fn bare_street(name: &str) -> String {
    let (key, folded) = (street_key(name), fold(name));
    let is_number = key.strip_prefix("so ").unwrap_or(&key).starts_with(|letter: char| letter.is_ascii_digit());
    let type_words = folded.split(' ').count().saturating_sub(key.split(' ').count());
    folded.split(' ').skip(if is_number { 0 } else { type_words }).collect::<Vec<_>>().join(" ")
}

const KINDS: [(&str, &str); 9] = [
    ("thi tran ", "tt "),
    ("thanh pho ", "tp "),
    ("dac khu ", ""),
    ("thi xa ", "tx "),
    ("phuong ", "p "),
    ("huyen ", "h "),
    ("quan ", "q "),
    ("tinh ", "t "),
    ("xa ", "x "),
];

fn bare_unit(name: &str) -> String {
    let folded = fold(name);
    KINDS.iter().find_map(|(kind, _)| folded.strip_prefix(kind)).unwrap_or(&folded).to_owned()
}

fn abbreviated(unit: &str) -> String {
    let folded = fold(unit);
    let short = KINDS.iter().find_map(|(kind, short)| Some(format!("{short}{}", folded.strip_prefix(kind)?)));
    short.unwrap_or(folded)
}

/// `text` with one slip, the same each time for one `seed`.
fn slipped(text: &str, seed: u64) -> String {
    slip(text, &mut Random::new(seed)).unwrap_or_else(|| text.to_owned())
}

fn print_times(title: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times.get((times.len() as f64 * part) as usize).copied().unwrap_or_default();
    let worst = times.last().copied().unwrap_or_default();
    let (count, median, p90, p99) = (times.len(), at(0.5), at(0.9), at(0.99));
    println!("{title}: {count} asked, median {median:.0} µs, p90 {p90:.0}, p99 {p99:.0}, worst {worst:.0}");
}

fn print_machine() {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("machine{}, {cores} cores, load before {}", model.trim_start_matches(['\t', ' ']), load.trim());
}

fn resident_mb() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<i64>().ok()).unwrap_or_default() / 1000
}
