//! A house number, looked up inside the street or hamlet that was found.
//!
//! The dictionary of house numbers is sorted as houses stand along a street, and so are the
//! addresses of a street. A number asked for is located in the dictionary once; in each street it
//! is then a binary search over dictionary rows, without reading any text.

mod fences;

use std::ops::{Range, RangeInclusive};

use vmap_core::Point;
use vmap_core::house_number::{HouseNumber, Step};
use vmap_core::segment::between;

use crate::hit::MatchLevel;
use crate::tables::Tables;

pub(crate) use fences::NumberFences;

/// A house number asked for, located in the dictionary of a release.
#[derive(Clone, Debug)]
pub(crate) struct NumberSearch {
    wanted: HouseNumber,
    /// Dictionary rows of its spellings; empty where the release has none, and then it stands
    /// where the number would be.
    exact: Range<u32>,
    /// For each number of turns from the first up to the last alley: the dictionary rows of
    /// everything in that alley, and of its mouth.
    alleys: Vec<Range<u32>>,
}

/// Where a number was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NumberMatch {
    /// Address rows that have the number.
    House(Vec<u32>),
    /// A spot worked out from known numbers.
    Spot { level: MatchLevel, number: String, point: Point, accuracy_m: f64 },
}

/// A known number of a street, or a range of them.
struct Known {
    numbers: RangeInclusive<u32>,
    point: Point,
}

/// Metres within which a house beside a known one is taken to stand.
const BESIDE_M: f64 = 25.0;

impl NumberSearch {
    /// Locates `wanted` in the dictionary. Cost: some binary searches over it, a few microseconds.
    pub(crate) fn new(tables: &Tables, wanted: &HouseNumber) -> Self {
        let path = wanted.path();
        let exact = tables.number_fences.range(&tables.addresses, |other| other.path().cmp(path));
        // Of an alley as such, its whole path is one.
        let deepest = path.len() - usize::from(!wanted.is_alley());
        let alleys = (1..=deepest).map(|turns| alley_range(tables, &path[..turns])).collect();
        Self { wanted: wanted.clone(), exact, alleys }
    }

    /// Looks the number up among the addresses of the street or hamlet at row `named`: itself,
    /// else between its neighbours on the same side of the same alley, else in the deepest known
    /// alley. Cost: a microsecond where it is known, some more where it is not.
    pub(crate) fn look_up(&self, tables: &Tables, named: u32) -> Option<NumberMatch> {
        let street = Street { tables, named };
        match self.wanted.is_alley() {
            true => self.alley(&street),
            false => self.house(&street).or_else(|| self.interpolated(&street)).or_else(|| self.alley(&street)),
        }
    }

    /// Whether an address of the street or hamlet at row `named` has the number. Cost: a binary search over
    /// its addresses.
    pub(crate) fn is_known_in(&self, tables: &Tables, named: u32) -> bool {
        !Street { tables, named }.members_in(&self.exact).is_empty()
    }

    fn house(&self, street: &Street<'_>) -> Option<NumberMatch> {
        const MOST_HOUSES: usize = 8;
        let members = street.members_in(&self.exact).take(MOST_HOUSES);
        let rows: Vec<u32> = members.filter_map(|index| street.tables.named.member(street.named, index)).collect();
        (!rows.is_empty()).then_some(NumberMatch::House(rows))
    }

    /// Between the nearest known numbers below and above on the same side, never beyond them;
    /// or beside a house that has the number with other letters, or in a range.
    fn interpolated(&self, street: &Street<'_>) -> Option<NumberMatch> {
        let (last, alley) = self.wanted.path().split_last()?;
        let at = street.first_not_below(self.exact.start);
        let below = street.known_side(alley, last, (0..at).rev());
        let above = street.known_side(alley, last, at..street.count());
        let beside = [&below, &above].into_iter().flatten().find(|known| known.numbers.contains(&last.number));
        let (point, accuracy_m) = match beside {
            Some(beside) => (beside.point, BESIDE_M),
            None => {
                let (below, above) = (below?, above?);
                let along = fraction(*below.numbers.end(), last.number, *above.numbers.start())?;
                (between(below.point, above.point, along), below.point.distance_m(above.point).max(BESIDE_M))
            }
        };
        let number = self.wanted.display().to_owned();
        Some(NumberMatch::Spot { level: MatchLevel::Interpolated, number, point, accuracy_m })
    }

    /// The mouth of the deepest alley of the path that is known, or the middle of its addresses.
    fn alley(&self, street: &Street<'_>) -> Option<NumberMatch> {
        let deepest = self.alleys.iter().enumerate().rev();
        let (turns, members) = deepest
            .map(|(turns, range)| (turns + 1, street.members_in(range)))
            .find(|(_, members)| !members.is_empty())?;
        let points: Vec<Point> = members.take(64).filter_map(|index| street.point(index)).collect();
        let mouth = *points.first()?;
        let reach_m = points.iter().map(|point| mouth.distance_m(*point)).fold(50.0, f64::max);
        let number = display_of(&self.wanted.path()[..turns]);
        Some(NumberMatch::Spot { level: MatchLevel::Alley, number, point: mouth, accuracy_m: reach_m })
    }
}

/// The addresses of one street or hamlet, sorted by house number.
struct Street<'a> {
    tables: &'a Tables,
    named: u32,
}

impl Street<'_> {
    fn count(&self) -> usize {
        self.tables.named.member_count(self.named)
    }

    fn point(&self, index: usize) -> Option<Point> {
        self.tables.addresses.point(self.tables.named.member(self.named, index)?)
    }

    /// The dictionary row of a member's number; members without one come last.
    fn number(&self, index: usize) -> Option<u32> {
        self.tables.addresses.number(self.tables.named.member(self.named, index)?)
    }

    /// The first member whose number is not below dictionary row `number`.
    fn first_not_below(&self, number: u32) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.number(middle).is_some_and(|found| found < number) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    fn members_in(&self, numbers: &Range<u32>) -> Range<usize> {
        match numbers.is_empty() {
            true => 0..0,
            false => self.first_not_below(numbers.start)..self.first_not_below(numbers.end),
        }
    }

    /// The first of `members` that stands in `alley` on the same side as `last`.
    fn known_side(&self, alley: &[Step], last: &Step, members: impl Iterator<Item = usize>) -> Option<Known> {
        const MOST_LOOKED_AT: usize = 48;
        for index in members.take(MOST_LOOKED_AT) {
            let number = HouseNumber::parse(self.tables.addresses.house_number(self.number(index)?)?)?;
            if !number.path().starts_with(alley) {
                return None;
            }
            let step = &number.path()[alley.len()..];
            if let [step] = step
                && step.number > 0
                && step.prefix == last.prefix
                && step.number % 2 == last.number % 2
            {
                return Some(Known { numbers: numbers_of(step), point: self.point(index)? });
            }
        }
        None
    }
}

/// The numbers that a step stands for: `92-96` is a house with three of them.
fn numbers_of(step: &Step) -> RangeInclusive<u32> {
    let last = step.suffix.strip_prefix('-').and_then(|last| last.parse().ok());
    step.number..=last.unwrap_or(step.number).max(step.number)
}

/// How far `number` lies from `below` to `above`.
fn fraction(below: u32, number: u32, above: u32) -> Option<f64> {
    let (part, whole) = (number.checked_sub(below)?, above.checked_sub(below)?);
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// The dictionary rows of `alley` and of everything behind its mouth.
fn alley_range(tables: &Tables, alley: &[Step]) -> Range<u32> {
    tables.number_fences.range(&tables.addresses, |other| match other.path().starts_with(alley) {
        true => std::cmp::Ordering::Equal,
        false => other.path().cmp(alley),
    })
}

/// The form to show of an alley known only as the beginning of a path.
fn display_of(path: &[Step]) -> String {
    let step = |step: &Step| match step.number {
        0 => format!("{}{}", step.prefix, step.suffix).to_uppercase(),
        number => format!("{}{number}{}", step.prefix.to_uppercase(), step.suffix.to_uppercase()),
    };
    path.iter().map(step).collect::<Vec<_>>().join("/")
}
