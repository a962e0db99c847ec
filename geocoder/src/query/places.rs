//! Named places judged: how each fits a reading, and where its number stands.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use hashbrown::HashMap;
use vmap_core::Point;
use vmap_core::address::{ParsedAddress, street_key};
use vmap_core::release::{NamedPlaceKind, NamedPlaceRow};
use vmap_core::text::{edits_within, fold, words};
use vmap_core::unit::{Era, UnitId};

use super::names::{AskedName, NamedPlace, Role};
use crate::describe::Subject;
use crate::hit::MatchLevel;
use crate::kinship::Agreement;
use crate::marks::{Marks, TypedWords};
use crate::number_lookup::{NumberMatch, NumberSearch};
use crate::ranking::{Evidence, Found, FoundBy};
use crate::tables::Tables;
use vmap_core::address::hamlet_key;

/// Most units that a place is compared with one by one.
const MOST_COMPARED: usize = 12;

/// One reading of a query, ready to judge places by.
pub(crate) struct Judge<'a> {
    pub tables: &'a Tables,
    pub reading: &'a ParsedAddress,
    pub reading_index: usize,
    pub number: Option<Rc<NumberSearch>>,
    /// Marks and words of names are compared once a name, however many places bear it.
    compared: RefCell<HashMap<u32, ComparedName>>,
}

#[derive(Clone, Copy)]
struct ComparedName {
    marks: Marks,
    coverage: f64,
    /// Whether the name begins with what was asked for.
    begins: bool,
    begins_alike: bool,
    /// A number for all spellings of the name.
    street: u64,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(
        tables: &'a Tables,
        reading: &'a ParsedAddress,
        reading_index: usize,
        number: Option<Rc<NumberSearch>>,
    ) -> Self {
        Self { tables, reading, reading_index, number, compared: RefCell::default() }
    }

    /// What the place at `named` comes to; several addresses may have the number asked for.
    pub(crate) fn judge(&self, asked: &AskedName, typed: &TypedWords, named: NamedPlace) -> Vec<Found> {
        let Some(place) = self.tables.named.get(named.row) else { return Vec::new() };
        let (units, former) = self.agreement_of(named.row, place.ward);
        let compared = self.compare(asked, typed, &place);
        let by = match named.by {
            FoundBy::Words if compared.begins => FoundBy::FirstWords,
            by => by,
        };
        let mut kind = kind_value(asked, place.kind, self.number.is_some());
        if !compared.begins_alike {
            kind *= 0.995;
        }
        let evidence = Evidence {
            reading: reading_value(self.reading_index),
            coverage: if matches!(by, FoundBy::Words | FoundBy::FirstWords) { compared.coverage } else { 1.0 },
            marks: compared.marks,
            kind,
            units,
            commune: 1.0,
            level: level_of(place.kind),
            asked_number: self.number.is_some(),
            leftovers: self.reading.leftovers.len(),
        };
        let found = Found {
            subject: Subject::Named(named.row),
            point: place.point,
            reading: self.reading_index,
            by,
            evidence,
            street: (place.kind == NamedPlaceKind::Street).then_some(compared.street),
            former,
            commune: None,
            share: None,
            accuracy_m: None,
            importance: self.importance(named.row, &place),
            id: place.id.number(),
            fit: 0.0,
            score: 0.0,
        };
        let numbered = asked.main && place.kind != NamedPlaceKind::PointOfInterest;
        match numbered && (units != Some(Agreement::Outside) || self.is_beside_units(place.point)) {
            true => self.with_number(found, named.row),
            false => vec![found],
        }
    }

    /// Whether `point` may lie beside a unit named: a street goes on over its border, while one of the
    /// same name farther away is another.
    fn is_beside_units(&self, point: Point) -> bool {
        const BORDER_M: f64 = 1_000.0;
        self.reading.units.candidates.iter().take(MOST_COMPARED).any(|unit| {
            let level = self.tables.units.get(*unit).map(|unit| unit.level);
            let (Some(level), Some(middle)) = (level, self.tables.unit_points.get(*unit)) else { return false };
            middle.distance_m(point) < self.tables.areas.radius_m(*unit, level) + BORDER_M
        })
    }

    /// `found` itself, or the addresses in it that have the number asked for.
    fn with_number(&self, found: Found, row: u32) -> Vec<Found> {
        match self.number.as_ref().and_then(|number| number.look_up(self.tables, row)) {
            Some(NumberMatch::House(rows)) => rows.iter().filter_map(|row| self.house(&found, *row)).collect(),
            Some(NumberMatch::Spot { level, number, point, accuracy_m }) => {
                let kind = match level {
                    MatchLevel::Alley => crate::ResultType::Alley,
                    _ => crate::ResultType::House,
                };
                let evidence = Evidence { level, ..found.evidence };
                let subject = Subject::Spot { named: row, number, point, kind };
                vec![Found { subject, point, evidence, accuracy_m: Some(accuracy_m), ..found }]
            }
            None => vec![found],
        }
    }

    pub(super) fn house(&self, street: &Found, row: u32) -> Option<Found> {
        let address = self.tables.addresses.get(row)?;
        let legacy: Vec<UnitId> = address.legacy_ward.into_iter().collect();
        let (units, former) = self.agreement(address.ward, &legacy);
        let evidence = Evidence { level: MatchLevel::House, units, ..street.evidence };
        let evidence = Evidence { kind: evidence.kind * self.hamlet_value(address.hamlet), ..evidence };
        Some(Found {
            subject: Subject::Address(row),
            point: address.point,
            evidence,
            former: former.or(street.former),
            id: address.id.number(),
            ..street.clone()
        })
    }

    /// An address in another hamlet than the one asked for is somewhat less likely; where none is asked
    /// for, one that stands in none says all that was asked.
    fn hamlet_value(&self, hamlet: Option<u32>) -> f64 {
        let asked = self.reading.hamlet.as_deref().filter(|_| self.reading.street.is_some());
        match (asked, hamlet.and_then(|row| self.tables.named.name(row))) {
            (Some(asked), Some(name)) => same_hamlet(asked, name),
            (Some(_), None) => 0.99,
            (None, Some(_)) => 0.998,
            (None, None) => 1.0,
        }
    }

    fn agreement_of(&self, row: u32, ward: Option<UnitId>) -> (Option<Agreement>, Option<UnitId>) {
        match self.reading.units.candidates.is_empty() {
            true => (None, None),
            false => self.agreement(ward, &self.tables.legacy_wards(row)),
        }
    }

    /// The best agreement with any unit that the reading may mean, and the former unit it is.
    pub(crate) fn agreement(&self, ward: Option<UnitId>, legacy: &[UnitId]) -> (Option<Agreement>, Option<UnitId>) {
        let kinship = &self.tables.kinship;
        let candidates = &self.reading.units.candidates;
        let agree = |unit: &UnitId| (kinship.agreement(ward, legacy.iter().copied(), *unit), *unit);
        let best_of =
            |units: &[UnitId]| units.iter().map(agree).max_by_key(|(agreement, unit)| (*agreement, Reverse(*unit)));
        let best = match candidates.len() > MOST_COMPARED {
            false => best_of(candidates),
            // Of hundreds of units only those that the place can be asked for by are compared.
            true => {
                let mut units = kinship.findable_by(ward, legacy);
                units.retain(|unit| candidates.binary_search(unit).is_ok());
                best_of(&units).or_else(|| candidates.first().map(|unit| (Agreement::Outside, *unit)))
            }
        };
        let is_former = |unit: &UnitId| self.tables.units.get(*unit).is_some_and(|unit| unit.era() == Era::Legacy);
        let former = best.filter(|(agreement, _)| *agreement > Agreement::Outside).map(|(_, unit)| unit);
        (best.map(|(agreement, _)| agreement), former.filter(is_former))
    }

    fn compare(&self, asked: &AskedName, typed: &TypedWords, place: &NamedPlaceRow) -> ComparedName {
        if let Some(compared) = self.compared.borrow().get(&place.name) {
            return *compared;
        }
        let name = self.tables.named.string(place.name).unwrap_or_default();
        let folded = fold(name);
        let compared = ComparedName {
            marks: typed.marks_of(name),
            coverage: coverage(asked, name),
            begins: asked.keys.iter().any(|key| folded.starts_with(key.as_str())),
            begins_alike: begins_alike(asked, &folded),
            street: text_hash(&street_key(name)),
        };
        self.compared.borrow_mut().insert(place.name, compared);
        compared
    }

    /// Streets and hamlets with many addresses are better known than those with few.
    fn importance(&self, row: u32, place: &NamedPlaceRow) -> f64 {
        match place.kind {
            NamedPlaceKind::PointOfInterest => 0.4,
            _ => ((self.tables.named.member_count(row) as f64 + 1.0).log10() / 4.0).min(1.0),
        }
    }
}

/// How well the hamlet asked for fits one called `name`: a slip or two tell little.
fn same_hamlet(asked: &str, name: &str) -> f64 {
    let (asked, name) = (hamlet_key(asked), hamlet_key(name));
    match asked == name {
        true => 1.0,
        false if digits(&asked).eq(digits(&name)) && edits_within(&asked, &name, 2).is_some() => 0.98,
        false => 0.9,
    }
}

fn digits(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().filter(u8::is_ascii_digit)
}

/// Whether `name` (folded) begins with the word that the text asked for begins with: both say that
/// they are a `phố`, or neither does.
fn begins_alike(asked: &AskedName, name: &str) -> bool {
    let first = |text: &str| text.split(' ').next().map(str::to_owned);
    asked.keys.first().is_some_and(|typed| first(typed) == first(name))
}

/// The part of the words of `name` that were asked for; words that only say the kind are free.
fn coverage(asked: &AskedName, name: &str) -> f64 {
    let name_words = words(name);
    let count = name_words.len().max(1);
    let has = |word: &str| asked.keys.iter().any(|key| key.split(' ').any(|asked| asked == word));
    let matched = name_words.iter().filter(|word| has(&word.folded)).count();
    matched as f64 / count as f64
}

/// The same for the same text in every process.
fn text_hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn reading_value(index: usize) -> f64 {
    0.985_f64.powi(index as i32)
}

fn level_of(kind: NamedPlaceKind) -> MatchLevel {
    match kind {
        NamedPlaceKind::Street => MatchLevel::Street,
        NamedPlaceKind::Hamlet => MatchLevel::Hamlet,
        NamedPlaceKind::PointOfInterest => MatchLevel::Poi,
    }
}

/// How well a kind of place suits the part of the reading that its name was. A place that only
/// says where the one asked for is, is a last resort.
fn kind_value(asked: &AskedName, kind: NamedPlaceKind, asked_number: bool) -> f64 {
    match (asked.role, kind) {
        _ if !asked.main => 0.8,
        (Role::Street, NamedPlaceKind::Street)
        | (Role::Hamlet, NamedPlaceKind::Hamlet)
        | (Role::Name, NamedPlaceKind::PointOfInterest) => 1.0,
        (_, NamedPlaceKind::PointOfInterest) if asked_number => 0.75,
        (Role::Name, NamedPlaceKind::Street) => 0.98,
        (Role::Name, NamedPlaceKind::Hamlet) => 0.95,
        (Role::Street, _) => 0.9,
        (Role::Hamlet, _) => 0.85,
    }
}
