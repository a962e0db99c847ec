//! The folder of a release, the only door between writing and reading.
//!
//! A release is an immutable folder under `releases/`: `manifest.json`, the tables of
//! [`vmap_core::release`], `units.json`, `admin.fgb`, `search/`, tile archives, `report.json` and
//! `quality.json`.
//! It is written under a temporary name, checked, renamed to its identifier, and made current by
//! renaming one small file. Readers map it into memory; nothing in it ever changes.
//!
//! This room knows files, hashes and memory maps. It must never know what an address is for:
//! no search, no tile encoding, no registry.

mod boundaries;
mod error;
mod folder;
mod manifest;
mod open;
mod store;

pub use boundaries::{Boundary, read_boundaries, write_boundaries};
pub use error::ReleaseError;
pub use folder::ReleaseFolder;
pub use manifest::{Counts, FileEntry, Manifest, SourceEntry};
pub use open::Release;
pub use store::ReleaseStore;
