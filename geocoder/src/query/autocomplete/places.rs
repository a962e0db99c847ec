//! The places that begun names lead to, as many as can be shown.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};

use super::area::Area;
use super::completions::GroupId;
use crate::number_lookup::NumberSearch;
use crate::query::names::NamedPlace;
use crate::query::search::Searcher;
use crate::ranking::FoundBy;
use crate::vocabulary::{BegunNames, NameId};

/// Most groups taken of names that go on, and provinces of each name.
const MOST_BEGUN: usize = 40;
const MOST_OF_NAME: usize = 5;

/// Most places of whole names.
const MOST_WHOLE: usize = 96;

/// Most places taken of each scanned ward.
const MOST_OF_WARD: usize = 12;

/// Most parts of a street in which a number is looked for, most that have it, and most places without
/// it, whose numbers have to be worked out.
const MOST_PARTS: usize = 16;
const MOST_NUMBERED: usize = 2;
const MOST_WITHOUT: usize = 12;

/// Disjoint ranges of names in order.
pub(super) struct NameSet(Vec<Range<NameId>>);

impl NameSet {
    pub(super) fn new(names: &[BegunNames]) -> Self {
        let mut ranges: Vec<Range<NameId>> = names.iter().map(|begun| begun.names.clone()).collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        let mut joined: Vec<Range<NameId>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => joined.push(range),
            }
        }
        Self(joined)
    }

    pub(super) fn ranges(&self) -> &[Range<NameId>] {
        &self.0
    }

    pub(super) fn contains(&self, name: NameId) -> bool {
        let next = self.0.partition_point(|range| range.end <= name);
        self.0.get(next).is_some_and(|range| range.contains(&name))
    }
}

/// Places to be judged, those that have the number asked for and those without it.
#[derive(Default)]
struct Chosen {
    with: Vec<NamedPlace>,
    without: Vec<NamedPlace>,
}

impl Chosen {
    fn add(&mut self, place: NamedPlace, has_number: bool) {
        if has_number {
            self.with.push(place);
        } else if self.without.len() < MOST_WITHOUT {
            self.without.push(place);
        }
    }

    /// Adds the first of `places` that have the number, or the first of all.
    fn add_some(&mut self, places: impl Iterator<Item = NamedPlace> + Clone, has_number: impl Fn(u32) -> bool) {
        let known = self.with.len();
        self.with.extend(places.clone().filter(|place| has_number(place.row)).take(MOST_NUMBERED));
        if self.with.len() == known {
            places.take(1).for_each(|place| self.add(place, false));
        }
    }

    fn places(self) -> Vec<NamedPlace> {
        let mut seen = HashSet::new();
        self.with.into_iter().chain(self.without).filter(|place| seen.insert(place.row)).collect()
    }
}

impl Searcher<'_> {
    /// The places in `area` with any of `names`, all of which have as many edits: those whose whole
    /// name it is, the best known of those whose names go on, and those that are near. Where a `number` is
    /// looked for, those that have it and few others.
    ///
    /// Cost: a microsecond a place that is found, and some ten nanoseconds one in a scanned ward.
    pub(super) fn begun_places(
        &self,
        names: &[BegunNames],
        area: &Area,
        number: Option<&NumberSearch>,
    ) -> Vec<NamedPlace> {
        let Some(edits) = names.first().map(|begun| begun.edits) else { return Vec::new() };
        let wholes: Vec<NameId> = names.iter().filter_map(|begun| begun.whole).collect();
        let whole = if edits == 0 { FoundBy::Name } else { FoundBy::Repaired(edits) };
        let begun = FoundBy::Unfinished(edits);
        let names = NameSet::new(names);
        let has_number = |row: u32| number.is_none_or(|number| number.is_known_in(self.tables, row));
        let mut found = Chosen::default();
        for (row, has_number) in self.parts_of(&wholes, area).map(|row| (row, has_number(row))) {
            found.add(NamedPlace { row, by: whole }, has_number);
            if found.with.len() >= MOST_WHOLE {
                break;
            }
        }
        for group in self.best_known(&names, area) {
            let parts = self.parts_inside(group, area).take(if number.is_some() { MOST_PARTS } else { 1 });
            found.add_some(parts.map(|row| NamedPlace { row, by: begun }), has_number);
        }
        for ward in &area.scanned {
            let fits = |row: &u32| self.name_by(*row, &names, &wholes, whole, begun);
            let places = self.completions.in_ward(*ward).iter().filter_map(fits).take(MOST_OF_WARD);
            places.for_each(|place| found.add(place, has_number(place.row)));
        }
        found.places()
    }

    /// The groups best known, in few provinces of each name.
    fn best_known(&self, names: &NameSet, area: &Area) -> Vec<GroupId> {
        let mut of_name: HashMap<u32, usize> = HashMap::new();
        self.completions.best_known(&names.0, MOST_BEGUN, |group| {
            area.has(group.province) && {
                let known = of_name.entry(group.called).or_default();
                *known += 1;
                *known <= MOST_OF_NAME
            }
        })
    }

    fn name_by(
        &self,
        row: u32,
        names: &NameSet,
        wholes: &[NameId],
        whole: FoundBy,
        begun: FoundBy,
    ) -> Option<NamedPlace> {
        let own = self.completions.names_of(row);
        let by = match own.iter().any(|name| wholes.contains(name)) {
            true => whole,
            false => own.iter().any(|name| names.contains(*name)).then_some(begun)?,
        };
        Some(NamedPlace { row, by })
    }

    /// Rows of places in `area` whose name is any of `names`: one of each group, the best known first,
    /// then others.
    fn parts_of<'s>(&'s self, names: &[NameId], area: &'s Area) -> impl Iterator<Item = u32> + 's {
        let groups = names.iter().flat_map(|name| self.completions.of(&(*name..name + 1)));
        let is_inside = |group: &GroupId| self.completions.group(*group).is_some_and(|group| area.has(group.province));
        let groups: Vec<GroupId> = groups.copied().filter(is_inside).collect();
        let firsts: Vec<u32> = groups.iter().filter_map(|group| self.parts_inside(*group, area).next()).collect();
        let further = groups.into_iter().flat_map(|group| self.parts_inside(group, area).skip(1));
        firsts.into_iter().chain(further)
    }

    fn parts_inside<'s>(&'s self, group: u32, area: &'s Area) -> impl Iterator<Item = u32> + Clone + 's {
        let inside = |row: &u32| area.is_everywhere() || area.has(self.completions.ward(*row));
        self.completions.parts(group).iter().copied().filter(inside)
    }
}
