//! What a FlatGeobuf file says of itself before its features.

use std::io::{self, BufRead, Read};
use std::path::Path;

use flatgeobuf::packed_r_tree::PackedRTree;
use flatgeobuf::{ColumnType, Error, FgbReader, GeometryType, Header};

use super::super::input::read_error;
use super::super::{Format, ReadError};

/// Codes of degrees of WGS84; 0 where the file does not say.
const WGS84: [i32; 2] = [0, 4326];

/// How the features of a file are laid out.
pub(super) struct Layout {
    /// Columns, in the order of their numbers.
    pub columns: Vec<(String, ColumnType)>,
    /// Type of all geometries; unknown where each has its own.
    pub geometry: GeometryType,
    /// Number of features, 0 where the file does not say.
    pub count: u64,
    index_node_size: u16,
    crs: i32,
}

impl Layout {
    /// Reads the header from `bytes` and passes over the index, so that the features come next.
    /// `length` is that of the file, 0 where it is not known.
    pub fn read(bytes: &mut Box<dyn BufRead + Send>, path: &Path, length: u64) -> Result<Self, ReadError> {
        let layout = match FgbReader::open(&mut *bytes) {
            Ok(reader) => Self::new(&reader.header()),
            Err(error) => return Err(header_error(path, error)),
        };
        if !WGS84.contains(&layout.crs) {
            return Err(ReadError::OtherCoordinates { path: path.to_owned(), code: layout.crs });
        }
        let index = layout.index_size(length);
        let index = index.map_err(|detail| ReadError::from_format(path, Format::FlatGeobuf, detail))?;
        let passed = io::copy(&mut bytes.by_ref().take(index), &mut io::sink());
        match passed.map_err(|error| read_error(path, None, error))? == index {
            true => Ok(layout),
            false => Err(truncated(path)),
        }
    }

    /// Names of the columns.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|(name, _)| name.clone()).collect()
    }

    fn new(header: &Header<'_>) -> Self {
        let columns = header.columns().into_iter().flatten();
        Self {
            columns: columns.map(|column| (column.name().to_owned(), column.type_())).collect(),
            geometry: header.geometry_type(),
            count: header.features_count(),
            index_node_size: header.index_node_size(),
            crs: header.crs().map_or(0, |crs| crs.code()),
        }
    }

    /// Bytes of the index. The library panics on numbers that no file can have, so these are
    /// refused before it is asked.
    fn index_size(&self, length: u64) -> Result<u64, String> {
        const SMALLEST_FEATURE: u64 = 8;
        const MOST_FEATURES: u64 = 1 << 40;
        let most = if length == 0 { MOST_FEATURES } else { length / SMALLEST_FEATURE };
        match (self.count, self.index_node_size) {
            (0, _) | (_, 0) => Ok(0),
            (count, _) if count > most => Err(format!("it claims to have {count} features")),
            (_, 1) => Err("its index has nodes of one entry".to_owned()),
            (count, node_size) => Ok(PackedRTree::index_size(count as usize, node_size) as u64),
        }
    }
}

fn header_error(path: &Path, error: Error) -> ReadError {
    match error {
        Error::IO(error) if error.kind() == io::ErrorKind::UnexpectedEof => truncated(path),
        Error::IO(error) => read_error(path, None, error),
        other => ReadError::from_format(path, Format::FlatGeobuf, format!("header: {other}")),
    }
}

fn truncated(path: &Path) -> ReadError {
    ReadError::Truncated { path: path.to_owned(), what: Format::FlatGeobuf.to_string() }
}
