//! What a question may mean.

use std::sync::Arc;

use jiff::civil::Date;
use vmap_core::address::{AddressParser, ParsedAddress, RowOrigin, SourceGeometry, SourceRecord};
use vmap_core::text::{fold, readable, words};
use vmap_core::unit::{UnitId, UnitTable};

use super::names::{AskedName, Role};
use super::units::leaves_out_ward;
use crate::index::TextIndex;
use crate::request::{SearchText, StructuredText};
use vmap_core::address::says_hamlet;

/// Longest text that is read, in characters; what is longer is no address.
pub const LONGEST_TEXT: usize = 400;

/// The whole text of a question in one line, in letters however it was typed.
pub(crate) fn line(text: &SearchText) -> String {
    let line = match text {
        SearchText::Free(line) => line.clone(),
        SearchText::Structured(parts) => structured_line(parts),
    };
    let line: String = line.chars().take(LONGEST_TEXT).collect();
    readable(&line).into_owned()
}

/// What `parser` reads in a question, best first, those without anything in them left out; of units only those
/// that were in force on the day asked about.
pub(crate) fn readings(
    parser: &AddressParser<'_>,
    text: &SearchText,
    line: &str,
    at: Option<Date>,
) -> Vec<ParsedAddress> {
    let names = parser.names();
    let mut readings = match text {
        SearchText::Free(_) => parser.readings(line),
        SearchText::Structured(parts) => vec![parser.parse_record(&record(parts))],
    };
    if let Some(day) = at {
        readings.retain_mut(|reading| keep_units_of(names.table(), day, reading));
    }
    readings.retain(|reading| !is_empty(reading));
    // Where one reading explains all of it, another that leaves a unit unexplained only misleads.
    let fewest = readings.iter().map(|reading| reading.leftovers.len()).min().unwrap_or_default();
    readings.retain(|reading| reading.leftovers.len() == fewest);
    without_coarser(readings)
}

/// `readings` without those that only leave out a ward which an earlier one names with its kind:
/// who writes `Phường 5` means a ward.
fn without_coarser(readings: Vec<ParsedAddress>) -> Vec<ParsedAddress> {
    let mut kept: Vec<ParsedAddress> = Vec::with_capacity(readings.len());
    for reading in readings {
        if !kept.iter().any(|earlier| leaves_out_ward(&reading, earlier) || is_same(&reading, earlier)) {
            kept.push(reading);
        }
    }
    kept
}

/// Whether two readings ask for the same, whatever words they leave over.
fn is_same(one: &ParsedAddress, other: &ParsedAddress) -> bool {
    let asked = |reading: &ParsedAddress| {
        (reading.house_number.clone(), reading.street.clone(), reading.hamlet.clone(), reading.name.clone())
    };
    one.units.candidates == other.units.candidates && asked(one) == asked(other)
}

/// Takes the units that were not in force on `day` out of `reading`; whether any that it named are
/// left.
fn keep_units_of(units: &UnitTable, day: Date, reading: &mut ParsedAddress) -> bool {
    let named = !reading.units.candidates.is_empty();
    let is_in_force = |id: &UnitId| units.get(*id).is_some_and(|unit| unit.validity.contains(day));
    reading.units.candidates.retain(is_in_force);
    !named || !reading.units.candidates.is_empty()
}

/// The reading that the whole line is a name, for what the parser makes nothing of.
pub(crate) fn whole_line_as_name(line: &str) -> Option<ParsedAddress> {
    let is_text = !fold(line).is_empty();
    is_text.then(|| ParsedAddress { name: Some(line.to_owned()), ..ParsedAddress::default() })
}

/// `reading` with its street or hamlet broken in two where nobody wrote a comma: a name, and a
/// hamlet behind it.
pub(crate) fn with_hamlet_apart(index: &TextIndex, reading: &ParsedAddress) -> Option<ParsedAddress> {
    let (head, rest) = breaks(reading).find(|(head, rest)| {
        let rest_is_known = says_hamlet(rest) && AskedName::new(Role::Hamlet, rest).is_known(index);
        rest_is_known && AskedName::new(Role::Street, head).is_known(index)
    })?;
    let (street, hamlet) = (Some(head.to_owned()), Some(rest.to_owned()));
    Some(ParsedAddress { street, hamlet, ..reading.clone() })
}

/// `reading` with the last words of its street or hamlet left over: the longest beginning of two
/// words or more that is a name.
pub(crate) fn with_words_left_over(index: &TextIndex, reading: &ParsedAddress) -> Option<ParsedAddress> {
    let known = |head: &str| head.contains(' ') && AskedName::new(Role::Street, head).is_known(index);
    let (head, rest) = breaks(reading).find(|(head, _)| known(head))?;
    let mut shorter = ParsedAddress { street: Some(head.to_owned()), ..reading.clone() };
    shorter.leftovers.push(rest.to_owned());
    Some(shorter)
}

/// The main name of `reading` broken between two words, the longest beginning first.
fn breaks(reading: &ParsedAddress) -> impl Iterator<Item = (&str, &str)> {
    let text = reading.street.as_deref().or(reading.hamlet.as_deref()).unwrap_or_default();
    let words = words(text);
    (1..words.len()).rev().filter_map(move |count| {
        let (last, next) = (words.get(count - 1)?, words.get(count)?);
        Some((text.get(..last.span.end)?, text.get(next.span.start..)?))
    })
}

fn is_empty(reading: &ParsedAddress) -> bool {
    reading.house_number.is_none()
        && reading.street.is_none()
        && reading.hamlet.is_none()
        && reading.name.is_none()
        && reading.units.candidates.is_empty()
}

fn structured_line(parts: &StructuredText) -> String {
    let numbered = [&parts.housenumber, &parts.street].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let rest = [&parts.hamlet, &parts.ward, &parts.district, &parts.province].into_iter().flatten().cloned();
    let all = std::iter::once(numbered).filter(|numbered| !numbered.is_empty()).chain(rest);
    all.collect::<Vec<_>>().join(", ")
}

fn record(parts: &StructuredText) -> SourceRecord {
    SourceRecord {
        origin: RowOrigin { file: Arc::from("query"), row: 1 },
        key: None,
        geometry: SourceGeometry::Absent,
        line: None,
        house_number: parts.housenumber.clone(),
        street: parts.street.clone(),
        hamlet: parts.hamlet.clone(),
        ward: parts.ward.clone(),
        district: parts.district.clone(),
        province: parts.province.clone(),
        name: None,
        category: None,
        told: None,
    }
}
