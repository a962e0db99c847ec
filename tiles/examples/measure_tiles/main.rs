//! Builds the tiles of a release that is there already, adds up what they show, asks for them,
//! and says what it cost:
//! `cargo run --release -p vmap-tiles --example measure_tiles -- HOME/releases NEW_FOLDER`.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a measurement for people at a terminal")]

#[path = "../../tests/common/mod.rs"]
mod common;
mod meter;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use common::decode::{layers, plain};
use common::tile_of;
use meter::Meter;
use vmap_core::release::{AddressTable, NamedPlaceTable};
use vmap_release::{Release, ReleaseStore};
use vmap_tiles::{TileCoord, TileInputs, TileSet, TileSets, build_archives};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (releases, folder) = (arguments.next().unwrap(), arguments.next().unwrap());
    let release = ReleaseStore::new(releases).open_current().unwrap();
    let folder = Path::new(&folder).join(release.id());
    link_tables(&release, &folder);
    let meter = Meter::start();
    build(&release, &folder, &meter);
    let sets = open(&release, &folder, &meter);
    for z in TileSet::Addresses.archived_zooms() {
        add_up(&sets, z);
    }
    let crowded = look_up(&sets, &meter);
    for z in 15..=16 {
        make(&sets, z, &crowded, &meter);
    }
    meter.stage("end");
}

/// The tables of `release` in `folder`, where the new archives will lie beside them.
fn link_tables(release: &Release, folder: &Path) {
    for file in release.manifest().files.keys().filter(|file| !file.ends_with(".pmtiles")) {
        let link = folder.join(file);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(release.folder().canonicalize().unwrap().join(file), link).unwrap();
    }
}

fn build(release: &Release, folder: &Path, meter: &Meter) {
    let (addresses, named_places) = (AddressTable::open(release).unwrap(), NamedPlaceTable::open(release).unwrap());
    let boundaries = release.boundaries().unwrap();
    println!("release {}: {} addresses", release.id(), addresses.len());
    let inputs = TileInputs {
        addresses: &addresses,
        named_places: &named_places,
        units: release.units(),
        boundaries: &boundaries,
        basemap: None,
    };
    build_archives(&inputs, folder, &|name| meter.stage(name)).unwrap();
    for set in TileSet::ALL {
        println!("{:>12} bytes  {set}", fs::metadata(folder.join(set.archive_file())).unwrap().len());
    }
}

fn open(release: &Release, folder: &Path, meter: &Meter) -> TileSets {
    let mut manifest = release.manifest().clone();
    for set in TileSet::ALL {
        let entry = manifest.files.get_mut(set.archive_file()).unwrap();
        entry.bytes = fs::metadata(folder.join(set.archive_file())).unwrap().len();
    }
    fs::write(folder.join("manifest.json"), serde_json::to_vec(&manifest).unwrap()).unwrap();
    let release = Arc::new(Release::open(folder).unwrap());
    meter.stage("open");
    let sets = TileSets::open(&release).unwrap();
    meter.stage("add up");
    sets
}

/// Every tile of zoom `z` within the bounds of the addresses.
fn coords(sets: &TileSets, z: u8) -> Vec<TileCoord> {
    let bounds = sets.tilejson(TileSet::Addresses, "")["bounds"].clone();
    let [west, south, east, north] = [0, 1, 2, 3].map(|edge| bounds[edge].as_f64().unwrap());
    let (first, last) = (tile_of(z, (west, north)), tile_of(z, (east, south)));
    let rows = first.y()..=last.y();
    rows.flat_map(|y| (first.x()..=last.x()).map(move |x| TileCoord::new(z, x, y).unwrap())).collect()
}

fn add_up(sets: &TileSets, z: u8) {
    let (mut tiles, mut features, mut addresses, mut thinned, mut gzip, mut longest) = (0, 0, 0, 0, 0, 0);
    for tile in coords(sets, z).into_iter().filter_map(|at| sets.tile(TileSet::Addresses, at).unwrap()) {
        let found: Vec<_> = layers(&tile).into_values().flat_map(|layer| layer.features).collect();
        tiles += 1;
        gzip += tile.gzip.len();
        longest = longest.max(plain(&tile).len());
        features += found.len();
        thinned += usize::from(found.iter().any(|feature| feature.number("left_out").is_some()));
        addresses += found.iter().map(|feature| feature.addresses()).sum::<u64>();
    }
    println!(
        "zoom {z:>2}: {addresses} addresses, {features} features, {tiles} tiles ({thinned} thinned), {gzip} bytes \
         gzip, the longest {longest} plain"
    );
}

/// Asks for every tile of zoom 14 and gives the 250 longest.
fn look_up(sets: &TileSets, meter: &Meter) -> Vec<TileCoord> {
    let coords = coords(sets, 14);
    meter.stage("look up zoom 14");
    let begin = Instant::now();
    let mut found = BTreeSet::new();
    for at in &coords {
        if let Some(tile) = sets.tile(TileSet::Addresses, *at).unwrap() {
            found.insert((tile.gzip.len(), *at));
        }
    }
    let each = begin.elapsed().as_nanos() / coords.len() as u128;
    println!("{} tiles asked for, {} there, {each} ns each", coords.len(), found.len());
    found.into_iter().rev().take(250).map(|(_, at)| at).collect()
}

/// Makes the tiles of zoom `z` below `above` from the columns.
fn make(sets: &TileSets, z: u8, above: &[TileCoord], meter: &Meter) {
    meter.stage(&format!("make zoom {z}"));
    let side = 1 << (z - 14);
    let below = |at: &TileCoord| {
        let (x, y) = (at.x() * side, at.y() * side);
        (0..side * side).map(move |step| TileCoord::new(z, x + step % side, y + step / side).unwrap())
    };
    let mut times: Vec<_> = above
        .iter()
        .flat_map(below)
        .filter_map(|at| {
            let begin = Instant::now();
            let tile = sets.tile(TileSet::Addresses, at).unwrap()?;
            Some((begin.elapsed().as_micros(), plain(&tile).len()))
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!(
        "zoom {z}: {} tiles; half in {} µs, 99 % in {} µs, the longest {} bytes plain in {} µs",
        times.len(),
        at(50).0,
        at(99).0,
        at(100).1,
        at(100).0
    );
}
