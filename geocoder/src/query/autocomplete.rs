//! What somebody who is still typing may mean: the last word may go on, and further words follow.
//!
//! Nobody can be shown everything that two letters begin, so names are not searched and then
//! ranked but taken in the order of how well known their places are, and beside them those near the
//! asker. What was typed is tried in these ways: as the beginning of a unit's name; as a whole
//! reading, the last name of which may go on; as a whole reading and behind it the beginning of a
//! larger unit; and as a street and the beginning of a number. With no slips, and with one or two
//! only where that brings too little.

mod area;
mod completions;
mod heads;
mod keyed;
mod numbers;
mod others;
mod places;
mod shelf;

use std::ops::Range;

use hashbrown::HashSet;
use vmap_core::address::{AddressParser, ParsedAddress};
use vmap_core::house_number::HouseNumber;
use vmap_core::text::{Word, words};
use vmap_core::unit::UnitId;

use area::Area;
pub(crate) use completions::{Completions, importance};
use keyed::without_keys;
use others::prefer_others;
pub(crate) use shelf::{Filed, Shelf, Weight};

use super::names::{AskedName, Effort, NamedPlace, Role, most_slips};
use super::places::Judge;
use super::readings::{line, readings};
use super::search::{Search, Searcher, is_unit_alone, named_unit};
use super::units::unit_results;
use crate::kinship::Agreement;
use crate::marks::Marks;
use crate::ranking::{Found, FoundBy};
use crate::request::{SearchRequest, SearchText};
use crate::vocabulary::{BegunNames, NameId};

/// Wards around the asker in which every place is looked at.
const WARDS_NEAR: usize = 24;

/// Most units begun by what was typed.
const MOST_UNITS: usize = 32;

/// What is left of a place that the word being typed says nothing about.
const END_UNEXPLAINED: f64 = 0.6;

/// Most slips looked for.
const MOST_SLIPS: u8 = 2;

impl Searcher<'_> {
    /// Everything that the text of `request` is or begins, as far as it can be shown.
    pub(super) fn complete<'r>(&self, request: &'r SearchRequest) -> Search<'r> {
        let search = self.complete_line(request, &request.text, line(&request.text));
        match without_keys(&search.line).filter(|_| search.found.is_empty()) {
            Some(line) => self.complete_line(request, &SearchText::Free(line.clone()), line),
            None => search,
        }
    }

    fn complete_line<'r>(&self, request: &'r SearchRequest, text: &SearchText, line: String) -> Search<'r> {
        let mut search = self.read(&AddressParser::to_the_letter(self.names), request, text, line);
        let near = self.wards_near(&search);
        let mut heads = self.heads(&search);
        let mut own: Vec<usize> = (0..search.readings.len()).collect();
        for slips in 0..=MOST_SLIPS {
            self.find_begun_units(&mut search, slips, &near);
            own.extend(self.read_otherwise(&mut search, &own, slips));
            for reading in &own {
                self.find_begun_names(&mut search, *reading, slips, &near);
            }
            self.find_before_begun_units(&mut search, &mut heads, slips, &near);
            self.find_before_begun_number(&mut search, slips, &near);
            if self.is_enough(&search, slips) {
                break;
            }
        }
        prefer_others(&mut search);
        search
    }

    /// Further readings of the text, beside those at `known`: a street called like a unit, or with a slip, may
    /// have led the parser astray; and the units may have slips, where nothing has been found without.
    fn read_otherwise(&self, search: &mut Search<'_>, known: &[usize], slips: u8) -> Range<usize> {
        let mut further = Vec::new();
        if slips > 0 || known.iter().all(|index| AskedName::of(&search.readings[*index]).is_empty()) {
            further.extend(plain_reading(&search.line).filter(|plain| plain.house_number.is_some()));
        }
        if slips == 1 && search.found.is_empty() {
            let (parser, text) = (AddressParser::new(self.names), SearchText::Free(search.line.clone()));
            further.extend(readings(&parser, &text, &search.line, search.request.admin.day()));
        }
        further.retain(|reading| known.iter().all(|index| search.readings[*index] != *reading));
        let first = search.readings.len();
        search.readings.extend(further);
        first..search.readings.len()
    }

    /// Whether further slips need not be looked for: a first one where much is found, or all of a text
    /// that is too long to fit by accident; a second one where anything is.
    fn is_enough(&self, search: &Search<'_>, slips: u8) -> bool {
        const LONG: usize = 4;
        const FITS: f64 = 0.9;
        let fits = |found: &Found| found.evidence.fit(found.by) > FITS;
        match slips {
            0 if search.typed.len() >= LONG => search.found.iter().any(fits),
            0 => search.found.len() >= search.request.limit,
            _ => !search.found.is_empty(),
        }
    }

    /// Today's wards around the asker, or in the box asked for.
    fn wards_near(&self, search: &Search<'_>) -> Vec<UnitId> {
        let middle = search.request.bbox.and_then(|bbox| bbox.middle());
        let point = search.request.bias.or(middle);
        point.map_or_else(Vec::new, |point| self.completions.wards_near(point, WARDS_NEAR))
    }

    /// Where names of a reading with these `units` are looked for. A filter by code narrows a reading
    /// that names none.
    fn area(&self, search: &Search<'_>, units: &[UnitId], near: &[UnitId]) -> Area {
        let filter: Vec<UnitId> = self.filter_unit(search.request).into_iter().collect();
        Area::new(self, if units.is_empty() { &filter } else { units }, near)
    }

    /// Units whose names begin with all that was typed.
    fn find_begun_units(&self, search: &mut Search<'_>, slips: u8, near: &[UnitId]) {
        self.find_units_read(search, slips);
        let begun = begun_with(slips, &search.phrase, |phrase| self.lexicon.begun_by(phrase, slips));
        let wholes: Vec<Range<NameId>> = begun.iter().filter_map(|begun| begun.whole).map(alone).collect();
        let names: Vec<Range<NameId>> = begun.iter().map(|begun| begun.names.clone()).collect();
        let whole = self.lexicon.best_known(&wholes, MOST_UNITS);
        let mut units = whole.clone();
        units.extend(self.lexicon.best_known(&names, MOST_UNITS));
        let near = near.iter().flat_map(|ward| self.tables.kinship.findable_by(Some(*ward), &[]));
        let is_begun = |name: &NameId| names.iter().any(|names| names.contains(name));
        units.extend(near.filter(|unit| self.lexicon.names(*unit).iter().any(is_begun)));
        let mut seen = HashSet::new();
        units.retain(|unit| seen.insert(*unit));
        for unit in units {
            let is_whole = self.lexicon.names(unit).iter().any(|name| wholes.contains(&alone(*name)));
            let by = match (is_whole, slips) {
                (false, slips) => FoundBy::Unfinished(slips),
                (true, 0) => FoundBy::Unit,
                (true, slips) => FoundBy::Repaired(slips),
            };
            self.add_unit(search, unit, by);
        }
    }

    /// Units named by readings with nothing else in them; a reading that put something right counts as
    /// one slip.
    fn find_units_read(&self, search: &mut Search<'_>, slips: u8) {
        let by = match slips {
            0 => FoundBy::Unit,
            slips => FoundBy::Repaired(slips),
        };
        let fits = |reading: &&ParsedAddress| is_unit_alone(reading) && u8::from(!reading.units.exact) == slips;
        let units = search.readings.iter().filter(fits).flat_map(|reading| reading.units.candidates.clone());
        for unit in units.collect::<Vec<_>>() {
            self.add_unit(search, unit, by);
        }
    }

    fn add_unit(&self, search: &mut Search<'_>, unit: UnitId, by: FoundBy) {
        let name = self.tables.units.get(unit).map_or("", |unit| unit.name.as_str());
        let marks = self.unit_marks(search, unit).min(begun_marks(search, name));
        let mut results = unit_results(self.tables, named_unit(unit, by, (marks, 1.0), 0, 0));
        results.iter_mut().for_each(|found| found.importance = self.lexicon.importance(unit));
        search.found.extend(results);
    }

    /// Places with the names of a reading; the name at the end of the text may go on.
    fn find_begun_names(&self, search: &mut Search<'_>, index: usize, slips: u8, near: &[UnitId]) {
        let Some(reading) = search.readings.get(index).cloned() else { return };
        let area = self.area(search, &reading.units.candidates, near);
        for asked in AskedName::of(&reading).iter().filter(|asked| asked.deserves(Effort::Whole, &reading)) {
            let mut names = self.names_begun_by(asked, slips);
            let is_last = is_last(search, asked);
            if !is_last {
                keep_wholes(&mut names);
            }
            let known = search.found.len();
            self.find_places(search, index, asked, &names, &area);
            if !is_last && !ends_in_units(search, &reading) {
                search.found.iter_mut().skip(known).for_each(|found| found.evidence.kind *= END_UNEXPLAINED);
            }
        }
    }

    /// The names that a name asked for begins, with exactly so many slips.
    fn names_begun_by(&self, asked: &AskedName, slips: u8) -> Vec<BegunNames> {
        let vocabulary = self.index.vocabulary();
        let of_key = |key: &String| begun_with(slips, key, |key| vocabulary.begun_by(key, slips));
        asked.keys.iter().flat_map(of_key).collect()
    }

    /// Places in `area` with any of `names`, which are those that `asked`, a name of the reading at
    /// `index`, begins.
    fn find_places(&self, search: &mut Search<'_>, index: usize, asked: &AskedName, names: &[BegunNames], area: &Area) {
        let number = self.number(search, index);
        let Some(reading) = search.readings.get(index) else { return };
        let places = self.begun_places(names, area, number.as_deref().filter(|_| asked.main));
        let judge = Judge::new(self.tables, reading, index, number);
        let mut found = Vec::new();
        for place in places {
            let judged = judge.judge(asked, &search.typed_words, place);
            let inside = judged.into_iter().filter(|found| found.evidence.units != Some(Agreement::Outside));
            found.extend(inside.map(|found| (place.row, self.known(search, asked, place, found))));
        }
        if asked.main {
            let houses = self.begun_houses(search, &judge, &found);
            search.found.extend(houses);
        }
        search.found.extend(found.into_iter().map(|(_, found)| found));
    }

    /// `found` with what is known of the group of `place`.
    fn known(&self, search: &Search<'_>, asked: &AskedName, place: NamedPlace, mut found: Found) -> Found {
        if let Some(group) = self.completions.group_of(place.row) {
            found.importance = group.weight.importance();
            found.street = found.street.map(|_| street_in_province(group.called, group.province));
        }
        // Whoever begins a name does not say that it is not a street's.
        if found.street.is_some() && asked.role == Role::Name {
            found.evidence.kind = 1.0;
        }
        if matches!(place.by, FoundBy::Unfinished(_)) {
            let name = self.tables.named.name(place.row).unwrap_or_default();
            found.evidence.marks = found.evidence.marks.min(begun_marks(search, name));
        }
        found
    }
}

/// A number for the streets of one name in one province.
fn street_in_province(called: u32, province: Option<UnitId>) -> u64 {
    u64::from(called) << 16 | province.map_or(0xffff, |province| u64::from(province.0))
}

/// What the numbers of all provinces' streets of one name have in common.
fn street_anywhere(street: u64) -> u64 {
    street >> 16
}

/// The reading of `line` as a street, with a house number where it begins with one, whatever its words look
/// like.
fn plain_reading(line: &str) -> Option<ParsedAddress> {
    let words = words(line);
    let (first, rest) = words.split_first()?;
    let house_number = HouseNumber::parse(&first.folded).filter(|_| !rest.is_empty());
    let start = if house_number.is_some() { rest.first()? } else { first };
    let street = line.get(start.span.start..)?.trim_end().to_owned();
    Some(ParsedAddress { house_number, street: Some(street), ..ParsedAddress::default() })
}

/// What `find` makes of `phrase`, as far as it has exactly so many `slips`; nothing where the phrase
/// is too short to have that many.
fn begun_with(slips: u8, phrase: &str, find: impl Fn(&str) -> Vec<BegunNames>) -> Vec<BegunNames> {
    if slips > most_slips(phrase) {
        return Vec::new();
    }
    let mut begun = find(phrase);
    begun.retain(|begun| begun.edits == slips);
    begun
}

/// Leaves of each range of names the one that is whole.
fn keep_wholes(names: &mut Vec<BegunNames>) {
    let whole = |begun: &BegunNames| Some(BegunNames { names: alone(begun.whole?), ..begun.clone() });
    *names = names.iter().filter_map(whole).collect();
}

fn alone(name: NameId) -> Range<NameId> {
    name..name + 1
}

/// Whether `asked` stands at the end of what was typed, so that its last word may go on.
fn is_last(search: &Search<'_>, asked: &AskedName) -> bool {
    let last = search.typed.last().map(|word| word.folded.as_str());
    asked.keys.first().and_then(|key| key.split(' ').next_back()) == last
}

/// Whether the last word typed belongs to a unit that `reading` names.
fn ends_in_units(search: &Search<'_>, reading: &ParsedAddress) -> bool {
    let end = search.typed.last().map_or(0, |word| word.span.end);
    reading.units.spans.last().is_some_and(|span| span.end >= end)
}

/// How the marks of the unfinished word agree with those of the word of `name` that it begins.
fn begun_marks(search: &Search<'_>, name: &str) -> Marks {
    search.typed.last().map_or(Marks::Untyped, |last: &Word| Marks::of_begun(last, name))
}
