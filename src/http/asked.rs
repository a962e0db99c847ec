//! The parameters that questions share, however they come.

use vmap_core::unit::UnitTable;
use vmap_geocoder::{AdminForm, ResultType, SearchText, StructuredText};

use super::parameters::Parameters;
use crate::answering::{DEFAULT_LIMIT, LONGEST_TEXT, Layout, Wishes};

/// Most results that can be asked for.
const MOST_RESULTS: usize = 50;

/// What results can be.
pub const TYPES: [(&str, ResultType); 8] = [
    ("house", ResultType::House),
    ("alley", ResultType::Alley),
    ("street", ResultType::Street),
    ("hamlet", ResultType::Hamlet),
    ("poi", ResultType::Poi),
    ("ward", ResultType::Ward),
    ("district", ResultType::District),
    ("province", ResultType::Province),
];
const ADMIN_FORMS: [(&str, AdminForm); 4] = [
    ("current", AdminForm::Current),
    ("legacy", AdminForm::Legacy),
    ("input", AdminForm::Input),
    ("both", AdminForm::Both),
];
const LAYOUTS: [(&str, Layout); 2] = [("flat", Layout::Flat), ("geocodejson", Layout::GeocodeJson)];

/// The names of the parts of an address.
pub const PARTS: [&str; 6] = ["housenumber", "street", "hamlet", "ward", "district", "province"];

/// What is wanted of the results, and how they are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// What is wanted of the results.
    pub wishes: Wishes,
    /// How features are laid out.
    pub layout: Layout,
}

impl Common {
    /// Takes them out of `parameters`.
    pub fn take(parameters: &mut Parameters, units: &UnitTable) -> Self {
        let admin = parameters.choice("admin", &ADMIN_FORMS).unwrap_or_default();
        let at = parameters.day("at", units);
        let wishes = Wishes {
            limit: parameters.number("limit", 1..=MOST_RESULTS).unwrap_or(DEFAULT_LIMIT),
            types: parameters.choices("type", &TYPES),
            admin: at.map_or(admin, AdminForm::At),
            language: parameters.language(),
        };
        Self { wishes, layout: parameters.choice("format", &LAYOUTS).unwrap_or_default() }
    }
}

/// Either `q` or the parts of an address, not both, not neither.
pub fn text(parameters: &mut Parameters) -> SearchText {
    let line = parameters.text("q", LONGEST_TEXT);
    let [housenumber, street, hamlet, ward, district, province] = PARTS.map(|part| parameters.text(part, LONGEST_TEXT));
    let parts = StructuredText { housenumber, street, hamlet, ward, district, province };
    let structured = parts != StructuredText::default();
    match (line, structured) {
        (Some(line), false) => return SearchText::Free(line),
        (None, true) => return SearchText::Structured(parts),
        (Some(_), true) => parameters.refuse("q", "give either q or the parts of an address, not both".to_owned()),
        (None, false) => {
            let detail = "missing: give q, or any of housenumber, street, hamlet, ward, district, province";
            parameters.refuse("q", detail.to_owned());
        }
    }
    SearchText::Structured(parts)
}

/// The query as the answer repeats it.
pub fn shown(text: &SearchText) -> String {
    match text {
        SearchText::Free(line) => line.clone(),
        SearchText::Structured(parts) => {
            let parts =
                [&parts.housenumber, &parts.street, &parts.hamlet, &parts.ward, &parts.district, &parts.province];
            parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
        }
    }
}
