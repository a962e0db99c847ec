//! What a release says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `manifest.json`: what is in a release, where it came from and how to check it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Identifier of the release: the registry's change number and 8 hex digits over the hashes of
    /// its tables, so that the same registry state gives the same identifier.
    pub id: String,
    /// [`vmap_core::release::FORMAT_VERSION`] it was written with.
    pub format_version: u32,
    /// [`vmap_core::text::ANALYSER_VERSION`] it was written with.
    pub analyser_version: u32,
    /// Version of the text index in it, which only the geocoder understands. Part of the identifier:
    /// the index itself is not hashed into it, because tantivy names its files at random.
    pub index_version: u32,
    /// Instant of publishing, RFC 3339, UTC.
    pub created_at: String,
    /// The registry's last change number in it.
    pub change_number: u64,
    /// How many of what.
    pub counts: Counts,
    /// Where its data came from; address rows refer to these by position.
    pub sources: Vec<SourceEntry>,
    /// Whether any boundary is illustrative: made up around a centre, not surveyed.
    pub illustrative_boundaries: bool,
    /// Every other file, by name relative to the folder.
    pub files: BTreeMap<String, FileEntry>,
}

impl Manifest {
    /// Whether any source is made data.
    pub fn is_synthetic(&self) -> bool {
        self.sources.iter().any(|source| source.synthetic)
    }

    /// The attributions of all sources in one line, made data first and said so.
    pub fn attribution(&self) -> String {
        let (made, real): (Vec<_>, Vec<_>) = self.sources.iter().partition(|source| source.synthetic);
        let made = made.iter().map(|source| format!("{} (synthetic)", source.attribution));
        let real = real.iter().map(|source| source.attribution.clone());
        let mut lines: Vec<String> = made.chain(real).collect();
        lines.dedup();
        lines.join("; ")
    }

    /// The licences of all sources, each once.
    pub fn licence(&self) -> String {
        let mut licences: Vec<&str> = self.sources.iter().map(|source| source.licence.as_str()).collect();
        licences.sort_unstable();
        licences.dedup();
        licences.join("; ")
    }
}

/// How many of what a release holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Addresses.
    pub addresses: u64,
    /// Streets, counted once per ward they run through.
    pub streets: u64,
    /// Hamlets.
    pub hamlets: u64,
    /// Points of interest.
    pub points_of_interest: u64,
    /// Administrative units of every era.
    pub units: u64,
    /// Units with a polygon.
    pub boundaries: u64,
}

/// One source of a release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Short name given at import (`--source`).
    pub name: String,
    /// Licence as an SPDX identifier or in words.
    pub licence: String,
    /// How it asks to be named.
    pub attribution: String,
    /// Whether it is made data.
    pub synthetic: bool,
}

/// Length and hash of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of its content, 64 hex digits.
    pub blake3: String,
}
