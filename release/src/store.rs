//! The folder `releases/`: which releases there are and which one is current.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::{lock_folder, move_aside, sync_file};
use crate::{Manifest, Release, ReleaseError, ReleaseFolder};

/// Name of the small file that says which release is current.
const CURRENT: &str = "CURRENT";

/// The folder that holds all releases.
#[derive(Clone, Debug)]
pub struct ReleaseStore {
    dir: PathBuf,
}

impl ReleaseStore {
    /// The store in `dir`, which need not exist yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// A new folder to write a release into.
    pub fn create(&self) -> Result<ReleaseFolder, ReleaseError> {
        ReleaseFolder::create(&self.dir)
    }

    /// Identifier of the current release; `None` before the first publishing.
    pub fn current_id(&self) -> Result<Option<String>, ReleaseError> {
        let path = self.dir.join(CURRENT);
        match fs::read_to_string(&path) {
            Ok(id) => Ok(Some(id.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ReleaseError::io("cannot read", &path)(error)),
        }
    }

    /// Opens the current release.
    pub fn open_current(&self) -> Result<Release, ReleaseError> {
        match self.current_id()? {
            Some(id) => self.open(&id),
            None => Err(ReleaseError::NoneCurrent(self.dir.clone())),
        }
    }

    /// Opens the release `id`.
    pub fn open(&self, id: &str) -> Result<Release, ReleaseError> {
        let folder = self.folder(id);
        match is_identifier(id) && folder.is_dir() {
            true => Release::open(&folder),
            false => Err(ReleaseError::Unknown { id: id.to_owned(), dir: self.dir.clone() }),
        }
    }

    /// Makes `id` current in one rename, after checking that it opens. Where that fails, what was
    /// current stays so.
    pub fn make_current(&self, id: &str) -> Result<(), ReleaseError> {
        self.open(id)?;
        let _locked = lock_folder(&self.dir)?;
        let earlier = self.current_id()?;
        self.point_to(id)?;
        sync_file(&self.dir).inspect_err(|_| self.point_back(earlier.as_deref()))
    }

    /// Lets `CURRENT` say `id`.
    fn point_to(&self, id: &str) -> Result<(), ReleaseError> {
        let temporary = self.dir.join(format!("{CURRENT}.tmp"));
        let target = self.dir.join(CURRENT);
        let renamed = fs::write(&temporary, format!("{id}\n"))
            .map_err(ReleaseError::io("cannot write", &temporary))
            .and_then(|()| sync_file(&temporary))
            .and_then(|()| fs::rename(&temporary, &target).map_err(ReleaseError::io("cannot rename to", &target)));
        if renamed.is_err() {
            // Nothing reads it, so one that cannot be removed only takes space.
            let _ = fs::remove_file(&temporary);
        }
        renamed
    }

    /// Takes a change of `CURRENT` back that may not last. Its failure is not told: that of the
    /// change is.
    fn point_back(&self, earlier: Option<&str>) {
        let _ = match earlier {
            Some(id) => self.point_to(id).ok(),
            None => fs::remove_file(self.dir.join(CURRENT)).ok(),
        };
    }

    /// Removes the release `id`, which must not be the current one. Who has it open keeps it.
    pub fn remove(&self, id: &str) -> Result<(), ReleaseError> {
        let _locked = lock_folder(&self.dir)?;
        if self.current_id()?.as_deref() == Some(id) {
            return Err(ReleaseError::InUse(id.to_owned()));
        }
        match is_identifier(id) && self.folder(id).is_dir() {
            true => move_aside(&self.folder(id)),
            false => Err(ReleaseError::Unknown { id: id.to_owned(), dir: self.dir.clone() }),
        }
    }

    /// The manifests of all releases, oldest first by change number then time of publishing.
    /// Folders without a readable manifest are passed over.
    pub fn list(&self) -> Result<Vec<Manifest>, ReleaseError> {
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(ReleaseError::io("cannot list", &self.dir))?,
        };
        let mut manifests: Vec<Manifest> = entries
            .filter_map(Result::ok)
            .filter(|entry| is_identifier(&entry.file_name().to_string_lossy()))
            .filter_map(|entry| fs::read(entry.path().join("manifest.json")).ok())
            .filter_map(|text| serde_json::from_slice(&text).ok())
            .collect();
        manifests.sort_by(|a: &Manifest, b| (a.change_number, &a.created_at).cmp(&(b.change_number, &b.created_at)));
        Ok(manifests)
    }

    /// Where release `id` lies.
    pub fn folder(&self, id: &str) -> PathBuf {
        self.dir.join(id)
    }

    /// The folder that holds all releases.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

/// Whether `name` can be a release's: `000000200000-3fa9c1d2`, no path, no temporary folder.
fn is_identifier(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
