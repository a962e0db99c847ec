//! What speaks for a run of words being a unit's name: its form, its place in the line, the words
//! beside it, and how the kind said suits the unit.

use super::{Place, Weigher};
use crate::address::word_class::{WordClass, class};
use crate::text::MarkAgreement;
use crate::unit::{Kind, NameForm, NamedUnit, Run, UnitLevel};

impl Weigher<'_, '_> {
    /// What the place and the form of the run say, whatever unit it names.
    pub(super) fn weight_of_place(&self, run: &Run<'_>) -> i32 {
        let agreement = match run.agreement {
            MarkAgreement::Equal => 10,
            MarkAgreement::Compatible => 0,
            MarkAgreement::Disagree => -30,
        };
        let longer = 5 * (run.len as i32 - 1);
        let name = match (run.numeric, run.form) {
            (true, _) if run.kind.is_some_and(Kind::is_supposed) => -60,
            (true, _) => -25,
            (_, NameForm::Alias) => longer - 5,
            (_, NameForm::Initials) if run.kind.is_some() => -15,
            (_, NameForm::Initials) if self.ends_the_line(run) => -25,
            (_, NameForm::Initials) => -100,
            (_, NameForm::Whole) => longer,
        };
        // The stretches of a name that has a dash in it (`Xuân Trường - Đà Lạt`).
        let stretches = (run.first + 1..run.first + run.len).filter(|at| self.breaks[*at]).count() as i32;
        let hinted = self.hints.get(run.first).is_some_and(Option::is_some);
        agreement + name + 45 * stretches + self.weight_of_neighbours(run) + if hinted { 10 } else { 0 }
    }

    /// Whether the run is a stretch of its own at the end of the line.
    fn ends_the_line(&self, run: &Run<'_>) -> bool {
        run.first > 0 && self.breaks[run.first] && run.first + run.len == self.words.len()
    }

    pub(super) fn weight_of_neighbours(&self, run: &Run<'_>) -> i32 {
        let end = run.first + run.len;
        let starts = self.breaks[run.first];
        let ends = self.breaks.get(end).is_none_or(|begins| *begins);
        let before = run.first.checked_sub(1).filter(|_| !starts).map(|before| class(self.words, before));
        match before {
            Some(WordClass::StreetType) => -60,
            _ if run.kind.is_none() && self.begins_larger_name(end) => -60,
            None if ends && run.kind.is_none() => 10,
            _ if run.kind.is_some() || self.follows_unit(run) => 0,
            Some(WordClass::Number) => -50,
            Some(WordClass::Plain) if self.lone_word_before(run) => -30,
            Some(WordClass::Plain) if end == self.words.len() && self.plain_words_before(run) > 1 => 0,
            Some(WordClass::Plain) => -15,
            None => 0,
        }
    }

    /// Whether the word at `at` makes the one before it a part of another name (`Hoa Phu Industrial
    /// Park`).
    fn begins_larger_name(&self, at: usize) -> bool {
        const FOLLOWING: [&str; 8] =
            ["industrial", "residential", "apartment", "tower", "market", "hospital", "school", "university"];
        let word = self.words.get(at).filter(|_| !self.breaks[at]);
        word.is_some_and(|word| FOLLOWING.contains(&word.folded.as_str()))
    }

    /// Whether the words right before the run name a unit whose kind is said.
    fn follows_unit(&self, run: &Run<'_>) -> bool {
        self.runs.iter().any(|before| before.kind.is_some() && before.first + before.len == run.first)
    }

    /// Whether a number that is no unit's stands right before the run, be it behind a comma: then it
    /// is a street called like its ward (`Số 8, Quang Trung, Phường Quang Trung`).
    pub(super) fn follows_house_number(&self, run: &Run<'_>, units: &[Place]) -> bool {
        run.first.checked_sub(1).is_some_and(|at| {
            let in_unit = units.iter().any(|place| (place.first..place.end()).contains(&at));
            class(self.words, at) == WordClass::Number && !in_unit
        })
    }

    /// Whether a single word, without a kind of its own, would be left between a number and the run:
    /// no street's name (`187 Phạm | Ngũ Lão`).
    fn lone_word_before(&self, run: &Run<'_>) -> bool {
        run.first.checked_sub(2).is_some_and(|at| class(self.words, at) == WordClass::Number)
    }

    fn plain_words_before(&self, run: &Run<'_>) -> usize {
        let starts = (0..=run.first).rev().find(|at| self.breaks[*at]).unwrap_or(0);
        (starts..run.first).filter(|at| class(self.words, *at) == WordClass::Plain).count()
    }
}

/// What the kind and the name say for a unit, and whether they agree with it in full.
pub(super) fn weight_of_unit(run: &Run<'_>, unit: &NamedUnit) -> (i32, bool) {
    let said = match (run.kind, unit.level) {
        (None, UnitLevel::Ward) => 30,
        (None, UnitLevel::District) => 40,
        (None, UnitLevel::Province) => 45,
        (Some(_), UnitLevel::Ward) => 70,
        (Some(_), _) => 65,
    };
    let official = run.kind.and_then(Kind::official);
    let fit = match official {
        None => 0,
        kind if kind == unit.kind => 5,
        Some(_) => -5,
    };
    (said + fit, run.agreement > MarkAgreement::Disagree)
}
