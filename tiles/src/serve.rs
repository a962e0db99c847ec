//! Tiles of an open release.

use std::sync::Arc;

use bytes::Bytes;
use moka::sync::Cache;
use serde_json::Value;
use vmap_core::release::{AddressTable, NamedPlaceTable, ReleaseFiles};
use vmap_release::{Manifest, Release};

use crate::addresses::AddressTiles;
use crate::archive::Archive;
use crate::gzip::{gunzip, gzip};
use crate::style::{Theme, style};
use crate::tilejson::tilejson;
use crate::{CoordError, TileCoord, TileError, TileSet};

/// A tile, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Mapbox Vector Tile in gzip (`Content-Encoding: gzip`).
    pub gzip: Bytes,
    /// Entity tag with its quotes, the same for the same content in any release.
    pub etag: String,
}

impl Tile {
    /// The tag is made of the checksum (CRC-32) and length of the plain tile that end every gzip
    /// member (RFC 1952), and of the member's length: no further pass over the bytes.
    fn new(gzip: Bytes) -> Self {
        let trailer = gzip.last_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
        let etag = format!("\"{trailer:016x}-{:x}\"", gzip.len());
        Self { gzip, etag }
    }

    /// The tile itself, for clients that take no gzip. Cost: a few milliseconds a megabyte.
    ///
    /// # Errors
    /// What is wrong with a damaged archive.
    pub fn plain(&self) -> Result<Vec<u8>, String> {
        gunzip(&self.gzip)
    }
}

/// All tilesets of an open release. Cheap to share between threads behind an `Arc`.
///
/// Memory: the directories of the archives, boxes over the addresses (16 bytes per 64), and at
/// most 64 MiB of tiles made from columns.
pub struct TileSets {
    manifest: Manifest,
    archives: [Archive; TileSet::ALL.len()],
    addresses: AddressTiles,
    made: Cache<TileCoord, Option<Tile>>,
}

/// Bytes of tiles made from columns that are kept.
const CACHE_BYTES: u64 = 64 << 20;

impl TileSets {
    /// Opens the archives and tables of `release`, which stay mapped as long as this lives.
    /// Cost: one pass over the positions of addresses and over the archives' directories.
    ///
    /// # Errors
    /// Where a file is missing or damaged.
    pub fn open(release: &Arc<Release>) -> Result<Self, TileError> {
        let files = release.as_ref();
        let open = |set: TileSet| Archive::open(set.archive_file(), files.file(set.archive_file())?);
        let [addresses, admin, basemap] = TileSet::ALL;
        Ok(Self {
            manifest: release.manifest().clone(),
            archives: [open(addresses)?, open(admin)?, open(basemap)?],
            addresses: AddressTiles::new(AddressTable::open(files)?, NamedPlaceTable::open(files)?),
            made: Cache::builder().weigher(weigh).max_capacity(CACHE_BYTES).build(),
        })
    }

    /// The tile of `set` at `coord`; `None` where nothing lies in it.
    /// Cost: a binary search; for addresses from zoom 15 not asked for lately, some milliseconds in
    /// the densest places.
    ///
    /// # Errors
    /// [`TileError::Coordinate`] where the tileset has no such zoom.
    pub fn tile(&self, set: TileSet, coord: TileCoord) -> Result<Option<Tile>, TileError> {
        if !set.zooms().contains(&coord.z()) {
            return Err(CoordError::Zoom { found: coord.z(), allowed: set.zooms() }.into());
        }
        if set.archived_zooms().contains(&coord.z()) {
            return Ok(self.archive_of(set).tile(coord).map(Tile::new));
        }
        Ok(self.made.get_with(coord, || self.make(coord)))
    }

    /// The TileJSON 3.0 document of `set`, with the release's attribution, whether any of its
    /// data is made (`synthetic`) and, for units, whether any area is made up (`illustrative`).
    /// `base_url` is what comes before `/tiles`, without a slash at its end.
    pub fn tilejson(&self, set: TileSet, base_url: &str) -> Value {
        tilejson(set, base_url, self.archive_of(set).bounds(), &self.manifest)
    }

    /// The map's style for MapLibre in the colours of `theme`. `base_url` as in [`TileSets::tilejson`].
    ///
    /// # Errors
    /// Never with a style that passed this crate's tests.
    pub fn style(&self, base_url: &str, theme: Theme) -> Result<Value, TileError> {
        style(base_url, &self.manifest.attribution(), theme)
    }

    /// The whole PMTiles archive of `set`. That of addresses ends at zoom 14, which has every
    /// address; the deeper zooms are made from the columns.
    pub fn archive(&self, set: TileSet) -> Bytes {
        self.archive_of(set).bytes().clone()
    }

    fn archive_of(&self, set: TileSet) -> &Archive {
        let [addresses, admin, basemap] = &self.archives;
        match set {
            TileSet::Addresses => addresses,
            TileSet::Admin => admin,
            TileSet::Basemap => basemap,
        }
    }

    fn make(&self, coord: TileCoord) -> Option<Tile> {
        let plain = self.addresses.tile(coord);
        (!plain.is_empty()).then(|| Tile::new(gzip(&plain).into()))
    }
}

fn weigh(_: &TileCoord, tile: &Option<Tile>) -> u32 {
    const OVERHEAD: usize = 128;
    let bytes = tile.as_ref().map_or(0, |tile| tile.gzip.len() + tile.etag.len());
    u32::try_from(bytes + OVERHEAD).unwrap_or(u32::MAX)
}
