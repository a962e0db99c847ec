//! Units that a line names with a slip.
//!
//! The best chain says in which larger units to look, and the words that it leaves say where: those
//! that begin with a kind, which may itself be written with a slip. Where it names no larger unit,
//! these are looked for first, so that one slip in the province does not hide another in the ward.

use smallvec::SmallVec;

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
    let kinds = kinds(words, breaks);
    let mut repairs = Repairs { names, words, breaks, kinds, best, larger, found: Vec::new() };
    repairs.look_for(UnitLevel::Province);
    if !repairs.names_province() {
        repairs.look_for_province_at_the_end();
    }
    repairs.forget_what_disagrees();
    repairs.look_for(UnitLevel::District);
    repairs.look_for(UnitLevel::Ward);
    repairs.found
}

/// A kind that words say.
#[derive(Clone, Copy)]
struct SaidKind {
    /// Where it begins.
    first: usize,
    /// Where the name behind it begins.
    from: usize,
    kind: Kind,
    /// Whether it is said without a slip.
    exact: bool,
}

/// The kinds that `words` say, those with a slip only where a stretch begins.
fn kinds(words: &[Word], breaks: &[bool]) -> SmallVec<[SaidKind; 8]> {
    let kind_at = |first: usize| {
        let exact = kind_before(&words[first..]);
        let (kind, len) = exact.or_else(|| kind_with_slip(&words[first..]).filter(|_| breaks[first]))?;
        Some(SaidKind { first, from: first + len, kind, exact: exact.is_some() })
    };
    (0..words.len()).filter_map(kind_at).collect()
}

/// Words that may be a kind and a name.
struct Phrase {
    /// Where the kind begins.
    first: usize,
    /// Where the name begins.
    from: usize,
    /// Where the next explained words begin, or the stretch ends.
    end: usize,
    /// Where the stretch ends that the phrase begins and that is not explained to its end.
    stretch: Option<usize>,
    kind: Kind,
    /// Whether the kind is said without a slip.
    said: bool,
}

struct Repairs<'a, 'n> {
    names: &'n UnitNames,
    words: &'a [Word],
    breaks: &'a [bool],
    kinds: SmallVec<[SaidKind; 8]>,
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
        let kinds = self.kinds.clone();
        for said in kinds.iter().filter(|said| said.kind.may_be(level)) {
            let Some(phrase) = self.phrase(said) else { continue };
            let exact = self.exact(&phrase, level);
            let is_slip = exact.is_empty() && (phrase.said || level == UnitLevel::Ward);
            let runs = if is_slip { self.nearest(&phrase, level) } else { exact };
            if level < UnitLevel::Ward {
                let units = runs.iter().flat_map(Run::units).filter(|named| named.level == level);
                self.larger.splice(0..0, units.map(|named| named.unit));
            }
            // What is written without any slip has been found before.
            self.found.extend(runs.into_iter().filter(|_| is_slip || !phrase.said));
        }
    }

    /// Runs for units of `level` that the phrase names without a slip in the name; where its kind has
    /// none either, only such as reach its end.
    fn exact(&self, phrase: &Phrase, level: UnitLevel) -> Vec<Run<'n>> {
        let mut runs = self.names.runs_of_kind(self.words, phrase.first, phrase.from, phrase.kind);
        let to_end = phrase.said || self.is_explained(phrase.first);
        runs.retain(|run| {
            let of_level = run.units().any(|named| named.level == level);
            let belongs = level == UnitLevel::Province || self.belongs(run, level);
            of_level && belongs && (!to_end || run.first + run.len >= phrase.end)
        });
        runs
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
        let end = self.words.len();
        let phrase = Phrase { first, from: first, end, stretch: None, kind, said: false };
        let runs = self.runs_of(&provinces, &phrase, end);
        self.larger.extend(runs.iter().flat_map(Run::units).map(|named| named.unit));
        self.found.extend(runs);
    }

    /// The phrase that begins with this kind; `None` where the best chain explains all of it.
    fn phrase(&self, said: &SaidKind) -> Option<Phrase> {
        let SaidKind { first, from, kind, exact } = *said;
        let stretch = self.end_of_stretch(first);
        let whole = self.breaks[first] && (first..stretch).any(|at| !self.is_explained(at));
        let end = match self.is_explained(first) {
            true if !whole => return None,
            true => stretch,
            false => (from..stretch).find(|at| self.is_explained(*at)).unwrap_or(stretch),
        };
        Some(Phrase { first, from, end, stretch: whole.then_some(stretch), kind, said: exact })
    }

    /// The words of the best chain that the one at `at` is among.
    fn explaining(&self, at: usize) -> Option<&Place> {
        self.best?.places.iter().find(|place| (place.first..place.end()).contains(&at))
    }

    fn is_explained(&self, at: usize) -> bool {
        self.explaining(at).is_some()
    }

    /// Where the words between commas end that `first` is among. A name may have a dash in it (`Xuân
    /// Trường - Đà Lạt`).
    fn end_of_stretch(&self, first: usize) -> usize {
        let segment = self.words[first].segment;
        (first..self.words.len()).find(|at| self.words[*at].segment != segment).unwrap_or(self.words.len())
    }

    /// Whether the run names a unit of `level` in one of the larger units.
    fn belongs(&self, run: &Run<'_>, level: UnitLevel) -> bool {
        let within = |unit: UnitId| self.larger.iter().any(|larger| self.names.is_kin(unit, *larger));
        run.units().any(|named| named.level == level && within(named.unit))
    }

    /// Runs for the longest beginning of the phrase that is near to names of units of its kind: of any
    /// province, else in the smallest of the larger units, else anywhere.
    fn nearest(&self, phrase: &Phrase, level: UnitLevel) -> Vec<Run<'n>> {
        let shorter = (phrase.from + 1..=phrase.end).rev().filter(|_| !self.is_explained(phrase.first));
        let ends =
            phrase.stretch.into_iter().chain(shorter).filter(|end| (1..=MOST_WORDS).contains(&(end - phrase.from)));
        let ends: Vec<usize> = ends.collect();
        let anywhere = level == UnitLevel::Province || (self.larger.is_empty() && self.breaks[phrase.first]);
        let within = self.larger.iter().copied().map(Some).filter(|_| !anywhere);
        for larger in within.chain(anywhere.then_some(None)) {
            for &end in &ends {
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
