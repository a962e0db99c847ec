//! A search from readings to results.

use std::cmp::Reverse;
use std::rc::Rc;

use vmap_core::Point;
use vmap_core::address::{AddressParser, ParsedAddress};
use vmap_core::house_number::HouseNumber;
use vmap_core::text::{Word, words};
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitNames};

use super::autocomplete::Completions;
use super::names::{AskedName, Effort, NamedPlace};
use super::places::Judge;
use super::readings::{line, readings, whole_line_as_name, with_hamlet_apart, with_words_left_over};
use super::unit_lexicon::UnitLexicon;
use super::units::{NamedUnit, is_named_plainly, kind_value, unit_results};
use crate::describe::Subject;
use crate::hit::Hit;
use crate::index::TextIndex;
use crate::kinship::Agreement;
use crate::marks::{Marks, TypedWords};
use crate::number_lookup::NumberSearch;
use crate::ranking::{Found, FoundBy};
use crate::request::{ResultType, SearchRequest, SearchText};
use crate::tables::Tables;

/// Everything that a search looks into.
pub(crate) struct Searcher<'a> {
    pub tables: &'a Tables,
    pub index: &'a TextIndex,
    pub names: &'a UnitNames,
    pub lexicon: &'a UnitLexicon,
    pub completions: &'a Completions,
}

/// What is being looked for, and what has been found so far.
pub(super) struct Search<'a> {
    pub(super) request: &'a SearchRequest,
    pub(super) line: String,
    pub(super) typed: Vec<Word>,
    /// The folded words with one space between them.
    pub(super) phrase: String,
    pub(super) typed_words: TypedWords,
    pub(super) readings: Vec<ParsedAddress>,
    /// House numbers of readings, each located once.
    pub(super) numbers: Vec<(HouseNumber, Rc<NumberSearch>)>,
    pub(super) found: Vec<Found>,
}

impl Search<'_> {
    /// Whether a place has been found by its name.
    fn has_name(&self) -> bool {
        self.found.iter().any(|found| !matches!(found.subject, Subject::Unit(_)))
    }
}

impl Searcher<'_> {
    /// The results of `request`, best first.
    pub(crate) fn search(&self, request: &SearchRequest) -> Vec<Hit> {
        if request.autocomplete {
            let search = self.complete(request);
            if !search.found.is_empty() {
                return self.results(search);
            }
        }
        let mut search = self.read(&AddressParser::new(self.names), request, &request.text, line(&request.text));
        if search.typed.is_empty() {
            return Vec::new();
        }
        self.find(&mut search);
        self.results(search)
    }

    /// A search for `text`, which `line` is in one line, as `parser` reads it and before anything has been
    /// found.
    pub(super) fn read<'r>(
        &self,
        parser: &AddressParser<'_>,
        request: &'r SearchRequest,
        text: &SearchText,
        line: String,
    ) -> Search<'r> {
        let typed = words(&line);
        let mut readings = readings(parser, text, &line, request.admin.day());
        readings.extend(whole_line_as_name(&line).filter(|_| readings.is_empty()));
        Search {
            request,
            phrase: folded_phrase(&typed),
            typed_words: TypedWords::of(typed.clone()),
            typed,
            readings,
            numbers: Vec::new(),
            found: Vec::new(),
            line,
        }
    }

    /// Tries harder and harder until something is found that the units do not speak against.
    fn find(&self, search: &mut Search<'_>) {
        self.find_units(search);
        self.find_names(search, 0, Effort::Whole, Within::Units);
        if !search.has_name() {
            self.find_broken_names(search, with_hamlet_apart);
        }
        if !search.has_name() {
            self.find_streets_by_initials(search);
        }
        self.find_names_by_some_words(search);
        for effort in [Effort::OneSlip, Effort::TwoSlips] {
            if search.found.is_empty() {
                self.find_names(search, 0, effort, Within::Units);
            }
        }
        if search.found.is_empty() {
            self.find_broken_names(search, with_words_left_over);
        }
        if search.found.is_empty() {
            self.find_names(search, 0, Effort::Beside, Within::Units);
        }
        let nothing_inside = search.found.is_empty();
        self.weigh_communes(search);
        if nothing_inside {
            self.find_names(search, 0, Effort::Whole, Within::Larger);
        }
        if search.found.is_empty() {
            self.find_units_around(search);
        }
    }

    /// Names of readings that `broken` makes of those there are.
    fn find_broken_names(
        &self,
        search: &mut Search<'_>,
        broken: fn(&TextIndex, &ParsedAddress) -> Option<ParsedAddress>,
    ) {
        let first = search.readings.len();
        let further: Vec<ParsedAddress> =
            search.readings.iter().filter_map(|reading| broken(self.index, reading)).collect();
        search.readings.extend(further);
        self.find_names(search, first, Effort::Whole, Within::Units);
    }

    /// Units named by readings with nothing else in them.
    fn find_units(&self, search: &mut Search<'_>) {
        for (index, reading) in search.readings.iter().enumerate().filter(|(_, reading)| is_unit_alone(reading)) {
            for unit in &reading.units.candidates {
                let marks = self.unit_marks(search, *unit);
                let kind = kind_value(self.tables, *unit, &search.phrase);
                let named = named_unit(*unit, FoundBy::Unit, (marks, kind), index, reading.leftovers.len());
                search.found.extend(unit_results(self.tables, named));
            }
        }
    }

    /// The units that the best reading names, for want of anything known inside them; the larger
    /// ones beside them, where these have no form of today.
    fn find_units_around(&self, search: &mut Search<'_>) {
        let plain = |reading: &ParsedAddress, unit: &UnitId| is_named_plainly(self.tables, *unit, reading);
        let named = |reading: &ParsedAddress| reading.units.candidates.iter().any(|unit| plain(reading, unit));
        let Some(index) = search.readings.iter().position(named) else { return };
        let reading = &search.readings[index];
        let around = |unit: &UnitId| {
            let kind = kind_value(self.tables, *unit, &search.phrase);
            let leftovers = reading.leftovers.len();
            let named = named_unit(*unit, FoundBy::UnitAround, (Marks::Untyped, kind), index, leftovers);
            unit_results(self.tables, named)
        };
        let mut found: Vec<Found> =
            reading.units.candidates.iter().filter(|unit| plain(reading, unit)).flat_map(around).collect();
        if found.is_empty() {
            found.extend(reading.units.within.iter().take(1).flat_map(around));
        }
        search.found.extend(found);
    }

    /// Names of readings, with as much effort as said.
    pub(super) fn find_names(&self, search: &mut Search<'_>, first_reading: usize, effort: Effort, within: Within) {
        for index in first_reading..search.readings.len() {
            let number = self.number(search, index);
            let reading = &search.readings[index];
            let units = self.units_to_ask(search, reading, within);
            let judge = Judge::new(self.tables, reading, index, number);
            let mut found = Vec::new();
            for asked in AskedName::of(reading).iter().filter(|asked| asked.deserves(effort, reading)) {
                if effort == Effort::Some && !is_bare(reading) && asked.is_one_word() {
                    continue;
                }
                let places = self.likeliest(search.request, asked.places(self.index, &units, effort));
                let judged = places.into_iter().flat_map(|place| judge.judge(asked, &search.typed_words, place));
                found.extend(judged);
            }
            let agrees = |found: &Found| within == Within::Larger || found.evidence.units != Some(Agreement::Outside);
            search.found.extend(found.into_iter().filter(agrees));
        }
    }

    /// Of places too many to be judged one by one those inside the box asked for, nearest to where the
    /// asker is, else those that have most addresses.
    fn likeliest(&self, request: &SearchRequest, mut places: Vec<NamedPlace>) -> Vec<NamedPlace> {
        const MOST_JUDGED: usize = 1_024;
        if places.len() <= MOST_JUDGED {
            return places;
        }
        let point = |place: &NamedPlace| self.tables.named.point(place.row);
        if let Some(bbox) = request.bbox {
            places.retain(|place| point(place).is_some_and(|point| bbox.contains(point)));
        }
        let far = |from: Point, to: Point| from.lon_e7().abs_diff(to.lon_e7()).max(from.lat_e7().abs_diff(to.lat_e7()));
        match request.bias {
            Some(from) => places.sort_by_cached_key(|place| point(place).map_or(u32::MAX, |to| far(from, to))),
            None => places.sort_by_cached_key(|place| Reverse(self.tables.named.member_count(place.row))),
        }
        places.truncate(MOST_JUDGED);
        places
    }

    /// Longer names of which the query has every word: always for a bare name, for other readings
    /// only where nothing has their whole name.
    fn find_names_by_some_words(&self, search: &mut Search<'_>) {
        const ENOUGH: usize = 200;
        if search.found.is_empty() || (search.found.len() < ENOUGH && search.readings.iter().any(is_bare)) {
            let mut by_whole_name = std::mem::take(&mut search.found);
            self.find_names(search, 0, Effort::Some, Within::Units);
            let known: hashbrown::HashSet<u64> = by_whole_name.iter().map(|found| found.id).collect();
            search.found.retain(|found| !known.contains(&found.id));
            search.found.append(&mut by_whole_name);
        }
    }

    /// The house number of a reading, located in the dictionary of the release.
    pub(super) fn number(&self, search: &mut Search<'_>, reading: usize) -> Option<Rc<NumberSearch>> {
        let wanted = search.readings.get(reading)?.house_number.as_ref().filter(|_| wants_numbers(search.request))?;
        if let Some((_, located)) = search.numbers.iter().find(|(known, _)| known == wanted) {
            return Some(Rc::clone(located));
        }
        let located = Rc::new(NumberSearch::new(self.tables, wanted));
        search.numbers.push((wanted.clone(), Rc::clone(&located)));
        Some(located)
    }

    /// The units that names must lie in. A filter by code narrows a search that names no unit.
    pub(super) fn units_to_ask(&self, search: &Search<'_>, reading: &ParsedAddress, within: Within) -> Vec<UnitId> {
        let candidates = &reading.units.candidates;
        let mut units: Vec<UnitId> = match within {
            Within::Units => candidates.clone(),
            // Named beside the candidates, or above them: the smaller of these first.
            Within::Larger => match reading.units.within.first() {
                Some(larger) => vec![*larger],
                None => candidates
                    .iter()
                    .flat_map(|unit| self.tables.units.lineage(*unit).last())
                    .map(|(id, _)| id)
                    .collect(),
            },
        };
        if units.is_empty() {
            units.extend(self.filter_unit(search.request));
        }
        units.sort_unstable();
        units.dedup();
        units
    }

    pub(super) fn filter_unit(&self, request: &SearchRequest) -> Option<UnitId> {
        let of = |level, code: &Option<String>| self.tables.units.by_code(Era::Current, level, code.as_deref()?);
        of(UnitLevel::Ward, &request.ward_code).or_else(|| of(UnitLevel::Province, &request.province_code))
    }

    pub(super) fn unit_marks(&self, search: &Search<'_>, unit: UnitId) -> Marks {
        let name = self.tables.units.get(unit).map(|unit| unit.name.as_str());
        name.map_or(Marks::Untyped, |name| search.typed_words.marks_of(name))
    }
}

/// Where names are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// In the units that the reading names, or anywhere.
    Units,
    /// In larger units than these, for a ward or district that is wrong.
    Larger,
}

/// Whether a result may have a number: who asks for streets alone wants the street of a house.
fn wants_numbers(request: &SearchRequest) -> bool {
    let numbered = [ResultType::House, ResultType::Alley];
    request.types.is_empty() || request.types.iter().any(|kind| numbered.contains(kind))
}

pub(super) fn is_unit_alone(reading: &ParsedAddress) -> bool {
    let named = [&reading.street, &reading.hamlet, &reading.name];
    reading.house_number.is_none() && named.iter().all(|text| text.is_none()) && !reading.units.candidates.is_empty()
}

/// A bare name, of whatever it may be.
fn is_bare(reading: &ParsedAddress) -> bool {
    reading.house_number.is_none() && reading.street.is_none()
}

pub(super) fn named_unit(
    unit: UnitId,
    by: FoundBy,
    (marks, kind): (Marks, f64),
    reading: usize,
    leftovers: usize,
) -> NamedUnit {
    NamedUnit {
        unit,
        by,
        marks,
        kind,
        reading,
        reading_value: 0.985_f64.powi(reading as i32),
        leftovers,
        asked_number: false,
    }
}

fn folded_phrase(typed: &[Word]) -> String {
    typed.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}
