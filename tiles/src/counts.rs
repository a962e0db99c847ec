//! Addresses counted on a grid: 64 x 64 cells a tile, zooms 0 to 13.
//!
//! Cells are numbered along a Hilbert curve, on which the four children of a cell follow each
//! other. So one sorted list is enough for the pyramid: dividing every number by four and adding
//! up neighbours gives the zoom above, and nothing is ever counted twice or lost.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use vmap_core::release::AddressTable;
use vmap_core::unit::{UnitId, UnitTable};

use crate::archive::{ArchiveWriter, Bounds};
use crate::build::{Piece, add_tiles};
use crate::coord::World;
use crate::encode::{GeometryKind, LayerWriter, Value, encode_point};
use crate::schema::ADDRESS_COUNTS;
use crate::{TileError, TileInputs, TileSet};

/// Cells along one side of a tile, as a power of two.
const CELL_BITS: u8 = 6;
/// Rows aggregated at a time.
const CHUNK: u32 = 1 << 20;

/// The addresses of one ward in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct WardCount {
    /// Place of the cell along the curve of its zoom.
    cell: u64,
    ward: Option<UnitId>,
    count: u32,
    /// Sums of plane coordinates, for the mean position.
    x: u64,
    y: u64,
}

/// Builds `addresses.pmtiles`.
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let rows = 0..inputs.addresses.len() as u32;
    let bounds = Bounds::around_points(rows.filter_map(|row| inputs.addresses.point(row)));
    let mut archive = ArchiveWriter::create(folder, TileSet::Addresses, bounds)?;
    for (z, counts) in pyramid(inputs.addresses).iter().enumerate() {
        add_zoom(z as u8, counts, inputs.units, &mut archive)?;
    }
    archive.finish()
}

/// The counts of every zoom from 0 to the last.
fn pyramid(addresses: &AddressTable) -> Vec<Vec<WardCount>> {
    let last = finest_counts(addresses);
    let zooms = ADDRESS_COUNTS.zooms().count();
    let mut pyramid: Vec<_> = std::iter::successors(Some(last), |below| Some(parents(below))).take(zooms).collect();
    pyramid.reverse();
    pyramid
}

/// The counts of the last zoom, sorted by cell and ward.
fn finest_counts(addresses: &AddressTable) -> Vec<WardCount> {
    let rows = addresses.len() as u32;
    let chunks: Vec<Range<u32>> =
        (0..rows).step_by(CHUNK as usize).map(|start| start..rows.min(start.saturating_add(CHUNK))).collect();
    let counted: Vec<Vec<WardCount>> =
        chunks.into_par_iter().map(|chunk| sum_up(chunk.filter_map(|row| single(addresses, row)).collect())).collect();
    sum_up(counted.concat())
}

/// The address at `row` as a count of one.
fn single(addresses: &AddressTable, row: u32) -> Option<WardCount> {
    let World { x, y } = World::from_point(addresses.point(row)?);
    let cell = World { x, y }.tile(ADDRESS_COUNTS.maxzoom + CELL_BITS).curve();
    Some(WardCount {
        cell,
        ward: addresses.get(row).and_then(|address| address.ward),
        count: 1,
        x: x.into(),
        y: y.into(),
    })
}

fn parents(counts: &[WardCount]) -> Vec<WardCount> {
    sum_up(counts.iter().map(|count| WardCount { cell: count.cell >> 2, ..*count }).collect())
}

/// One count per cell and ward, sorted.
fn sum_up(mut counts: Vec<WardCount>) -> Vec<WardCount> {
    let key = |count: &WardCount| (count.cell, count.ward);
    counts.par_sort_unstable_by_key(key);
    counts.dedup_by(|next, sum| {
        let same = key(next) == key(sum);
        if same {
            sum.count += next.count;
            sum.x += next.x;
            sum.y += next.y;
        }
        same
    });
    counts
}

fn add_zoom(z: u8, counts: &[WardCount], units: &UnitTable, archive: &mut ArchiveWriter) -> Result<(), TileError> {
    let cells: Vec<Piece<&[WardCount]>> = counts
        .chunk_by(|a, b| a.cell == b.cell)
        .filter_map(|cell| Some(Piece { tile: cell.first()?.cell >> (2 * CELL_BITS), content: cell }))
        .collect();
    add_tiles(z, &cells, |cells| encode(z, cells, units), archive)
}

fn encode(z: u8, cells: &[Piece<&[WardCount]>], units: &UnitTable) -> Vec<u8> {
    let mut layer = LayerWriter::new(&ADDRESS_COUNTS, z);
    for cell in cells {
        let total: u64 = cell.content.iter().map(|count| u64::from(count.count)).sum();
        let (x, y) = mean(cell.content, total).within_tile(z);
        let ward = dominant_ward(cell.content).and_then(|ward| units.get(ward));
        let values = [Some(Value::Number(total)), ward.map(|ward| Value::Text(ward.code.as_str()))];
        layer.feature(GeometryKind::Points, &encode_point(x, y), &values);
    }
    let mut tile = Vec::new();
    layer.finish(&mut tile);
    tile
}

/// The mean position, which lies in the cell as its addresses do.
fn mean(cell: &[WardCount], total: u64) -> World {
    let mean = |sum: u64| (sum / total.max(1)) as u32;
    World { x: mean(cell.iter().map(|count| count.x).sum()), y: mean(cell.iter().map(|count| count.y).sum()) }
}

/// The ward with most addresses, the first in the table among equals.
fn dominant_ward(cell: &[WardCount]) -> Option<UnitId> {
    let known = cell.iter().filter_map(|count| Some((count.count, std::cmp::Reverse(count.ward?))));
    known.max().map(|(_, std::cmp::Reverse(ward))| ward)
}
