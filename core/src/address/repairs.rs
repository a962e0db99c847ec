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
    repairs.look_for(UnitLevel::Province);
    if !repairs.names_province() {
        repairs.look_for_province_at_the_end();
    }
    repairs.forget_what_disagrees();
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

    /// A chain that lies in none of the provinces found explains nothing.
    fn forget_what_disagrees(&mut self) {
        let provinces = || self.larger.iter().filter(|unit| self.level(**unit) == Some(UnitLevel::Province));
        let agrees =
            |unit: &UnitId| provinces().any(|province| province == unit || self.names.is_kin(*unit, *province));
        if provinces().next().is_some() {
            self.best = self.best.filter(|best| best.candidates.iter().any(agrees));
        }
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
        let reaches_end = |run: &Run<'_>| run.first + run.len >= phrase.end;
        let belongs = |run: &Run<'_>| level == UnitLevel::Province || self.belongs(run, level);
        let mut exact = self.names.runs_of_kind(self.words, first, phrase.from, phrase.kind);
        exact.retain(|run| belongs(run) && (!phrase.whole || reaches_end(run)));
        let is_named =
            exact.iter().any(|run| phrase.said == reaches_end(run) && run.units().any(|unit| unit.level == level));
        match (phrase.said, is_named) {
            (true, true) => exact,
            (false, _) if !exact.is_empty() => exact,
            _ => self.nearest(&phrase, level),
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
        let phrase = Phrase { first, from: first, end: self.words.len(), kind, said: false, whole: true };
        let runs = self.runs_of(&provinces, &phrase, phrase.end);
        self.larger.extend(runs.iter().flat_map(Run::units).map(|named| named.unit));
        self.found.extend(runs);
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

    /// Where the words between commas that the kind begins end, or the next explained ones begin. A
    /// name may have a dash in it (`Xuân Trường - Đà Lạt`).
    fn end_of_phrase(&self, first: usize, from: usize) -> usize {
        let segment = self.words[first].segment;
        let ends = |at: &usize| self.words[*at].segment != segment || self.is_explained(*at);
        (from..self.words.len()).find(ends).unwrap_or(self.words.len())
    }

    /// Whether the run names a unit of `level` in one of the larger units.
    fn belongs(&self, run: &Run<'_>, level: UnitLevel) -> bool {
        let within = |unit: UnitId| self.larger.iter().any(|larger| self.names.is_kin(unit, *larger));
        run.units().any(|named| named.level == level && within(named.unit))
    }

    /// Runs for the longest beginning of the phrase that is near to names of units of its kind: of any
    /// province, else in the smallest of the larger units, else anywhere.
    fn nearest(&self, phrase: &Phrase, level: UnitLevel) -> Vec<Run<'n>> {
        let longest = phrase.end.min(phrase.from + MOST_WORDS);
        let shortest = if phrase.whole { phrase.end } else { phrase.from + 1 };
        let anywhere = level == UnitLevel::Province || (self.larger.is_empty() && self.breaks[phrase.first]);
        let within = self.larger.iter().copied().map(Some).filter(|_| !anywhere);
        for larger in within.chain(anywhere.then_some(None)) {
            for end in (shortest..=longest).rev() {
                let name = &self.words[phrase.from..end];
                let units = match larger {
                    Some(larger) => self.names.nearest_names(name, phrase.kind, larger),
                    None if level == UnitLevel::Province => self.names.nearest_provinces(name),
                    None => self.names.nearest_names_anywhere(name, phrase.kind),
                };
                if !units.is_empty() {
                    return self.runs_of(&units, phrase, end);
                }
            }
        }
        Vec::new()
    }

    /// One run for each name among those of `units`.
    fn runs_of(&self, units: &[UnitId], phrase: &Phrase, end: usize) -> Vec<Run<'n>> {
        let mut runs: Vec<Run<'n>> = Vec::new();
        for unit in units {
            if !runs.iter().any(|run| run.is_name_of(*unit)) {
                runs.extend(self.names.run_with_slip(*unit, phrase.first, end - phrase.first, phrase.kind));
            }
        }
        runs
    }
}

/// The larger units among which to look, smallest first.
fn larger_units(best: &Chain) -> Vec<UnitId> {
    let own = best.candidates.iter().filter(|_| best.level < UnitLevel::Ward && best.candidates.len() <= 3);
    own.chain(&best.within).copied().collect()
}
