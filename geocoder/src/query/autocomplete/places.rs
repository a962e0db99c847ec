//! The places that begun names lead to, as many as can be shown.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};

use super::area::Area;
use super::completions::GroupId;
use crate::query::names::NamedPlace;
use crate::query::search::Searcher;
use crate::ranking::FoundBy;
use crate::vocabulary::{BegunNames, NameId};

/// Most groups taken of names that go on, and parts of each.
const MOST_BEGUN: usize = 40;
const MOST_OF_NAME: usize = 5;

/// Most places of whole names, and of those in which a number is looked for.
const MOST_WHOLE: usize = 96;
const MOST_NUMBERED: usize = 640;

/// Most places taken of each scanned ward.
const MOST_OF_WARD: usize = 12;

/// Disjoint ranges of names in order.
struct NameSet(Vec<Range<NameId>>);

impl NameSet {
    fn new(names: &[BegunNames]) -> Self {
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

    fn contains(&self, name: NameId) -> bool {
        let next = self.0.partition_point(|range| range.end <= name);
        self.0.get(next).is_some_and(|range| range.contains(&name))
    }
}

impl Searcher<'_> {
    /// The places in `area` with any of `names`, all of which have as many edits: those whose whole
    /// name it is, the best known of those whose names go on, and those that are near. Where a house is
    /// looked for (`numbered`), in more parts of each street.
    ///
    /// Cost: a microsecond a place that is found, and some ten nanoseconds one in a scanned ward.
    pub(super) fn begun_places(&self, names: &[BegunNames], area: &Area, numbered: bool) -> Vec<NamedPlace> {
        let Some(edits) = names.first().map(|begun| begun.edits) else { return Vec::new() };
        let wholes: Vec<NameId> = names.iter().filter_map(|begun| begun.whole).collect();
        let whole = if edits == 0 { FoundBy::Name } else { FoundBy::Repaired(edits) };
        let mut found: Vec<NamedPlace> =
            self.parts_of(&wholes, area, numbered).into_iter().map(|row| NamedPlace { row, by: whole }).collect();
        let by = FoundBy::Unfinished(edits);
        let names = NameSet::new(names);
        let groups = self.best_known(&names, area);
        let parts = |group| self.parts_inside(group, area).take(if numbered { 16 } else { 1 });
        found.extend(groups.into_iter().flat_map(parts).map(|row| NamedPlace { row, by }));
        for ward in &area.scanned {
            let fits = |row: &u32| self.name_by(*row, &names, &wholes, whole, by);
            let places = self.completions.in_ward(*ward).iter().filter_map(fits);
            found.extend(places.take(MOST_OF_WARD));
        }
        let mut seen = HashSet::new();
        found.retain(|place| seen.insert(place.row));
        found
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
    fn parts_of(&self, names: &[NameId], area: &Area, numbered: bool) -> Vec<u32> {
        let groups = names.iter().flat_map(|name| self.completions.of(&(*name..name + 1)));
        let groups: Vec<u32> = groups
            .copied()
            .filter(|group| self.completions.group(*group).is_some_and(|group| area.has(group.province)))
            .collect();
        let firsts = groups.iter().filter_map(|group| self.parts_inside(*group, area).next());
        let further = groups.iter().flat_map(|group| self.parts_inside(*group, area).skip(1));
        firsts.chain(further).take(if numbered { MOST_NUMBERED } else { MOST_WHOLE }).collect()
    }

    fn parts_inside<'s>(&'s self, group: u32, area: &'s Area) -> impl Iterator<Item = u32> + 's {
        let ward = |row: u32| self.tables.named.get(row).and_then(|place| place.ward);
        let inside = move |row: &u32| area.is_everywhere() || area.has(ward(*row));
        self.completions.parts(group).iter().copied().filter(inside)
    }
}
