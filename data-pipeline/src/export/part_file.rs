//! A file that gets its name when it is whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::error::ExportError;

/// A file beside the one that it will be; it vanishes when dropped before it is kept.
pub(super) struct PartFile {
    path: PathBuf,
    part: PathBuf,
    kept: bool,
}

impl PartFile {
    /// Makes `path.part`, empty.
    pub fn create(path: &Path) -> Result<(Self, File), ExportError> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).map_err(ExportError::write(path))?;
        Ok((Self { path: path.to_owned(), part, kept: false }, file))
    }

    /// Another way into the same file, with a position of its own.
    pub fn open_again(&self) -> Result<File, ExportError> {
        File::options().write(true).open(&self.part).map_err(ExportError::write(&self.path))
    }

    /// The name that it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings it to the disk and gives it its name.
    pub fn keep(mut self) -> Result<(), ExportError> {
        self.open_again()?.sync_all().map_err(ExportError::write(&self.path))?;
        fs::rename(&self.part, &self.path).map_err(ExportError::write(&self.path))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.kept {
            // Whoever drops it is telling another failure already.
            let _ = fs::remove_file(&self.part);
        }
    }
}
