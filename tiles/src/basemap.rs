//! The basemap: streets, water, land use, buildings, places and points of interest.
//!
//! BasemapFeatures come one by one and may be more than memory holds. Each is drawn at its zooms and cut to
//! tiles; its parts wait on the disk, sorted by tile; then tile by tile is put together from them.
//!
//! | module | idea |
//! |---|---|
//! | `feature`, `kinds` | what is drawn; from which zoom on |
//! | `named` | streets and points of interest of the release |
//! | `draw`, `simple` | a feature's parts in the tiles of a zoom; whether they are valid |
//! | `part`, `spill` | parts as bytes; many of them, sorted on the disk |
//! | `join`, `tile` | lines that meet made one; a tile from its parts, none too large |

mod draw;
mod feature;
mod join;
mod kinds;
mod named;
mod part;
mod simple;
mod spill;
mod tile;

use std::path::Path;

use rayon::prelude::*;

use self::draw::{Drawn, draw, tile_key, tile_of};
pub use self::feature::{BasemapFeature, BasemapFeatures, BasemapGeometry, BasemapSource, FieldValue};
pub use self::kinds::{OTHER_POI_RANK, StreetKind, poi_rank, street_kind};
use self::spill::{Sorted, Spill};
use self::tile::{BuiltTile, build_tile};
use crate::archive::{ArchiveWriter, Bounds};
use crate::gzip::gzip;
use crate::{TileCoord, TileError, TileInputs, TileSet};

/// BasemapFeatures drawn at once: enough for every thread, few enough for memory.
const CHUNK: usize = 2048;
/// Bytes of parts, and tiles, that are put together at once.
const BATCH_BYTES: usize = 16 << 20;
const BATCH_TILES: usize = 256;

/// Builds `basemap.pmtiles`; how many features found no room in a tile.
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<u64, TileError> {
    let mut sketch = Sketch::create(folder)?;
    let drawn = inputs.basemap.map_or(&[][..], |source| source.drawn_places());
    let rows = 0..inputs.named_places.len() as u32;
    sketch.add_all(rows.flat_map(|row| named::features(inputs.named_places, row, drawn)).map(Ok))?;
    if let Some(source) = inputs.basemap {
        sketch.add_all(source.features()?)?;
    }
    let Sketch { parts, bounds } = sketch;
    let mut archive = ArchiveWriter::create(folder, TileSet::Basemap, Bounds::around(bounds.into_iter()))?;
    let left_out = add_tiles(parts.sorted()?, &mut archive)?;
    archive.finish()?;
    Ok(left_out)
}

/// All parts so far, and the corners of what they lie in, in degrees.
struct Sketch {
    parts: Spill,
    bounds: Vec<(f64, f64)>,
}

impl Sketch {
    fn create(folder: &Path) -> Result<Self, TileError> {
        Ok(Self { parts: Spill::create(&folder.join("basemap.parts"))?, bounds: Vec::new() })
    }

    /// Draws all of `features`: while some are drawn, the next ones are read.
    fn add_all(
        &mut self,
        mut features: impl Iterator<Item = std::io::Result<BasemapFeature>> + Send,
    ) -> Result<(), TileError> {
        let mut next = || features.by_ref().take(CHUNK).collect::<std::io::Result<Vec<_>>>();
        let mut chunk = next()?;
        while !chunk.is_empty() {
            let (following, drawn) = rayon::join(&mut next, || chunk.par_iter().map(draw).collect::<Vec<_>>());
            self.widen(&chunk);
            for Drawn { key, bytes } in drawn.into_iter().flatten() {
                self.parts.push(key, &bytes)?;
            }
            chunk = following?;
        }
        Ok(())
    }

    fn widen(&mut self, features: &[BasemapFeature]) {
        let points = features.iter().flat_map(|feature| feature.geometry.points());
        let Bounds([west, south, east, north]) =
            Bounds::around(points.map(|point| (point.lon(), point.lat())).chain(self.bounds.drain(..)));
        self.bounds = vec![(west, south), (east, north)];
    }
}

/// Puts all tiles together and adds them; how many features found no room.
fn add_tiles(mut parts: Sorted, archive: &mut ArchiveWriter) -> Result<u64, TileError> {
    let mut left_out = 0;
    loop {
        let batch = next_batch(&mut parts)?;
        if batch.is_empty() {
            return Ok(left_out);
        }
        let built = batch.par_iter().map(|(tile, parts)| {
            let BuiltTile { bytes, left_out } = build_tile(tile.z(), parts);
            (*tile, (!bytes.is_empty()).then(|| gzip(&bytes)), left_out)
        });
        for (tile, gzip, without) in built.collect::<Vec<_>>() {
            gzip.map_or(Ok(()), |gzip| archive.add(tile, &gzip))?;
            left_out += without;
        }
    }
}

type TileParts = (TileCoord, Vec<Vec<u8>>);

/// The next tiles with all of their parts.
fn next_batch(parts: &mut Sorted) -> Result<Vec<TileParts>, TileError> {
    let (mut batch, mut bytes): (Vec<TileParts>, usize) = (Vec::new(), 0);
    while let Some(key) = parts.next_key() {
        let is_new = batch.last().is_none_or(|(tile, _)| tile_key(*tile) != key);
        if is_new && (bytes > BATCH_BYTES || batch.len() >= BATCH_TILES) {
            break;
        }
        if is_new {
            batch.push((tile_of(key), Vec::new()));
        }
        if let (Some((_, tile)), Some(part)) = (batch.last_mut(), parts.next_record()?) {
            bytes += part.len();
            tile.push(part);
        }
    }
    Ok(batch)
}
