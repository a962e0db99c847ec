//! What is at a point: 20,000 random points, 10 neighbours each. Prints machine, release, seed,
//! counts and figures; judges nothing:
//! `VMAP_BENCH_RELEASE=HOME/releases/ID cargo bench -p vmap-geocoder --bench reverse`.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a measurement for people at a terminal")]

mod support;

use support::{Random, measure};
use vmap_core::Point;
use vmap_core::release::AddressTable;
use vmap_geocoder::{AdminForm, Geocoder, ResultType, ReverseRequest};

const ASKED: usize = 20_000;
const SEED: u64 = 42;

fn main() {
    let Some((release, geocoder)) = support::open() else { return };
    let addresses = AddressTable::open(&*release).unwrap();
    let mut random = Random(SEED);
    let near = some(ASKED / 2, || random.near_an_address(&addresses, 0.001));
    let rural = some(ASKED / 4, || random.near_an_address(&addresses, 0.2));
    let anywhere =
        some(ASKED / 4, || Point::from_degrees(random.between(102.0, 118.0), random.between(6.5, 24.0)).unwrap());
    let mut all = [near.clone(), rural.clone(), anywhere.clone()].concat();
    all.sort_by_key(|point| (point.lon_e7().wrapping_mul(0x9E37_79B1_u32 as i32), point.lat_e7()));
    println!("seed {SEED}, 10 neighbours; the first pass warms the pages, figures are of the second");

    let default = |point: &Point| ReverseRequest { limit: 10, ..ReverseRequest::at(*point) };
    let both = |point: &Point| ReverseRequest { admin: AdminForm::Both, ..default(point) };
    let of = |types: &[ResultType], point: &Point| ReverseRequest { types: types.to_vec(), ..default(point) };
    let street = |point: &Point| of(&[ResultType::Street], point);
    let named = |point: &Point| of(&[ResultType::Street, ResultType::Hamlet, ResultType::Poi], point);
    let units = |point: &Point| of(&[ResultType::Ward, ResultType::Province], point);
    let nothing = |point: &Point| ReverseRequest { radius_m: Some(0.001), ..default(point) };
    ask(&geocoder, "all", &all, &default);
    ask(&geocoder, "within 100 m of an address", &near, &default);
    ask(&geocoder, "within 20 km of an address", &rural, &default);
    ask(&geocoder, "anywhere, mostly at sea", &anywhere, &default);
    ask(&geocoder, "all, both eras", &all, &both);
    ask(&geocoder, "streets", &near, &street);
    ask(&geocoder, "streets, hamlets, points of interest", &near, &named);
    ask(&geocoder, "ward and province", &near, &units);
    ask(&geocoder, "nothing within a millimetre", &near, &nothing);
    println!("{}", support::memory());
}

fn some(count: usize, point: impl FnMut() -> Point) -> Vec<Point> {
    std::iter::repeat_with(point).take(count).collect()
}

fn ask(geocoder: &Geocoder, name: &str, points: &[Point], request: &dyn Fn(&Point) -> ReverseRequest) {
    let requests: Vec<ReverseRequest> = points.iter().map(request).collect();
    let results: usize = requests.iter().map(|request| geocoder.reverse(request).hits.len()).sum();
    measure(name, &requests, |request| {
        std::hint::black_box(geocoder.reverse(request));
    });
    println!("    {:.1} results each", results as f64 / requests.len() as f64);
}
