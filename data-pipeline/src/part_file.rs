//! A file that gets its name when it is whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file beside the one that it will be; it vanishes when dropped before it is kept.
pub struct PartFile {
    path: PathBuf,
    part: PathBuf,
    kept: bool,
}

impl PartFile {
    /// Makes `path.part`, empty. A file at `path` stays as it is until this one takes its place.
    ///
    /// # Errors
    /// Where it cannot be made, or what is at `path` is no file, such as a device.
    pub fn create(path: &Path) -> io::Result<(Self, File)> {
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            let reason = format!("{} is there and is no plain file: give another name", path.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part)?;
        Ok((Self { path: path.to_owned(), part, kept: false }, file))
    }

    /// Another way into the same file, with a position of its own.
    pub fn open_again(&self) -> io::Result<File> {
        File::options().write(true).open(&self.part)
    }

    /// The name that it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings it to the disk and gives it its name.
    pub fn keep(mut self) -> io::Result<()> {
        self.open_again()?.sync_all()?;
        fs::rename(&self.part, &self.path)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.kept {
            // Whoever drops it is telling of another failure already.
            let _ = fs::remove_file(&self.part);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may panic")]

    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    #[test]
    fn the_old_file_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("open.csv");
        fs::write(&path, "old").unwrap();
        let (dropped, mut out) = PartFile::create(&path).unwrap();
        out.write_all(b"half").unwrap();
        drop(dropped);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");

        let (kept, mut out) = PartFile::create(&path).unwrap();
        out.write_all(b"whole").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        kept.keep().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(names(folder.path()), ["open.csv"]);
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(PartFile::create(folder.path()).is_err());
        assert!(folder.path().is_dir());
    }
}
