//! PMTiles v3 archives: one file holds all tiles of a tileset, sorted along a Hilbert curve, each
//! distinct content once. All knowledge of the format is here.
//!
//! Source: PMTiles Version 3 Specification, protomaps/PMTiles.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use pmtiles::{Compression, Header, PmTilesStreamWriter, PmTilesWriter, PmtError, TileId, TileType};
use serde_json::json;
use vmap_core::Point;

use crate::encode::take_varint;
use crate::gzip::gunzip;
use crate::tilejson::vector_layers;
use crate::{TileCoord, TileError, TileSet};

/// West, south, east and north edge in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds(pub(crate) [f64; 4]);

impl Bounds {
    /// What a tileset without content says: all of the plane.
    const WORLD: Self = Self([-180.0, -85.051_129, 180.0, 85.051_129]);

    /// The smallest bounds around `points`.
    pub(crate) fn around(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let nothing = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let found = points.fold(nothing, |[west, south, east, north], (lon, lat)| {
            [west.min(lon), south.min(lat), east.max(lon), north.max(lat)]
        });
        if found[0] <= found[2] { Self(found) } else { Self::WORLD }
    }

    /// The smallest bounds around `points`.
    pub(crate) fn around_points(points: impl Iterator<Item = Point>) -> Self {
        Self::around(points.map(|point| (point.lon(), point.lat())))
    }
}

/// Writes one archive. Tiles are added zoom by zoom, each zoom in the order of
/// [`TileCoord::curve`]; then the archive is clustered.
pub(crate) struct ArchiveWriter {
    path: PathBuf,
    writer: PmTilesStreamWriter<File>,
}

impl ArchiveWriter {
    /// A new archive of `set` in `folder`.
    pub(crate) fn create(folder: &Path, set: TileSet, bounds: Bounds) -> Result<Self, TileError> {
        let path = folder.join(set.archive_file());
        let file = File::create(&path).map_err(|source| TileError::Io {
            doing: "cannot write",
            path: path.clone(),
            source,
        })?;
        let Bounds([west, south, east, north]) = bounds;
        let writer = PmTilesWriter::new(TileType::Mvt)
            .precompressed(Compression::Gzip)
            .min_zoom(*set.archived_zooms().start())
            .max_zoom(*set.archived_zooms().end())
            .bounds(west, south, east, north)
            .center((west + east) / 2.0, (south + north) / 2.0)
            .center_zoom(*set.archived_zooms().start())
            .metadata(metadata(set))
            .create(file)
            .map_err(|error| write_error(&path, &error))?;
        Ok(Self { path, writer })
    }

    /// Adds a tile's gzip bytes.
    pub(crate) fn add(&mut self, coord: TileCoord, gzip: &[u8]) -> Result<(), TileError> {
        let coord = pmtiles::TileCoord::new(coord.z(), coord.x(), coord.y());
        coord.and_then(|coord| self.writer.add_tile(coord, gzip)).map_err(|error| write_error(&self.path, &error))
    }

    /// Writes directories and header.
    pub(crate) fn finish(self) -> Result<(), TileError> {
        self.writer.finalize().map_err(|error| write_error(&self.path, &error)).map(|_| ())
    }
}

fn write_error(path: &Path, error: &PmtError) -> TileError {
    TileError::Write { path: path.to_owned(), reason: error.to_string() }
}

fn metadata(set: TileSet) -> String {
    json!({
        "name": format!("Vmap {set}"),
        "description": set.description(),
        "type": "overlay",
        "format": "pbf",
        "vector_layers": vector_layers(set, &set.archived_zooms()),
    })
    .to_string()
}

/// An archive that lies in memory or is mapped into it.
pub(crate) struct Archive {
    bytes: Bytes,
    entries: Vec<Entry>,
    bounds: Bounds,
}

/// A run of tiles with the same content.
#[derive(Clone, Copy)]
struct Entry {
    first_tile: u64,
    tiles: u64,
    start: u64,
    length: u64,
}

impl Archive {
    /// Reads the header and all directories of the archive in `bytes`; `file` names it in errors.
    /// Cost: one pass over the directories, and 32 bytes of memory for each run of equal tiles.
    pub(crate) fn open(file: &str, bytes: Bytes) -> Result<Self, TileError> {
        Self::read(bytes).map_err(|reason| TileError::Archive { file: file.to_owned(), reason })
    }

    /// The gzip bytes of a tile; `None` where the archive has none.
    pub(crate) fn tile(&self, coord: TileCoord) -> Option<Bytes> {
        let coord = pmtiles::TileCoord::new(coord.z(), coord.x(), coord.y()).ok()?;
        let id = TileId::from(coord).value();
        let after = self.entries.partition_point(|entry| entry.first_tile <= id);
        let entry = self.entries.get(after.checked_sub(1)?)?;
        let range = (id - entry.first_tile < entry.tiles).then(|| range(entry.start, entry.length))??;
        self.bytes.get(range.clone())?;
        Some(self.bytes.slice(range))
    }

    /// The whole archive.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Bounds of the content.
    pub(crate) fn bounds(&self) -> Bounds {
        self.bounds
    }

    fn read(bytes: Bytes) -> Result<Self, String> {
        let header = Header::try_from_bytes(bytes.clone()).map_err(|error| error.to_string())?;
        if header.tile_compression != Compression::Gzip || header.internal_compression() != Compression::Gzip {
            return Err("tiles and directories should be gzip".to_owned());
        }
        let sections = Sections::read(&bytes).ok_or("its header is cut short")?;
        let mut entries = Vec::new();
        let root = bytes.get(sections.root.clone()).ok_or("its root directory lies outside of it")?;
        read_directory(root, &bytes, &sections, MAX_DEPTH, &mut entries)?;
        let bounds = [header.min_longitude, header.min_latitude, header.max_longitude, header.max_latitude];
        Ok(Self { bytes, entries, bounds: Bounds(bounds) })
    }
}

/// Levels of directories below the root; writers make one.
const MAX_DEPTH: u8 = 3;

/// Where the parts of an archive begin.
struct Sections {
    root: Range<usize>,
    leaves: u64,
    tiles: u64,
}

impl Sections {
    /// From the header's fields: offsets 8 and 16 root, 40 leaves, 56 tile data.
    fn read(bytes: &[u8]) -> Option<Self> {
        let field = |at: usize| bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk));
        Some(Self { root: range(field(8)?, field(16)?)?, leaves: field(40)?, tiles: field(56)? })
    }
}

/// Appends the tile entries of the gzip `directory` and of the leaf directories it points to.
fn read_directory(
    directory: &[u8],
    bytes: &[u8],
    sections: &Sections,
    depth: u8,
    entries: &mut Vec<Entry>,
) -> Result<(), String> {
    let plain = gunzip(directory)?;
    for entry in parse_directory(&plain).ok_or("one of its directories is damaged")? {
        if entry.tiles > 0 {
            let start = sections.tiles.saturating_add(entry.start);
            entries.push(Entry { start, ..entry });
            continue;
        }
        let below = depth.checked_sub(1).ok_or("its directories are nested too deep")?;
        let leaf = range(sections.leaves.saturating_add(entry.start), entry.length);
        let leaf = leaf.and_then(|leaf| bytes.get(leaf)).ok_or("a leaf directory lies outside of it")?;
        read_directory(leaf, bytes, sections, below, entries)?;
    }
    Ok(())
}

/// The entries of one directory: their number, then all differences of tile numbers, all run
/// lengths (0 for a leaf directory), all lengths, all offsets (0 for "right behind the last",
/// else one more than the offset), as varints.
fn parse_directory(mut plain: &[u8]) -> Option<Vec<Entry>> {
    let count = usize::try_from(take_varint(&mut plain)?).ok().filter(|count| *count <= plain.len() / 4)?;
    let mut entries = vec![Entry { first_tile: 0, tiles: 0, start: 0, length: 0 }; count];
    let mut tile = 0_u64;
    for entry in &mut entries {
        tile = tile.checked_add(take_varint(&mut plain)?)?;
        entry.first_tile = tile;
    }
    for entry in &mut entries {
        entry.tiles = take_varint(&mut plain)?;
    }
    for entry in &mut entries {
        entry.length = take_varint(&mut plain)?;
    }
    let mut behind = 0_u64;
    for entry in &mut entries {
        entry.start = match take_varint(&mut plain)? {
            0 => behind,
            offset => offset - 1,
        };
        behind = entry.start.checked_add(entry.length)?;
    }
    Some(entries)
}

fn range(start: u64, length: u64) -> Option<Range<usize>> {
    let start = usize::try_from(start).ok()?;
    Some(start..start.checked_add(usize::try_from(length).ok()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gzip::gzip;

    fn archive(tiles: u64) -> (tempfile::TempDir, Bytes) {
        let folder = tempfile::tempdir().unwrap();
        let mut writer =
            ArchiveWriter::create(folder.path(), TileSet::Admin, Bounds([102.0, 7.0, 118.0, 24.0])).unwrap();
        for index in 0..tiles {
            writer.add(TileCoord::from_curve(9, index * 2), &gzip(&content(index))).unwrap();
        }
        writer.finish().unwrap();
        let bytes = std::fs::read(folder.path().join("admin.pmtiles")).unwrap();
        (folder, bytes.into())
    }

    /// Every third tile is the same as others.
    fn content(index: u64) -> Vec<u8> {
        format!("tile {}", if index.is_multiple_of(3) { 0 } else { index }).into_bytes()
    }

    #[test]
    fn every_tile_written_is_found_and_no_other() {
        for tiles in [0, 1, 100, 60_000] {
            let (_folder, bytes) = archive(tiles);
            let archive = Archive::open("admin.pmtiles", bytes).unwrap();
            assert_eq!(archive.bounds(), Bounds([102.0, 7.0, 118.0, 24.0]));
            for index in 0..tiles {
                let found = archive.tile(TileCoord::from_curve(9, index * 2)).unwrap();
                assert_eq!(gunzip(&found).unwrap(), content(index));
                assert_eq!(archive.tile(TileCoord::from_curve(9, index * 2 + 1)), None);
            }
        }
    }

    /// Fields of a PMTiles header: tiles addressed at byte 72, contents at 88, clustered at 96.
    #[test]
    fn an_archive_is_clustered_and_has_each_content_once() {
        let (_folder, bytes) = archive(100);
        let number = |at: usize| u64::from_le_bytes(*bytes[at..].first_chunk().unwrap());
        assert_eq!((number(72), number(88), bytes[96]), (100, 67, 1));
    }

    #[test]
    fn metadata_names_no_zoom_that_the_archive_does_not_have() {
        for set in TileSet::ALL {
            let metadata: serde_json::Value = serde_json::from_str(&metadata(set)).unwrap();
            let layers = metadata["vector_layers"].as_array().unwrap();
            let last = layers.iter().filter_map(|layer| layer["maxzoom"].as_u64()).max().unwrap();
            assert_eq!(last, u64::from(*set.archived_zooms().end()), "{set}");
        }
    }

    #[test]
    fn damage_is_reported_and_never_a_panic() {
        let (_folder, bytes) = archive(50);
        for length in (0..bytes.len()).step_by(97) {
            let _ = Archive::open("admin.pmtiles", bytes.slice(..length))
                .map(|archive| archive.tile(TileCoord::from_curve(9, 98)));
        }
        let error = Archive::open("admin.pmtiles", Bytes::from_static(b"no archive")).err().unwrap();
        assert!(error.to_string().starts_with("admin.pmtiles is no tile archive"), "{error}");
    }
}
