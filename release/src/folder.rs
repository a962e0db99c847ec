//! A release while it is being written.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::{FileEntry, Manifest, ReleaseError};

/// A folder under a temporary name that becomes a release, or vanishes when dropped unfinished.
pub struct ReleaseFolder {
    store: PathBuf,
    temporary: PathBuf,
    finished: bool,
}

impl ReleaseFolder {
    pub(crate) fn create(store: &Path) -> Result<Self, ReleaseError> {
        let temporary = store.join(format!("unfinished.{}.tmp", std::process::id()));
        fs::create_dir_all(&temporary).map_err(ReleaseError::io("cannot make folder", &temporary))?;
        Ok(Self { store: store.to_owned(), temporary, finished: false })
    }

    /// Where to write files by path, for libraries that want one.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// A new file `name`, its folders made as needed.
    pub fn create_file(&self, name: &str) -> Result<BufWriter<File>, ReleaseError> {
        let path = self.temporary.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(ReleaseError::io("cannot make folder", parent))?;
        }
        let file = File::create(&path).map_err(ReleaseError::io("cannot write", &path))?;
        Ok(BufWriter::with_capacity(1 << 20, file))
    }

    /// A new file `name` with `content`.
    pub fn write_file(&self, name: &str, content: &[u8]) -> Result<(), ReleaseError> {
        let mut file = self.create_file(name)?;
        let written = file.write_all(content).and_then(|()| file.flush());
        written.map_err(ReleaseError::io("cannot write", &self.temporary.join(name)))
    }

    /// Hashes every file, gives the release its identifier, syncs it to the disk and renames it to
    /// that identifier. A release of the same identifier that is there already stays: it has the
    /// same content. `manifest.id` and `manifest.files` are filled in.
    pub fn finish(mut self, mut manifest: Manifest) -> Result<Manifest, ReleaseError> {
        manifest.files = self.file_entries()?;
        manifest.id = identifier(&manifest);
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| ReleaseError::Damaged {
            id: manifest.id.clone(),
            reason: format!("its manifest cannot be written as JSON ({error})"),
        })?;
        self.write_file("manifest.json", &text)?;
        sync_tree(&self.temporary)?;
        let target = self.store.join(&manifest.id);
        if target.is_dir() {
            return Ok(manifest);
        }
        fs::rename(&self.temporary, &target).map_err(ReleaseError::io("cannot rename to", &target))?;
        self.finished = true;
        sync_folder(&self.store)?;
        Ok(manifest)
    }

    fn file_entries(&self) -> Result<std::collections::BTreeMap<String, FileEntry>, ReleaseError> {
        let files = files_below(&self.temporary)?;
        files.iter().map(|path| Ok((self.relative_name(path), hash_file(path)?))).collect()
    }

    fn relative_name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.temporary).unwrap_or(path);
        relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

impl Drop for ReleaseFolder {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing reads a temporary folder, so one that cannot be removed only takes space.
            let _ = fs::remove_dir_all(&self.temporary);
        }
    }
}

/// Change number and a digest over the tables. `search/` is left out: it is derived from the
/// tables, and tantivy names its files at random.
fn identifier(manifest: &Manifest) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, entry) in manifest.files.iter().filter(|(name, _)| !name.starts_with("search/")) {
        hasher.update(name.as_bytes()).update(entry.blake3.as_bytes());
    }
    for source in &manifest.sources {
        hasher.update(source.name.as_bytes()).update(source.attribution.as_bytes());
    }
    format!("{:012}-{}", manifest.change_number, &hasher.finalize().to_hex()[..8])
}

fn hash_file(path: &Path) -> Result<FileEntry, ReleaseError> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path).map_err(ReleaseError::io("cannot read", path))?;
    let bytes = std::io::copy(&mut file, &mut hasher).map_err(ReleaseError::io("cannot read", path))?;
    Ok(FileEntry { bytes, blake3: hasher.finalize().to_hex().to_string() })
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, ReleaseError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(ReleaseError::io("cannot list", folder))? {
        let path = entry.map_err(ReleaseError::io("cannot list", folder))?.path();
        match path.is_dir() {
            true => found.extend(files_below(&path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}

fn sync_tree(folder: &Path) -> Result<(), ReleaseError> {
    files_below(folder)?.iter().try_for_each(|path| sync_file(path))?;
    sync_folder(folder)
}

pub(crate) fn sync_file(path: &Path) -> Result<(), ReleaseError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(ReleaseError::io("cannot sync", path))
}

/// Makes renames within `folder` durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), ReleaseError> {
    sync_file(folder)
}
