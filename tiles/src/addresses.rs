//! Addresses: counted on a grid up to zoom 13, then one by one.
//!
//! The archive holds zooms 0 to 14, and so every address; the two deepest zooms are made from the
//! columns when they are asked for, by the same code.

mod layer;
mod thinning;

use std::path::Path;

use vmap_core::Point;
use vmap_core::release::{AddressRow, AddressTable, NamedPlaceTable};

use self::layer::encode;
use self::thinning::Thinning;
use crate::archive::{ArchiveWriter, Bounds};
use crate::block_index::{BlockIndex, Box2};
use crate::build::{Piece, add_tiles};
use crate::coord::World;
use crate::counts::Counts;
use crate::schema::{ADDRESSES, FIRST_STACKED_ZOOM, MAX_TILE_BYTES};
use crate::{TileCoord, TileError, TileInputs, TileSet};

/// Builds `addresses.pmtiles`.
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let rows = 0..inputs.addresses.len() as u32;
    let bounds = Bounds::around_points(rows.filter_map(|row| inputs.addresses.point(row)));
    let mut archive = ArchiveWriter::create(folder, TileSet::Addresses, bounds)?;
    let counts = Counts::new(inputs.addresses);
    counts.add_zooms(inputs.units, &mut archive)?;
    let z = ADDRESSES.minzoom;
    let tiles: Vec<Piece<()>> = counts.tiles(z).map(|tile| Piece { tile, content: () }).collect();
    drop(counts);
    let addresses = AddressTiles::new(inputs.addresses.clone(), inputs.named_places.clone());
    add_tiles(z, &tiles, |tile| addresses.tile(TileCoord::from_curve(z, tile[0].tile)), &mut archive)?;
    archive.finish()
}

/// Makes tiles of addresses from the tables of a release.
pub(crate) struct AddressTiles {
    addresses: AddressTable,
    named_places: NamedPlaceTable,
    blocks: BlockIndex,
}

/// An address in a tile.
struct Located {
    address: AddressRow,
    /// Steps from the tile's corner.
    at: (i32, i32),
}

impl AddressTiles {
    /// Cost: one pass over the positions; a million take some 30 ms of CPU.
    pub(crate) fn new(addresses: AddressTable, named_places: NamedPlaceTable) -> Self {
        let blocks = BlockIndex::new(addresses.len() as u32, |row| addresses.point(row).map(position));
        Self { addresses, named_places, blocks }
    }

    /// The plain tile of the addresses whose position `coord` holds, at most [`MAX_TILE_BYTES`]
    /// long; empty where there is none.
    /// Cost: proportional to the addresses in it and near it; with gzip some 2 µs for each.
    pub(crate) fn tile(&self, coord: TileCoord) -> Vec<u8> {
        let mut addresses = self.inside(coord);
        let stacks: Vec<&[Located]> = match coord.z() {
            ..FIRST_STACKED_ZOOM => addresses.chunks(1).collect(),
            FIRST_STACKED_ZOOM.. => stacks(&mut addresses),
        };
        let mut tile = encode(self, coord.z(), stacks.iter().map(|stack| (*stack, 0)));
        if tile.len() > MAX_TILE_BYTES {
            let thinning = Thinning::new(&stacks);
            let mut kept = stacks.len();
            while tile.len() > MAX_TILE_BYTES && kept > 1 {
                kept = (kept * MAX_TILE_BYTES / tile.len()).max(1);
                tile = encode(self, coord.z(), thinning.keep(kept));
            }
        }
        tile
    }

    /// The addresses in a tile in the order of the table.
    fn inside(&self, coord: TileCoord) -> Vec<Located> {
        let mut inside = Vec::new();
        let around = degree_box(coord);
        self.blocks.query(around, |rows| inside.extend(rows.filter_map(|row| self.located(row, &around, coord))));
        inside
    }

    /// The address at `row`, where `coord` holds it. `around` lies around the tile: most rows
    /// outside are seen to be so without the cost of the projection.
    fn located(&self, row: u32, around: &Box2, coord: TileCoord) -> Option<Located> {
        let point = self.addresses.point(row).filter(|point| around.holds(position(*point)))?;
        let world = World::from_point(point);
        if world.tile(coord.z()) != coord {
            return None;
        }
        Some(Located { address: self.addresses.get(row)?, at: world.within_tile(coord.z()) })
    }
}

fn position(point: Point) -> (i32, i32) {
    (point.lon_e7(), point.lat_e7())
}

/// The tile's box in 1e-7 degrees, one step wider than its edges.
fn degree_box(coord: TileCoord) -> Box2 {
    let [west, south, east, north] = coord.bounds().map(|degrees| degrees * 1e7);
    let (min, max) = ((west.floor(), south.floor()), (east.ceil(), north.ceil()));
    Box2 { min: (min.0 as i32 - 1, min.1 as i32 - 1), max: ((max.0 as i32).saturating_add(1), max.1 as i32 + 1) }
}

/// The addresses by position, each stack by house number, those without one last. Addresses of
/// one position follow each other already, as the table is sorted along a curve.
fn stacks(addresses: &mut [Located]) -> Vec<&[Located]> {
    let stacks = addresses.chunk_by_mut(|a, b| a.address.point == b.address.point);
    let sorted = stacks.map(|stack| {
        stack.sort_by_key(|Located { address, .. }| (address.number.is_none(), address.street, address.number));
        &*stack
    });
    sorted.collect()
}
