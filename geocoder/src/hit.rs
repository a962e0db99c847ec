//! One result, with the fields of the HTTP contract under their names there.

use serde::Serialize;
use utoipa::ToSchema;
use vmap_core::Point;
use vmap_core::unit::Era;

use crate::request::ResultType;

/// The results of a question, best first; for the nearest places, nearest first and then the
/// units that hold the point.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// Best first.
    pub hits: Vec<Hit>,
}

/// One result. Serialises to the properties of the contract's feature; absent ones are left out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Hit {
    /// Where it is; the geometry of the feature, not one of its properties.
    #[serde(skip)]
    pub point: Point,
    /// Permanent identifier of 12 digits, or a unit's code.
    pub id: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ResultType,
    /// One line to show.
    pub label: String,
    /// The part of the label before its units.
    pub name: String,
    /// House number or alley path in the form to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub housenumber: Option<String>,
    /// Street with its type word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Hamlet with its type word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<String>,
    /// Units in the era asked for.
    #[serde(flatten)]
    pub units: UnitFields,
    /// Five digits, where a list was loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Open Location Code of the point.
    pub plus_code: String,
    /// Former units, when both forms are asked for or the query matched them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legacy: Option<UnitFields>,
    /// Whose names the query matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "legacy")]
    pub matched_era: Option<Era>,
    /// How far the match can be trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_class: Option<MatchClass>,
    /// What was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_level: Option<MatchLevel>,
    /// Honest radius in metres.
    pub accuracy_m: u32,
    /// 0 to 1, for order only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whether several places fit equally.
    #[serde(skip_serializing_if = "is_false")]
    pub ambiguous: bool,
    /// The part of the former unit named by the query that passed into the ward of this result, 0
    /// to 1, where that unit was split.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Words of the query that no part of the result explains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<String>,
    /// Metres from the position asked about; for a unit that holds it, metres to the unit's border.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// Character ranges `[start, end)` of the label that the query matched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub highlight: Vec<[usize; 2]>,
    /// Registry's state of the place, filled in by those who know the registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Registry's version of the place, filled in by those who know the registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Names of the sources it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Class of a street or point of interest in its source's terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How it was found and scored, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explanation>,
    /// Whether it is made data, not a real place.
    #[serde(skip_serializing_if = "is_false")]
    pub synthetic: bool,
}

/// Names and codes of the units that hold a result, all of one era.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitFields {
    /// Kind and name of the ward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ward: Option<String>,
    /// Its official number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ward_code: Option<String>,
    /// Kind and name of the district; only before July 2025.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// Its official number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district_code: Option<String>,
    /// Kind and name of the province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Its official number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code: Option<String>,
}

/// How far a match can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
pub enum MatchClass {
    /// Certain: number, street and unit agree exactly, and nothing else does.
    A,
    /// The right place, with small differences.
    B,
    /// Doubtful: look at it.
    C,
}

/// What was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MatchLevel {
    /// The address itself.
    House,
    /// Between two known numbers of the same side.
    Interpolated,
    /// The deepest known alley of the path.
    Alley,
    /// The street.
    Street,
    /// The hamlet.
    Hamlet,
    /// A point of interest.
    Poi,
    /// The ward.
    Ward,
    /// The district.
    District,
    /// The province.
    Province,
}

/// How a result was found and scored, to be read by a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Explanation {
    /// How the query was read.
    pub reading: String,
    /// How the place was found: its exact name, its words, a repaired or an unfinished name.
    pub found_by: String,
    /// What the score is made of; the parts are multiplied.
    pub score: Vec<ScorePart>,
}

/// One factor of a score.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScorePart {
    /// What was judged.
    pub part: &'static str,
    /// 0 to 1.
    pub value: f64,
    /// What it says of the result, in a sentence.
    pub because: String,
}

fn is_false(value: &bool) -> bool {
    !value
}
