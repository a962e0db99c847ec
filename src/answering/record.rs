//! A version of a place in the registry, with the fields of the HTTP contract under their names there.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::{Era, UnitCode, UnitLevel, UnitTable};
use vmap_geocoder::{Language, ResultType, UnitFields, unit_fields};
use vmap_registry::{
    Certification, HistoricVersion, Operation, OutsideCode, PlaceVersion, PositionKind, Reason, Status,
};

/// What the registry said of a place, for which days, and when. Absent fields are left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionRecord {
    /// Permanent identifier of 12 digits.
    #[schema(value_type = String)]
    id: String,
    /// house, street, hamlet or poi.
    #[serde(rename = "type")]
    kind: ResultType,
    /// One line to show.
    label: String,
    /// Name of a street, hamlet or point of interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// House number or alley path in the form to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    housenumber: Option<String>,
    /// Street with its type word.
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<String>,
    /// Hamlet with its type word.
    #[serde(skip_serializing_if = "Option::is_none")]
    hamlet: Option<String>,
    /// The units that it was put into.
    #[serde(flatten)]
    units: UnitFields,
    /// Its units before July 2025, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    legacy: Option<UnitFields>,
    /// Class of a street or point of interest in its source's terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// Latitude, WGS84 degrees.
    lat: f64,
    /// Longitude, WGS84 degrees.
    lon: f64,
    /// What the point is a point of: entrance, building, parcel, interpolated or hamlet_centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    position: Option<PositionKind>,
    /// Further entrances, each longitude and latitude.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<f64>>)]
    entrances: Vec<Point>,
    /// What others call it: scheme and code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    codes: Vec<OutsideCode>,
    /// Who vouches for it: by and on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    certified: Option<Certification>,
    /// Where it stands in its life: proposed, current, retired or rejected.
    #[schema(value_type = String)]
    status: Status,
    /// The place that it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
    /// Counted from 1.
    version: u32,
    /// Its number among all changes.
    seq: u64,
    /// What it did: create, update or retire.
    #[schema(value_type = String)]
    op: Operation,
    /// Why it was taken to be a version of this place.
    #[schema(value_type = String)]
    reason: Reason,
    /// Name of the source that says so.
    source: String,
    /// The batch that made it.
    batch: u64,
    /// Whether other records imply it and none of its own says it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    derived: bool,
    /// The first day on which it is so; not known where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    valid_from: Option<Date>,
    /// The first day on which it is no longer so; null while it is.
    #[schema(value_type = Option<String>)]
    valid_to: Option<Date>,
    /// When it was recorded, RFC 3339 in UTC.
    recorded_from: String,
    /// When the registry learnt better; null while it says so of those days.
    recorded_to: Option<String>,
}

impl VersionRecord {
    /// `historic` with the names of its units.
    pub fn new(historic: HistoricVersion, units: &UnitTable, language: Language) -> Self {
        let HistoricVersion { version, valid_to, recorded_to } = historic;
        let PlaceVersion { id, version, change, batch, operation, reason, recorded_at, source, derived, facts, place } =
            version;
        Self {
            id: id.to_string(),
            kind: result_type(place.kind),
            label: label(&place, units, language),
            units: unit_fields_of(place.ward.as_ref(), units, language),
            legacy: place.legacy_ward.as_ref().map(|ward| unit_fields_of(Some(ward), units, language)),
            name: place.name,
            housenumber: place.house_number,
            street: place.street,
            hamlet: place.hamlet,
            category: place.category,
            lat: place.point.lat(),
            lon: place.point.lon(),
            position: facts.position,
            entrances: facts.details.entrances,
            codes: facts.details.codes,
            certified: facts.details.certified,
            status: facts.status,
            successor: facts.successor.map(|id| id.to_string()),
            version,
            seq: change,
            op: operation,
            reason,
            source,
            batch,
            derived,
            valid_from: facts.valid_from,
            valid_to,
            recorded_from: recorded_at,
            recorded_to,
        }
    }
}

/// `place` in one line, with today's units.
pub fn label(place: &Place, units: &UnitTable, language: Language) -> String {
    let UnitFields { ward, district, province, .. } = unit_fields_of(place.ward.as_ref(), units, language);
    let own = Some(place.line()).filter(|line| !line.is_empty());
    [own, ward, district, province].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Names and codes of the ward of this code and of the units above it. A ward that has ended since is
/// named as it was last; an unknown one has its code alone.
fn unit_fields_of(ward: Option<&UnitCode>, units: &UnitTable, language: Language) -> UnitFields {
    let Some(code) = ward else { return UnitFields::default() };
    let of_era = |era| units.by_code(era, UnitLevel::Ward, code.as_str());
    match of_era(Era::Current).or_else(|| of_era(Era::Legacy)) {
        Some(unit) => unit_fields(units, Some(unit), language, None),
        None => UnitFields { ward_code: Some(code.to_string()), ..UnitFields::default() },
    }
}

fn result_type(kind: PlaceKind) -> ResultType {
    match kind {
        PlaceKind::Address => ResultType::House,
        PlaceKind::Street => ResultType::Street,
        PlaceKind::Hamlet => ResultType::Hamlet,
        PlaceKind::PointOfInterest => ResultType::Poi,
    }
}
