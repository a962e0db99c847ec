//! Streets that are written by their initials: which one is meant only the streets of the place can
//! tell.

use hashbrown::{HashMap, HashSet};
use vmap_core::address::{ParsedAddress, initialism, initials};
use vmap_core::release::NamedPlaceKind;
use vmap_core::text::words;
use vmap_core::unit::UnitId;

use super::names::{AskedName, NamedPlace, Role, conjunction};
use super::places::Judge;
use super::search::{Search, Searcher, Within};
use crate::index::Wanted;
use crate::kinship::Agreement;
use crate::marks::initials_agree;
use crate::ranking::{Found, FoundBy};

/// Most streets that are judged: initials that more share, over so many units, say nothing.
const MOST_STREETS: usize = 4_096;

/// A main name that is initials.
struct WrittenInitials {
    asked: AskedName,
    /// Folded.
    letters: String,
    /// The same as typed, lower case, with their marks.
    marked: String,
}

impl WrittenInitials {
    fn of(reading: &ParsedAddress) -> Option<Self> {
        let asked = AskedName::of(reading).into_iter().next()?;
        let text = match asked.role {
            Role::Street => reading.street.as_deref(),
            Role::Name => reading.name.as_deref(),
            Role::Hamlet => None,
        }?;
        let letters = initialism(text)?;
        let typed: String = words(text).iter().map(|word| word.marked.as_str()).collect();
        let kind = typed.chars().count().saturating_sub(letters.chars().count());
        Some(Self { asked, letters, marked: typed.chars().skip(kind).collect() })
    }

    fn stand_for(&self, name: &str) -> bool {
        initials(name) == self.letters && initials_agree(&self.marked, name)
    }
}

impl Searcher<'_> {
    /// The streets, in the units that a reading names, whose initials it has in place of a name; where
    /// it names none, only those of a name that no other in the release shares its initials with.
    /// Cost: about a microsecond a reading without initials; with them, some a street that has them.
    pub(super) fn find_streets_by_initials(&self, search: &mut Search<'_>) {
        for index in 0..search.readings.len() {
            let Some(written) = WrittenInitials::of(&search.readings[index]) else { continue };
            let number = self.number(search, index);
            let reading = &search.readings[index];
            let units = self.units_to_ask(search, reading, Within::Units);
            let judge = Judge::new(self.tables, reading, index, number);
            let places = self.streets(&written, &units).into_iter();
            let judged = places.flat_map(|place| judge.judge(&written.asked, &search.typed_words, place));
            let mut inside: Vec<Found> =
                judged.filter(|found| found.evidence.units != Some(Agreement::Outside)).collect();
            let shared = !is_one_name(&inside);
            if units.is_empty() && shared {
                continue;
            }
            inside.iter_mut().for_each(|found| found.by = FoundBy::Initials { shared });
            search.found.extend(inside);
        }
    }

    /// The streets in any of `units` that `written` may stand for, or anywhere where there are none.
    fn streets(&self, written: &WrittenInitials, units: &[UnitId]) -> Vec<NamedPlace> {
        let names = self.index.vocabulary().with_initials(&written.letters);
        let rows = names.flat_map(|name| conjunction(self.index, &[Wanted::Name(name)], units));
        let (mut seen, mut fitting) = (HashSet::new(), HashMap::new());
        let mut fits = |row: &u32| {
            let place = self.tables.named.get(*row).filter(|place| place.kind == NamedPlaceKind::Street);
            let stands = |name: u32| self.tables.named.string(name).is_some_and(|name| written.stand_for(name));
            place.is_some_and(|place| *fitting.entry(place.name).or_insert_with(|| stands(place.name)))
        };
        let rows: Vec<u32> =
            rows.filter(|row| seen.insert(*row)).filter(|row| fits(row)).take(MOST_STREETS + 1).collect();
        let place = |row| NamedPlace { row, by: FoundBy::Initials { shared: false } };
        if rows.len() > MOST_STREETS { Vec::new() } else { rows.into_iter().map(place).collect() }
    }
}

/// Whether the streets in `found` are called alike, whatever their spelling.
fn is_one_name(found: &[Found]) -> bool {
    let mut streets = found.iter().filter_map(|found| found.street);
    streets.next().is_none_or(|first| streets.all(|other| other == first))
}
