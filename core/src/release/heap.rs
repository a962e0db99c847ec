//! Strings and byte strings of any length, by row number.

use bytes::Bytes;

use super::{Column, FormatError, ReleaseFiles};

/// Byte strings by row: `<stem>.offsets.u64` (one more than there are rows) and `<stem>.bytes`.
#[derive(Clone, Debug)]
pub struct ByteHeap {
    offsets: Column<u64>,
    bytes: Bytes,
}

impl ByteHeap {
    /// The heap in `<stem>.offsets.u64` and `<stem>.bytes`.
    pub fn open(files: &impl ReleaseFiles, stem: &str) -> Result<Self, FormatError> {
        let offsets = Column::<u64>::open(files, &format!("{stem}.offsets"))?;
        let file = format!("{stem}.bytes");
        let bytes = files.file(&file)?;
        let end = offsets.len().checked_sub(1).and_then(|last| offsets.get(last));
        if end != Some(bytes.len() as u64) {
            let expected = format!("{} bytes, as its offsets say", end.unwrap_or(0));
            return Err(FormatError::Length { file, expected, found: bytes.len() });
        }
        Ok(Self { offsets, bytes })
    }

    /// The byte string at `row`; `None` past the end or when its offsets are damaged.
    pub fn get(&self, row: usize) -> Option<&[u8]> {
        let start = usize::try_from(self.offsets.get(row)?).ok()?;
        let end = usize::try_from(self.offsets.get(row + 1)?).ok()?;
        self.bytes.get(start..end)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Strings by row, stored like a [`ByteHeap`].
#[derive(Clone, Debug)]
pub struct StringHeap(ByteHeap);

impl StringHeap {
    /// The heap in `<stem>.offsets.u64` and `<stem>.bytes`, which must be UTF-8 throughout.
    /// Cost: one pass over the bytes.
    pub fn open(files: &impl ReleaseFiles, stem: &str) -> Result<Self, FormatError> {
        let heap = ByteHeap::open(files, stem)?;
        match std::str::from_utf8(&heap.bytes) {
            Ok(_) => Ok(Self(heap)),
            Err(error) => Err(FormatError::Content { file: format!("{stem}.bytes"), reason: error.to_string() }),
        }
    }

    /// The string at `row`; `None` past the end or when its offsets are damaged.
    pub fn get(&self, row: usize) -> Option<&str> {
        std::str::from_utf8(self.0.get(row)?).ok()
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no string.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in proptest::collection::vec(".{0,12}", 0..20)) {
            let mut files = hashbrown::HashMap::<String, Bytes>::new();
            let Ok(()) = crate::release::sink::put_heap(&mut files, "s", rows.iter());
            let heap = StringHeap::open(&files, "s").unwrap();
            prop_assert_eq!(heap.len(), rows.len());
            for (row, text) in rows.iter().enumerate() {
                prop_assert_eq!(heap.get(row), Some(text.as_str()));
            }
            prop_assert_eq!(heap.get(rows.len()), None);
        }
    }
}
