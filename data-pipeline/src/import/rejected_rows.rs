//! The file of rejected rows, to be mended and imported again.

use std::fs::File;
use std::io;
use std::path::Path;

use vmap_core::address::RowOrigin;

/// Writes rejected rows as CSV: file, row, reason, sentence, and the row as it was found.
pub struct RejectedRows(Option<csv::Writer<File>>);

impl RejectedRows {
    /// A file at `path`, or nowhere.
    pub fn create(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path else { return Ok(Self(None)) };
        let mut writer = csv::Writer::from_writer(File::create(path)?);
        writer.write_record(["file", "row", "reason", "explanation", "text"])?;
        Ok(Self(Some(writer)))
    }

    /// Adds one row.
    pub fn write(&mut self, origin: &RowOrigin, code: &str, why: &str, text: &str) -> io::Result<()> {
        let Some(writer) = &mut self.0 else { return Ok(()) };
        Ok(writer.write_record([&origin.file, origin.row.to_string().as_str(), code, why, text])?)
    }

    /// Makes sure that everything is on its way to the disk.
    pub fn finish(self) -> io::Result<()> {
        self.0.map_or(Ok(()), |mut writer| writer.flush())
    }
}
