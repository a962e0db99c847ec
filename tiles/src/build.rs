//! All archives of a release, from its tables.

use std::path::Path;

use rayon::prelude::*;
use vmap_core::release::{AddressTable, NamedPlaceTable};
use vmap_core::unit::UnitTable;
use vmap_release::Boundary;

use crate::archive::ArchiveWriter;
use crate::gzip::gzip;
use crate::{BasemapSource, TileCoord, TileError, TileSet, addresses, admin, basemap};

/// The tables that tiles are made from.
#[derive(Clone, Copy)]
pub struct TileInputs<'a> {
    /// Every address.
    pub addresses: &'a AddressTable,
    /// Streets, hamlets and points of interest.
    pub named_places: &'a NamedPlaceTable,
    /// Units of every era.
    pub units: &'a UnitTable,
    /// Areas of units of both eras. Provinces are made of those of their wards, former ones of
    /// those of their districts; their own counts where there is none below them.
    pub boundaries: &'a [Boundary],
    /// What is drawn besides the named places of the release.
    pub basemap: Option<&'a dyn BasemapSource>,
}

/// What building counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TileReport {
    /// Features of the basemap that found no room in a tile, once for each such tile.
    pub basemap_left_out: u64,
}

/// Writes the archive of every tileset into `folder`. `progress` hears the name of each stage as
/// it begins. For what it takes see [`build_archive`].
///
/// # Errors
/// Where a file cannot be written or the basemap's features not be read.
pub fn build_archives(
    inputs: &TileInputs<'_>,
    folder: &Path,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<TileReport, TileError> {
    let mut report = TileReport::default();
    for set in TileSet::ALL {
        progress(&format!("tiles: {set}"));
        report.basemap_left_out += build_archive(set, inputs, folder)?.basemap_left_out;
    }
    Ok(report)
}

/// Writes the archive of `set` into `folder`: clustered, each distinct tile once, gzip.
///
/// The same tables give the same bytes. Runs on all of rayon's threads. Memory: of addresses 24
/// bytes per cell of 75 m and ward that has any, of units some 300 bytes a vertex of their
/// boundaries, and about 200 MB for a basemap of any size, whose parts lie in `folder` meanwhile.
///
/// # Errors
/// Where a file cannot be written or the basemap's features not be read. Rows that refer to nothing
/// lose that attribute only.
pub fn build_archive(set: TileSet, inputs: &TileInputs<'_>, folder: &Path) -> Result<TileReport, TileError> {
    let mut report = TileReport::default();
    match set {
        TileSet::Addresses => addresses::build(inputs, folder)?,
        TileSet::Admin => admin::build(inputs, folder)?,
        TileSet::Basemap => report.basemap_left_out = basemap::build(inputs, folder)?,
    }
    Ok(report)
}

/// What one tile is made from, by the tile's place along the curve of its zoom.
pub(crate) struct Piece<T> {
    pub(crate) tile: u64,
    pub(crate) content: T,
}

/// Encodes and adds the tiles of zoom `z`. `pieces` are sorted by tile; `encode` makes the plain
/// tile from all pieces of one tile, in their order.
pub(crate) fn add_tiles<T: Sync>(
    z: u8,
    pieces: &[Piece<T>],
    encode: impl Fn(&[Piece<T>]) -> Vec<u8> + Sync,
    archive: &mut ArchiveWriter,
) -> Result<(), TileError> {
    /// Tiles encoded before they are written: enough for every thread, few enough for memory.
    const BATCH: usize = 1024;
    let tiles: Vec<&[Piece<T>]> = pieces.chunk_by(|a, b| a.tile == b.tile).collect();
    for batch in tiles.chunks(BATCH) {
        let encoded: Vec<(u64, Vec<u8>)> = batch
            .par_iter()
            .filter_map(|pieces| pieces.first().map(|first| (first.tile, encode(pieces))))
            .filter(|(_, plain)| !plain.is_empty())
            .map(|(tile, plain)| (tile, gzip(&plain)))
            .collect();
        for (tile, gzip) in encoded {
            archive.add(TileCoord::from_curve(z, tile), &gzip)?;
        }
    }
    Ok(())
}
