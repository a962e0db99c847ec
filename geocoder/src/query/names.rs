//! Named places by their names, effort by effort.

use vmap_core::address::{ParsedAddress, street_key};
use vmap_core::text::{edits_within, fold};
use vmap_core::unit::UnitId;

use crate::index::{TextIndex, Wanted};
use crate::ranking::FoundBy;
use crate::vocabulary::Phrase;
use vmap_core::address::{hamlet_key, whole_hamlet};

/// Most places that one conjunction may bring: no name of the country is borne by more.
const MOST_PLACES: usize = 65_536;

/// Most places found by some words: names of all kinds, each to be compared with what was typed.
const MOST_BY_WORDS: usize = 512;

/// Most units that are asked for one by one; the units of more candidates are compared afterwards.
const MOST_UNITS: usize = 12;

/// How far to go for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Whole names.
    Whole,
    /// Names of which the query has some words.
    Some,
    /// Whole names within one slip of what was typed.
    OneSlip,
    /// Whole names within two slips of what was typed.
    TwoSlips,
    /// Whole names that only say where the house asked for is.
    Beside,
}

/// What part of a reading a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Street,
    Hamlet,
    Name,
}

/// A name that a reading asks for.
#[derive(Clone, Debug)]
pub(crate) struct AskedName {
    pub role: Role,
    /// Whether it is the name that a house number belongs to; others only say where that is.
    pub main: bool,
    /// As typed but folded, then without words that only say what kind of place it is.
    pub keys: Vec<String>,
}

/// A place whose name fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NamedPlace {
    pub row: u32,
    pub by: FoundBy,
}

impl AskedName {
    /// The names that `reading` asks for, in the order in which they matter.
    pub(crate) fn of(reading: &ParsedAddress) -> Vec<Self> {
        let street = reading.street.as_deref().map(|text| Self::new(Role::Street, text));
        let name = reading.name.as_deref().map(|text| Self::new(Role::Name, text));
        let hamlet = reading.hamlet.as_deref().map(|text| Self::new(Role::Hamlet, text));
        // A number belongs to the hamlet before it belongs to a building in it.
        let numbered = reading.house_number.is_some();
        let in_order = if numbered { [street, hamlet, name] } else { [name, street, hamlet] };
        let mut names: Vec<Self> = in_order.into_iter().flatten().filter(|name| !name.keys.is_empty()).collect();
        if let Some(first) = names.first_mut() {
            first.main = true;
        }
        names
    }

    /// The name written as `text`, for now not the main one.
    pub(crate) fn new(role: Role, text: &str) -> Self {
        let mut keys = vec![fold(text)];
        if role != Role::Hamlet {
            keys.push(street_key(text));
        }
        if role != Role::Street {
            keys.extend([whole_hamlet(text), hamlet_key(text)]);
        }
        keys.retain(|key| !key.is_empty());
        keys.dedup();
        Self { role, main: false, keys }
    }

    /// Whether it is looked for with this much effort: a name that only says where a numbered house
    /// is, is a late resort.
    pub(crate) fn deserves(&self, effort: Effort, reading: &ParsedAddress) -> bool {
        match (self.main, effort) {
            (main, Effort::Beside) => !main,
            (true, _) => true,
            (false, effort) => effort == Effort::Whole && reading.house_number.is_none(),
        }
    }

    /// Whether it is a single word without what only says the kind of place.
    pub(crate) fn is_one_word(&self) -> bool {
        self.keys.last().is_none_or(|key| !key.contains(' '))
    }

    /// Whether a place somewhere has exactly this name.
    pub(crate) fn is_known(&self, index: &TextIndex) -> bool {
        self.keys.iter().any(|key| index.vocabulary().exact(key).is_some())
    }

    /// The places of this name in any of `units`, or anywhere where there are none. Each place
    /// once. Cost: microseconds, and some tens with slips.
    pub(crate) fn places(&self, index: &TextIndex, units: &[UnitId], effort: Effort) -> Vec<NamedPlace> {
        let mut found = match effort {
            Effort::Whole | Effort::Beside => self.by_whole_name(index, units, 0),
            Effort::Some => self.by_words(index, units),
            Effort::OneSlip => self.by_whole_name(index, units, 1),
            Effort::TwoSlips => self.by_whole_name(index, units, 2),
        };
        let mut seen = hashbrown::HashSet::new();
        found.retain(|place| seen.insert(place.row));
        found.truncate(MOST_PLACES);
        found
    }

    fn by_whole_name(&self, index: &TextIndex, units: &[UnitId], budget: u8) -> Vec<NamedPlace> {
        const MOST_NAMES: usize = 192;
        let mut found = if budget > 0 { self.behind_mistyped_kind(index, units, budget) } else { Vec::new() };
        for key in &self.keys {
            let budget = budget.min(most_slips(key));
            if budget == 0 {
                let name = index.vocabulary().exact(key);
                let rows = name.into_iter().flat_map(|name| conjunction(index, &[Wanted::Name(name)], units));
                found.extend(rows.map(|row| NamedPlace { row, by: FoundBy::Name }));
                continue;
            }
            for name in Phrase::new(index.vocabulary(), key, budget).matches(MOST_NAMES) {
                let by = match name.edits {
                    0 => FoundBy::Name,
                    edits if self.is_known(index) => FoundBy::SimilarName(edits),
                    edits => FoundBy::Repaired(edits),
                };
                let rows = conjunction(index, &[Wanted::Name(name.name)], units);
                found.extend(rows.into_iter().map(|row| NamedPlace { row, by }));
                if found.len() >= MOST_PLACES {
                    break;
                }
            }
        }
        found
    }

    /// Streets whose whole name stands behind a word that is nearly `đường` or `phố`.
    fn behind_mistyped_kind(&self, index: &TextIndex, units: &[UnitId], budget: u8) -> Vec<NamedPlace> {
        const MOST_BEHIND_KIND: usize = 32;
        let typed = self.keys.first().filter(|_| self.role != Role::Hamlet);
        let Some((kind, name)) = typed.and_then(|key| key.split_once(' ')) else { return Vec::new() };
        let is_near = |word: &str, most: usize| edits_within(kind, word, most).is_some();
        if kind.len() < 2 || !(is_near("duong", 2) || is_near("pho", 1)) {
            return Vec::new();
        }
        let names = Phrase::new(index.vocabulary(), name, budget - 1).matches(MOST_BEHIND_KIND);
        let places = names.into_iter().flat_map(|name| {
            let rows = conjunction(index, &[Wanted::Name(name.name)], units);
            rows.into_iter().map(move |row| NamedPlace { row, by: FoundBy::Repaired(name.edits + 1) })
        });
        places.collect()
    }

    /// Places that have every word of the shortest form in their name.
    fn by_words(&self, index: &TextIndex, units: &[UnitId]) -> Vec<NamedPlace> {
        let Some(key) = self.keys.last() else { return Vec::new() };
        let words: Vec<Wanted<'_>> = key.split(' ').map(Wanted::Word).collect();
        let rows = conjunction(index, &words, units);
        rows.into_iter().take(MOST_BY_WORDS).map(|row| NamedPlace { row, by: FoundBy::Words }).collect()
    }
}

/// How many slips a phrase may have: none where so few letters say little.
pub(super) fn most_slips(phrase: &str) -> u8 {
    match phrase.chars().filter(|letter| letter.is_alphabetic()).count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The places that are all that is `wanted` in any of `units`.
pub(super) fn conjunction(index: &TextIndex, wanted: &[Wanted<'_>], units: &[UnitId]) -> Vec<u32> {
    if units.is_empty() || units.len() > MOST_UNITS {
        return index.conjunction(wanted, MOST_PLACES);
    }
    let in_unit = |unit: &UnitId| {
        let mut all = wanted.to_vec();
        all.push(Wanted::Unit(*unit));
        index.conjunction(&all, MOST_PLACES)
    };
    units.iter().flat_map(in_unit).collect()
}
