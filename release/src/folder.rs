//! A release while it is being written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use vmap_core::release::{FormatError, ReleaseFiles, ReleaseSink, WriteContent};

use crate::open::map;
use crate::{FileEntry, Manifest, Release, ReleaseError, SourceEntry};

/// A folder under a temporary name that becomes a release, or vanishes when dropped unfinished.
/// Files are written once and can then be read, to derive others from them.
///
/// Its folder is locked as long as it is written. One without a lock was left by a process that
/// died, in whatever container, and is removed when the next is made.
pub struct ReleaseFolder {
    store: PathBuf,
    temporary: PathBuf,
    finished: bool,
    /// Holds the lock.
    _locked: File,
}

impl ReleaseFolder {
    pub(crate) fn create(store: &Path) -> Result<Self, ReleaseError> {
        fs::create_dir_all(store).map_err(ReleaseError::io("cannot make folder", store))?;
        remove_abandoned(store)?;
        let mut attempt = 0;
        loop {
            let temporary = store.join(format!("{PREFIX}{}.{attempt}{SUFFIX}", std::process::id()));
            if let Some(locked) = make_locked(&temporary)? {
                return Ok(Self { store: store.to_owned(), temporary, finished: false, _locked: locked });
            }
            attempt += 1;
        }
    }

    /// Where to write files by path, for libraries that want one.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// Hashes every file, gives the release its identifier, syncs it to the disk and renames it to
    /// that identifier. An intact release of the same identifier that is there already stays, and
    /// its manifest is returned: it has the same content. A damaged one is replaced.
    ///
    /// `manifest.id`, the two versions and `manifest.files` are filled in.
    ///
    /// # Errors
    /// Where something cannot be read, written or synced; then no release is added.
    pub fn finish(mut self, mut manifest: Manifest) -> Result<Manifest, ReleaseError> {
        manifest.format_version = vmap_core::release::FORMAT_VERSION;
        manifest.analyser_version = vmap_core::text::ANALYSER_VERSION;
        manifest.files = self.file_entries()?;
        manifest.id = identifier(&manifest);
        self.write("manifest.json", &mut |out| Ok(serde_json::to_writer_pretty(out, &manifest)?))?;
        sync_tree(&self.temporary)?;

        let _locked = lock_folder(&self.store)?;
        let target = self.store.join(&manifest.id);
        if let Some(existing) = intact(&target) {
            return Ok(existing);
        }
        if target.exists() {
            move_aside(&target)?;
        }
        fs::rename(&self.temporary, &target).map_err(ReleaseError::io("cannot rename to", &target))?;
        self.finished = true;
        // A name that may not last is taken back; the failure to sync it is what is told.
        sync_file(&self.store).inspect_err(|_| drop(move_aside(&target)))?;
        Ok(manifest)
    }

    fn file_entries(&self) -> Result<BTreeMap<String, FileEntry>, ReleaseError> {
        let files = files_below(&self.temporary)?;
        files.iter().map(|path| Ok((self.relative_name(path), hash_file(path)?))).collect()
    }

    fn relative_name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.temporary).unwrap_or(path);
        relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// Makes the folders of a file as needed.
impl ReleaseSink for ReleaseFolder {
    type Error = ReleaseError;

    fn write(&mut self, name: &str, content: WriteContent<'_>) -> Result<(), ReleaseError> {
        let path = self.temporary.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(ReleaseError::io("cannot make folder", parent))?;
        }
        let file = File::create(&path).map_err(ReleaseError::io("cannot write", &path))?;
        let mut buffered = BufWriter::with_capacity(1 << 18, file);
        content(&mut buffered).and_then(|()| buffered.flush()).map_err(ReleaseError::io("cannot write", &path))
    }
}

/// The files written so far, mapped into memory.
impl ReleaseFiles for ReleaseFolder {
    fn file(&self, name: &str) -> Result<Bytes, FormatError> {
        let path = self.temporary.join(name);
        match File::open(&path).and_then(|file| map(&file)) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(FormatError::Missing(name.to_owned())),
            Err(error) => Err(FormatError::Content { file: path.display().to_string(), reason: error.to_string() }),
        }
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

const PREFIX: &str = "unfinished.";
const SUFFIX: &str = ".tmp";

/// Makes and locks a new folder; `None` where the name is taken.
fn make_locked(folder: &Path) -> Result<Option<File>, ReleaseError> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(None),
        made => made.map_err(ReleaseError::io("cannot make folder", folder))?,
    }
    let locked = lock_folder(folder);
    // Between making and locking, another process may have taken it for abandoned.
    match folder.is_dir() {
        true => locked.map(Some),
        false => Ok(None),
    }
}

/// Removes temporary folders that no living process has locked.
fn remove_abandoned(store: &Path) -> Result<(), ReleaseError> {
    for entry in fs::read_dir(store).map_err(ReleaseError::io("cannot list", store))?.flatten() {
        let name = entry.file_name();
        let temporary = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let Ok(folder) = File::open(entry.path()) else { continue };
        if temporary && folder.try_lock().is_ok() {
            // One that cannot be removed only takes space.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Takes the release in `folder` out of sight in one rename, and removes it.
pub(crate) fn move_aside(folder: &Path) -> Result<(), ReleaseError> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let aside = folder.with_file_name(format!("{PREFIX}{name}{SUFFIX}"));
    fs::rename(folder, &aside).map_err(ReleaseError::io("cannot rename", folder))?;
    // What cannot be removed now is removed when the next release is made.
    let _ = fs::remove_dir_all(&aside);
    Ok(())
}

/// Waits for the lock of `folder`, held as long as the file returned lives.
pub(crate) fn lock_folder(folder: &Path) -> Result<File, ReleaseError> {
    let file = File::open(folder).map_err(ReleaseError::io("cannot open", folder))?;
    file.lock().map_err(ReleaseError::io("cannot lock", folder))?;
    Ok(file)
}

/// The manifest of the release in `folder`, if every byte of it is as it says.
fn intact(folder: &Path) -> Option<Manifest> {
    let release = Release::open(folder).ok()?;
    release.verify().ok()?;
    Some(release.manifest().clone())
}

/// Change number and a digest over versions, sources and tables. `search/` is left out: it is
/// derived from the tables, and tantivy names its files at random.
fn identifier(manifest: &Manifest) -> String {
    let mut hasher = blake3::Hasher::new();
    for version in [manifest.format_version, manifest.analyser_version, manifest.index_version] {
        hasher.update(&version.to_le_bytes());
    }
    for (name, entry) in manifest.files.iter().filter(|(name, _)| !name.starts_with("search/")) {
        hasher.update(name.as_bytes()).update(entry.blake3.as_bytes());
    }
    for source in &manifest.sources {
        let SourceEntry { name, licence, attribution, synthetic } = source;
        for text in [name, licence, attribution] {
            hasher.update(text.as_bytes()).update(&[0]);
        }
        hasher.update(&[u8::from(*synthetic)]);
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

/// Makes all files below `folder` and their names durable.
fn sync_tree(folder: &Path) -> Result<(), ReleaseError> {
    for entry in fs::read_dir(folder).map_err(ReleaseError::io("cannot list", folder))? {
        let path = entry.map_err(ReleaseError::io("cannot list", folder))?.path();
        match path.is_dir() {
            true => sync_tree(&path)?,
            false => sync_file(&path)?,
        }
    }
    sync_file(folder)
}

/// Makes the content of a file durable, or the names within a folder.
pub(crate) fn sync_file(path: &Path) -> Result<(), ReleaseError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(ReleaseError::io("cannot sync", path))
}
