//! An array of fixed-width little-endian values.

use std::io::{self, Write};
use std::marker::PhantomData;

use bytes::Bytes;

use super::{FormatError, ReleaseFiles};

/// A number that columns hold.
pub trait ColumnValue: Copy + PartialEq {
    /// Bytes a value takes.
    const WIDTH: usize;
    /// Ending of the column's file name, as Rust names the type.
    const SUFFIX: &'static str;
    /// The value in the first [`ColumnValue::WIDTH`] bytes of `bytes`.
    fn read(bytes: &[u8]) -> Option<Self>;
    /// Appends the value to `out`.
    fn write(self, out: &mut Vec<u8>);
}

macro_rules! column_value {
    ($($number:ty),*) => {$(
        impl ColumnValue for $number {
            const WIDTH: usize = size_of::<$number>();
            const SUFFIX: &'static str = stringify!($number);

            fn read(bytes: &[u8]) -> Option<Self> {
                bytes.first_chunk().map(|chunk| Self::from_le_bytes(*chunk))
            }

            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}

column_value!(u8, u16, u32, u64, i32);

/// One column of a table, read in place.
#[derive(Clone, Debug)]
pub struct Column<T> {
    bytes: Bytes,
    value: PhantomData<T>,
}

impl<T: ColumnValue> Column<T> {
    /// The column in file `<stem>.<type>`, of any length.
    pub fn open(files: &impl ReleaseFiles, stem: &str) -> Result<Self, FormatError> {
        let file = format!("{stem}.{}", T::SUFFIX);
        let bytes = files.file(&file)?;
        if bytes.len() % T::WIDTH != 0 {
            let expected = format!("a whole number of {}-byte values", T::WIDTH);
            return Err(FormatError::Length { file, expected, found: bytes.len() });
        }
        Ok(Self { bytes, value: PhantomData })
    }

    /// The column in file `<stem>.<type>`, which must have `rows` values.
    pub fn open_exact(files: &impl ReleaseFiles, stem: &str, rows: usize) -> Result<Self, FormatError> {
        let column = Self::open(files, stem)?;
        if column.len() == rows {
            return Ok(column);
        }
        let file = format!("{stem}.{}", T::SUFFIX);
        let expected = format!("{rows} values of {} bytes", T::WIDTH);
        Err(FormatError::Length { file, expected, found: column.bytes.len() })
    }

    /// The value at `row`; `None` past the end.
    pub fn get(&self, row: usize) -> Option<T> {
        T::read(self.bytes.get(row.checked_mul(T::WIDTH)?..)?)
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        self.bytes.len() / T::WIDTH
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// All values in row order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = T> + '_ {
        (0..self.len()).map(|row| T::read(&self.bytes[row * T::WIDTH..]).expect_in_range())
    }
}

/// For rows that a length check has put in range.
trait InRange<T> {
    fn expect_in_range(self) -> T;
}

impl<T> InRange<T> for Option<T> {
    #[allow(clippy::expect_used, reason = "the row is below len(), which counts whole values")]
    fn expect_in_range(self) -> T {
        self.expect("row below len()")
    }
}

/// Writes `values` as a column file. Cost: one pass, 64 KiB of memory.
pub fn write_column<T: ColumnValue>(
    values: impl IntoIterator<Item = T>,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    const BUFFER: usize = 64 * 1024;
    let mut buffer = Vec::with_capacity(BUFFER + 8);
    for value in values {
        value.write(&mut buffer);
        if buffer.len() >= BUFFER {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)
}
