//! What a row of a file turns out to be.

use vmap_core::address::{RowOrigin, SourceRecord};
use vmap_core::text::TextEncoding;

use super::coordinates::{LAT_RANGE, LON_RANGE};

/// One row of a file.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "nearly every row is a record, and boxing would cost each an allocation")]
pub enum Row {
    /// An address, a street or a named place.
    Record(SourceRecord),
    /// A row that should be one of these and cannot be read as one.
    Rejected(RejectedRow),
    /// A row that was never meant to be one of these.
    Ignored(IgnoredReason),
}

/// A row that cannot be used, as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct RejectedRow {
    /// File and row.
    pub origin: RowOrigin,
    /// Why.
    pub reason: RejectionReason,
    /// The row as found: the line of a CSV file, otherwise JSON.
    pub text: String,
    /// The row's own key in its source, where it could be read: its place is not missing in the file.
    pub key: Option<String>,
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RejectionReason {
    /// More or fewer fields than the header has.
    #[error("has {found} fields where the header has {expected}: a delimiter within a text needs quotes around it")]
    WrongFieldCount {
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// A quote that opens and is not closed.
    #[error("opens a quote that is not closed")]
    UnclosedQuote,
    /// A line of unreasonable length.
    #[error("is longer than {limit} bytes")]
    TooLong {
        /// The longest line that is read.
        limit: usize,
    },
    /// Bytes that are no characters.
    #[error("has bytes that are no {0} text: if the file is in another encoding, say so with --encoding")]
    BrokenText(TextEncoding),
    /// JSON that is none, or no GeoJSON feature.
    #[error("is no GeoJSON feature: {0}")]
    BrokenFeature(String),
    /// No coordinates in the row.
    #[error("has no coordinates")]
    CoordinatesMissing,
    /// Coordinates that are no numbers.
    #[error("has coordinates that are no numbers in degrees: {0:?}")]
    CoordinatesUnreadable(String),
    /// Latitude where longitude should be, and the other way round.
    #[error("has latitude {lat} and longitude {lon}: the two columns look swapped")]
    CoordinatesSwapped {
        /// Latitude as found, in degrees.
        lat: f64,
        /// Longitude as found, in degrees.
        lon: f64,
    },
    /// A position that is not in Vietnam.
    #[error(
        "lies at latitude {lat}, longitude {lon}, outside Vietnam ({} to {} N, {} to {} E); degrees of WGS84 are expected",
        LAT_RANGE.start(), LAT_RANGE.end(), LON_RANGE.start(), LON_RANGE.end()
    )]
    OutsideVietnam {
        /// Latitude as found, in degrees.
        lat: f64,
        /// Longitude as found, in degrees.
        lon: f64,
    },
    /// A shape that no point or line can be taken from.
    #[error("has a geometry that cannot be used: {0}")]
    GeometryUnusable(String),
    /// A way or relation whose nodes lie outside the file.
    #[error("stands on nodes that are not in the file")]
    NodesMissing,
    /// Coordinates, but neither an address nor a name.
    #[error("has neither an address nor a name")]
    AddressMissing,
}

impl RejectionReason {
    /// A stable word for the reason, for counting.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongFieldCount { .. } => "wrong_field_count",
            Self::UnclosedQuote => "unclosed_quote",
            Self::TooLong { .. } => "row_too_long",
            Self::BrokenText(_) => "broken_text",
            Self::BrokenFeature(_) => "broken_feature",
            Self::CoordinatesMissing => "coordinates_missing",
            Self::CoordinatesUnreadable(_) => "coordinates_unreadable",
            Self::CoordinatesSwapped { .. } => "coordinates_swapped",
            Self::OutsideVietnam { .. } => "outside_vietnam",
            Self::GeometryUnusable(_) => "geometry_unusable",
            Self::NodesMissing => "nodes_missing",
            Self::AddressMissing => "address_missing",
        }
    }
}

/// Why a row is passed over without being wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IgnoredReason {
    /// An OSM element without tags: a vertex of something else.
    Untagged,
    /// A road that has no name.
    UnnamedRoad,
    /// Tagged as something that is neither an address, a street, nor a named place.
    NotAddressMaterial,
}

impl IgnoredReason {
    /// A stable word for the reason, for counting.
    pub fn code(self) -> &'static str {
        match self {
            Self::Untagged => "untagged",
            Self::UnnamedRoad => "unnamed_road",
            Self::NotAddressMaterial => "not_address_material",
        }
    }
}
