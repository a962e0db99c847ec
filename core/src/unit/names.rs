//! Units recognised in words.

mod kinds;
mod kinship;
mod spellings;

use std::sync::Arc;

pub(crate) use kinds::{Kind, OfficialKind, kind_before};
use kinds::{kind_after, kinds_glued};
pub(crate) use kinship::{Kinship, KinshipTable};
pub(crate) use spellings::Spelling;
use spellings::Spellings;

use super::{Era, UnitId, UnitLevel, UnitTable};
use crate::text::{MarkAgreement, NameKey, Word, mark_agreement};

/// Names have at most this many words; a longer run names no unit.
const MOST_WORDS: usize = 6;

/// Units that a run of words may name.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMatch {
    /// Index of the first word.
    pub first: usize,
    /// Number of words.
    pub len: usize,
    /// Every unit of that name, those whose marks agree best.
    pub units: Vec<UnitId>,
    /// Whether the words say what kind of unit is meant (`phường`, `P.`, `quận`).
    pub kind_said: bool,
    /// Whether the marks typed agree with the name's, or none were typed.
    pub marks_agree: bool,
}

/// A run of words that one spelling of a name fits.
#[derive(Clone, Debug)]
pub(crate) struct Run<'n> {
    /// Index of the first word, the kind's included.
    pub(crate) first: usize,
    /// Number of words.
    pub(crate) len: usize,
    /// The kind that was said.
    pub(crate) kind: Option<Kind>,
    /// Whether the name is a number, which means nothing without its kind.
    pub(crate) numeric: bool,
    /// The name.
    pub(crate) spelling: &'n Spelling,
    /// How the marks typed fit it.
    pub(crate) agreement: MarkAgreement,
}

/// What weighing needs of a unit, close together in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnitFacts {
    pub(crate) level: UnitLevel,
    pub(crate) era: Era,
    pub(crate) kind: Option<OfficialKind>,
}

/// The names of all units, folded, as written in addresses. Built once and shared; a few
/// megabytes for the whole country in two eras.
pub struct UnitNames {
    table: Arc<UnitTable>,
    spellings: Spellings,
    kinship: KinshipTable,
    facts: Vec<UnitFacts>,
}

impl UnitNames {
    /// The names of the units of `table`.
    pub fn new(table: Arc<UnitTable>) -> Self {
        let spellings = spellings::spellings(&table);
        let kinship = KinshipTable::new(&table);
        let facts = table.iter().map(|(_, unit)| UnitFacts {
            level: unit.level,
            era: unit.era(),
            kind: OfficialKind::from_list(&unit.kind),
        });
        let facts = facts.collect();
        Self { table, spellings, kinship, facts }
    }

    /// The units that the names belong to.
    pub fn table(&self) -> &UnitTable {
        &self.table
    }

    /// Every run of `words` that names units, longest first at each position; numbers only where
    /// their kind is said.
    pub fn recognise(&self, words: &[Word]) -> Vec<NameMatch> {
        let mut found: Vec<NameMatch> = Vec::new();
        for run in best_marked(self.runs(words, &[])) {
            let units = run.spelling.units.iter().copied().filter(|unit| self.may_name(&run, *unit));
            let same_place = |seen: &&mut NameMatch| seen.first == run.first && seen.len == run.len;
            match found.iter_mut().find(same_place) {
                Some(seen) => seen.units.extend(units),
                None => found.push(NameMatch {
                    first: run.first,
                    len: run.len,
                    units: units.collect(),
                    kind_said: run.kind.is_some(),
                    marks_agree: run.agreement > MarkAgreement::Disagree,
                }),
            }
        }
        found.retain(|seen| !seen.units.is_empty());
        found.sort_by_key(|seen| (seen.first, std::cmp::Reverse(seen.len)));
        found
    }

    pub(crate) fn kinship(&self) -> &KinshipTable {
        &self.kinship
    }

    /// The facts of a unit of the table.
    pub(crate) fn facts(&self, unit: UnitId) -> UnitFacts {
        self.facts[usize::from(unit.0)]
    }

    /// Whether the kind said in `run` allows `unit`.
    pub(crate) fn may_name(&self, run: &Run<'_>, unit: UnitId) -> bool {
        run.kind.is_none_or(|kind| kind.may_be(self.facts(unit).level))
    }

    /// Every run of `words` with every spelling that fits it. `hints` gives, per word, the level
    /// that a source's column says it has; empty for none. A name without its kind whose marks
    /// disagree is no run.
    pub(crate) fn runs(&self, words: &[Word], hints: &[Option<UnitLevel>]) -> Vec<Run<'_>> {
        let mut search = Search { names: self, words, key: NameKey::EMPTY, found: Vec::with_capacity(24) };
        let mut named_after_kind = usize::MAX;
        for first in 0..words.len() {
            let hint = hints.get(first).copied().flatten().map(Kind::of_level);
            if let Some((kind, skip)) = kind_before(&words[first..]) {
                let before = search.found.len();
                search.names_at(first, first + skip, "", Some(kind));
                if search.found.len() > before {
                    named_after_kind = first + skip;
                }
            }
            for (kind, rest) in kinds_glued(&words[first].folded) {
                search.names_at(first, first + 1, rest, Some(kind));
            }
            if first != named_after_kind {
                search.names_at(first, first, "", hint);
            }
        }
        search.found
    }
}

/// Of several spellings at one place only those that fit the marks typed best.
fn best_marked(mut runs: Vec<Run<'_>>) -> Vec<Run<'_>> {
    let place = |run: &Run<'_>| (run.first, run.len);
    let best: Vec<MarkAgreement> = runs
        .iter()
        .map(|run| runs.iter().filter(|other| place(other) == place(run)).map(|other| other.agreement).max())
        .map(|best| best.unwrap_or(MarkAgreement::Disagree))
        .collect();
    let mut best = best.into_iter();
    runs.retain(|run| best.next() == Some(run.agreement));
    runs
}

struct Search<'n, 'w> {
    names: &'n UnitNames,
    words: &'w [Word],
    key: NameKey,
    found: Vec<Run<'n>>,
}

impl Search<'_, '_> {
    /// Notes every name that begins with `glued`, or else with the word at `from`, and ends within
    /// the segment; the run begins at `first`, where the kind is said.
    fn names_at(&mut self, first: usize, from: usize, glued: &str, kind: Option<Kind>) {
        self.key = NameKey::EMPTY;
        self.key.push(glued);
        let typed_from = match glued {
            "" => from,
            _ => usize::MAX,
        };
        if !glued.is_empty() {
            let longer = self.note(first, typed_from, from, kind);
            if !longer {
                return;
            }
        }
        let segment = self.words[first].segment;
        let end = self.words.len().min(from + MOST_WORDS);
        for next in from..end {
            let word = &self.words[next];
            if word.segment != segment {
                return;
            }
            self.key.push(&word.folded);
            if !self.note(first, typed_from, next + 1, kind) {
                return;
            }
        }
    }

    /// Notes the spellings of the key, typed as the words from `typed_from` to `end`; where the
    /// kind is glued to the name the marks are not compared. Says whether longer names begin so.
    fn note(&mut self, first: usize, typed_from: usize, end: usize, kind: Option<Kind>) -> bool {
        let Some(entry) = self.names.spellings.get(&self.key.value()) else { return false };
        let numeric = self.key.is_numeric();
        let after = self.words.get(end).filter(|_| kind.is_none()).and_then(kind_after);
        let said = kind.or(after).is_some();
        for spelling in entry.spellings.iter().filter(|_| said || !numeric) {
            let agreement = match self.words.get(typed_from..end) {
                Some(typed) if !spelling.marked.is_empty() => mark_agreement(typed, &spelling.marked),
                _ => MarkAgreement::Compatible,
            };
            if !said && agreement == MarkAgreement::Disagree {
                continue;
            }
            let run = Run { first, len: end - first, kind, numeric, spelling, agreement };
            if let Some(after) = after {
                self.found.push(Run { len: run.len + 1, kind: Some(after), ..run.clone() });
            }
            if !numeric || kind.is_some() {
                self.found.push(run);
            }
        }
        entry.begins_longer
    }
}

#[cfg(test)]
mod tests;
