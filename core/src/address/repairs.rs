//! Units that a line names with a slip.
//!
//! The best chain says in which larger units to look, and the words that it leaves say where: those
//! that begin with a kind, which may itself be written with a slip.

use crate::text::Word;
use crate::unit::{Kind, Run, UnitId, UnitLevel, UnitNames, kind_before, kind_with_slip};

use super::chain::Chain;

/// Names have at most this many words.
const MOST_WORDS: usize = 5;

/// Runs that name units with a slip, in words that `best` does not explain.
pub(super) fn repaired_runs<'n>(names: &'n UnitNames, words: &[Word], breaks: &[bool], best: &Chain) -> Vec<Run<'n>> {
    let larger = larger_units(best);
    let mut found = Vec::new();
    for first in (0..words.len()).filter(|at| !is_explained(best, *at)) {
        let said = kind_before(&words[first..]);
        let slip = || kind_with_slip(&words[first..]).filter(|_| breaks[first]);
        let Some((kind, len)) = said.or_else(slip) else { continue };
        let phrase = Phrase { first, from: first + len, end: end_of_phrase(words, breaks, best, first, first + len) };
        let exact = names.runs_of_kind(words, first, phrase.from, kind);
        if said.is_none() {
            found.extend(exact.into_iter().filter(|run| belongs(names, run, &larger)));
        } else if !exact.iter().any(|run| run.first + run.len >= phrase.end && belongs(names, run, &larger)) {
            found.extend(nearest(names, words, &phrase, kind, &larger));
        }
    }
    found.extend(province_at_the_end(names, words, breaks, best));
    found
}

/// The province that the last stretch of the line names with a slip, without its kind.
fn province_at_the_end<'n>(names: &'n UnitNames, words: &[Word], breaks: &[bool], best: &Chain) -> Option<Run<'n>> {
    let first = (0..words.len()).rev().find(|at| breaks[*at])?;
    let name = &words[first..];
    if name.len() > MOST_WORDS || (first..words.len()).any(|at| is_explained(best, at)) {
        return None;
    }
    let provinces = names.nearest_provinces(name, *best.candidates.first()?)?;
    names.run_with_slip(*provinces.first()?, first, name.len(), Kind::of_level(UnitLevel::Province))
}

/// Words that may be a kind and a name: the kind begins at `first`, the name at `from`.
struct Phrase {
    first: usize,
    from: usize,
    end: usize,
}

/// The larger units among which to look, smallest first.
fn larger_units(best: &Chain) -> Vec<UnitId> {
    let own = best.candidates.iter().filter(|_| best.level < UnitLevel::Ward && best.candidates.len() <= 3);
    own.chain(&best.within).copied().collect()
}

fn is_explained(best: &Chain, at: usize) -> bool {
    best.places.iter().any(|place| (place.first..place.end()).contains(&at))
}

/// Where the stretch that the kind begins ends, or the next explained words begin.
fn end_of_phrase(words: &[Word], breaks: &[bool], best: &Chain, first: usize, from: usize) -> usize {
    let ends = |at: &usize| breaks[*at] || words[*at].segment != words[first].segment || is_explained(best, *at);
    (from..words.len()).find(ends).unwrap_or(words.len())
}

fn belongs(names: &UnitNames, run: &Run<'_>, larger: &[UnitId]) -> bool {
    let within = |unit: UnitId| larger.iter().any(|larger| names.is_kin(unit, *larger));
    run.units().any(|named| within(named.unit))
}

/// Runs for the longest beginning of the phrase that is near to the name of a unit of the kind in
/// the smallest of the `larger` ones.
fn nearest<'n>(names: &'n UnitNames, words: &[Word], phrase: &Phrase, kind: Kind, larger: &[UnitId]) -> Vec<Run<'n>> {
    let longest = phrase.end.min(phrase.from + MOST_WORDS);
    let ends = larger.iter().flat_map(|larger| (phrase.from + 1..=longest).rev().map(move |end| (*larger, end)));
    for (larger, end) in ends {
        let name = &words[phrase.from..end];
        if name.iter().any(|word| word.folded.bytes().any(|byte| byte.is_ascii_digit())) {
            continue;
        }
        if let Some(units) = names.nearest_names(name, kind, larger) {
            let run = |unit| names.run_with_slip(unit, phrase.first, end - phrase.first, kind);
            return units.into_iter().filter_map(run).take(1).collect();
        }
    }
    Vec::new()
}
