//! Builds the archive of one tileset of a release that is there already, for comparisons with
//! other programs: `build_tiles addresses HOME/releases FOLDER`.
#![allow(clippy::unwrap_used, reason = "a tool for people at a terminal")]

use std::path::PathBuf;

use vmap_core::release::{AddressTable, NamedPlaceTable};
use vmap_release::ReleaseStore;
use vmap_tiles::{TileInputs, TileSet, build_archive};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let set: TileSet = arguments.next().unwrap().parse().unwrap();
    let release = ReleaseStore::new(arguments.next().unwrap()).open_current().unwrap();
    let folder = PathBuf::from(arguments.next().unwrap());
    let inputs = TileInputs {
        addresses: &AddressTable::open(&release).unwrap(),
        named_places: &NamedPlaceTable::open(&release).unwrap(),
        units: release.units(),
        boundaries: &release.boundaries().unwrap(),
        basemap: None,
    };
    build_archive(set, &inputs, &folder).unwrap();
}
