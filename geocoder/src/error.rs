//! Why an index cannot be built or a release cannot be searched.

use std::path::{Path, PathBuf};

use thiserror::Error;
use vmap_core::release::FormatError;

/// Why an index cannot be built or a release cannot be searched.
#[derive(Debug, Error)]
pub enum GeocoderError {
    /// A table of the release is missing or damaged.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The release is damaged.
    #[error(transparent)]
    Release(#[from] vmap_release::ReleaseError),
    /// The text index failed.
    #[error("{doing} the text index in {folder}: {source}; publish the release again")]
    Index {
        /// What was being done, as `cannot open`.
        doing: &'static str,
        /// Folder of the index.
        folder: PathBuf,
        /// What the library said.
        source: Box<tantivy::TantivyError>,
    },
    /// The text index was made by another version of this program.
    #[error("the text index of release {release} has version {found}, this program reads {expected}: publish it again")]
    Version {
        /// The release.
        release: String,
        /// Version of its index.
        found: u32,
        /// Version of this program's.
        expected: u32,
    },
    /// The text index is of another release.
    #[error("the text index in {folder} has {found} places, the release {expected}: publish the release again")]
    OtherRelease {
        /// Folder of the index.
        folder: PathBuf,
        /// Places in the index.
        found: usize,
        /// Named places in the tables.
        expected: usize,
    },
    /// The outside world failed.
    #[error("cannot write the text index into {folder}: {source}")]
    Io {
        /// Folder of the index.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl GeocoderError {
    /// Names what was being done to the index in `folder` when the library failed.
    pub(crate) fn index<E: Into<tantivy::TantivyError>>(doing: &'static str, folder: &Path) -> impl FnOnce(E) -> Self {
        move |source| Self::Index { doing, folder: folder.to_owned(), source: Box::new(source.into()) }
    }
}
