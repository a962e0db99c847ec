//! Counts over judged answers.

use std::time::Duration;

use vmap_geocoder::MatchClass;

use super::Judged;

/// Distances in metres up to which answers are counted.
pub const BANDS_M: [f64; 4] = [50.0, 100.0, 250.0, 1000.0];

/// The classes in order, and no class at all.
pub const CLASSES: [Option<MatchClass>; 4] = [Some(MatchClass::A), Some(MatchClass::B), Some(MatchClass::C), None];

/// What a file's answers come to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Rows whose true point lies in a ward: what every share is a share of.
    pub rows: u64,
    /// Rows that could not be judged: no address, no point, or a point in no ward.
    pub passed_over: u64,
    /// Answers that name the true ward.
    pub right: u64,
    /// Rows whose true ward is among the answers that fit equally.
    pub among_candidates: u64,
    /// Rows with a ward in the answer.
    pub answered: u64,
    /// Rows whose best answer says that others fit as well.
    pub ambiguous: u64,
    /// By class, in the order of [`CLASSES`].
    pub classes: [ClassTally; 4],
    /// Answers whose point lies within each of [`BANDS_M`] of the true one.
    pub within: [u64; 4],
    /// Time spent on asking.
    pub asking: Duration,
}

/// What the answers of one class come to.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClassTally {
    /// Answers of this class.
    pub rows: u64,
    /// Those that name another ward, or none.
    pub wrong: u64,
    /// Those that name a ward more than 200 m from the true point.
    pub far_off: u64,
}

impl Tally {
    /// Counts one answer.
    pub fn add(&mut self, judged: &Judged) {
        self.rows += 1;
        self.right += u64::from(judged.right);
        self.among_candidates += u64::from(judged.among_candidates);
        self.answered += u64::from(judged.answered);
        self.ambiguous += u64::from(judged.best.as_ref().is_some_and(|best| best.ambiguous));
        for (class, tally) in CLASSES.iter().zip(&mut self.classes) {
            if *class == judged.class() {
                tally.rows += 1;
                tally.wrong += u64::from(!judged.right);
                tally.far_off += u64::from(judged.is_far_off());
            }
        }
        for (band, count) in BANDS_M.iter().zip(&mut self.within) {
            *count += u64::from(judged.distance_m.is_some_and(|distance| distance <= *band));
        }
    }
}
