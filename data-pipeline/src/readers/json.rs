//! GeoJSON documents and sequences, one feature after the other.

mod shape;
mod slices;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};
use vmap_core::address::RowOrigin;
use vmap_core::text::TextEncoding;

use self::shape::Shape;
use self::slices::{Ended, Layout, Slices};
use super::columns::Columns;
use super::detect::without_byte_order_mark;
use super::features::{Feature, FeatureReader, Vocabulary, properties, text};
use super::input::{BytesRead, Input, read_error};
use super::{
    Compression, Format, ReadError, ReadOptions, RejectedRow, RejectionReason, Row, RowReader, SourceDescription,
};

/// Reads GeoJSON.
pub(super) struct JsonReader {
    path: PathBuf,
    name: Arc<str>,
    compression: Option<Compression>,
    progress: BytesRead,
    slices: Slices,
    features: FeatureReader,
    layout: Layout,
    /// The first row, read when the file was opened.
    first: Option<Row>,
}

/// A feature as it stands in the file (RFC 7946, section 3.2).
#[derive(Deserialize)]
struct RawFeature {
    #[serde(rename = "type")]
    kind: String,
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<Shape>,
}

impl JsonReader {
    /// Finds out how the features of `input` are laid out and reads the first.
    pub fn open(input: Input, options: &ReadOptions) -> Result<Self, ReadError> {
        let layout = Layout::detect(without_byte_order_mark(&input.sample));
        let mut reader = Self {
            name: input.name(),
            path: input.path,
            compression: input.compression,
            progress: input.progress,
            slices: Slices::new(input.bytes, layout),
            features: FeatureReader::new(Columns::new(&options.columns), Vocabulary::Any),
            layout,
            first: None,
        };
        reader.first = reader.row()?;
        match reader.first {
            Some(_) => Ok(reader),
            None => Err(ReadError::NoFeatures { path: reader.path, detail: "there is none in it".to_owned() }),
        }
    }

    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        let Some((row, slice)) = self.slices.next().map_err(|ended| failure(&self.path, self.compression, ended))?
        else {
            return Ok(None);
        };
        let origin = RowOrigin { file: self.name.clone(), row };
        let found = || String::from_utf8_lossy(slice).trim().to_owned();
        Ok(Some(match parse(slice) {
            Ok(raw) => self.features.row(&raw.feature(), origin, found),
            Err(reason) => Row::Rejected(RejectedRow { origin, reason, text: found(), key: None }),
        }))
    }
}

fn failure(path: &std::path::Path, compression: Option<Compression>, ended: Ended) -> ReadError {
    let path = path.to_owned();
    match ended {
        Ended::Failed(error) => read_error(&path, compression, error),
        Ended::Early => ReadError::Truncated { path, what: Format::GeoJson.to_string() },
        Ended::WithoutFeatures => {
            ReadError::NoFeatures { path, detail: "there is no array called \"features\" in it".to_owned() }
        }
        Ended::NoArrayEnd(byte) => ReadError::from_format(
            &path,
            Format::GeoJson,
            format!("{:?} stands between two features, a comma is expected", char::from(byte)),
        ),
        Ended::TooLong(limit) => ReadError::from_format(
            &path,
            Format::GeoJson,
            format!("a feature is longer than {limit} bytes, or a quote in it is not closed"),
        ),
    }
}

fn parse(slice: &[u8]) -> Result<RawFeature, RejectionReason> {
    if std::str::from_utf8(slice).is_err() {
        return Err(RejectionReason::BrokenText(TextEncoding::Utf8));
    }
    let raw: RawFeature =
        serde_json::from_slice(slice).map_err(|error| RejectionReason::BrokenFeature(error.to_string()))?;
    match raw.kind.as_str() {
        "Feature" => Ok(raw),
        other => Err(RejectionReason::BrokenFeature(format!("its type is {other:?}"))),
    }
}

impl RawFeature {
    fn feature(&self) -> Feature<'_> {
        Feature {
            id: self.id.as_ref().and_then(text).map(Cow::into_owned),
            properties: self.properties.as_ref().map(properties).unwrap_or_default(),
            geometry: self.geometry.as_ref().map(Shape::geometry),
        }
    }
}

impl RowReader for JsonReader {
    fn describe(&self) -> SourceDescription {
        SourceDescription {
            format: if self.layout == Layout::Document { Format::GeoJson } else { Format::GeoJsonSeq },
            compression: self.compression,
            encoding: TextEncoding::Utf8,
            delimiter: None,
            columns: self.features.used(),
            unused: self.features.unused(),
            header: None,
        }
    }

    fn next_chunk(&mut self, rows: usize) -> Result<Vec<Row>, ReadError> {
        let mut chunk = Vec::with_capacity(rows);
        chunk.extend(self.first.take());
        while chunk.len() < rows {
            match self.row()? {
                Some(row) => chunk.push(row),
                None => break,
            }
        }
        Ok(chunk)
    }

    fn progress(&self) -> (u64, Option<u64>) {
        self.progress.progress()
    }
}
