//! A release, mapped into memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use vmap_core::release::{FORMAT_VERSION, FormatError, ReleaseFiles};
use vmap_core::text::ANALYSER_VERSION;
use vmap_core::unit::UnitTable;

use crate::boundaries::{self, Boundary, read_boundaries};
use crate::{Manifest, ReleaseError};

/// An open release. Cheap to share; its files stay mapped as long as it lives.
pub struct Release {
    folder: PathBuf,
    manifest: Manifest,
    files: BTreeMap<String, Bytes>,
    units: Arc<UnitTable>,
}

impl Release {
    /// Opens the release in `folder`: reads the manifest, checks versions and file lengths, maps
    /// every file. Contents are checked against their hashes only by [`Release::verify`].
    /// Cost: some milliseconds, whatever the size.
    pub fn open(folder: &Path) -> Result<Self, ReleaseError> {
        let manifest = read_manifest(folder)?;
        check_names(folder, &manifest)?;
        check_version(&manifest, "format", manifest.format_version, FORMAT_VERSION)?;
        check_version(&manifest, "analyser", manifest.analyser_version, ANALYSER_VERSION)?;
        let files = manifest
            .files
            .iter()
            .map(|(name, entry)| Ok((name.clone(), map_file(folder, &manifest.id, name, entry.bytes)?)))
            .collect::<Result<BTreeMap<_, _>, ReleaseError>>()?;
        let units = files.get("units.json").ok_or_else(|| FormatError::Missing("units.json".to_owned()))?;
        let units = serde_json::from_slice(units)
            .map_err(|error| FormatError::Content { file: "units.json".to_owned(), reason: error.to_string() })?;
        Ok(Self { folder: folder.to_owned(), manifest, files, units: Arc::new(units) })
    }

    /// Recomputes the hash of every file. Cost: reads everything once.
    pub fn verify(&self) -> Result<(), ReleaseError> {
        self.manifest.files.keys().try_for_each(|name| self.verified_file(name).map(|_| ()))
    }

    /// The polygons of units in `admin.fgb`, after checking its hash. Cost: a fifth of a second
    /// for today's 3,321 wards at 8 m detail.
    pub fn boundaries(&self) -> Result<Vec<Boundary>, ReleaseError> {
        Ok(read_boundaries(&self.verified_file(boundaries::FILE)?)?)
    }

    fn verified_file(&self, name: &str) -> Result<Bytes, ReleaseError> {
        let bytes = self.file(name)?;
        let expected = self.manifest.files.get(name).map(|entry| entry.blake3.as_str());
        if expected == Some(blake3::hash(&bytes).to_hex().as_str()) {
            return Ok(bytes);
        }
        let reason = format!("the content of {name} does not have the hash of the manifest");
        Err(ReleaseError::Damaged { id: self.manifest.id.clone(), reason })
    }

    /// What the release says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Identifier of the release, part of every answer.
    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// Administrative units of every era.
    pub fn units(&self) -> &Arc<UnitTable> {
        &self.units
    }

    /// Where it lies, for libraries that open files by path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl ReleaseFiles for Release {
    fn file(&self, name: &str) -> Result<Bytes, FormatError> {
        self.files.get(name).cloned().ok_or_else(|| FormatError::Missing(name.to_owned()))
    }
}

fn read_manifest(folder: &Path) -> Result<Manifest, ReleaseError> {
    let path = folder.join("manifest.json");
    let text = std::fs::read(&path).map_err(ReleaseError::io("cannot read", &path))?;
    serde_json::from_slice(&text).map_err(|error| ReleaseError::Damaged {
        id: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        reason: format!("manifest.json cannot be read ({error})"),
    })
}

/// The folder must bear the identifier, and files must lie within the folder.
fn check_names(folder: &Path, manifest: &Manifest) -> Result<(), ReleaseError> {
    let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if id != manifest.id {
        let reason = format!("its manifest is that of {}", manifest.id);
        return Err(ReleaseError::Damaged { id, reason });
    }
    let plain = |name: &str| name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    match manifest.files.keys().find(|name| !plain(name)) {
        Some(name) => Err(ReleaseError::Damaged { id, reason: format!("its manifest names the file {name:?}") }),
        None => Ok(()),
    }
}

fn check_version(manifest: &Manifest, what: &'static str, found: u32, expected: u32) -> Result<(), ReleaseError> {
    match found == expected {
        true => Ok(()),
        false => Err(ReleaseError::Version { id: manifest.id.clone(), what, found, expected }),
    }
}

fn map_file(folder: &Path, id: &str, name: &str, expected: u64) -> Result<Bytes, ReleaseError> {
    let path = folder.join(name);
    let damaged = |reason: String| ReleaseError::Damaged { id: id.to_owned(), reason };
    let file = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(damaged(format!("{name} is missing")));
        }
        opened => opened.map_err(ReleaseError::io("cannot open", &path))?,
    };
    let found = file.metadata().map_err(ReleaseError::io("cannot read", &path))?.len();
    if found != expected {
        return Err(damaged(format!("{name} should have {expected} bytes, found {found}")));
    }
    map(&file).map_err(ReleaseError::io("cannot map", &path))
}

/// The content of `file`, mapped into memory.
pub(crate) fn map(file: &File) -> io::Result<Bytes> {
    // An empty file cannot be mapped.
    if file.metadata()?.len() == 0 {
        return Ok(Bytes::new());
    }
    // SAFETY: files of a release are written once and then never changed, so the bytes stay as
    // they are while they are mapped.
    #[allow(unsafe_code, reason = "a memory map is the point of a release; the one place that makes one")]
    let map = unsafe { memmap2::Mmap::map(file) }?;
    Ok(Bytes::from_owner(map))
}
