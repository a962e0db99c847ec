//! The one line that shows a place: number and street, hamlet, then units, small to large.

use std::borrow::Cow;

use jiff::civil::Date;
use vmap_core::unit::{UnitId, UnitLevel, UnitTable};

use crate::hit::UnitFields;
use crate::request::Language;

/// Names and codes of `smallest` and the units above it, the names of `day`, or today's.
pub fn unit_fields(units: &UnitTable, smallest: Option<UnitId>, language: Language, day: Option<Date>) -> UnitFields {
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
pub(crate) fn parts<'t>(
    own_name: Option<&'t str>,
    number: Option<&'t str>,
    street: Option<&'t str>,
    hamlet: Option<&'t str>,
) -> Vec<Cow<'t, str>> {
    let numbered = match (number, street) {
        (Some(number), Some(street)) => Some(Cow::Owned(format!("{number} {street}"))),
        (number, street) => number.or(street).map(Cow::Borrowed),
    };
    [own_name.map(Cow::Borrowed), numbered, hamlet.map(Cow::Borrowed)].into_iter().flatten().collect()
}

/// The name of a place: the first of `parts`, or for a unit, which has none, that of the smallest of `units`.
pub(crate) fn name(parts: &[Cow<'_, str>], units: &UnitFields) -> String {
    let unit = || [&units.ward, &units.district, &units.province].into_iter().flatten().next().map(String::as_str);
    parts.first().map(AsRef::as_ref).or_else(unit).unwrap_or_default().to_owned()
}

/// `parts` and then `units`, small to large, in one line.
pub(crate) fn line(parts: &[impl AsRef<str>], units: &UnitFields) -> String {
    let units = [&units.ward, &units.district, &units.province].into_iter().flatten();
    parts.iter().map(AsRef::as_ref).chain(units.map(String::as_str)).collect::<Vec<_>>().join(", ")
}
