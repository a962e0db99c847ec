//! The first result of a row as columns, each value written as in a feature.

use std::borrow::Cow;

use serde::Serialize;
use vmap_geocoder::{Hit, UnitFields};

/// How a column's value is taken from a result.
type Value = fn(&Hit) -> Cow<'_, str>;

/// The columns that are taken from the first result, named as the properties of a feature; the
/// units before July 2025 with `legacy_` before theirs.
const OF_FIRST: [(&str, Value); 29] = [
    ("result_label", |hit| Cow::from(&hit.label)),
    ("result_score", |hit| hit.score.as_ref().map(written).unwrap_or_default()),
    ("result_id", |hit| Cow::from(&hit.id)),
    ("result_type", |hit| written(&hit.kind)),
    ("result_match_class", |hit| hit.match_class.as_ref().map(written).unwrap_or_default()),
    ("result_match_level", |hit| hit.match_level.as_ref().map(written).unwrap_or_default()),
    ("result_matched_era", |hit| hit.matched_era.as_ref().map(written).unwrap_or_default()),
    ("result_lat", |hit| written(&hit.point.lat())),
    ("result_lon", |hit| written(&hit.point.lon())),
    ("result_accuracy_m", |hit| written(&hit.accuracy_m)),
    ("result_distance_m", |hit| hit.distance_m.as_ref().map(written).unwrap_or_default()),
    ("result_name", |hit| Cow::from(&hit.name)),
    ("result_housenumber", |hit| text(&hit.housenumber)),
    ("result_street", |hit| text(&hit.street)),
    ("result_hamlet", |hit| text(&hit.hamlet)),
    ("result_ward", |hit| text(&hit.units.ward)),
    ("result_ward_code", |hit| text(&hit.units.ward_code)),
    ("result_province", |hit| text(&hit.units.province)),
    ("result_province_code", |hit| text(&hit.units.province_code)),
    ("result_legacy_ward", |hit| former(hit, |units| &units.ward)),
    ("result_legacy_ward_code", |hit| former(hit, |units| &units.ward_code)),
    ("result_legacy_district", |hit| former(hit, |units| &units.district)),
    ("result_legacy_district_code", |hit| former(hit, |units| &units.district_code)),
    ("result_legacy_province", |hit| former(hit, |units| &units.province)),
    ("result_legacy_province_code", |hit| former(hit, |units| &units.province_code)),
    ("result_postcode", |hit| text(&hit.postcode)),
    ("result_plus_code", |hit| Cow::from(&hit.plus_code)),
    ("result_ambiguous", |hit| written(&hit.ambiguous)),
    ("result_unmatched", |hit| Cow::from(hit.unmatched.join("; "))),
];

/// The other columns.
const OF_ALL: [&str; 2] = ["result_alternatives", "result_release"];

/// Which of the columns are given, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultColumns(Vec<usize>);

impl ResultColumns {
    /// All columns.
    pub fn all() -> Self {
        Self((0..OF_FIRST.len() + OF_ALL.len()).collect())
    }

    /// The columns called `names`; all where none is named.
    ///
    /// # Errors
    /// The name that no column has.
    pub fn of(names: &[String]) -> Result<Self, String> {
        let place = |name: &String| every_name().position(|known| known == name).ok_or_else(|| name.clone());
        match names {
            [] => Ok(Self::all()),
            names => names.iter().map(place).collect::<Result<_, _>>().map(Self),
        }
    }

    /// Their names.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().filter_map(|at| every_name().nth(*at)).collect()
    }

    /// A value for each, blank where there is no result.
    pub fn values(&self, hits: &[Hit], release: &str) -> Vec<String> {
        self.0.iter().map(|at| value(*at, hits, release)).collect()
    }
}

/// The names of all columns.
pub fn every_name() -> impl Iterator<Item = &'static str> {
    OF_FIRST.iter().map(|(name, _)| *name).chain(OF_ALL)
}

fn value(at: usize, hits: &[Hit], release: &str) -> String {
    match (OF_FIRST.get(at), at - OF_FIRST.len().min(at)) {
        (Some((_, value)), _) => hits.first().map(|first| value(first).into_owned()).unwrap_or_default(),
        (None, 0) => alternatives(hits),
        (None, _) => release.to_owned(),
    }
}

/// The results that fit as well as an ambiguous first one, each by identifier and label.
fn alternatives(hits: &[Hit]) -> String {
    let others = match hits {
        [first, others @ ..] if first.ambiguous => others,
        _ => &[],
    };
    let equal = others.iter().filter(|other| other.ambiguous);
    equal.map(|other| format!("{} {}", other.id, other.label)).collect::<Vec<_>>().join("; ")
}

fn former(hit: &Hit, of: fn(&UnitFields) -> &Option<String>) -> Cow<'_, str> {
    hit.legacy.as_ref().map(|units| text(of(units))).unwrap_or_default()
}

fn text(value: &Option<String>) -> Cow<'_, str> {
    value.as_deref().map(Cow::from).unwrap_or_default()
}

/// A number or a plain word as JSON writes it, without quotes.
fn written(value: &impl Serialize) -> Cow<'static, str> {
    // Numbers and names of variants can always be written.
    let json = serde_json::to_string(value).unwrap_or_default();
    Cow::from(json.trim_matches('"').to_owned())
}
