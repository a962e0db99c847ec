//! Why tiles cannot be built, opened or served.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use vmap_core::release::FormatError;

use crate::CoordError;

/// Why tiles cannot be built, opened or served.
#[derive(Debug, Error)]
pub enum TileError {
    /// A tile that no zoom of the tileset has.
    #[error(transparent)]
    Coordinate(#[from] CoordError),
    /// The release's tables do not fit their format.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// An archive is not what this program writes.
    #[error("{file} is no tile archive that can be served ({reason}): publish the release again")]
    Archive {
        /// File within the release.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An archive could not be put together.
    #[error("cannot write the tile archive {path}: {reason}")]
    Write {
        /// The archive.
        path: PathBuf,
        /// What the archive library said.
        reason: String,
    },
    /// What the basemap is made from cannot be read.
    #[error("cannot read the features of the basemap: {0}")]
    Basemap(#[from] io::Error),
    /// The style shipped with this program is no JSON; a fault of the build, not of the data.
    #[error("the map style built into this program is not JSON: {0}")]
    Style(#[from] serde_json::Error),
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
