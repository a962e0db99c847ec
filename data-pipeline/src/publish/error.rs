//! Why nothing could be published.

use thiserror::Error;
use vmap_core::release::FormatError;
use vmap_geocoder::GeocoderError;
use vmap_registry::RegistryError;
use vmap_release::ReleaseError;
use vmap_tiles::TileError;

/// Why nothing could be published. The release that was current stays so.
#[derive(Debug, Error)]
pub enum PublishError {
    /// There are no units to lie in.
    #[error("the registry holds no administrative units: run `vmap import units` first; nothing was published")]
    NoUnits,
    /// More sources than an address can refer to.
    #[error(
        "a release can name 256 sources, the registry has {0}: import related files under one --source; nothing was published"
    )]
    TooManySources(usize),
    /// Something was imported meanwhile.
    #[error("the registry was written to while it was read: publish again; nothing was published")]
    Changed,
    /// The registry cannot be read.
    #[error("{0}; nothing was published")]
    Registry(#[from] RegistryError),
    /// The release cannot be written or does not read back.
    #[error("{0}; nothing was published")]
    Release(#[from] ReleaseError),
    /// A table does not read back.
    #[error("{0}; nothing was published")]
    Table(#[from] FormatError),
    /// The search index cannot be built.
    #[error("{0}; nothing was published")]
    Search(#[from] GeocoderError),
    /// The tiles cannot be built.
    #[error("{0}; nothing was published")]
    Tiles(#[from] TileError),
}
