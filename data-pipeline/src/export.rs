//! A release as open data: CSV, GeoJSONSeq and FlatGeobuf.
//!
//! Every file has the same rows in the same order, each with the columns of [`FIELDS`]: the address in
//! today's form and in the one before July 2025, where it is, and where it comes from.

mod block;
mod error;
mod fields;
mod flatgeobuf;
mod format;
mod layer;
mod selection;
mod text;

use rayon::prelude::*;
use vmap_geocoder::{PlaceRow, Places, ResultType};
use vmap_release::{Manifest, Release};

use self::block::Block;
pub use self::error::ExportError;
pub use self::fields::{FIELDS, Field, Row};
pub use self::format::{Format, Target, targets};
use self::layer::{Contents, Layer};
pub use self::selection::Selection;
use crate::progress::Progress;

/// Rows that are encoded and written at a time, which bounds memory to some kilobytes for each.
const ROWS_AT_A_TIME: usize = 1 << 15;

/// Rows that one thread encodes at a time.
const ROWS_PER_BLOCK: usize = 1 << 10;

/// Writes the places of `release` that `selection` wants into each of `targets`, in WGS84; gives their
/// number. All files are written beside their names and get them when all are whole: a file that was
/// there before stays until then, and nothing stays of an export that fails.
///
/// Cost on two cores: a few microseconds a row and format. Memory does not grow with the number of
/// rows but for the index of a FlatGeobuf, which keeps three bytes of each.
///
/// # Errors
/// Where a unit is not known, the release is damaged or a file cannot be written.
pub fn export(
    release: &Release,
    selection: &Selection,
    targets: &[Target],
    progress: &dyn Progress,
) -> Result<u64, ExportError> {
    progress.stage("choosing places", None);
    let filter = selection.filter(release.units())?;
    let places = Places::open(release)?;
    let total = places.rows(&filter).count() as u64;
    progress.done();

    progress.stage("writing places", Some(total));
    let manifest = release.manifest();
    let contents = Contents { manifest, total, has_lines: filter.types.contains(&ResultType::Street) };
    let layers = targets.iter().map(|target| Layer::create(target, contents));
    let mut layers = layers.collect::<Result<Vec<_>, _>>()?;
    let encoder = Encoder { places: &places, manifest, formats: targets.iter().map(|target| target.format).collect() };
    write_all(places.rows(&filter), &encoder, &mut layers, progress)?;
    let whole = layers.into_iter().map(Layer::finish).collect::<Result<Vec<_>, _>>()?;
    for (file, target) in whole.into_iter().zip(targets) {
        file.keep().map_err(ExportError::write(&target.path))?;
    }
    progress.done();
    Ok(total)
}

/// Writes some rows while the next are encoded.
fn write_all(
    mut rows: impl Iterator<Item = PlaceRow> + Send,
    encoder: &Encoder<'_>,
    layers: &mut [Layer<'_>],
    progress: &dyn Progress,
) -> Result<(), ExportError> {
    let mut next = || encoder.encode(&rows.by_ref().take(ROWS_AT_A_TIME).collect::<Vec<_>>());
    let mut encoded = next()?;
    while !encoded.is_empty() {
        let (written, following) = rayon::join(|| write(&encoded, layers, progress), &mut next);
        written?;
        encoded = following?;
    }
    Ok(())
}

fn write(encoded: &[EncodedRows], layers: &mut [Layer<'_>], progress: &dyn Progress) -> Result<(), ExportError> {
    for rows in encoded {
        layers.iter_mut().zip(&rows.blocks).try_for_each(|(layer, block)| layer.write(block))?;
        progress.advance(rows.count);
    }
    Ok(())
}

/// Some rows in each of the formats asked for.
struct EncodedRows {
    count: u64,
    blocks: Vec<Block>,
}

/// Makes bytes of rows.
struct Encoder<'r> {
    places: &'r Places,
    manifest: &'r Manifest,
    formats: Vec<Format>,
}

impl Encoder<'_> {
    fn encode(&self, rows: &[PlaceRow]) -> Result<Vec<EncodedRows>, ExportError> {
        rows.par_chunks(ROWS_PER_BLOCK).map(|rows| self.encode_block(rows)).collect()
    }

    fn encode_block(&self, rows: &[PlaceRow]) -> Result<EncodedRows, ExportError> {
        let any_licence = self.manifest.licence();
        let row = |row: &PlaceRow| {
            let place = self.places.get(*row).ok_or(ExportError::Damaged(*row))?;
            Ok(Row::new(place, &self.manifest.id, &any_licence))
        };
        let rows: Vec<Row<'_>> = rows.iter().map(row).collect::<Result<_, ExportError>>()?;
        let blocks = self.formats.iter().map(|format| format.encode(&rows)).collect::<Result<_, _>>();
        Ok(EncodedRows { count: rows.len() as u64, blocks: blocks.map_err(ExportError::Encode)? })
    }
}

#[cfg(test)]
mod tests;
