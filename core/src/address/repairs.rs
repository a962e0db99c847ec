//! Units that a line names with a slip.
//!
//! The best chain says in which larger units to look, and the words that it leaves say where: those
//! that begin with a kind, which may itself be written with a slip. Where it names no larger unit,
//! these are looked for first, so that one slip in the province does not hide another in the ward.

use crate::text::Word;
use crate::unit::{Kind, Run, UnitId, UnitLevel, UnitNames, kind_before, kind_with_slip};

use super::chain::{Chain, Place};

/// Names have at most this many words.
const MOST_WORDS: usize = 5;

/// Runs that name units with a slip, in words that `best` does not explain.
pub(super) fn repaired_runs<'n>(
    names: &'n UnitNames,
    words: &[Word],
    breaks: &[bool],
    best: Option<&Chain>,
) -> Vec<Run<'n>> {
    let larger = best.map(larger_units).unwrap_or_default();
    let mut repairs = Repairs { names, words, breaks, best, larger, found: Vec::new() };
    if !repairs.names_province() {
        repairs.look_for(UnitLevel::Province);
        repairs.look_for_province_at_the_end();
    }
    repairs.look_for(UnitLevel::District);
    repairs.look_for(UnitLevel::Ward);
    repairs.found
}

/// Words that may be a kind and a name: the kind begins at `first`, the name at `from`.
struct Phrase {
    first: usize,
    from: usize,
    end: usize,
    kind: Kind,
    /// Whether the kind is said without a slip.
    said: bool,
    /// Whether nothing but the name of all of it will do.
    whole: bool,
}

struct Repairs<'a, 'n> {
    names: &'n UnitNames,
    words: &'a [Word],
    breaks: &'a [bool],
    best: Option<&'a Chain>,
    /// The larger units among which to look, smallest first.
    larger: Vec<UnitId>,
    found: Vec<Run<'n>>,
}

impl<'n> Repairs<'_, 'n> {
    fn names_province(&self) -> bool {
        self.larger.iter().any(|unit| self.level(*unit) == Some(UnitLevel::Province))
    }

    fn level(&self, unit: UnitId) -> Option<UnitLevel> {
        self.names.table().get(unit).map(|unit| unit.level)
    }

    /// Looks at every phrase that may name a unit of `level`; what is found narrows where smaller
    /// ones are looked for.
    fn look_for(&mut self, level: UnitLevel) {
        let runs: Vec<Run<'n>> = (0..self.words.len()).flat_map(|first| self.runs_at(first, level)).collect();
        if level < UnitLevel::Ward {
            let units = runs.iter().flat_map(Run::units).filter(|named| named.level == level);
            self.larger.splice(0..0, units.map(|named| named.unit));
        }
        self.found.extend(runs);
    }

    /// Runs for the phrase that begins at `first`, where it may name a unit of `level`.
    fn runs_at(&self, first: usize, level: UnitLevel) -> Vec<Run<'n>> {
        let Some(phrase) = self.phrase(first).filter(|phrase| phrase.kind.may_be(level)) else { return Vec::new() };
        let exact = self.names.runs_of_kind(self.words, first, phrase.from, phrase.kind);
        if !phrase.said {
            let fits = |run: &Run<'_>| self.belongs(run) && (!phrase.whole || run.first + run.len == phrase.end);
            return exact.into_iter().filter(fits).collect();
        }
        match exact.iter().any(|run| run.first + run.len >= phrase.end && self.belongs(run)) {
            true => Vec::new(),
            false => self.nearest(&phrase, level).into_iter().collect(),
        }
    }

    /// The province that the last stretch of the line names with a slip, without its kind.
    fn look_for_province_at_the_end(&mut self) {
        let Some(first) = (0..self.words.len()).rev().find(|at| self.breaks[*at]) else { return };
        let name = &self.words[first..];
        if name.len() > MOST_WORDS || (first..self.words.len()).any(|at| self.is_explained(at)) {
            return;
        }
        let provinces = match self.best.and_then(|best| best.candidates.first()) {
            Some(smaller) => self.names.nearest_provinces_of(name, *smaller),
            None => self.names.nearest_provinces(name),
        };
        let kind = Kind::of_level(UnitLevel::Province);
        let province = provinces.and_then(|provinces| provinces.first().copied());
        let run = province.and_then(|unit| self.names.run_with_slip(unit, first, name.len(), kind));
        self.larger.extend(run.iter().flat_map(|run| run.units()).map(|named| named.unit));
        self.found.extend(run);
    }

    /// The phrase that begins at `first` with a kind and that the best chain does not explain, or not
    /// to its end (`Quy Nhơn` in `Phường Quy Nhơn Đôg`).
    fn phrase(&self, first: usize) -> Option<Phrase> {
        let said = kind_before(&self.words[first..]);
        let slip = || kind_with_slip(&self.words[first..]).filter(|_| self.breaks[first]);
        let (kind, len) = said.or_else(slip)?;
        let from = first + len;
        let beginning = self.explaining(first).or_else(|| self.explaining(from).filter(|_| self.breaks[first]));
        let rest = beginning.map(|place| self.end_of_phrase(first, place.end().max(from)));
        let whole = beginning.zip(rest).is_some_and(|(place, end)| place.first >= first && place.end() < end);
        let end = rest.filter(|_| whole).unwrap_or_else(|| self.end_of_phrase(first, from));
        (whole || !self.is_explained(first)).then_some(Phrase { first, from, end, kind, said: said.is_some(), whole })
    }

    /// The words of the best chain that the one at `at` is among.
    fn explaining(&self, at: usize) -> Option<&Place> {
        self.best?.places.iter().find(|place| (place.first..place.end()).contains(&at))
    }

    fn is_explained(&self, at: usize) -> bool {
        self.explaining(at).is_some()
    }

    /// Where the stretch that the kind begins ends, or the next explained words begin.
    fn end_of_phrase(&self, first: usize, from: usize) -> usize {
        let segment = self.words[first].segment;
        let ends = |at: &usize| self.breaks[*at] || self.words[*at].segment != segment || self.is_explained(*at);
        (from..self.words.len()).find(ends).unwrap_or(self.words.len())
    }

    fn belongs(&self, run: &Run<'_>) -> bool {
        let within = |unit: UnitId| self.larger.iter().any(|larger| self.names.is_kin(unit, *larger));
        run.units().any(|named| within(named.unit))
    }

    /// A run for the longest beginning of the phrase that is near to the name of a unit of its kind:
    /// of any province, else in the smallest of the larger units, else anywhere.
    fn nearest(&self, phrase: &Phrase, level: UnitLevel) -> Option<Run<'n>> {
        let longest = phrase.end.min(phrase.from + MOST_WORDS);
        let within: Vec<Option<UnitId>> = match level {
            UnitLevel::Province => vec![None],
            _ if self.larger.is_empty() && self.breaks[phrase.first] => vec![None],
            _ => self.larger.iter().copied().map(Some).collect(),
        };
        let shortest = if phrase.whole { phrase.end } else { phrase.from + 1 };
        let ends = within.iter().flat_map(|larger| (shortest..=longest).rev().map(move |end| (*larger, end)));
        for (larger, end) in ends {
            let name = &self.words[phrase.from..end];
            let units = match larger {
                Some(larger) => self.names.nearest_names(name, phrase.kind, larger),
                None if level == UnitLevel::Province => self.names.nearest_provinces(name),
                None => self.names.nearest_names_anywhere(name, phrase.kind),
            };
            if let Some(units) = units {
                let run = |unit| self.names.run_with_slip(unit, phrase.first, end - phrase.first, phrase.kind);
                return units.into_iter().find_map(run);
            }
        }
        None
    }
}

/// The larger units among which to look, smallest first.
fn larger_units(best: &Chain) -> Vec<UnitId> {
    let own = best.candidates.iter().filter(|_| best.level < UnitLevel::Ward && best.candidates.len() <= 3);
    own.chain(&best.within).copied().collect()
}
