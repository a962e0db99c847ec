//! Asks a release and says what it cost:
//! `cargo run --release -p vmap-geocoder --example measure_search -- RELEASE_FOLDER [QUERY...]`.
//! With queries, prints their answers. Without, asks for 20,000 addresses of the release by their
//! own labels in several forms, and for their neighbours.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a measurement for people at a terminal")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use vmap_core::release::AddressTable;
use vmap_core::text::fold;
use vmap_geocoder::{AdminForm, Geocoder, Hit, Language, ReverseRequest, SearchRequest};
use vmap_release::Release;

const ASKED: usize = 20_000;
const SEED: u64 = 42;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap();
    let start = Instant::now();
    let release = Arc::new(Release::open(Path::new(&folder)).unwrap());
    let geocoder = Geocoder::open(Arc::clone(&release)).unwrap();
    println!("{:?} {:?}, opened in {:.2?}", release.id(), release.manifest().counts, start.elapsed());
    let queries: Vec<String> = arguments.collect();
    match queries.is_empty() {
        true => measure(&geocoder, &release),
        false => queries.iter().for_each(|query| show(&geocoder, query)),
    }
}

fn show(geocoder: &Geocoder, query: &str) {
    let (query, autocomplete) = query.strip_suffix('~').map_or((query, false), |query| (query, true));
    let request = SearchRequest { autocomplete, admin: AdminForm::Both, explain: true, ..SearchRequest::free(query) };
    let start = Instant::now();
    let answer = geocoder.search(&request);
    println!("\n{query:?} in {:.0?}", start.elapsed());
    for hit in answer.hits {
        let explain = hit.explain.as_ref().unwrap();
        println!(
            "  {:?} {:?} {} [{:?}] ±{} m {:?}{}{} | {} | {}",
            hit.match_class.unwrap(),
            hit.match_level.unwrap(),
            hit.label,
            hit.score.unwrap(),
            hit.accuracy_m,
            hit.unmatched,
            if hit.ambiguous { " ambiguous" } else { "" },
            hit.legacy.map(|legacy| format!(" formerly {:?} {:?}", legacy.ward, legacy.district)).unwrap_or_default(),
            explain.reading,
            explain.found_by,
        );
    }
}

fn measure(geocoder: &Geocoder, release: &Release) {
    let addresses = AddressTable::open(release).unwrap();
    let mut random = SEED;
    let hits: Vec<[Hit; 2]> = (0..ASKED)
        .filter_map(|_| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let row = (random >> 33) as u32 % addresses.len() as u32;
            let address = addresses.get(row)?;
            let named = address.number.is_some() && (address.street.is_some() || address.hamlet.is_some());
            let hit = |admin| geocoder.place(address.id, admin, Language::Vi);
            named.then(|| Some([hit(AdminForm::Current)?, hit(AdminForm::Legacy)?])).flatten()
        })
        .collect();
    println!("{} numbered addresses of {ASKED} at random, seed {SEED}", hits.len());
    let form = |name: &str, query: &dyn Fn(&[Hit; 2]) -> String| ask(geocoder, name, &hits, query);
    form("current, marked", &|[current, _]| current.label.clone());
    form("current, unmarked", &|[current, _]| fold_keeping_numbers(&current.label));
    form("former, marked", &|[_, legacy]| legacy.label.clone());
    form("former, unmarked", &|[_, legacy]| fold_keeping_numbers(&legacy.label));
    form("one slip", &|[current, _]| one_slip(&current.label));
    form("no ward", &|[current, _]| {
        format!("{}, {}", current.name, current.units.province.clone().unwrap_or_default())
    });
    let mut latencies: Vec<f64> = hits
        .iter()
        .map(|[hit, _]| {
            let start = Instant::now();
            let answer = geocoder.reverse(&ReverseRequest { limit: 10, ..ReverseRequest::at(hit.point) });
            let latency = start.elapsed().as_secs_f64() * 1e6;
            assert!(answer.hits[0].distance_m.unwrap() < 0.1);
            latency
        })
        .collect();
    print_latencies("reverse, 10 neighbours", &mut latencies, "");
}

fn ask(geocoder: &Geocoder, name: &str, hits: &[[Hit; 2]], query: &dyn Fn(&[Hit; 2]) -> String) {
    let (mut first, mut among, mut latencies, mut missed) = (0, 0, Vec::new(), Vec::new());
    for wanted in hits {
        let line = query(wanted);
        let request = SearchRequest::free(&line);
        let start = Instant::now();
        let answer = geocoder.search(&request);
        latencies.push(start.elapsed().as_secs_f64() * 1e6);
        let same = |hit: &Hit| hit.id == wanted[0].id || hit.label == wanted[0].label;
        match answer.hits.iter().position(same) {
            Some(0) => first += 1,
            Some(_) => among += 1,
            None => missed.push(line),
        }
    }
    let percent = |count: usize| count as f64 * 100.0 / hits.len() as f64;
    let found = format!("first {:.2} %, in the first five {:.2} %", percent(first), percent(first + among));
    print_latencies(name, &mut latencies, &found);
    missed.iter().take(3).for_each(|line| println!("    missed {line}"));
}

fn print_latencies(name: &str, latencies: &mut [f64], found: &str) {
    latencies.sort_by(f64::total_cmp);
    let at = |part: f64| latencies.get((latencies.len() as f64 * part) as usize).copied().unwrap_or(0.0);
    println!("{name:>24}: median {:.0} µs, p99 {:.0} µs, worst {:.0} µs; {found}", at(0.5), at(0.99), at(0.99999));
}

fn fold_keeping_numbers(label: &str) -> String {
    label
        .split(' ')
        .map(|word| if word.contains('/') { word.to_owned() } else { fold(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Leaves out the second letter of the first word of three letters or more behind the number.
fn one_slip(label: &str) -> String {
    let long = |word: &str| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
    let mut slipped = false;
    let word = |word: &str| match !slipped && long(word) {
        true => {
            slipped = true;
            word.chars().enumerate().filter(|(at, _)| *at != 1).map(|(_, letter)| letter).collect()
        }
        false => word.to_owned(),
    };
    label.split(' ').map(word).collect::<Vec<String>>().join(" ")
}
