//! Why nothing was exported.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use vmap_geocoder::{GeocoderError, PlaceRow};

/// Why nothing was exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The format does not follow from the name of the file.
    #[error(
        "the name {0:?} does not tell a format: it should end in .csv, .geojsonl (both also .gz, .zst) or .fgb, \
         or give --format"
    )]
    UnknownFormat(PathBuf),
    /// One name for several files says that it is of one format.
    #[error("{0:?} cannot name several files: give a name without ending, each format adds its own")]
    NameOfOneFormat(PathBuf),
    /// FlatGeobuf is read from several places at once.
    #[error("{0:?} would be a compressed FlatGeobuf, which nothing opens: leave .gz or .zst away")]
    Compressed(PathBuf),
    /// No unit of today has this code.
    #[error("no {level} of today has the code {code:?}: codes of wards have 5 digits, those of provinces 2")]
    UnknownUnit {
        /// `ward` or `province`.
        level: &'static str,
        /// Code asked for.
        code: String,
    },
    /// The release cannot be read.
    #[error(transparent)]
    Release(#[from] GeocoderError),
    /// A row refers to something that is not there.
    #[error("the release is damaged: {0:?} refers to a text that it does not have; publish it again")]
    Damaged(PlaceRow),
    /// A row cannot be put into a format.
    #[error("cannot encode a row: {0}")]
    Encode(io::Error),
    /// The outside world failed.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ExportError {
    /// Names the file that could not be written.
    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Write { path: path.to_owned(), source }
    }
}
