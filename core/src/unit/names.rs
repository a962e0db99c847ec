//! Units recognised in words.

mod kinds;
mod kinship;
mod slips;
mod spellings;

use std::sync::Arc;

pub(crate) use kinds::{Kind, OfficialKind, kind_before, kind_with_slip};
use kinds::{kind_after, kinds_glued};
use kinship::Kin;
pub(crate) use kinship::{Kinship, KinshipTable};
pub(crate) use spellings::NameForm;
use spellings::Spellings;

use super::{Era, UnitId, UnitLevel, UnitTable};
use crate::text::{MarkAgreement, NameKey, Word, fold, mark_agreement};

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
    /// What it is to the official name.
    pub(crate) form: NameForm,
    /// The units that are called so, ascending.
    pub(crate) units: &'n [NamedUnit],
    /// How the marks typed fit it.
    pub(crate) agreement: MarkAgreement,
}

impl<'n> Run<'n> {
    /// The units that the run may name: those whose level the kind allows.
    pub(crate) fn units(&self) -> impl Iterator<Item = &'n NamedUnit> {
        let kind = self.kind;
        self.units.iter().filter(move |unit| kind.is_none_or(|kind| kind.may_be(unit.level)))
    }

    /// Whether `unit` is called so.
    pub(crate) fn is_name_of(&self, unit: UnitId) -> bool {
        self.units.binary_search_by_key(&unit, |named| named.unit).is_ok()
    }
}

/// A unit under one of its names, with what weighing needs of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedUnit {
    pub(crate) unit: UnitId,
    pub(crate) level: UnitLevel,
    pub(crate) era: Era,
    pub(crate) kind: Option<OfficialKind>,
    /// The larger units that it belongs to.
    pub(crate) kin: Kin,
}

/// The names of all units, folded, as written in addresses. Built once and shared; a few
/// megabytes for the whole country in two eras.
pub struct UnitNames {
    table: Arc<UnitTable>,
    spellings: Spellings,
    kinship: KinshipTable,
    provinces: Vec<UnitId>,
    /// By unit row, the name as slips are looked for in it.
    letters: Vec<slips::Letters>,
}

impl UnitNames {
    /// The names of the units of `table`.
    pub fn new(table: Arc<UnitTable>) -> Self {
        let kinship = KinshipTable::new(&table);
        let facts: Vec<NamedUnit> = table
            .iter()
            .map(|(id, unit)| NamedUnit {
                unit: id,
                level: unit.level,
                era: unit.era(),
                kind: OfficialKind::from_list(&unit.kind),
                kin: kinship.kin(id),
            })
            .collect();
        let spellings = Spellings::new(&table, |id| facts[usize::from(id.0)]);
        let letters = table.iter().map(|(_, unit)| slips::Letters::of_name(&fold(&unit.name))).collect();
        let is_province = |named: &&NamedUnit| named.level == UnitLevel::Province;
        let provinces = facts.iter().filter(is_province).map(|named| named.unit).collect();
        Self { table, spellings, kinship, provinces, letters }
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
            let units = run.units().map(|named| named.unit);
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

    /// Every run of `words` with every spelling that fits it. `hints` gives, per word, the level
    /// that a source's column says it has; empty for none. A name without its kind whose marks
    /// disagree is no run.
    pub(crate) fn runs(&self, words: &[Word], hints: &[Option<UnitLevel>]) -> Vec<Run<'_>> {
        let mut search = Search { names: self, words, key: NameKey::EMPTY, found: Vec::with_capacity(24) };
        let (mut named_after_kind, mut second_of_kind) = (usize::MAX, usize::MAX);
        for first in 0..words.len() {
            let hint = hints.get(first).copied().flatten().map(Kind::of_level);
            // The xã of `thị xã` is no kind by itself.
            if first != second_of_kind
                && let Some((kind, skip)) = kind_before(&words[first..])
            {
                let before = search.found.len();
                search.names_at(first, first + skip, "", Some(kind));
                if search.found.len() > before {
                    (named_after_kind, second_of_kind) = (first + skip, first + skip - 1);
                }
            }
            for (kind, rest) in kinds_glued(&words[first].folded) {
                search.names_at(first, first + 1, rest, Some(kind));
            }
            if first != named_after_kind {
                let supposed = || is_lone_number(words, first).then(Kind::supposed);
                search.names_at(first, first, "", hint.or_else(supposed));
            }
        }
        search.found
    }
}

impl UnitNames {
    /// The runs of `words` that begin at `first`, where `kind` is said, with the name from `from` on.
    pub(crate) fn runs_of_kind(&self, words: &[Word], first: usize, from: usize, kind: Kind) -> Vec<Run<'_>> {
        let mut search = Search { names: self, words, key: NameKey::EMPTY, found: Vec::new() };
        search.names_at(first, from, "", Some(kind));
        search.found
    }

    /// A run for `len` words from `first` on that name `unit` as a `kind`, with a slip in its name.
    pub(crate) fn run_with_slip(&self, unit: UnitId, first: usize, len: usize, kind: Kind) -> Option<Run<'_>> {
        let name = fold(&self.table.get(unit)?.name);
        let entry = self.spellings.get(NameKey::of(&name))?;
        let units = self.spellings.of(entry).iter().map(|spelling| self.spellings.units(spelling));
        let units = units.into_iter().find(|units| units.iter().any(|named| named.unit == unit))?;
        let agreement = MarkAgreement::Disagree;
        Some(Run { first, len, kind: Some(kind), numeric: false, form: NameForm::Whole, units, agreement })
    }

    /// Whether `ward` lies beside `district`, or near enough to be taken for a part of it.
    /// Cost: a pass over the units of the district.
    pub(crate) fn is_beside(&self, ward: UnitId, district: UnitId) -> bool {
        // About ten kilometres, in degrees.
        const BESIDE: f64 = 0.09;
        let centre = |unit: UnitId| self.table.get(unit).and_then(|unit| unit.centre);
        let Some(own) = centre(ward) else { return false };
        let mut parts = self.kinship.below(district).iter().filter_map(|part| centre(*part));
        parts.any(|part| (part.lat() - own.lat()).abs() < BESIDE && (part.lon() - own.lon()).abs() < BESIDE)
    }
}

/// Whether the word at `at` is a short number between commas, which may be a unit's without its
/// kind (`12 Lê Lợi, 5, Gò Vấp`).
fn is_lone_number(words: &[Word], at: usize) -> bool {
    let segment = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|word| word.segment);
    let own = segment(Some(at));
    let number = words[at].folded.len() <= 2 && words[at].folded.bytes().all(|byte| byte.is_ascii_digit());
    let (before, after) = (segment(at.checked_sub(1)), segment(Some(at + 1)));
    number && before.is_some() && after.is_some() && before != own && after != own
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
        let mut longer = true;
        let mut typed_from = from;
        if !glued.is_empty() {
            typed_from = usize::MAX;
            self.key.push(glued);
            longer = self.note(first, typed_from, from, kind);
        }
        let segment = self.words[first].segment;
        let end = self.words.len().min(from + MOST_WORDS);
        for next in from..end {
            let word = &self.words[next];
            if word.segment != segment || !longer {
                return;
            }
            self.key.push(&word.folded);
            longer = self.note(first, typed_from, next + 1, kind);
        }
    }

    /// Notes the spellings of the key, typed as the words from `typed_from` to `end`; where the
    /// kind is glued to the name the marks are not compared. Says whether longer names begin so.
    fn note(&mut self, first: usize, typed_from: usize, end: usize, kind: Option<Kind>) -> bool {
        let Some(entry) = self.names.spellings.get(self.key) else { return false };
        let numeric = self.key.is_numeric();
        let behind = self.words.get(end..).filter(|_| kind.is_none()).unwrap_or_default();
        let after = kind_after(behind);
        let said = kind.is_some() || after.is_some();
        let spellings = &self.names.spellings;
        for spelling in spellings.of(entry).iter().filter(|_| said || !numeric) {
            let marked = spellings.marked(spelling);
            let agreement = match self.words.get(typed_from..end) {
                Some(typed) if !marked.is_empty() => mark_agreement(typed, marked),
                _ => MarkAgreement::Compatible,
            };
            if !said && agreement == MarkAgreement::Disagree {
                continue;
            }
            let (form, units) = (spelling.form, spellings.units(spelling));
            let run = Run { first, len: end - first, kind, numeric, form, units, agreement };
            if let Some((after, words)) = after {
                self.found.push(Run { len: run.len + words, kind: Some(after), ..run.clone() });
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
