//! Which houses of a street stand on the wrong side, which out of order.
//!
//! Nothing is said of a street that does not follow the rule that is judged: streets numbered
//! through on one side, by plots or anyhow are as good as those with odd numbers left and even ones
//! right (08/2024/TT-BXD; streets numbered before keep their order), and their houses are no mistakes.

use super::course::{Course, Stand, median};
use crate::Point;

/// Fewest houses that a side, or an order, can be told from.
const FEWEST: usize = 5;
/// Metres between the sides of a street at least.
const NARROWEST_M: f64 = 5.0;
/// Metres between the sides of a street at most; farther apart they are no sides.
const WIDEST_M: f64 = 80.0;
/// Without its geometry, a street's sides are told only where it is longer than wide by this factor.
const SLENDER: f64 = 3.0;
/// Houses nearer to the middle than this part of half the width have no side.
const MIDDLE: f64 = 0.25;
/// Houses farther from the middle than half the width by this factor stand away from the street.
const BEYOND: f64 = 2.0;
/// Where fewer of the houses than this share keep a rule, the street does not follow it.
const FEWEST_KEEP: f64 = 0.8;
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
    let mut placed: Vec<Placed> = houses.iter().map(place).collect();
    if !course.is_surveyed() {
        straighten(&mut placed);
    }
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

/// Takes away what the houses of one parity lean to a side as they go along: houses that are not where
/// they should be turn the axis a little, and most of the others tell by how much.
fn straighten(houses: &mut [Placed]) {
    let mut leans: Vec<f64> = [true, false].into_iter().flat_map(|odd| leans(houses, odd)).collect();
    let lean = median(&mut leans).unwrap_or(0.0);
    houses.iter_mut().for_each(|house| house.stand.across -= lean * house.stand.along);
}

/// How much each house in the first half of its parity leans to the one as far behind the middle.
fn leans(houses: &[Placed], odd: bool) -> Vec<f64> {
    let mut stands: Vec<Stand> = houses.iter().filter(|house| house.is_odd() == odd).map(|house| house.stand).collect();
    stands.sort_unstable_by(|a, b| a.along.total_cmp(&b.along));
    let (near, far) = stands.split_at(stands.len() / 2);
    let pairs = near.iter().zip(far).filter(|(near, far)| far.along > near.along);
    pairs.map(|(near, far)| (far.across - near.across) / (far.along - near.along)).collect()
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
    let is_rule = [true, false].into_iter().all(|odd| {
        let side = houses.iter().filter(|house| house.is_odd() == odd);
        keeps(side.clone().filter(|house| (MIDDLE..BEYOND).contains(&own(house))).count(), side.count())
    });
    let opposite = houses.iter().filter(|house| (MIDDLE..BEYOND).contains(&-own(house)));
    let exception = |house: &Placed| Exception { row: house.row, distance_m: (1.0 - own(house)) * width.abs() / 2.0 };
    is_rule.then(|| opposite.map(exception).collect())
}

/// Whether a rule that `keeping` of all houses keep is one.
fn keeps(keeping: usize, all: usize) -> bool {
    keeping as f64 >= FEWEST_KEEP * all as f64
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
    keeps(steps.len() - exceptions.len(), steps.len()).then_some(exceptions)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRONTAGE: f64 = 8.0;
    const SETBACK: f64 = 9.0;

    /// A made street: straight, or turning once by `bend`, with odd numbers left and even ones right.
    #[derive(Clone, Debug)]
    struct Street {
        heading: f64,
        bend: f64,
        houses_a_side: u32,
        /// Metres by which points are off, one after the other.
        noise: Vec<f64>,
    }

    impl Street {
        fn point(&self, along: f64, across: f64) -> Point {
            let corner = f64::from(self.houses_a_side) * FRONTAGE / 2.0;
            let (before, behind) = (along.min(corner), (along - corner).max(0.0));
            let turned = if along > corner { self.heading + self.bend } else { self.heading };
            let east = before * self.heading.cos() + behind * turned.cos() - across * turned.sin();
            let north = before * self.heading.sin() + behind * turned.sin() + across * turned.cos();
            Point::from_degrees(105.8 + east / 103_900.0, 21.0 + north / 110_700.0).unwrap()
        }

        fn lines(&self) -> Vec<Vec<Point>> {
            let length = f64::from(self.houses_a_side) * FRONTAGE;
            // In two ways that do not run in the same direction, as they are often drawn.
            let (first, second) = (self.point(0.0, 0.0), self.point(length, 0.0));
            vec![vec![self.point(length / 2.0, 0.0), first], vec![self.point(length / 2.0, 0.0), second]]
        }

        fn place(&self, row: u32) -> (f64, f64) {
            let noise = self.noise[row as usize % self.noise.len()];
            let across = if row.is_multiple_of(2) { SETBACK } else { -SETBACK };
            (f64::from(row / 2) * FRONTAGE + noise, across + noise)
        }

        /// House `row` has number `row + 1`; `moved` gives another place to those that are wrong.
        fn houses(&self, moved: impl Fn(u32) -> Option<(f64, f64)>) -> Vec<House> {
            let house = |row: u32| {
                let (along, across) = moved(row).unwrap_or_else(|| self.place(row));
                House { row, number: row + 1, point: self.point(along, across) }
            };
            (0..2 * self.houses_a_side).map(house).collect()
        }
    }

    fn street(most_bend: f64) -> impl Strategy<Value = Street> {
        let noise = proptest::collection::vec(-2.5..2.5_f64, 7..40);
        (0.0..std::f64::consts::TAU, -most_bend..=most_bend, 24..60_u32, noise)
            .prop_map(|(heading, bend, houses_a_side, noise)| Street { heading, bend, houses_a_side, noise })
    }

    fn rows(exceptions: &Option<Vec<Exception>>) -> Option<Vec<u32>> {
        exceptions.as_ref().map(|exceptions| {
            let mut rows: Vec<u32> = exceptions.iter().map(|exception| exception.row).collect();
            rows.sort_unstable();
            rows
        })
    }

    proptest! {
        #[test]
        fn exactly_the_houses_put_over_the_street_stand_on_the_wrong_side(
            straight in street(0.0),
            bent in street(1.0),
            wrong in proptest::collection::btree_set(0..48_u32, 0..4),
        ) {
            for (street, lines) in [(&straight, Vec::new()), (&straight, straight.lines()), (&bent, bent.lines())] {
                let over = |row: u32| {
                    let (along, across) = street.place(row);
                    wrong.contains(&row).then_some((along, -across))
                };
                let verdict = judge(&street.houses(over), &lines);
                prop_assert_eq!(rows(&verdict.wrong_side), Some(wrong.iter().copied().collect()));
                prop_assert_eq!(rows(&verdict.out_of_order), Some(Vec::new()));
            }
        }

        #[test]
        fn exactly_the_houses_put_elsewhere_stand_out_of_order(
            straight in street(0.0),
            bent in street(1.0),
            wrong in 0..24_u32,
            far in 8..16_u32,
        ) {
            for (street, lines) in [(&straight, Vec::new()), (&bent, bent.lines())] {
                let ahead = wrong + far < street.houses_a_side;
                let elsewhere = if ahead { wrong + far } else { wrong.saturating_sub(far) };
                let moved = |row: u32| (row == 2 * wrong).then(|| street.place(2 * elsewhere));
                let verdict = judge(&street.houses(moved), &lines);
                prop_assert_eq!(rows(&verdict.out_of_order), Some(vec![2 * wrong]));
                prop_assert_eq!(rows(&verdict.wrong_side), Some(Vec::new()));
            }
        }

        #[test]
        fn numbers_may_grow_either_way(street in street(0.0)) {
            let mut houses = street.houses(|_| None);
            let last = 2 * street.houses_a_side;
            houses.iter_mut().for_each(|house| house.number = last + 1 - house.number);
            let verdict = judge(&houses, &[]);
            prop_assert_eq!((rows(&verdict.wrong_side), rows(&verdict.out_of_order)), (Some(vec![]), Some(vec![])));
        }

        #[test]
        fn one_side_numbered_through_has_an_order_and_no_sides(street in street(0.0)) {
            let left = |row: u32| Some((f64::from(row) * FRONTAGE, SETBACK));
            let verdict = judge(&street.houses(left), &[]);
            prop_assert_eq!((rows(&verdict.wrong_side), rows(&verdict.out_of_order)), (None, Some(vec![])));
        }

        #[test]
        fn a_street_numbered_anyhow_is_not_judged(street in street(0.0)) {
            let anyhow = |row: u32| Some(street.place(row * 29 % 47));
            let verdict = judge(&street.houses(anyhow), &[]);
            prop_assert_eq!(verdict, StreetVerdict::default());
        }
    }

    #[test]
    fn houses_in_one_spot_are_not_judged() {
        let point = Point::from_degrees(105.8, 21.0).unwrap();
        let houses: Vec<House> = (0..20).map(|row| House { row, number: row, point }).collect();
        let verdict = judge(&houses, &[]);
        assert_eq!(verdict.wrong_side, None);
        assert_eq!(rows(&verdict.out_of_order).unwrap_or_default(), Vec::<u32>::new());
    }
}
