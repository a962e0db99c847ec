//! The one line that shows a place: number and street, hamlet, then units, small to large.

use jiff::civil::Date;
use vmap_core::unit::{UnitId, UnitLevel, UnitTable};

use crate::hit::UnitFields;
use crate::request::Language;

/// Names and codes of `smallest` and the units above it, the names of `day`, or today's.
pub(crate) fn unit_fields(
    units: &UnitTable,
    smallest: Option<UnitId>,
    language: Language,
    day: Option<Date>,
) -> UnitFields {
    let mut fields = UnitFields::default();
    for (id, unit) in smallest.into_iter().flat_map(|id| units.lineage(id)) {
        let (full_name, full_name_en) = units.name_on(id, day).unwrap_or_default();
        let name = match language {
            Language::En if !full_name_en.is_empty() => full_name_en,
            Language::En | Language::Vi => full_name,
        };
        let (name, code) = (Some(name.to_owned()), Some(unit.code.to_string()));
        match unit.level {
            UnitLevel::Ward => (fields.ward, fields.ward_code) = (name, code),
            UnitLevel::District => (fields.district, fields.district_code) = (name, code),
            UnitLevel::Province => (fields.province, fields.province_code) = (name, code),
        }
    }
    fields
}

/// The parts of a label before its units.
pub(crate) fn parts(
    own_name: &Option<String>,
    number: &Option<String>,
    street: &Option<String>,
    hamlet: &Option<String>,
) -> Vec<String> {
    let numbered = match (number, street) {
        (Some(number), Some(street)) => Some(format!("{number} {street}")),
        (number, street) => number.clone().or_else(|| street.clone()),
    };
    [own_name.clone(), numbered, hamlet.clone()].into_iter().flatten().collect()
}

/// The name of a place that is no unit: its own, or number and street, or its hamlet.
pub(crate) fn own_name(
    own_name: &Option<String>,
    number: &Option<String>,
    street: &Option<String>,
    hamlet: &Option<String>,
) -> Option<String> {
    parts(own_name, number, street, hamlet).into_iter().next()
}

/// The name of the smallest unit of `units`.
pub(crate) fn unit_name(units: &UnitFields) -> String {
    [&units.ward, &units.district, &units.province].into_iter().flatten().next().cloned().unwrap_or_default()
}

/// `parts` and then `units`, small to large, in one line.
pub(crate) fn line(parts: &[String], units: &UnitFields) -> String {
    let units = [&units.ward, &units.district, &units.province].into_iter().flatten();
    parts.iter().chain(units).map(String::as_str).collect::<Vec<_>>().join(", ")
}
