//! Which houses of a street stand on the wrong side, which out of order.
//!
//! Nothing is said of a street that does not follow the rule that is judged: streets numbered
//! through on one side, by plots or anyhow are as old as those with odd numbers left and even ones
//! right, and their houses are no mistakes.

use super::course::{Course, Stand, median};
use crate::Point;

/// Fewest houses that a side, or an order, can be told from.
const FEWEST: usize = 5;
/// Metres between the sides of a street at least; houses on its middle line have no side.
const NARROWEST_M: f64 = 5.0;
/// Metres between the sides of a street at most; farther apart they are no sides.
const WIDEST_M: f64 = 120.0;
/// Without its geometry, a street's sides are told only where it is longer than wide by this factor.
const SLENDER: f64 = 3.0;
/// Where more of the houses than this share break a rule, the street does not follow it.
const MOST_EXCEPTIONS: f64 = 0.2;
/// Metres along the street that a house may stand before or behind its place: neighbours change
/// places by a gate or a second house, and points are not surveyed to the metre.
const SLACK_M: f64 = 25.0;

/// A house on the street itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct House {
    /// Its row among the addresses.
    pub row: u32,
    pub number: u32,
    pub point: Point,
}

/// A house that breaks a rule of its street, and by how many metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Exception {
    pub row: u32,
    pub distance_m: f64,
}

/// What is the matter with the houses of a street; absent where the rule cannot be judged or is not
/// followed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct StreetVerdict {
    pub wrong_side: Option<Vec<Exception>>,
    pub out_of_order: Option<Vec<Exception>>,
}

#[derive(Clone, Copy)]
struct Placed {
    row: u32,
    number: u32,
    stand: Stand,
}

impl Placed {
    fn is_odd(&self) -> bool {
        self.number % 2 == 1
    }
}

/// Judges `houses` along a street with the geometry `lines`, which may be empty.
///
/// Cost: some hundred nanoseconds a house, and a few for each piece of the street.
pub(super) fn judge(houses: &[House], lines: &[Vec<Point>]) -> StreetVerdict {
    if houses.len() < FEWEST {
        return StreetVerdict::default();
    }
    let points: Vec<Point> = houses.iter().map(|house| house.point).collect();
    let Some(course) = Course::new(&points, lines) else { return StreetVerdict::default() };
    let place = |house: &House| Placed { row: house.row, number: house.number, stand: course.stand(house.point) };
    let placed: Vec<Placed> = houses.iter().map(place).collect();
    let wrong_side = wrong_side(&placed, course.is_surveyed());
    // Each side has an order of its own; a street without sides has one.
    let out_of_order = match wrong_side.is_some() {
        true => {
            let (odd, even): (Vec<Placed>, Vec<Placed>) = placed.iter().partition(|house| house.is_odd());
            either(out_of_order(odd), out_of_order(even))
        }
        false => out_of_order(placed),
    };
    StreetVerdict { wrong_side, out_of_order }
}

fn either(a: Option<Vec<Exception>>, b: Option<Vec<Exception>>) -> Option<Vec<Exception>> {
    match (a, b) {
        (Some(a), Some(b)) => Some([a, b].concat()),
        (a, b) => a.or(b),
    }
}

/// Houses that stand where those of the other parity do. The sides are where the middle ones of the
/// odd and of the even houses stand.
fn wrong_side(houses: &[Placed], surveyed: bool) -> Option<Vec<Exception>> {
    let across = |odd: bool| {
        let mut across: Vec<f64> =
            houses.iter().filter(|house| house.is_odd() == odd).map(|house| house.stand.across).collect();
        median(&mut across).filter(|_| across.len() >= FEWEST)
    };
    let (odd, even) = (across(true)?, across(false)?);
    let (middle, width) = ((odd + even) / 2.0, odd - even);
    let told = (NARROWEST_M..WIDEST_M).contains(&width.abs());
    if !told || !(surveyed || SLENDER * width.abs() < spread(houses)?) {
        return None;
    }
    // 1 where its own side stands, -1 where the other does.
    let own = |house: &Placed| {
        let left = (house.stand.across - middle) / (width / 2.0);
        if house.is_odd() { left } else { -left }
    };
    let is_opposite = |own: f64| (-2.0..-0.5).contains(&own);
    let exceptions: Vec<&Placed> = houses.iter().filter(|house| is_opposite(own(house))).collect();
    let is_rule = [true, false].into_iter().all(|odd| {
        let side = houses.iter().filter(|house| house.is_odd() == odd).count();
        let broken = exceptions.iter().filter(|house| house.is_odd() == odd).count();
        broken as f64 <= MOST_EXCEPTIONS * side as f64
    });
    let exception =
        |house: &&Placed| Exception { row: house.row, distance_m: (1.0 - own(house)) * width.abs() / 2.0 };
    is_rule.then(|| exceptions.iter().map(exception).collect())
}

/// Metres along the street between the first and the last quarter of its houses.
fn spread(houses: &[Placed]) -> Option<f64> {
    let mut along: Vec<f64> = houses.iter().map(|house| house.stand.along).collect();
    along.sort_unstable_by(f64::total_cmp);
    Some(along.get(along.len() * 3 / 4)? - along.get(along.len() / 4)?)
}

/// Houses that stand before or behind their place in the longest run of numbers that grows along
/// the street, in the direction in which that run is longer.
fn out_of_order(houses: Vec<Placed>) -> Option<Vec<Exception>> {
    if houses.len() < FEWEST {
        return None;
    }
    let towards = |direction: f64| {
        let mut steps: Vec<Step> = houses
            .iter()
            .map(|house| Step { number: house.number, along: direction * house.stand.along, row: house.row })
            .collect();
        steps.sort_unstable_by(|a, b| a.number.cmp(&b.number).then(a.along.total_cmp(&b.along)));
        let run = longest_run(&steps);
        (steps, run)
    };
    let (forwards, backwards) = (towards(1.0), towards(-1.0));
    let (steps, run) = if backwards.1.len() > forwards.1.len() { backwards } else { forwards };
    let exceptions = displaced(&steps, &run);
    (exceptions.len() as f64 <= MOST_EXCEPTIONS * steps.len() as f64).then_some(exceptions)
}

/// A house in the order of numbers.
struct Step {
    number: u32,
    along: f64,
    row: u32,
}

/// The most steps that go onwards, or stay, one after the other. Cost: n log n.
fn longest_run(steps: &[Step]) -> Vec<usize> {
    // Of the runs of each length, the step that ends least far; and the one before each step.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let length = ends.partition_point(|end| steps[*end].along <= step.along);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    run.reverse();
    run
}

/// The steps that stand more than the slack outside of where the run has the steps around them.
fn displaced(steps: &[Step], run: &[usize]) -> Vec<Exception> {
    let mut next = 0;
    let mut found = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        if run.get(next) == Some(&at) {
            next += 1;
            continue;
        }
        let behind = next.checked_sub(1).map_or(0.0, |last| steps[run[last]].along - step.along);
        let beyond = run.get(next).map_or(0.0, |following| step.along - steps[*following].along);
        let distance_m = behind.max(beyond);
        if distance_m > SLACK_M {
            found.push(Exception { row: step.row, distance_m });
        }
    }
    found
}
