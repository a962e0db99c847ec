//! What was found of a place, as a row of a file and as a feature.

use serde::Serialize;
use vmap_core::Point;
use vmap_core::quality::{Finding, FindingKind, Matter};
use vmap_core::unit::{Unit, UnitId};
use vmap_geocoder::{AdminForm, Geocoder, Language, ResultType};

use super::feature::Geometry;

/// What stands in a row of a file: the properties of [`FindingRow`] and the position.
pub const COLUMNS: [&str; 10] =
    ["ward_code", "id", "label", "finding", "distance_m", "other_id", "unit_code", "unit", "lat", "lon"];

/// What was found of one place.
#[derive(Clone, Debug, Serialize)]
pub struct FindingRow {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: Geometry,
    properties: Properties,
    #[serde(skip)]
    point: Point,
}

#[derive(Clone, Debug, Serialize)]
struct Properties {
    id: String,
    #[serde(rename = "type")]
    kind: ResultType,
    label: String,
    finding: FindingKind,
    /// How far the place is from where it should be, or from the other one.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_m: Option<f64>,
    /// The other place of the same address.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_id: Option<String>,
    /// The ward that holds the point, or the former ward that does not belong.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

impl FindingRow {
    /// `finding` with what `geocoder` knows of its place; `None` where the row is damaged.
    pub fn new(geocoder: &Geocoder, finding: &Finding, language: Language) -> Option<Self> {
        let hit = geocoder.at_row(finding.place, AdminForm::Current, language)?;
        let unit = concerned(&finding.matter).and_then(|unit| geocoder.release().units().get(unit));
        let unit_name = |unit: &Unit| match language {
            Language::Vi => unit.full_name.clone(),
            Language::En => unit.full_name_en.clone(),
        };
        let other = match finding.matter {
            Matter::Duplicate { other, .. } => geocoder.inspector().addresses.get(other),
            _ => None,
        };
        let properties = Properties {
            id: hit.id,
            kind: hit.kind,
            label: hit.label,
            finding: finding.matter.kind(),
            distance_m: finding.matter.distance_m().map(|metres| metres.round()),
            other_id: other.map(|other| other.id.to_string()),
            unit_code: unit.map(|unit| unit.code.to_string()),
            unit: unit.map(unit_name),
        };
        Some(Self { kind: "Feature", geometry: Geometry::of(hit.point), properties, point: hit.point })
    }

    /// The fields of [`COLUMNS`], in the ward of this code.
    pub fn fields(&self, ward_code: &str) -> [String; COLUMNS.len()] {
        let Properties { id, label, finding, distance_m, other_id, unit_code, unit, .. } = &self.properties;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            ward_code.to_owned(),
            id.clone(),
            label.clone(),
            finding.name().to_owned(),
            distance_m.map(|metres| metres.to_string()).unwrap_or_default(),
            text(other_id),
            text(unit_code),
            text(unit),
            self.point.lat().to_string(),
            self.point.lon().to_string(),
        ]
    }

    /// One line to show: what is the matter, then the place.
    pub fn line(&self) -> String {
        let Properties { id, label, finding, distance_m, other_id, unit, .. } = &self.properties;
        let distance = distance_m.map(|metres| format!("{metres} m")).unwrap_or_default();
        let detail = [other_id, unit].into_iter().flatten().map(|text| format!("  [{text}]")).collect::<String>();
        let (lat, lon) = (self.point.lat(), self.point.lon());
        format!("{:<15} {distance:>8}  {id}  {lat:.6},{lon:.6}  {label}{detail}", finding.name())
    }
}

/// The unit that a finding is about, besides the ward itself.
fn concerned(matter: &Matter) -> Option<UnitId> {
    match matter {
        Matter::OutsideWard { holder, .. } => *holder,
        Matter::LegacyWard { former } => Some(*former),
        _ => None,
    }
}
