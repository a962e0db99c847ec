//! Names written with a slip of the finger or the ear.
//!
//! Vietnamese syllables are short, and each has a dozen real ones within one letter of it. So a
//! slip is looked for only where a kind says that a unit is named and a larger unit says among
//! which: there the nearest name is hardly ever another one.

use smallvec::SmallVec;

use super::super::Unit;
use super::{Kind, UnitId, UnitLevel, UnitNames};
use crate::text::{Word, edits, fold};

impl UnitNames {
    /// The units of `kind` that belong to `larger`, in any era, and whose names are nearest to
    /// `words`, where so few slips tell them apart that it is credible; none where no name is near or
    /// many are.
    ///
    /// Cost: a pass over the units of `larger`, microseconds.
    pub(crate) fn nearest_names(&self, words: &[Word], kind: Kind, larger: UnitId) -> Vec<UnitId> {
        self.nearest(words, kind, self.kinship().below(larger).iter().copied())
    }

    /// As [`Self::nearest_names`], anywhere. Cost: a pass over all units, tens of microseconds.
    pub(crate) fn nearest_names_anywhere(&self, words: &[Word], kind: Kind) -> Vec<UnitId> {
        self.nearest(words, kind, self.table.iter().map(|(unit, _)| unit))
    }

    /// As [`Self::nearest_names`], for provinces of any era.
    pub(crate) fn nearest_provinces(&self, words: &[Word]) -> Vec<UnitId> {
        self.nearest(words, Kind::of_level(UnitLevel::Province), self.provinces.iter().copied())
    }

    /// As [`Self::nearest_provinces`], for those that hold `smaller`.
    pub(crate) fn nearest_provinces_of(&self, words: &[Word], smaller: UnitId) -> Vec<UnitId> {
        self.nearest(words, Kind::of_level(UnitLevel::Province), self.kinship().above(smaller))
    }

    fn nearest(&self, words: &[Word], kind: Kind, among: impl Iterator<Item = UnitId>) -> Vec<UnitId> {
        let written = Letters::of(words.iter().map(|word| word.folded.as_str()).collect());
        let mut least = most_slips(&written.letters);
        let mut nearest: Vec<UnitId> = Vec::new();
        for unit in among {
            let Some(name) = self.letters.get(usize::from(unit.0)) else { continue };
            if least == 0 || !written.may_be_near(name, least) || !self.may_be(unit, kind) {
                continue;
            }
            let Some(slips) = written.slips(name, least) else { continue };
            if slips < least {
                nearest.clear();
                least = slips;
            }
            nearest.push(unit);
        }
        self.keep_nearest(&mut nearest, &folded_phrase(words), |unit| fold(&unit.name));
        self.keep_nearest(&mut nearest, &marked_phrase(words), |unit| unit.name.to_lowercase());
        match self.count_names(&nearest) {
            0..=MOST_NEAREST => nearest,
            _ => Vec::new(),
        }
    }

    /// Of units whose names are equally near as their letters go, those that are nearest word by word
    /// as `text` has them.
    fn keep_nearest(&self, units: &mut Vec<UnitId>, written: &str, text: impl Fn(&Unit) -> String) {
        if self.count_names(units) < 2 {
            return;
        }
        let written: Vec<char> = written.chars().collect();
        let slips = |unit: &UnitId| {
            let name: Vec<char> = self.table.get(*unit).map(|unit| text(unit).chars().collect()).unwrap_or_default();
            edits(&written, &name)
        };
        let all: Vec<usize> = units.iter().map(slips).collect();
        let least = all.iter().min().copied();
        let mut all = all.into_iter();
        units.retain(|_| all.next() == least);
    }

    fn count_names(&self, units: &[UnitId]) -> usize {
        let letters = |unit: &UnitId| self.letters.get(usize::from(unit.0)).map(|name| &name.letters);
        let mut names: SmallVec<[_; 8]> = units.iter().map(letters).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    fn may_be(&self, unit: UnitId, kind: Kind) -> bool {
        self.table.get(unit).is_some_and(|facts| kind.may_be(facts.level))
    }

    /// Whether `larger` holds `unit`, or what that became or came from.
    pub(crate) fn is_kin(&self, unit: UnitId, larger: UnitId) -> bool {
        self.kinship().between(unit, &self.kinship().kin(unit), larger).is_some()
    }
}

/// As many names may be equally near that what stands beside them can decide.
const MOST_NEAREST: usize = 4;

fn folded_phrase(words: &[Word]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

fn marked_phrase(words: &[Word]) -> String {
    words.iter().map(|word| word.marked.as_str()).collect::<Vec<_>>().join(" ")
}

/// A name as it is compared.
pub(super) struct Letters {
    /// Its letters, without blanks and in one spelling of i/y.
    letters: String,
    sounds: Sounds,
    /// A bit for every letter in it, and for every sound.
    letter_set: u32,
    sound_set: u32,
}

impl Letters {
    /// The letters of a folded name.
    pub(super) fn of_name(folded: &str) -> Self {
        Self::of(folded.split(' ').collect())
    }

    fn of(letters: String) -> Self {
        // A slip beside a y may make another letter of it where only one spelling is kept.
        let letters = letters.replace('y', "i");
        let sounds = sounds(&letters);
        Self { letter_set: set(letters.as_bytes()), sound_set: set(&sounds), letters, sounds }
    }

    /// Whether [`Self::slips`] may find `name`: a slip changes at most two letters of the set. Numbers
    /// have no slips.
    fn may_be_near(&self, name: &Self, most: usize) -> bool {
        let changed = |one: u32, other: u32| (one ^ other).count_ones() as usize;
        self.digits().eq(name.digits())
            && self.letters.len().abs_diff(name.letters.len()) <= most
            && (changed(self.letter_set, name.letter_set) <= 2 * most
                || changed(self.sound_set, name.sound_set) < 2 * most)
    }

    fn digits(&self) -> impl Iterator<Item = u8> + '_ {
        self.letters.bytes().filter(u8::is_ascii_digit)
    }

    /// Slips between this and `name`, at most `most`: letters missing, doubled, changed or swapped,
    /// or one confusion of sounds that are written otherwise (`tr` for `ch`).
    fn slips(&self, name: &Self, most: usize) -> Option<usize> {
        let as_typed = edits(self.letters.as_bytes(), name.letters.as_bytes());
        let slips = match as_typed {
            0 | 1 => as_typed,
            _ => as_typed.min(1 + edits(&self.sounds, &name.sounds)),
        };
        Some(slips).filter(|slips| *slips <= most)
    }
}

/// A bit for every letter that occurs.
fn set(letters: &[u8]) -> u32 {
    letters.iter().fold(0, |set, letter| set | 1 << (letter % 32))
}

/// Slips that are credible in so many letters, one of which may be missing.
fn most_slips(letters: &str) -> usize {
    match letters.len() {
        0..=3 => 0,
        4 => 1,
        _ => 2,
    }
}

/// Names have seldom more letters than these.
const USUAL_LENGTH: usize = 24;

type Sounds = SmallVec<[u8; USUAL_LENGTH]>;

/// Letters with the sounds that are taken for one another written alike.
fn sounds(letters: &str) -> Sounds {
    let bytes = letters.as_bytes();
    let mut sounds = Sounds::new();
    let mut at = 0;
    while at < bytes.len() {
        let (sound, len) = match bytes[at..] {
            [b't', b'r', ..] | [b'c', b'h', ..] => (b'c', 2),
            [b'n', b'g', b'h', ..] => (b'n', 3),
            [b'n', b'g' | b'h', ..] => (b'n', 2),
            [b'g', b'i', ..] => (b'd', 2),
            [b'r', ..] => (b'd', 1),
            [b's', ..] => (b'x', 1),
            [b'l', ..] => (b'n', 1),
            [letter, ..] => (letter, 1),
            [] => break,
        };
        sounds.push(sound);
        at += len;
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips_of_finger_and_ear() {
        for (written, name, expected) in [
            ("ben nge", "ben nghe", Some(1)),
            ("ben ngeh", "ben nghe", Some(1)),
            ("trau kim", "chau kim", Some(1)),
            ("dao long", "giao long", Some(1)),
            ("nuong bang", "luong bang", Some(1)),
            ("son ha", "ha son", None),
        ] {
            let (typed, real) = (Letters::of_name(written), Letters::of_name(name));
            let near = typed.may_be_near(&real, 2);
            assert_eq!(typed.slips(&real, 2).filter(|_| near), expected, "{written} for {name}");
        }
    }

    #[test]
    fn short_names_allow_no_slip() {
        assert_eq!(most_slips("abc"), 0);
        assert_eq!(most_slips("anla"), 1);
    }
}
