//! What a basemap costs, without the addresses of the same file.
//!
//! `cargo run --release -p vmap-pipeline --example measure_basemap -- stage FOLDER FILE.osm.pbf`
//! reads and stages, then `... -- tiles FOLDER` makes the tiles: apart, so that each has a peak of its own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a measurement for people at a terminal")]

use std::fs;
use std::path::Path;
use std::time::Instant;

use vmap_core::release::{AddressTable, Assembler, NamedPlaceTable};
use vmap_core::unit::UnitTable;
use vmap_pipeline::basemap::BasemapFolder;
use vmap_pipeline::progress::Silent;
use vmap_release::ReleaseStore;
use vmap_tiles::{BasemapSource, TileInputs, TileSet, build_archives};

const SOURCE: &str = "measured";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let began = Instant::now();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["stage", folder, file] => stage(Path::new(folder), file),
        ["tiles", folder] => tiles(Path::new(folder)),
        _ => panic!("stage FOLDER FILE.osm.pbf, or tiles FOLDER"),
    }
    let threads = std::thread::available_parallelism().unwrap();
    println!(
        "{:.1} s, {:.1} CPU s, {} MB at most, {threads} cores",
        began.elapsed().as_secs_f64(),
        cpu_seconds(),
        peak_megabytes()
    );
}

fn stage(folder: &Path, file: &str) {
    let staged = BasemapFolder::new(folder.join("basemap")).stage(SOURCE, &[file.into()], &Silent).unwrap();
    println!("{} features", staged.features);
    staged.keep().unwrap();
}

fn tiles(folder: &Path) {
    let store = ReleaseStore::new(folder.join("releases"));
    let mut release = store.create().unwrap();
    let units = UnitTable::new(Vec::new(), Vec::new()).unwrap();
    Assembler::new(&units).finish(&mut release).unwrap();
    let basemap = BasemapFolder::new(folder.join("basemap")).features(&[SOURCE.to_owned()], Vec::new()).unwrap();
    let inputs = TileInputs {
        addresses: &AddressTable::open(&release).unwrap(),
        named_places: &NamedPlaceTable::open(&release).unwrap(),
        units: &units,
        boundaries: &[],
        basemap: Some(&basemap as &dyn BasemapSource),
    };
    let report = build_archives(&inputs, release.path(), &|_| {}).unwrap();
    let archive = release.path().join(TileSet::Basemap.archive_file());
    println!("{} bytes, {} features left out", fs::metadata(&archive).unwrap().len(), report.basemap_left_out);
    fs::rename(archive, folder.join(TileSet::Basemap.archive_file())).unwrap();
}

/// User and system time of this process so far: fields 14 and 15 of Linux's `/proc/self/stat`, in
/// hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory that this process had: `VmHWM` of Linux.
fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 1024
}
