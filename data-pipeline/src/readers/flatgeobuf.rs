//! stub
use super::input::Input;
use super::{ReadError, ReadOptions, Row, RowReader, SourceDescription};
pub(super) struct FlatGeobufReader;
impl FlatGeobufReader {
    pub fn open(input: Input, _options: &ReadOptions) -> Result<Self, ReadError> {
        Err(ReadError::Unsupported { path: input.path, found: "FlatGeobuf", advice: "convert it to GeoJSON" })
    }
}
impl RowReader for FlatGeobufReader {
    fn describe(&self) -> SourceDescription {
        unreachable!()
    }
    fn next_chunk(&mut self, _rows: usize) -> Result<Vec<Row>, ReadError> {
        Ok(Vec::new())
    }
    fn progress(&self) -> (u64, Option<u64>) {
        (0, None)
    }
}
