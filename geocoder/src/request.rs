//! What can be asked.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vmap_core::Point;

/// A question for [`crate::Geocoder::search`].
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRequest {
    /// The address or name looked for.
    pub text: SearchText,
    /// Whether the last word may be unfinished, because somebody is still typing it.
    pub autocomplete: bool,
    /// Most results wanted.
    pub limit: usize,
    /// Where the asker is: near results are preferred a little, and results carry their distance.
    pub bias: Option<Point>,
    /// Only results inside.
    pub bbox: Option<BoundingBox>,
    /// Only results of these types; of every type where empty.
    pub types: Vec<ResultType>,
    /// Only results in today's ward of this code.
    pub ward_code: Option<String>,
    /// Only results in today's province of this code.
    pub province_code: Option<String>,
    /// Whose names labels and fields show.
    pub admin: AdminForm,
    /// Language of units in labels.
    pub language: Language,
    /// Whether each result says how it was found and scored.
    pub explain: bool,
}

impl SearchRequest {
    /// The five best answers to one line, everything else left at its default.
    pub fn free(line: impl Into<String>) -> Self {
        Self {
            text: SearchText::Free(line.into()),
            autocomplete: false,
            limit: 5,
            bias: None,
            bbox: None,
            types: Vec::new(),
            ward_code: None,
            province_code: None,
            admin: AdminForm::Current,
            language: Language::Vi,
            explain: false,
        }
    }
}

/// The text of a [`SearchRequest`], one line or in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchText {
    /// A whole address or name.
    Free(String),
    /// Parts that somebody has told apart.
    Structured(StructuredText),
}

/// An address in parts; absent ones are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StructuredText {
    /// House number or alley path.
    pub housenumber: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Hamlet or quarter.
    pub hamlet: Option<String>,
    /// Ward of either era.
    pub ward: Option<String>,
    /// District, which only addresses before July 2025 have.
    pub district: Option<String>,
    /// Province of either era.
    pub province: Option<String>,
}

/// A question for [`crate::Geocoder::reverse`].
#[derive(Clone, Debug, PartialEq)]
pub struct ReverseRequest {
    /// The position asked about.
    pub point: Point,
    /// Most results wanted beside the units that hold the point.
    pub limit: usize,
    /// Farthest a result may be, in metres; [`crate::DEFAULT_RADIUS_M`] where absent.
    pub radius_m: Option<f64>,
    /// Only results of these types; addresses and the units that hold the point where empty.
    pub types: Vec<ResultType>,
    /// Whose names labels and fields show.
    pub admin: AdminForm,
    /// Language of units in labels.
    pub language: Language,
}

impl ReverseRequest {
    /// What is at `point`, everything else left at its default.
    pub fn at(point: Point) -> Self {
        Self { point, limit: 5, radius_m: None, types: Vec::new(), admin: AdminForm::Current, language: Language::Vi }
    }
}

/// What a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ResultType {
    /// An address with its own point.
    House,
    /// An alley off a street, named by a house number's first turns.
    Alley,
    /// The part of a street in one ward.
    Street,
    /// Thôn, ấp, khu phố and their like.
    Hamlet,
    /// A point of interest.
    Poi,
    /// A commune: phường, xã, thị trấn, đặc khu.
    Ward,
    /// A district before July 2025.
    District,
    /// A province.
    Province,
}

impl ResultType {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::House => "house",
            Self::Alley => "alley",
            Self::Street => "street",
            Self::Hamlet => "hamlet",
            Self::Poi => "poi",
            Self::Ward => "ward",
            Self::District => "district",
            Self::Province => "province",
        }
    }
}

/// Whose names an answer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdminForm {
    /// Today's units.
    #[default]
    Current,
    /// Units before July 2025.
    Legacy,
    /// The era whose names the query matched.
    Input,
    /// Today's units, and the former ones beside them in [`crate::Hit::legacy`].
    Both,
    /// The units of this day, whose names alone are read.
    At(Date),
}

impl AdminForm {
    /// The day asked about, where one is.
    pub(crate) fn day(self) -> Option<Date> {
        match self {
            Self::At(day) => Some(day),
            _ => None,
        }
    }
}

/// Language of units in labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English: `Ben Nghe Ward`.
    En,
}

/// A box between two corners; it does not cross the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundingBox {
    /// South-western corner.
    pub min: Point,
    /// North-eastern corner.
    pub max: Point,
}

impl BoundingBox {
    /// Whether `point` lies inside or on the edge.
    pub fn contains(&self, point: Point) -> bool {
        (self.min.lon_e7()..=self.max.lon_e7()).contains(&point.lon_e7())
            && (self.min.lat_e7()..=self.max.lat_e7()).contains(&point.lat_e7())
    }

    /// The point in the middle of it.
    pub(crate) fn middle(&self) -> Option<Point> {
        let mean = |of: fn(Point) -> f64| (of(self.min) + of(self.max)) / 2.0;
        Point::from_degrees(mean(Point::lon), mean(Point::lat))
    }
}
