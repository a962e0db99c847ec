//! A feature with properties and a geometry, from whatever format, as a row.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use geo_types::Geometry;
use serde_json::{Map, Value, json};
use vmap_core::address::{RowOrigin, SourceGeometry, SourceRecord};

use super::columns::{Columns, FIELDS, Role};
use super::geometry::{Lines, is_line, source_geometry};
use super::tags::{self, Class};
use super::texts::Texts;
use super::{Field, IgnoredReason, RejectedRow, RejectionReason, Row};

/// A feature as its format gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct Feature<'a> {
    /// Identifier outside the properties.
    pub id: Option<String>,
    /// Properties that are texts or numbers.
    pub properties: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Geometry, where there is one.
    pub geometry: Option<Geometry<f64>>,
}

/// Whose words the properties are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// OpenStreetMap's: what has no tag of a known kind is no place.
    Osm,
    /// Anybody's: whatever has an address or a name is a place.
    Any,
}

/// Why a feature gives no record.
enum Unfit {
    Ignored(IgnoredReason),
    Rejected(RejectionReason),
}

impl From<RejectionReason> for Unfit {
    fn from(reason: RejectionReason) -> Self {
        Self::Rejected(reason)
    }
}

/// Reads features; remembers which property is which field.
pub(super) struct FeatureReader {
    columns: Columns,
    vocabulary: Vocabulary,
    roles: HashMap<String, Option<Role>>,
}

impl FeatureReader {
    /// Reads features whose properties are words of `vocabulary`.
    pub fn new(columns: Columns, vocabulary: Vocabulary) -> Self {
        Self { columns, vocabulary, roles: HashMap::new() }
    }

    /// The row that `feature` is. `text` gives it as found, should it be rejected.
    pub fn row(&mut self, feature: &Feature<'_>, origin: RowOrigin, text: impl FnOnce() -> String) -> Row {
        match self.record(feature, origin.clone()) {
            Ok(record) => Row::Record(record),
            Err(Unfit::Ignored(reason)) => Row::Ignored(reason),
            Err(Unfit::Rejected(reason)) => {
                let key = key(feature, &self.texts(feature));
                Row::Rejected(RejectedRow { origin, reason, text: text(), key })
            }
        }
    }

    /// Whether the properties of `feature`, a line or not, make it a row, so that it is worth
    /// building its geometry.
    pub fn check(&mut self, feature: &Feature<'_>, is_line: bool) -> Result<(), IgnoredReason> {
        let mut texts = self.texts(feature);
        match self.settle_class(feature, is_line, &mut texts) {
            Err(Unfit::Ignored(reason)) => Err(reason),
            Ok(_) | Err(Unfit::Rejected(_)) => Ok(()),
        }
    }

    /// Properties met so far that are read, the best for each field first.
    pub fn used(&self) -> Vec<(Field, String)> {
        let roles = self.roles.iter().filter_map(|(name, role)| Some((role.as_ref()?, name)));
        let mut used: Vec<(&Role, &String)> = roles.collect();
        used.sort_unstable();
        used.into_iter().map(|(role, name)| (role.field, name.clone())).collect()
    }

    /// Properties met so far that are not read, by name.
    pub fn unused(&self) -> Vec<String> {
        let without_role = self.roles.iter().filter(|(name, role)| role.is_none() && !tags::makes_class(name));
        let mut unused: Vec<String> = without_role.map(|(name, _)| name.clone()).collect();
        unused.sort_unstable();
        unused
    }

    fn record(&mut self, feature: &Feature<'_>, origin: RowOrigin) -> Result<SourceRecord, Unfit> {
        let mut texts = self.texts(feature);
        let is_line = feature.geometry.as_ref().is_some_and(is_line);
        if feature.geometry.is_none() && texts.say_gone() {
            if let Some(key) = key(feature, &texts) {
                texts.set_owned(Field::Key, key);
            }
            return Ok(texts.into_record(origin, SourceGeometry::Absent));
        }
        let lines = self.settle_class(feature, is_line, &mut texts)?;
        let geometry = match &feature.geometry {
            Some(geometry) => source_geometry(geometry, lines)?,
            None => texts.position().map(|(lon, lat)| SourceGeometry::Point { lon, lat })?,
        };
        if let (SourceGeometry::Lines(_), None, Some(street)) =
            (&geometry, texts.get(Field::Name), texts.get(Field::Street).map(str::to_owned))
        {
            texts.set_owned(Field::Name, street);
        }
        if let Some(key) = key(feature, &texts) {
            texts.set_owned(Field::Key, key);
        }
        Ok(texts.into_record(origin, geometry))
    }

    /// Sets the category by the tags, and tells what lines become, unless the feature is nothing
    /// for us.
    fn settle_class(&self, feature: &Feature<'_>, is_line: bool, texts: &mut Texts<'_>) -> Result<Lines, Unfit> {
        let ignored = |reason| Err(Unfit::Ignored(reason));
        let properties = feature.properties.iter().map(|(key, value)| (key.as_ref(), value.as_ref()));
        let has_number = texts.get(Field::HouseNumber).is_some();
        let has_name = texts.get(Field::Name).is_some();
        match (tags::class(properties, is_line), self.vocabulary) {
            (Class::Road(_), _) if !has_name => ignored(IgnoredReason::UnnamedRoad),
            (Class::Road(category), _) => {
                texts.set_owned(Field::Category, category);
                Ok(Lines::Stay)
            }
            (Class::Place(category), _) if has_name || has_number => {
                texts.set_owned(Field::Category, category);
                Ok(Lines::BecomePoint)
            }
            (Class::Untagged, Vocabulary::Any) if texts.name_a_place() => Ok(Lines::Stay),
            (Class::Untagged, Vocabulary::Any) => Err(RejectionReason::AddressMissing.into()),
            (Class::Untagged, Vocabulary::Osm) if feature.properties.is_empty() => ignored(IgnoredReason::Untagged),
            (Class::Untagged | Class::Other, _) if has_number => Ok(Lines::BecomePoint),
            _ => ignored(IgnoredReason::NotAddressMaterial),
        }
    }

    /// The texts of `feature`: for each field, of the best property that has one.
    fn texts<'f>(&mut self, feature: &'f Feature<'_>) -> Texts<'f> {
        let mut texts = Texts::default();
        let mut ranks = [usize::MAX; FIELDS];
        for (name, value) in &feature.properties {
            let Some(role) = self.role(name) else { continue };
            let rank = &mut ranks[role.field as usize];
            if role.rank < *rank && !value.trim().is_empty() {
                *rank = role.rank;
                texts.set(role.field, value);
            }
        }
        texts
    }

    fn role(&mut self, name: &str) -> Option<Role> {
        if let Some(role) = self.roles.get(name) {
            return *role;
        }
        let role = match self.vocabulary {
            Vocabulary::Osm if !is_osm_name(name) => None,
            _ => self.columns.role(name),
        };
        self.roles.insert(name.to_owned(), role);
        role
    }
}

/// Whether an OSM tag says where or what something is; others have the same names as columns of
/// tables by chance.
fn is_osm_name(name: &str) -> bool {
    name.starts_with("addr:") || matches!(name, "name" | "name:vi")
}

/// The key of a feature: of its properties, else its own. A bare OSM number gets its kind, which a
/// point and a line leave no doubt about.
fn key(feature: &Feature<'_>, texts: &Texts<'_>) -> Option<String> {
    let key = texts.get(Field::Key).or(feature.id.as_deref())?;
    let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
    let is_osm =
        feature.properties.iter().any(|(name, value)| matches!(name.as_ref(), "osm_id" | "@id") && value == key);
    let kind = match &feature.geometry {
        Some(Geometry::Point(_)) => "node/",
        Some(geometry) if is_line(geometry) => "way/",
        _ => "",
    };
    Some(if is_number && is_osm { format!("{kind}{key}") } else { key.to_owned() })
}

/// A feature as JSON, with its properties only: its geometry may be long.
pub(super) fn as_json(feature: &Feature<'_>) -> String {
    let properties: BTreeMap<&str, &str> =
        feature.properties.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
    json!({ "id": feature.id, "properties": properties }).to_string()
}

/// JSON properties as texts; what is no text or number is left out.
pub(super) fn properties(map: &Map<String, Value>) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    map.iter().filter_map(|(name, value)| Some((Cow::from(name.as_str()), text(value)?))).collect()
}

/// A JSON text or number as text.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::from(text.as_str())),
        Value::Number(number) => Some(Cow::from(number.to_string())),
        Value::Bool(truth) => Some(Cow::from(truth.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
