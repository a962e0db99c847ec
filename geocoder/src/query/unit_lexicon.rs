//! The names of units as people begin to type them.

use hashbrown::HashMap;
use vmap_core::text::fold;
use vmap_core::unit::{Era, Unit, UnitId, UnitLevel, UnitTable};

use crate::vocabulary::{Phrase, Vocabulary};

/// Folded names of all units, with and without their kind, and their aliases.
pub(crate) struct UnitLexicon {
    vocabulary: Vocabulary,
    /// By row of the vocabulary.
    units: Vec<Vec<UnitId>>,
}

impl UnitLexicon {
    /// Cost: some tens of milliseconds for the country.
    pub(crate) fn new(table: &UnitTable) -> Self {
        let mut by_name: HashMap<String, Vec<UnitId>> = HashMap::new();
        let mut weights: HashMap<String, u32> = HashMap::new();
        for (id, unit) in table.iter() {
            for name in names_of(unit) {
                *weights.entry_ref(&name).or_default() += weight(unit);
                by_name.entry(name).or_default().push(id);
            }
        }
        let vocabulary = Vocabulary::new(weights.into_iter().collect());
        let mut units = vec![Vec::new(); vocabulary.len()];
        for (name, mut ids) in by_name {
            ids.dedup();
            if let Some(place) = vocabulary.exact(&name).and_then(|row| units.get_mut(row as usize)) {
                *place = ids;
            }
        }
        Self { vocabulary, units }
    }

    /// Units of which `phrase` is the beginning of a name, or with at most `budget` slips; weighty
    /// ones first, at most about `limit`. Cost: some microseconds.
    pub(crate) fn beginning_with(&self, phrase: &str, budget: u8, limit: usize) -> Vec<(UnitId, u8, bool)> {
        let mut found: Vec<(UnitId, u8, bool)> = Vec::new();
        for name in Phrase::new(&self.vocabulary, phrase, budget, true).matches(limit) {
            let units = self.units.get(name.name as usize).into_iter().flatten();
            found.extend(units.map(|unit| (*unit, name.edits, name.unfinished)));
        }
        let mut seen = hashbrown::HashSet::new();
        found.retain(|(unit, ..)| seen.insert(*unit));
        found
    }
}

fn names_of(unit: &Unit) -> Vec<String> {
    let mut names = vec![fold(&unit.full_name), fold(&unit.name)];
    names.extend(unit.aliases.iter().cloned());
    names.retain(|name| !name.is_empty() && name.contains(|letter: char| letter.is_alphabetic()));
    names.sort_unstable();
    names.dedup();
    names
}

/// How much likelier than a former ward a unit is to be meant.
fn weight(unit: &Unit) -> u32 {
    let level = match unit.level {
        UnitLevel::Province => 10_000,
        UnitLevel::District => 100,
        UnitLevel::Ward => 1,
    };
    if unit.era() == Era::Current { level * 10 } else { level }
}
