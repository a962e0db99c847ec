//! Addresses counted on a grid: 64 x 64 cells a tile, zooms 0 to 13.
//!
//! Cells are numbered along a Hilbert curve, on which the four children of a cell follow each
//! other. So the counts of the last zoom in one sorted list are enough for the pyramid: a cell or
//! a tile of any zoom is a run of it, and nothing is ever counted twice or lost.

use std::cmp::Reverse;
use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;
use vmap_core::release::AddressTable;
use vmap_core::unit::{UnitId, UnitTable};

use crate::TileError;
use crate::archive::ArchiveWriter;
use crate::build::{Piece, add_tiles};
use crate::coord::World;
use crate::encode::{GeometryKind, LayerWriter, Value, encode_point};
use crate::schema::ADDRESS_COUNTS;

/// Cells along one side of a tile, as a power of two.
const CELL_BITS: u8 = 6;
/// The zoom whose tiles are the cells of the last zoom.
const CELL_ZOOM: u8 = ADDRESS_COUNTS.maxzoom + CELL_BITS;
/// Rows aggregated at a time.
const CHUNK: u32 = 1 << 18;

/// The addresses of one ward in one cell of the last zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct WardCount {
    /// Place of the cell along the curve.
    cell: u64,
    ward: Option<UnitId>,
    count: u32,
    mean: World,
}

/// The counts of a release's addresses, sorted by cell and ward.
pub(crate) struct Counts(Vec<WardCount>);

impl Counts {
    /// Counts on all of rayon's threads. Memory: 24 bytes per cell and ward, twice.
    pub(crate) fn new(addresses: &AddressTable) -> Self {
        let rows = addresses.len() as u32;
        let chunks: Vec<Range<u32>> =
            (0..rows).step_by(CHUNK as usize).map(|start| start..rows.min(start.saturating_add(CHUNK))).collect();
        let counted: Vec<Vec<WardCount>> = chunks
            .into_par_iter()
            .map(|chunk| sum_up(chunk.filter_map(|row| single(addresses, row)).collect()))
            .collect();
        Self(sum_up(counted.into_iter().flatten().collect()))
    }

    /// The tiles of zoom `z` that have addresses, in the order of the curve; up to zoom 19.
    pub(crate) fn tiles(&self, z: u8) -> impl Iterator<Item = u64> {
        let shift = 2 * (CELL_ZOOM - z);
        self.0.chunk_by(move |a, b| a.cell >> shift == b.cell >> shift).map(move |tile| tile[0].cell >> shift)
    }

    /// Adds the tiles of every zoom.
    pub(crate) fn add_zooms(&self, units: &UnitTable, archive: &mut ArchiveWriter) -> Result<(), TileError> {
        ADDRESS_COUNTS.zooms().try_for_each(|z| self.add_zoom(z, units, archive))
    }

    fn add_zoom(&self, z: u8, units: &UnitTable, archive: &mut ArchiveWriter) -> Result<(), TileError> {
        let shift = 2 * (CELL_ZOOM - z);
        let tiles = self.0.chunk_by(|a, b| a.cell >> shift == b.cell >> shift);
        let tiles: Vec<Piece<&[WardCount]>> =
            tiles.map(|tile| Piece { tile: tile[0].cell >> shift, content: tile }).collect();
        add_tiles(z, &tiles, |tile| encode(z, tile[0].content, units), archive)
    }
}

/// The address at `row` as a count of one.
fn single(addresses: &AddressTable, row: u32) -> Option<WardCount> {
    let mean = World::from_point(addresses.point(row)?);
    Some(WardCount { cell: mean.tile(CELL_ZOOM).curve(), ward: addresses.ward(row), count: 1, mean })
}

/// One count per cell and ward, sorted.
fn sum_up(mut counts: Vec<WardCount>) -> Vec<WardCount> {
    let key = |count: &WardCount| (count.cell, count.ward);
    counts.par_sort_unstable_by_key(key);
    let same = counts.chunk_by(|a, b| key(a) == key(b));
    same.map(|same| WardCount { count: total(same) as u32, mean: mean(same), ..same[0] }).collect()
}

fn encode(z: u8, counts: &[WardCount], units: &UnitTable) -> Vec<u8> {
    let shift = 2 * (ADDRESS_COUNTS.maxzoom - z);
    let mut layer = LayerWriter::new(&ADDRESS_COUNTS, z);
    for cell in counts.chunk_by(|a, b| a.cell >> shift == b.cell >> shift) {
        let (x, y) = mean(cell).within_tile(z);
        let ward = dominant_ward(cell).and_then(|ward| units.get(ward));
        let values = [Some(Value::Number(total(cell))), ward.map(|ward| Value::Text(ward.code.as_str()))];
        layer.feature(GeometryKind::Points, &encode_point(x, y), &values);
    }
    let mut tile = Vec::new();
    layer.finish(&mut tile);
    tile
}

fn total(counts: &[WardCount]) -> u64 {
    counts.iter().map(|count| u64::from(count.count)).sum()
}

/// The mean position, which lies in the cell as its addresses do.
fn mean(counts: &[WardCount]) -> World {
    let total = total(counts).max(1);
    let mean = |axis: fn(&World) -> u32| {
        let sum: u64 = counts.iter().map(|count| u64::from(axis(&count.mean)) * u64::from(count.count)).sum();
        (sum / total) as u32
    };
    World { x: mean(|at| at.x), y: mean(|at| at.y) }
}

/// The ward with most addresses, the first in the table among equals.
fn dominant_ward(cell: &[WardCount]) -> Option<UnitId> {
    let mut wards: HashMap<UnitId, u64> = HashMap::new();
    for count in cell {
        if let Some(ward) = count.ward {
            *wards.entry(ward).or_default() += u64::from(count.count);
        }
    }
    wards.into_iter().max_by_key(|(ward, count)| (*count, Reverse(*ward))).map(|(ward, _)| ward)
}
