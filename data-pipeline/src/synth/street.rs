//! House numbers along one street, and where they stand.

use std::fmt::Write;

use super::land::{Metres, Strip};
use super::random::Random;

/// Metres between neighbours on one side.
const FRONTAGE: f64 = 7.0;
/// Metres from the axis of a street to its houses.
const SETBACK: f64 = 9.0;
/// Houses of an alley at most, with those of the alleys off it.
const DEEPEST_ALLEY: f64 = 8.0;
/// Share of numbers that are not there: gates, gaps, shops without a number.
const GAPS: f64 = 0.15;
/// Share of numbers with a second house `12A` beside them.
const SECOND_HOUSES: f64 = 0.06;
/// Fewer rows than a number gives on average, so that a street is rarely too short for its rows.
const ROWS_PER_NUMBER: f64 = 0.75;

/// Half of the width that a street takes with its alleys.
pub(super) const HALF_WIDTH: f64 = SETBACK + DEEPEST_ALLEY / 2.0 * FRONTAGE + FRONTAGE;

/// Half of the length of a street with `rows` addresses.
pub(super) fn half_length(rows: u64) -> f64 {
    (rows as f64 / ROWS_PER_NUMBER / 2.0 + 2.0) * FRONTAGE / 2.0
}

/// The houses of one street in the order of their numbers: odd ones left, even ones right, growing
/// along it; off some numbers leads an alley whose houses are written `12/3`, and off some of
/// these another.
pub(super) struct Houses<'a> {
    strip: &'a Strip,
    alleys: f64,
    /// Houses still to come at the current number, last first.
    waiting: Vec<(String, Metres)>,
    number: u32,
    /// Strips without room for all numbers put them closer together.
    squeeze: Squeeze,
}

/// Factors on distances along and away from the axis.
struct Squeeze {
    along: f64,
    away: f64,
}

impl<'a> Houses<'a> {
    /// `alleys` is the share of numbers that an alley leads off; `rows` as many as will be asked for.
    pub(super) fn new(strip: &'a Strip, alleys: f64, rows: u64) -> Self {
        let squeeze =
            Squeeze { along: strip.half_length / half_length(rows), away: (strip.half_width / HALF_WIDTH).min(1.0) };
        Self { strip, alleys, waiting: Vec::new(), number: 0, squeeze }
    }

    /// The next house: its number and its place.
    pub(super) fn next(&mut self, random: &mut Random) -> (String, Metres) {
        loop {
            if let Some(house) = self.waiting.pop() {
                return house;
            }
            self.number += 1;
            self.build(random);
        }
    }

    /// Builds what stands at the current number.
    fn build(&mut self, random: &mut Random) {
        let number = self.number;
        let along = (f64::from((number - 1) / 2) + 0.5) * FRONTAGE;
        let shift = random.between(-0.2, 0.2) * FRONTAGE;
        if random.chance(self.alleys) {
            self.build_alley(along, random);
        }
        if random.chance(SECOND_HOUSES) {
            self.put(format!("{number}A"), along + 0.3 * FRONTAGE, SETBACK);
        }
        if !random.chance(GAPS) {
            self.put(number.to_string(), along + shift, SETBACK);
        }
    }

    /// An alley off the current number: houses on both sides, growing inwards.
    fn build_alley(&mut self, along: f64, random: &mut Random) {
        let number = self.number;
        for house in (1..=2 + random.below(DEEPEST_ALLEY as u32 - 2)).rev() {
            let depth = SETBACK + f64::from(house.div_ceil(2)) * FRONTAGE;
            let side = if house % 2 == 1 { -0.3 } else { 0.3 } * FRONTAGE;
            if random.chance(0.1) {
                for inner in (1..=1 + random.below(3)).rev() {
                    let suffix = if random.chance(0.1) { "A" } else { "" };
                    let text = format!("{number}/{house}/{inner}{suffix}");
                    self.put(text, along + side + f64::from(inner) * 0.1 * FRONTAGE, depth + 1.0);
                }
            }
            let mut text = format!("{number}/{house}");
            if random.chance(0.05) {
                let _ = write!(text, "A");
            }
            self.put(text, along + side, depth);
        }
    }

    fn put(&mut self, number: String, along: f64, away: f64) {
        let side = if self.number % 2 == 1 { -1.0 } else { 1.0 };
        let along = (along * self.squeeze.along).min(2.0 * self.strip.half_length);
        let place = self.strip.at(along, side * away * self.squeeze.away);
        self.waiting.push((number, place));
    }
}
