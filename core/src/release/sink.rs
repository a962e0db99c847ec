//! Where the files of a release are written to.

use std::convert::Infallible;
use std::io::{self, Write};

use bytes::Bytes;

use super::{ColumnValue, write_column};

/// Writes the content of one file into the writer given.
pub type WriteContent<'a> = &'a mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// Takes the files of one release, by name relative to its folder.
pub trait ReleaseSink {
    /// Why a file cannot be written; it names the file.
    type Error;

    /// Makes the file `name` of what `content` writes.
    fn write(&mut self, name: &str, content: WriteContent<'_>) -> Result<(), Self::Error>;
}

/// Files held in memory, see the same for [`super::ReleaseFiles`].
impl ReleaseSink for hashbrown::HashMap<String, Bytes> {
    type Error = Infallible;

    fn write(&mut self, name: &str, content: WriteContent<'_>) -> Result<(), Infallible> {
        let mut bytes = Vec::new();
        // A vector takes every write, so `content` has nothing to fail on.
        let _ = content(&mut bytes);
        self.insert(name.to_owned(), bytes.into());
        Ok(())
    }
}

/// Writes `values` as the column `stem`.
pub(super) fn put_column<S: ReleaseSink, T: ColumnValue>(
    sink: &mut S,
    stem: &str,
    values: impl Iterator<Item = T> + Clone,
) -> Result<(), S::Error> {
    sink.write(&format!("{stem}.{}", T::SUFFIX), &mut |out| write_column(values.clone(), out))
}

/// Writes `rows` as the heap `stem`.
pub(super) fn put_heap<S: ReleaseSink, R: AsRef<[u8]>>(
    sink: &mut S,
    stem: &str,
    rows: impl Iterator<Item = R> + Clone,
) -> Result<(), S::Error> {
    let ends = rows.clone().scan(0_u64, |end, row| {
        *end += row.as_ref().len() as u64;
        Some(*end)
    });
    put_column(sink, &format!("{stem}.offsets"), std::iter::once(0).chain(ends))?;
    sink.write(&format!("{stem}.bytes"), &mut |out| rows.clone().try_for_each(|row| out.write_all(row.as_ref())))
}

/// Writes one list of values per row, given the `length` of each row's and all `values` in order.
pub(super) fn put_lists<S: ReleaseSink, T: ColumnValue>(
    sink: &mut S,
    stem: &str,
    lengths: impl Iterator<Item = usize> + Clone,
    values: impl Iterator<Item = T> + Clone,
) -> Result<(), S::Error> {
    let ends = lengths.scan(0_u32, |end, length| {
        *end += length as u32;
        Some(*end)
    });
    put_column(sink, &format!("{stem}.offsets"), std::iter::once(0).chain(ends))?;
    put_column(sink, stem, values)
}
