//! stub
use super::input::Input;
use super::{ReadError, Row, RowReader, SourceDescription};
pub(super) struct OsmReader;
impl OsmReader {
    pub fn open(input: Input) -> Result<Self, ReadError> {
        Err(ReadError::Unsupported { path: input.path, found: "OSM PBF", advice: "convert it to GeoJSON" })
    }
}
impl RowReader for OsmReader {
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
