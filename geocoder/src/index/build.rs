//! Writing the index of a release.

use std::path::Path;
use std::sync::Arc;

use tantivy::{Index, IndexSettings, TantivyDocument};
use vmap_core::release::{NamedPlaceTable, ReleaseFiles};
use vmap_core::unit::{UnitId, UnitTable};

use super::schema::{Fields, schema, unit_term};
use crate::error::GeocoderError;
use crate::keys::{name_keys, name_words};
use crate::kinship::Kinship;

/// Memory for postings before the library grows its tables.
const BUDGET_BYTES: usize = 64 << 20;

/// Writes the text index of the named places in `files` into `folder` (`search/` of a release that
/// is being written), which is made as needed. `units` must be those of the release.
///
/// One segment, documents in the order of rows, so a document's number is a place's row. Cost:
/// some 3 µs and 300 bytes of memory a named place, one thread.
pub fn build_index(files: &impl ReleaseFiles, units: &UnitTable, folder: &Path) -> Result<(), GeocoderError> {
    let named = NamedPlaceTable::open(files)?;
    let io = |source| GeocoderError::Io { folder: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(io)?;
    write(&named, units, folder).map_err(GeocoderError::index("cannot write", folder))?;
    remove_lock_files(folder).map_err(io)
}

fn write(named: &NamedPlaceTable, units: &UnitTable, folder: &Path) -> tantivy::Result<()> {
    let (schema, fields) = schema();
    let kinship = Kinship::new(Arc::new(units.clone()));
    let directory = tantivy::directory::MmapDirectory::open(folder)?;
    let builder = Index::builder().schema(schema).settings(IndexSettings::default());
    let mut writer = builder.single_segment_index_writer(directory, BUDGET_BYTES)?;
    for row in 0..named.len() as u32 {
        writer.add_document(document(named, &kinship, fields, row))?;
    }
    writer.finalize()?;
    Ok(())
}

/// A damaged row becomes an empty document, so that numbers keep agreeing.
fn document(named: &NamedPlaceTable, kinship: &Kinship, fields: Fields, row: u32) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let Some((place, name)) = named.get(row).zip(named.name(row)) else { return document };
    for key in name_keys(place.kind, name) {
        document.add_text(fields.name, key);
    }
    for word in name_words(place.kind, name) {
        document.add_text(fields.word, word);
    }
    let legacy: Vec<UnitId> = named.legacy_wards(row).collect();
    for unit in kinship.findable_by(place.ward, &legacy) {
        document.add_text(fields.unit, unit_term(unit));
    }
    document
}

/// The library leaves empty files behind that only matter to writers.
fn remove_lock_files(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "lock") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
