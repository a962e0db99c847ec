//! Why a release cannot be written, opened or made current.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use vmap_core::release::FormatError;

/// Why a release cannot be written, opened or made current.
#[derive(Debug, Error)]
pub enum ReleaseError {
    /// Nothing has been published yet.
    #[error("no release in {0}: run `vmap publish` first")]
    NoneCurrent(PathBuf),
    /// There is no release of that identifier.
    #[error("there is no release {id} in {dir}: `vmap releases` lists them")]
    Unknown {
        /// Identifier asked for.
        id: String,
        /// Folder looked in.
        dir: PathBuf,
    },
    /// The current release cannot be removed.
    #[error(
        "release {0} is the current one and stays: make another current first, by `vmap publish` or `vmap rollback`"
    )]
    InUse(String),
    /// Made by another version of this program.
    #[error("release {id} has {what} version {found}, this program reads {expected}: publish it again")]
    Version {
        /// The release.
        id: String,
        /// `format` or `analyser`.
        what: &'static str,
        /// Version of the release.
        found: u32,
        /// Version of this program.
        expected: u32,
    },
    /// A file is missing or not what the manifest says.
    #[error("release {id} is damaged: {reason}; publish again, or `vmap rollback` to another")]
    Damaged {
        /// The release.
        id: String,
        /// What was found.
        reason: String,
    },
    /// Tables that do not fit their format.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The outside world failed.
    #[error("{doing} {path}: {source}")]
    Io {
        /// What was being done, as `cannot write`.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ReleaseError {
    /// Names what was being done to `path` when the system failed.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }
}
