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
/// Chunks aggregated before they are put together: enough for every thread, few enough for memory.
const BATCH: usize = 16;

/// The addresses of one ward in one cell of the last zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct WardCount {
    /// Place of the cell along the curve.
    cell: u64,
    ward: Option<UnitId>,
    count: u32,
    mean: World,
}

impl WardCount {
    fn key(&self) -> (u64, Option<UnitId>) {
        (self.cell, self.ward)
    }
}

/// The counts of a release's addresses, sorted by cell and ward.
pub(crate) struct Counts(Vec<WardCount>);

impl Counts {
    /// Counts on all of rayon's threads. Memory: 24 bytes per cell and ward.
    pub(crate) fn new(addresses: &AddressTable) -> Self {
        let rows = addresses.len() as u32;
        let chunks: Vec<Range<u32>> =
            (0..rows).step_by(CHUNK as usize).map(|start| start..rows.min(start.saturating_add(CHUNK))).collect();
        let mut counts = Vec::new();
        for batch in chunks.chunks(BATCH) {
            let counted: Vec<_> = batch.par_iter().map(|chunk| count(addresses, chunk.clone())).collect();
            counted.into_iter().for_each(|counted| counts.extend(counted));
        }
        counts.par_sort_unstable_by_key(WardCount::key);
        // Only cells that lie in several chunks are there more than once, so rounding the mean each
        // time moves it by a few centimetres at most.
        counts.dedup_by(|next, sum| {
            let same = next.key() == sum.key();
            if same {
                *sum = sum_up(&[*sum, *next]);
            }
            same
        });
        Self(counts)
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

/// One count per cell and ward of `rows`, sorted.
fn count(addresses: &AddressTable, rows: Range<u32>) -> Vec<WardCount> {
    let mut counts: Vec<WardCount> = rows.filter_map(|row| single(addresses, row)).collect();
    counts.sort_unstable_by_key(WardCount::key);
    counts.chunk_by(|a, b| a.key() == b.key()).map(sum_up).collect()
}

/// The address at `row` as a count of one.
fn single(addresses: &AddressTable, row: u32) -> Option<WardCount> {
    let mean = World::from_point(addresses.point(row)?);
    Some(WardCount { cell: mean.tile(CELL_ZOOM).curve(), ward: addresses.ward(row), count: 1, mean })
}

/// The sum of counts of one cell and ward, of which there is at least one.
fn sum_up(same: &[WardCount]) -> WardCount {
    WardCount { count: total(same) as u32, mean: mean(same), ..same[0] }
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
