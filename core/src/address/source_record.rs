//! One row of a source, before anything is believed of it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::text::readable;

/// Where a row came from, to be named in every report about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOrigin {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// Row counted from 1 as an editor or spreadsheet shows it (a CSV's header is row 1);
    /// for OSM data, the position in the file.
    pub row: u64,
}

impl fmt::Display for RowOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.row)
    }
}

/// The geometry of a row, unchecked: degrees, longitude first.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceGeometry {
    /// No coordinates, or none that are numbers.
    Absent,
    /// One position. An area is handed on as a point inside it.
    Point {
        /// Longitude in degrees.
        lon: f64,
        /// Latitude in degrees.
        lat: f64,
    },
    /// Lines, each a sequence of (longitude, latitude).
    Lines(Vec<Vec<(f64, f64)>>),
}

/// One row of a source: texts as found (decoded to NFC Unicode, trimmed, empty ones absent).
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRecord {
    /// File and row.
    pub origin: RowOrigin,
    /// The row's own key in its source (`id` column, `node/123`), where it has one.
    pub key: Option<String>,
    /// Geometry as found.
    pub geometry: SourceGeometry,
    /// A whole address in one line.
    pub line: Option<String>,
    /// House number column.
    pub house_number: Option<String>,
    /// Street column.
    pub street: Option<String>,
    /// Hamlet column.
    pub hamlet: Option<String>,
    /// Ward column (commune; either era).
    pub ward: Option<String>,
    /// District column.
    pub district: Option<String>,
    /// Province column.
    pub province: Option<String>,
    /// Name of the feature itself: a point of interest, or the street that a line is.
    pub name: Option<String>,
    /// Class of the feature itself in the source's terms (`amenity=school`, `highway=primary`).
    pub category: Option<String>,
    /// What the row tells the registry beside the address, where it tells anything.
    pub told: Option<Box<RegistryTexts>>,
}

/// What a row tells the registry beside the address: texts as found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistryTexts {
    /// What is to be done with the place: create, update, retire.
    pub operation: Option<String>,
    /// The place's own permanent identifier.
    pub identifier: Option<String>,
    /// Where the place stands in its life.
    pub status: Option<String>,
    /// The first day on which this is so.
    pub valid_from: Option<String>,
    /// What the point is a point of.
    pub position: Option<String>,
    /// Further entrances: `lat lon; lat lon`.
    pub entrances: Option<String>,
    /// What others call the place: `scheme=code; scheme=code`.
    pub codes: Option<String>,
    /// Who vouches for it.
    pub certified_by: Option<String>,
    /// Since which day.
    pub certified_on: Option<String>,
}

impl SourceRecord {
    /// The record with its texts in letters, however they were typed; all of them together tell
    /// whether they are Telex or VNI. Borrowed where nothing changes.
    pub(super) fn readable(&self) -> Cow<'_, Self> {
        let texts = self.texts().map(|text| text.as_deref().unwrap_or_default()).join(COLUMN_END);
        match readable(&texts) {
            Cow::Borrowed(_) => Cow::Borrowed(self),
            Cow::Owned(texts) => Cow::Owned(self.with_texts(&texts)),
        }
    }

    fn texts(&self) -> [&Option<String>; 7] {
        [&self.line, &self.house_number, &self.street, &self.hamlet, &self.ward, &self.district, &self.province]
    }

    fn with_texts(&self, texts: &str) -> Self {
        let mut record = self.clone();
        let columns = [
            &mut record.line,
            &mut record.house_number,
            &mut record.street,
            &mut record.hamlet,
            &mut record.ward,
            &mut record.district,
            &mut record.province,
        ];
        for (column, text) in columns.into_iter().zip(texts.split(COLUMN_END)) {
            *column = column.is_some().then(|| text.to_owned());
        }
        record
    }
}

/// ASCII's own mark between fields, which no text holds.
const COLUMN_END: &str = "\u{1F}";
