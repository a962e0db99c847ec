//! Something whole, and behind it the beginning of a unit: `92 nguyen hue, q`.

use vmap_core::address::{AddressParser, ParsedAddress};
use vmap_core::text::{fold, words};
use vmap_core::unit::{UnitId, UnitLevel};

use super::places::NameSet;
use super::{Area, begun_with, keep_wholes, plain_reading};
use crate::query::names::{AskedName, Role};
use crate::query::readings::readings;
use crate::query::search::{Search, Searcher};
use crate::ranking::{Found, FoundBy};
use crate::request::SearchText;
use crate::vocabulary::BegunNames;

/// Most words of a unit with its kind that is being typed: `thanh pho ho chi mi`.
const MOST_WORDS: usize = 6;

/// What is left of a place whose unit was begun with a slip: less than of one in a unit begun without, even where
/// the number is not known there.
const TAIL_WITH_SLIP: f64 = 0.7;

/// A way to part a text in a whole beginning and the unfinished name of a unit.
pub(super) struct Head {
    /// The text before the unit.
    text: String,
    /// The unit's words, folded.
    tail: String,
    /// What the text means, once it has been asked.
    readings: Option<Vec<ParsedAddress>>,
}

/// The units that an unfinished name may be.
struct Tail {
    names: NameSet,
    units: Vec<UnitId>,
    area: Area,
}

impl Tail {
    fn new(searcher: &Searcher<'_>, begun: &[BegunNames], near: &[UnitId]) -> Self {
        let names = NameSet::new(begun);
        let units = searcher.lexicon.units_of(names.ranges());
        let area = Area::new(searcher, &units, near);
        Self { names, units, area }
    }
}

impl Searcher<'_> {
    /// All ways to part the text; a unit has no comma in its name.
    pub(super) fn heads(&self, search: &Search<'_>) -> Vec<Head> {
        let typed = &search.typed;
        let segment = typed.last().map(|word| word.segment);
        let in_tail = typed.iter().rev().take(MOST_WORDS).take_while(|word| Some(word.segment) == segment).count();
        let head = |count: usize| {
            let (first, tail) = (typed.len().checked_sub(count)?, &typed[typed.len() - count..]);
            let text = search.line.get(..typed.get(first)?.span.start)?.trim_end_matches([' ', ',']);
            let tail = tail.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then(|| Head { text: text.to_owned(), tail, readings: None })
        };
        (1..=in_tail).filter_map(head).collect()
    }

    /// What stands before the beginning of a unit, inside that unit, with `slips` in one or the other.
    pub(super) fn find_before_begun_units(
        &self,
        search: &mut Search<'_>,
        heads: &mut [Head],
        slips: u8,
        near: &[UnitId],
    ) {
        for head in heads {
            for tail_slips in 0..=slips.min(1) {
                self.find_before_begun_unit(search, head, (slips - tail_slips, tail_slips), near);
            }
        }
    }

    fn find_before_begun_unit(&self, search: &mut Search<'_>, head: &mut Head, slips: (u8, u8), near: &[UnitId]) {
        let begun = begun_with(slips.1, &head.tail, |tail| self.lexicon.begun_by(tail, slips.1));
        let known = search.found.len();
        self.find_before(search, head, slips.0, &begun, near);
        let value = TAIL_WITH_SLIP.powi(i32::from(slips.1));
        search.found.iter_mut().skip(known).for_each(|found| found.evidence.kind *= value);
        if slips == (0, 0) && search.found.len() < search.request.limit {
            self.find_before(search, head, 0, &self.lexicon.kind_begun_by(&head.tail), near);
        }
    }

    /// What the text of `head` means, with `slips`, inside the units of the names `begun` behind it.
    fn find_before(&self, search: &mut Search<'_>, head: &mut Head, slips: u8, begun: &[BegunNames], near: &[UnitId]) {
        if begun.is_empty() {
            return;
        }
        let tail = Tail::new(self, begun, near);
        for reading in self.readings_of(search, head, slips) {
            let Some(area) = tail.area.within(&Area::new(self, &reading.units.candidates, near)) else { continue };
            self.find_inside(search, &reading, &tail, &area, slips);
        }
    }

    /// What the text of `head` means. A text that does not end in a name is not read, which costs much where
    /// nothing explains it; one with slips only where nothing has been found that has fewer.
    fn readings_of(&self, search: &Search<'_>, head: &mut Head, slips: u8) -> Vec<ParsedAddress> {
        let plain = plain_reading(&head.text);
        if slips > 0 && !search.found.is_empty() {
            return plain.into_iter().collect();
        }
        if slips == 0 && !self.ends_in_a_name(&head.text) {
            return Vec::new();
        }
        let day = search.request.admin.day();
        let read = || {
            readings(&AddressParser::to_the_letter(self.names), &SearchText::Free(head.text.clone()), &head.text, day)
        };
        let readings = head.readings.get_or_insert_with(read);
        let nameless = readings.iter().all(|reading| AskedName::of(reading).is_empty());
        let plain = plain.filter(|plain| (slips > 0 || nameless) && !readings.contains(plain));
        readings.iter().take(2).cloned().chain(plain).collect()
    }

    /// Whether some last words of `text` are a name of a place or unit.
    fn ends_in_a_name(&self, text: &str) -> bool {
        let words = words(text);
        let ends = words.iter().rev().take(MOST_WORDS).filter_map(|word| text.get(word.span.start..));
        let is_name =
            |end: &str| self.lexicon.has(&fold(end)) || AskedName::new(Role::Street, end).is_known(self.index);
        ends.into_iter().any(is_name)
    }

    /// What `reading` names, inside `area`, which is that of `tail` as far as the reading goes.
    fn find_inside(&self, search: &mut Search<'_>, reading: &ParsedAddress, tail: &Tail, area: &Area, slips: u8) {
        let names = AskedName::of(reading);
        if names.is_empty() && reading.house_number.is_none() && slips == 0 {
            let inside = |unit: &&UnitId| self.lexicon.wards(**unit).iter().any(|ward| area.has(Some(*ward)));
            for unit in reading.units.candidates.iter().filter(inside) {
                self.add_unit(search, *unit, FoundBy::Unit);
            }
        }
        let Some(asked) = names.first() else { return };
        let mut begun = self.names_begun_by(asked, slips);
        keep_wholes(&mut begun);
        if begun.is_empty() {
            return;
        }
        let mut reading = reading.clone();
        if reading.units.candidates.is_empty() {
            reading.units.candidates = tail.units.clone();
        }
        search.readings.push(reading);
        let known = search.found.len();
        self.find_places(search, search.readings.len() - 1, asked, &begun, area);
        for at in known..search.found.len() {
            search.found[at].evidence.kind *= self.tail_value(tail, &search.found[at]);
        }
    }

    /// Behind a street people write its commune, less often the former one, and seldom nothing but a district
    /// or province.
    fn tail_value(&self, tail: &Tail, found: &Found) -> f64 {
        let is_begun = |unit: UnitId| self.lexicon.names(unit).iter().any(|name| tail.names.contains(*name));
        let is_ward = |unit: &UnitId| self.tables.units.get(*unit).is_some_and(|unit| unit.level == UnitLevel::Ward);
        match (self.ward_of(found), found.former.filter(is_ward)) {
            (Some(ward), _) if is_begun(ward) => 0.975,
            (_, Some(former)) if is_begun(former) => 0.96,
            _ => 0.945,
        }
    }
}
