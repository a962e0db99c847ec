//! Which of the places found comes first.

use std::cmp::Ordering;

use vmap_core::Point;
use vmap_core::unit::UnitId;

use crate::describe::Subject;
use crate::hit::MatchLevel;
use crate::kinship::Agreement;
use crate::marks::Marks;

/// A place that a reading of the query may mean, and how well it fits.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub subject: Subject,
    pub point: Point,
    /// Number of the reading that found it.
    pub reading: usize,
    pub by: FoundBy,
    pub evidence: Evidence,
    /// For a street and what stands on it, a number for its name in all spellings; after
    /// [`order`], for its parts that lie side by side.
    pub street: Option<u64>,
    /// The former unit of the query that it lies in.
    pub former: Option<UnitId>,
    /// How likely its ward is the one meant among those that the unit named may be, 0 to 1; absent
    /// where the query names no ward.
    pub commune: Option<f64>,
    /// The part of the split former unit that its ward took.
    pub share: Option<f64>,
    pub accuracy_m: Option<f64>,
    /// 0 to 1, to prefer the better known of equals.
    pub importance: f64,
    /// Last resort for a stable order.
    pub id: u64,
    /// What all of it comes to, without bias and importance.
    pub fit: f64,
    /// What results are ordered by.
    pub score: f64,
}

/// How the name of a place was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FoundBy {
    /// Its whole name.
    Name,
    /// The first words of its name.
    FirstWords,
    /// Some words of its name.
    Words,
    /// The initials of its name; `shared` where another street in the units named has them too.
    Initials { shared: bool },
    /// Its name with this many letters put right.
    Repaired(u8),
    /// Its name, which this many letters tell from the one asked for, but that one is some other
    /// place's name and so hardly a slip.
    SimilarName(u8),
    /// The beginning of its name with this many letters put right.
    Unfinished(u8),
    /// The unit that was named.
    Unit,
    /// The unit that was named, because nothing in it was found.
    UnitAround,
}

impl FoundBy {
    /// In words, for people.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Name => "its whole name".to_owned(),
            Self::FirstWords => "the first words of its name".to_owned(),
            Self::Words => "some words of its name".to_owned(),
            Self::Initials { shared: false } => "the initials of its name".to_owned(),
            Self::Initials { shared: true } => "the initials of its name, another street's too".to_owned(),
            Self::Repaired(edits) => format!("its name with {edits} letters put right"),
            Self::SimilarName(edits) => {
                format!("a name that {edits} letters tell from the one asked for, a real name too")
            }
            Self::Unfinished(0) => "the beginning of its name".to_owned(),
            Self::Unfinished(edits) => format!("the beginning of its name with {edits} letters put right"),
            Self::Unit => "the unit named".to_owned(),
            Self::UnitAround => "the unit named, nothing else of the query being known in it".to_owned(),
        }
    }

    fn value(self) -> f64 {
        match self {
            Self::Name | Self::Unit => 1.0,
            Self::Unfinished(edits) => 0.97 * repaired(edits),
            Self::Repaired(edits) => repaired(edits),
            Self::SimilarName(edits) => 0.8 * repaired(edits),
            Self::FirstWords => 0.95,
            Self::Initials { .. } => 0.92,
            Self::Words => 0.85,
            Self::UnitAround => 0.9,
        }
    }
}

fn repaired(edits: u8) -> f64 {
    0.88_f64.powi(i32::from(edits))
}

/// What speaks for a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    /// How likely the reading is, 0 to 1.
    pub reading: f64,
    /// The part of the name's words that the query has, 0 to 1.
    pub coverage: f64,
    pub marks: Marks,
    /// How well the kind of place suits what was asked for, 0 to 1.
    pub kind: f64,
    /// How it lies to the units named; absent where none were.
    pub units: Option<Agreement>,
    /// How likely its ward is the one meant, beside the likeliest, 0.75 to 1.
    pub commune: f64,
    /// What was reached; `asked_number` says whether a number was asked for.
    pub level: MatchLevel,
    pub asked_number: bool,
    /// Words of the query that were left over.
    pub leftovers: usize,
}

impl Evidence {
    /// The factors of the fit, in the order they are told in.
    pub(crate) fn parts(&self, by: FoundBy) -> [(&'static str, f64); 9] {
        [
            ("reading", self.reading),
            ("found_by", by.value()),
            ("coverage", 0.6 + 0.4 * self.coverage),
            ("marks", if self.marks == Marks::Differ { 0.9 } else { 1.0 }),
            ("kind", self.kind),
            ("units", unit_value(self.units)),
            ("commune", self.commune),
            ("number", if self.asked_number { number_value(self.level) } else { 1.0 }),
            ("leftovers", 0.96_f64.powi(self.leftovers as i32)),
        ]
    }

    pub(crate) fn fit(&self, by: FoundBy) -> f64 {
        self.parts(by).iter().map(|(_, value)| value).product()
    }
}

fn unit_value(agreement: Option<Agreement>) -> f64 {
    match agreement {
        None | Some(Agreement::Inside) => 1.0,
        Some(Agreement::Possible) => 0.96,
        Some(Agreement::Outside) => 0.4,
    }
}

fn number_value(level: MatchLevel) -> f64 {
    match level {
        MatchLevel::House => 1.0,
        MatchLevel::Interpolated => 0.92,
        MatchLevel::Alley => 0.88,
        _ => 0.75,
    }
}

/// How much nearness and importance may change a score.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    bias: f64,
    importance: f64,
}

impl Weights {
    /// Less than any difference in how well two places fit, so that they decide among equals and
    /// never hide an exact match.
    pub(crate) const DECIDING_AMONG_EQUALS: Self = Self { bias: 0.03, importance: 0.02 };

    /// The factors by which nearness and importance change a score.
    pub(crate) fn parts(&self, importance: f64, distance_m: Option<f64>) -> [(&'static str, f64); 2] {
        let nearness = distance_m.map_or(1.0, |distance| BIAS_HALF_M / (BIAS_HALF_M + distance));
        [("nearness", 1.0 - self.bias * (1.0 - nearness)), ("importance", 1.0 - self.importance * (1.0 - importance))]
    }

    /// Weights for so many letters, of which more may follow: two or three say so little that what is
    /// well known or near is rather meant than what is called just that.
    pub(crate) fn of_begun(letters: usize) -> Self {
        match letters {
            0..=3 => Self { bias: 0.15, importance: 0.25 },
            _ => Self::DECIDING_AMONG_EQUALS,
        }
    }
}

/// Distance in metres at which nearness counts half.
const BIAS_HALF_M: f64 = 5_000.0;

/// The score of a place that fits by `fit`.
pub(crate) fn score(fit: f64, importance: f64, distance_m: Option<f64>, weights: Weights) -> f64 {
    let deciding = weights.parts(importance, distance_m).iter().map(|(_, value)| value).product::<f64>();
    (fit * deciding * 1e6).round() / 1e6
}

/// Best first: by score, then importance, then identifier; the same every time.
pub(crate) fn best_first(a: &Found, b: &Found) -> Ordering {
    b.score.total_cmp(&a.score).then(b.importance.total_cmp(&a.importance)).then(a.id.cmp(&b.id))
}

/// Sorts `found`, keeps each place once and no place that fits much worse than the best, and puts
/// further parts of a street behind other streets.
///
/// Parts of a street that is searched for are those that lie side by side; while it is being typed,
/// all of its name in the province.
pub(crate) fn order(mut found: Vec<Found>, limit: usize, being_typed: bool) -> Vec<Found> {
    const WORSE: f64 = 0.6;
    keep_best(&mut found, 256);
    found.sort_unstable_by(best_first);
    let best = found.first().map_or(0.0, |best| best.fit);
    found.retain(|other| other.fit >= best * WORSE);
    keep_first_of_each(&mut found);
    if !being_typed {
        join_parts(&mut found);
    }
    let (mut firsts, further): (Vec<Found>, Vec<Found>) = split_parts(found);
    firsts.extend(further);
    firsts.truncate(limit);
    firsts
}

/// Gives parts of one street that lie side by side, through however many wards, one number: a name
/// that is borne in several towns of a province is several streets.
fn join_parts(found: &mut [Found]) {
    // The middles of two parts side by side are hardly farther apart than this, some six kilometres.
    const SIDE_BY_SIDE_E7: u32 = 550_000;
    let beside = |one: Point, other: Point| {
        one.lon_e7().abs_diff(other.lon_e7()) < SIDE_BY_SIDE_E7
            && one.lat_e7().abs_diff(other.lat_e7()) < SIDE_BY_SIDE_E7
    };
    let names: Vec<Option<u64>> = found.iter().map(|part| part.street).collect();
    let mut numbers: Vec<usize> = (0..found.len()).collect();
    for at in 0..found.len() {
        for other in (0..at).filter(|other| names[at].is_some() && names[*other] == names[at]) {
            let (own, others) = (numbers[at], numbers[other]);
            if own != others && beside(found[at].point, found[other].point) {
                numbers[..=at].iter_mut().filter(|number| **number == own).for_each(|number| *number = others);
            }
        }
    }
    for (part, number) in found.iter_mut().zip(numbers) {
        part.street = part.street.map(|_| number as u64);
    }
}

/// Leaves the `count` best, in no order: thousands may share a name.
fn keep_best(found: &mut Vec<Found>, count: usize) {
    if found.len() > count {
        found.select_nth_unstable_by(count, best_first);
        found.truncate(count);
    }
}

fn keep_first_of_each(found: &mut Vec<Found>) {
    let mut seen = hashbrown::HashSet::new();
    found.retain(|other| seen.insert(other.id));
}

/// The best part of each street and everything else, and the other parts.
fn split_parts(found: Vec<Found>) -> (Vec<Found>, Vec<Found>) {
    let mut seen = hashbrown::HashSet::new();
    found.into_iter().partition(|part| match (part.street, part.evidence.level) {
        (Some(street), MatchLevel::Street) => seen.insert(street),
        (Some(street), _) => {
            seen.insert(street);
            true
        }
        (None, _) => true,
    })
}
