//! Addresses of the old form in today's, and the other way.
//!
//! What a line names is followed through the graph of units. Where that leaves several units, what
//! the release knows of the line (its house number, street or hamlet) decides among them; where it
//! does not, all of them are given.

mod rest;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use vmap_core::address::{AddressParser, ParsedAddress, UnitReading};
use vmap_core::unit::{Era, UnitId, UnitLevel};

use crate::grading::LIKELY;
use crate::hit::{Hit, MatchClass, MatchLevel, UnitFields};
use crate::label;
use crate::query::{Searcher, line, named_units, readings};
use crate::request::{AdminForm, Language, SearchRequest, SearchText};
use crate::tables::Tables;

/// A question for [`crate::Geocoder::convert`].
#[derive(Clone, Debug, PartialEq)]
pub struct ConvertRequest {
    /// What to convert.
    pub subject: ConvertSubject,
    /// Into whose form: today's, or that of the eve of the last reform.
    pub to: Era,
    /// Only names of units in force on this day are read.
    pub at: Option<Date>,
    /// Language of units.
    pub language: Language,
}

/// What a [`ConvertRequest`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConvertSubject {
    /// An address, or the name of a unit.
    Text(SearchText),
    /// The ward of this code: a former one where today's form is asked for and there is one, today's
    /// where the old form is.
    WardCode(String),
}

/// An address in the other form: every unit that it may lie in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Conversion {
    /// Whether there is more than one candidate.
    pub ambiguous: bool,
    /// What of the address told its unit from others that what it names passed into; absent where
    /// nothing had to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<MatchLevel>,
    /// Likeliest first; empty where the address names no unit that is known.
    pub candidates: Vec<Candidate>,
    /// Words that no part of the address explains; all of it where there is no candidate.
    pub unmatched: Vec<String>,
}

/// One unit that the address may lie in, in both forms.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Candidate {
    /// To today's form: the part of what was named that lies in this unit, units that may be meant
    /// counting by how likely each is; they add up to 1. To the old form: the part of this unit that passed into
    /// the one named.
    pub share: f64,
    /// Whether the share is counted in equal parts because no better estimate is known.
    pub share_assumed: bool,
    /// Today's form; absent where several are possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<AddressForm>,
    /// The form before the last reform; absent where several are possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legacy: Option<AddressForm>,
}

/// An address in the units of one era.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AddressForm {
    /// The whole line: what stood beside the units as written, then these units.
    pub label: String,
    /// Names and codes of the units.
    #[serde(flatten)]
    pub units: UnitFields,
}

/// A unit that may be meant, found from one that was named.
struct Possible {
    unit: UnitId,
    named: Vec<UnitId>,
    share: f64,
    assumed: bool,
}

/// Puts addresses into the other form.
pub(crate) struct Converter<'a> {
    pub searcher: Searcher<'a>,
}

impl Converter<'_> {
    /// Every unit that the subject of `request` may lie in, in the form asked for.
    pub(crate) fn convert(&self, request: &ConvertRequest) -> Conversion {
        match &request.subject {
            ConvertSubject::WardCode(code) => {
                let named: Vec<(UnitId, f64)> =
                    self.ward(code, request.to).map(|ward| (ward, 1.0)).into_iter().collect();
                let possible = self.possible(&named, request.to);
                self.conversion(possible, &[], None, request)
            }
            ConvertSubject::Text(text) => self.convert_text(text, request),
        }
    }

    fn tables(&self) -> &Tables {
        self.searcher.tables
    }

    fn ward(&self, code: &str, to: Era) -> Option<UnitId> {
        let of = |era| self.tables().units.by_code(era, UnitLevel::Ward, code);
        match to {
            Era::Current => of(Era::Legacy).or_else(|| of(Era::Current)),
            Era::Legacy => of(Era::Current).or_else(|| of(Era::Legacy)),
        }
    }

    fn convert_text(&self, text: &SearchText, request: &ConvertRequest) -> Conversion {
        let line = line(text);
        let Some(reading) = self.reading(text, &line, request.at) else {
            return Conversion { unmatched: vec![line], ..Conversion::default() };
        };
        let mut possible = self.possible(&self.named(&reading.units, request.to), request.to);
        let mut decided_by = None;
        if possible.len() > 1
            && let Some((level, unit)) = self.evidence(text, request)
            && let Some(at) = possible.iter().position(|possible| possible.unit == unit)
        {
            possible = vec![possible.swap_remove(at)];
            decided_by = Some(level);
        }
        let parts = match text {
            SearchText::Free(_) => rest::rest(&line, &reading.units.spans, reading.postcode.as_deref()),
            SearchText::Structured(_) => parts(&reading),
        };
        let conversion = self.conversion(possible, &parts, decided_by, request);
        Conversion { unmatched: reading.leftovers, ..conversion }
    }

    /// The best reading that names units in force on the day asked about.
    fn reading(&self, text: &SearchText, line: &str, at: Option<Date>) -> Option<ParsedAddress> {
        let mut readings = readings(&AddressParser::new(self.searcher.names), text, line, at);
        let best = readings.iter().position(|reading| !reading.units.candidates.is_empty())?;
        Some(readings.swap_remove(best))
    }

    /// The units that the reading may name, each with how likely it is beside a candidate. To today's
    /// form the rivals count that keep a search from being sure as well.
    fn named(&self, reading: &UnitReading, to: Era) -> Vec<(UnitId, f64)> {
        let mut named = named_units(&self.tables().units, reading);
        let total: f64 = named.iter().map(|(_, weight)| weight).sum();
        let counts = |unit: &UnitId, weight: f64| {
            reading.candidates.contains(unit) || (to == Era::Current && weight / total > 1.0 - LIKELY)
        };
        named.retain(|(unit, weight)| counts(unit, *weight));
        named
    }

    /// What `named` became, or came from, likeliest first.
    fn possible(&self, named: &[(UnitId, f64)], to: Era) -> Vec<Possible> {
        let mut all: Vec<Possible> = Vec::new();
        let total: f64 = named.iter().map(|(_, weight)| weight).sum();
        for &(unit, weight) in named {
            // Of a unit whose end is known but not its heir, it is known what it lay in.
            let mut around = self.tables().units.lineage(unit).map(|(id, _)| id);
            let found = around.find_map(|id| Some(self.in_era(id, to)).filter(|found| !found.is_empty()));
            for (found, share, assumed) in found.unwrap_or_default() {
                let share = share * weight;
                match all.iter_mut().find(|possible| possible.unit == found) {
                    Some(known) => {
                        known.share += share;
                        known.assumed |= assumed;
                        known.named.push(unit);
                    }
                    None => all.push(Possible { unit: found, named: vec![unit], share, assumed }),
                }
            }
        }
        for possible in &mut all {
            // What several names have in common is as likely as they are together.
            let among = if to == Era::Current { total } else { possible.named.len() as f64 };
            possible.share = (possible.share / among).min(1.0);
        }
        all.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.unit.cmp(&b.unit)));
        all
    }

    /// The units of one era that `unit` passed into or was made from, with their shares.
    fn in_era(&self, unit: UnitId, to: Era) -> Vec<(UnitId, f64, bool)> {
        let Tables { units, kinship, .. } = self.tables();
        let level = units.get(unit).map(|unit| unit.level);
        match to {
            // Wards of a district are counted, their sizes not being known.
            Era::Current if level != Some(UnitLevel::Ward) && !self.is_current(unit) => {
                let successors = kinship.successors(unit);
                successors.iter().map(|next| (next.unit, next.share, successors.len() > 1)).collect()
            }
            Era::Current => units.became(unit, None).into_iter().map(|p| (p.unit, p.share, p.assumed)).collect(),
            Era::Legacy => {
                let Some(eve) = units.eve_of_the_reform() else { return Vec::new() };
                let parts = match self.is_current(unit) {
                    true => units.came_from(unit, eve),
                    false => units.became(unit, Some(eve)),
                };
                parts.into_iter().map(|part| (part.unit, part.share, part.assumed)).collect()
            }
        }
    }

    fn is_current(&self, unit: UnitId) -> bool {
        self.tables().units.get(unit).is_some_and(|unit| unit.era() == Era::Current)
    }

    /// The ward, in the form asked for, in which the release knows the place that the text means, and
    /// what kind of place that is; `None` where a search finds none within the ward, or doubts.
    fn evidence(&self, text: &SearchText, request: &ConvertRequest) -> Option<(MatchLevel, UnitId)> {
        let search = SearchRequest { text: text.clone(), admin: AdminForm::Both, ..SearchRequest::free("") };
        let first = self.searcher.search(&search).into_iter().next().filter(is_evidence)?;
        Some((first.match_level?, self.ward_of(&first, request.to)?))
    }

    fn ward_of(&self, hit: &Hit, era: Era) -> Option<UnitId> {
        let fields = match era {
            Era::Current => &hit.units,
            Era::Legacy => hit.legacy.as_ref()?,
        };
        self.tables().units.by_code(era, UnitLevel::Ward, fields.ward_code.as_deref()?)
    }

    fn conversion(
        &self,
        possible: Vec<Possible>,
        parts: &[String],
        decided_by: Option<MatchLevel>,
        request: &ConvertRequest,
    ) -> Conversion {
        let form = |unit: Option<UnitId>| {
            let units = label::unit_fields(&self.tables().units, Some(unit?), request.language, None);
            Some(AddressForm { label: label::line(parts, &units), units })
        };
        let candidate = |possible: &Possible| {
            let (current, legacy) = match request.to {
                Era::Current => (Some(possible.unit), self.former(possible)),
                Era::Legacy => (self.successor(possible), Some(possible.unit)),
            };
            let share = (possible.share * 1000.0).round() / 1000.0;
            Candidate { share, share_assumed: possible.assumed, current: form(current), legacy: form(legacy) }
        };
        Conversion {
            ambiguous: possible.len() > 1,
            decided_by,
            candidates: possible.iter().map(candidate).collect(),
            unmatched: Vec::new(),
        }
    }

    /// The former unit behind a unit of today: the one named, else the one that all of it came from.
    fn former(&self, possible: &Possible) -> Option<UnitId> {
        match possible.named[..] {
            [named] if !self.is_current(named) => Some(named),
            [_] => self.tables().kinship.certain_former(Some(possible.unit), &[]),
            _ => None,
        }
    }

    /// The unit of today behind a former one: the one named, else the only one that it passed into.
    fn successor(&self, possible: &Possible) -> Option<UnitId> {
        match possible.named[..] {
            [named] if self.is_current(named) => Some(named),
            _ => match self.tables().units.became(possible.unit, None)[..] {
                [only] => Some(only.unit),
                _ => None,
            },
        }
    }
}

/// Whether `hit` is a place within a ward, and sure enough to tell where it lies.
fn is_evidence(hit: &Hit) -> bool {
    let is_unit =
        matches!(hit.match_level, Some(MatchLevel::Ward | MatchLevel::District | MatchLevel::Province) | None);
    !is_unit && hit.match_class != Some(MatchClass::C) && !hit.ambiguous
}

/// The parts of an address that was given in parts, before its units.
fn parts(reading: &ParsedAddress) -> Vec<String> {
    let number = reading.house_number.as_ref().map(|number| number.display());
    let parts = label::parts(reading.name.as_deref(), number, reading.street.as_deref(), reading.hamlet.as_deref());
    parts.into_iter().map(Cow::into_owned).collect()
}
