//! How right answers are, on addresses whose true points are known.
//!
//! The measure is the commune: an answer is right when it names today's ward whose polygon holds
//! the true point. Labels jitter across borders, so a wrong answer is told apart from one whose
//! ward begins within [`NEAR_BORDER_M`] of the point.

mod report;
mod tally;

pub use tally::Tally;

use vmap_core::Point;
use vmap_core::unit::{Era, UnitCode, UnitId, UnitLevel};
use vmap_geocoder::{Geocoder, Hit, MatchClass, SearchRequest};

/// Metres from the true point within which an answered ward's border is taken for a matter of the
/// label.
pub const NEAR_BORDER_M: f64 = 200.0;

/// An address and what is true of it.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The address as written.
    pub address: String,
    /// Where it is.
    pub point: Point,
}

/// One answer beside the truth.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Code of today's ward that holds the true point.
    pub true_ward: UnitCode,
    /// The best answer.
    pub best: Option<Hit>,
    /// Whether it names the true ward.
    pub right: bool,
    /// Whether it names a ward or something in one.
    pub answered: bool,
    /// Whether it or any of the other answers that fit as well names the true ward.
    pub among_candidates: bool,
    /// Metres from the true point to the ward answered; absent where none was.
    pub outside_m: Option<f64>,
    /// Metres from the true point to the point answered.
    pub distance_m: Option<f64>,
}

impl Judged {
    /// Class of the best answer.
    pub fn class(&self) -> Option<MatchClass> {
        self.best.as_ref().and_then(|best| best.match_class)
    }

    /// Whether the answer names a ward that the point is not even near to.
    pub fn is_far_off(&self) -> bool {
        !self.right && self.outside_m.is_some_and(|metres| metres > NEAR_BORDER_M)
    }

    /// Why the answer is not right, as far as it can be guessed.
    pub fn reason(&self) -> &'static str {
        let Some(best) = &self.best else { return "nothing found" };
        match () {
            () if !self.answered => "no commune: the text names only a larger unit, or its commune was not read",
            () if self.among_candidates && best.ambiguous && best.legacy.is_some() => {
                "a split commune: another part was put first"
            }
            () if self.among_candidates => "a name that several communes share: another was put first",
            () if !self.is_far_off() => "the point is within 200 m of the commune answered",
            () if best.units.ward.is_some() && best.ambiguous => "no candidate holds the point",
            () => "the text's commune was misread, or text and point disagree",
        }
    }
}

/// Asks `geocoder` for the address and compares; `None` where no ward holds the true point.
pub fn judge(geocoder: &Geocoder, truth: &Truth) -> Option<Judged> {
    let units = geocoder.release().units();
    let true_ward = units.get(geocoder.ward_at(truth.point)?)?.code.clone();
    let hits = geocoder.search(&SearchRequest::free(truth.address.as_str())).hits;
    let names_it = |hit: &Hit| hit.units.ward_code.as_deref() == Some(true_ward.as_str());
    let best = hits.first();
    let right = best.is_some_and(names_it);
    let fits_as_well = |hit: &&Hit| best.is_some_and(|best| best.ambiguous && hit.ambiguous);
    let ward = best.and_then(|best| ward_of(geocoder, best));
    Some(Judged {
        right,
        answered: ward.is_some(),
        among_candidates: right || hits.iter().filter(fits_as_well).any(names_it),
        outside_m: ward.and_then(|ward| geocoder.metres_to_ward(ward, truth.point)),
        distance_m: best.map(|best| best.point.distance_m(truth.point)),
        best: best.cloned(),
        true_ward,
    })
}

fn ward_of(geocoder: &Geocoder, hit: &Hit) -> Option<UnitId> {
    geocoder.release().units().by_code(Era::Current, UnitLevel::Ward, hit.units.ward_code.as_deref()?)
}
