//! What somebody who is still typing may mean: the last word may go on, and further words follow.

use vmap_core::unit::UnitId;

use super::names::{AskedName, Effort, NamedPlace, conjunction, most_slips};
use super::places::Judge;
use super::search::{Search, Searcher, Within, named_unit};
use super::units::unit_results;
use crate::index::Wanted;
use crate::kinship::Agreement;
use crate::ranking::{Found, FoundBy};
use crate::vocabulary::Phrase;

impl Searcher<'_> {
    /// Everything that the text of `search` is or begins.
    pub(super) fn complete(&self, search: &mut Search<'_>) {
        self.find_units(search);
        self.find_names(search, 0, Effort::Whole, Within::Units);
        self.find_begun_names(search, 0);
        self.find_begun_units(search);
        self.find_names_before_begun_units(search);
        for budget in 1..=2 {
            if search.found.is_empty() {
                self.find_begun_names(search, budget);
            }
        }
    }

    /// Names that begin with that of a reading, with at most `budget` slips.
    fn find_begun_names(&self, search: &mut Search<'_>, budget: u8) {
        for index in 0..search.readings.len() {
            let number = self.number(search, index);
            let reading = &search.readings[index];
            let units = self.units_to_ask(search, reading, Within::Units);
            let judge = Judge::new(self.tables, reading, index, number);
            let mut found = Vec::new();
            for asked in AskedName::of(reading).iter().filter(|asked| is_last(search, asked)) {
                for place in self.begun_places(asked, &units, budget) {
                    found.extend(judge.judge(asked, &search.typed_words, place));
                }
            }
            search.found.extend(found.into_iter().filter(|found| found.evidence.units != Some(Agreement::Outside)));
        }
    }

    fn begun_places(&self, asked: &AskedName, units: &[UnitId], budget: u8) -> Vec<NamedPlace> {
        const MOST_NAMES: usize = 64;
        const MOST_OF_NAME: usize = 32;
        let mut found = Vec::new();
        for key in &asked.keys {
            let budget = budget.min(most_slips(key));
            let names = Phrase::new(self.index.vocabulary(), key, budget, true).matches(MOST_NAMES);
            for name in names.into_iter().filter(|name| name.unfinished) {
                let rows = conjunction(self.index, &[Wanted::Name(name.name)], units);
                let by = FoundBy::Unfinished(name.edits);
                found.extend(rows.into_iter().take(MOST_OF_NAME).map(|row| NamedPlace { row, by }));
            }
        }
        found
    }

    /// Units whose names begin with all that was typed.
    fn find_begun_units(&self, search: &mut Search<'_>) {
        const MOST_UNITS: usize = 60;
        let begun = (0..=1).map(|budget| self.lexicon.beginning_with(&search.phrase, budget, MOST_UNITS));
        let begun = begun.into_iter().find(|begun| !begun.is_empty()).unwrap_or_default();
        for (unit, edits, unfinished) in begun {
            let by = match (unfinished, edits) {
                (true, edits) => FoundBy::Unfinished(edits),
                (false, 0) => FoundBy::Unit,
                (false, edits) => FoundBy::Repaired(edits),
            };
            let named = named_unit(unit, by, (self.unit_marks(search, unit), 1.0), 0, 0);
            search.found.extend(unit_results(self.tables, named));
        }
    }

    /// A whole name followed by the beginning of a unit: `92 nguyen hue q`.
    fn find_names_before_begun_units(&self, search: &mut Search<'_>) {
        const MOST_UNITS: usize = 400;
        let Some(reading) = search.readings.first().cloned() else { return };
        let Some(asked) = AskedName::of(&reading).into_iter().next() else { return };
        let Some(key) = asked.keys.last().cloned() else { return };
        let breaks: Vec<usize> = key.match_indices(' ').map(|(at, _)| at).collect();
        for at in breaks.into_iter().rev() {
            let (name, begun) = (&key[..at], &key[at + 1..]);
            if self.index.vocabulary().exact(name).is_none() {
                continue;
            }
            let units = self.lexicon.beginning_with(begun, 0, MOST_UNITS);
            if units.is_empty() {
                continue;
            }
            let mut reading = reading.clone();
            reading.units.candidates.extend(units.iter().map(|(unit, ..)| *unit));
            reading.units.candidates.sort_unstable();
            let asked = AskedName { keys: vec![name.to_owned()], ..asked };
            let number = self.number(search, 0);
            let judge = Judge::new(self.tables, &reading, 0, number);
            let places = asked.places(self.index, &[], Effort::Whole);
            let judged = places.into_iter().flat_map(|place| judge.judge(&asked, &search.typed_words, place));
            let inside: Vec<Found> =
                judged.filter(|found| found.evidence.units.is_some_and(|units| units > Agreement::Outside)).collect();
            search.found.extend(inside);
            return;
        }
    }
}

/// Whether `asked` stands at the end of what was typed, so that its last word may go on.
fn is_last(search: &Search<'_>, asked: &AskedName) -> bool {
    let last = search.typed.last().map(|word| word.folded.as_str());
    asked.keys.first().and_then(|key| key.split(' ').next_back()) == last
}
