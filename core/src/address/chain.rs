//! Which units a line names: the best consistent chain of ward, district and province among all
//! runs of words that could name one.
//!
//! Every unit that could be the smallest one named is weighed with the larger units that agree
//! with it and against the words that would stay unexplained. Weights are whole numbers, so that
//! equal evidence is equal.

mod evidence;

use smallvec::{SmallVec, smallvec};

use crate::text::Word;
use crate::unit::{Era, Kinship, NamedUnit, Run, UnitId, UnitLevel, UnitNames};

use super::parser::RivalUnit;
use super::repairs::repaired_runs;
use evidence::weight_of_unit;

/// A way to understand the units of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chain {
    /// The smallest units named that agree equally well, ascending.
    pub(super) candidates: SmallVec<[UnitId; 4]>,
    pub(super) level: UnitLevel,
    pub(super) era: Era,
    /// Larger units named, smallest first.
    pub(super) within: SmallVec<[UnitId; 2]>,
    /// Whether larger units are named and stand behind the smallest.
    pub(super) rising: bool,
    /// Other wards that the words of the smallest unit may name, and how much less speaks for them.
    pub(super) rivals: SmallVec<[RivalUnit; 2]>,
    /// Words that name them, in order.
    pub(super) places: Places,
    /// Evidence for it, for order only.
    pub(super) weight: i32,
    /// Whether all of it agrees and nothing was passed over.
    pub(super) exact: bool,
    /// Whether the kind of the smallest is said.
    pub(super) kind_said: bool,
    /// Whether a kind is said or a larger unit is named too: more than a name that could be anyone's.
    pub(super) supported: bool,
}

/// Words that name a unit of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) first: usize,
    pub(super) len: usize,
    pub(super) level: UnitLevel,
    unit: UnitId,
}

/// Words of one chain; it has seldom more than three units and one of them repeated.
type Places = SmallVec<[Place; 4]>;

impl Place {
    pub(super) fn end(&self) -> usize {
        self.first + self.len
    }

    fn of(run: &Run<'_>, named: &NamedUnit) -> Self {
        Self { first: run.first, len: run.len, level: named.level, unit: named.unit }
    }
}

impl Chain {
    /// The units that the words at `place` name, ascending: the candidates, or one within which they
    /// lie.
    pub(super) fn named_at(&self, place: &Place) -> Vec<UnitId> {
        if self.candidates.contains(&place.unit) { self.candidates.to_vec() } else { vec![place.unit] }
    }
}

/// A unit that a run may name, and how much speaks for it.
#[derive(Clone, Copy, Debug)]
struct Mention<'n> {
    named: &'n NamedUnit,
    run: usize,
    weight: i32,
    clean: bool,
}

/// Mentions of one line; it has seldom more than these.
type Mentions<'n> = SmallVec<[Mention<'n>; 24]>;

/// A mention with the larger ones that agree with it.
#[derive(Clone, Copy, Debug)]
struct Link<'n> {
    smallest: Mention<'n>,
    larger: [Option<Mention<'n>>; 2],
    weight: i32,
    clean: bool,
}

impl<'n> Link<'n> {
    fn mentions(&self) -> impl Iterator<Item = &Mention<'n>> {
        std::iter::once(&self.smallest).chain(self.larger.iter().flatten())
    }
}

/// Links of one line; it has seldom more than these.
type Links<'n> = SmallVec<[Link<'n>; 8]>;

/// Chains for `words`, best first, at most `most`, each with other candidates. Where the best leaves
/// words that begin with a kind, these are looked at once more, as names with a slip, if it `puts_right` any.
pub(super) fn chains(
    names: &UnitNames,
    words: &[Word],
    hints: &[Option<UnitLevel>],
    breaks: &[bool],
    most: usize,
    puts_right: bool,
) -> Vec<Chain> {
    let mut runs = names.runs(words, hints);
    let chains = Weigher { names, words, runs: &runs, hints, breaks }.best_chains(most);
    let repaired = if puts_right { repaired_runs(names, words, breaks, chains.first()) } else { Vec::new() };
    if repaired.is_empty() {
        return chains;
    }
    runs.retain(|run| !repaired.iter().any(|whole| is_stretch(whole, breaks) && holds(whole, run)));
    runs.extend(repaired);
    Weigher { names, words, runs: &runs, hints, breaks }.best_chains(most)
}

/// Whether `run` is all that stands between two breaks.
fn is_stretch(run: &Run<'_>, breaks: &[bool]) -> bool {
    breaks[run.first] && breaks.get(run.first + run.len).is_none_or(|begins| *begins)
}

/// Whether `part` is some of the words of `whole`.
fn holds(whole: &Run<'_>, part: &Run<'_>) -> bool {
    whole.first <= part.first && part.first + part.len <= whole.first + whole.len && part.len < whole.len
}

/// A link this much lighter than another cannot win any more: two conflicts are less.
const HOPELESS: i32 = 110;

struct Weigher<'a, 'n> {
    names: &'n UnitNames,
    words: &'a [Word],
    runs: &'a [Run<'n>],
    /// Per word, the level that a column says it has; empty for none.
    hints: &'a [Option<UnitLevel>],
    /// Whether a word begins a new stretch: after a comma, a bracket or a dash.
    breaks: &'a [bool],
}

impl<'n> Weigher<'_, 'n> {
    fn best_chains(&self, most: usize) -> Vec<Chain> {
        let mentions = self.mentions();
        let mut links = self.links(&mentions);
        self.charge_conflicts(&mut links, &mentions);
        links.retain(|link| link.weight > 0);
        self.chains(&mut links, most)
    }

    fn mentions(&self) -> Mentions<'n> {
        let mut mentions = Mentions::new();
        for (index, run) in self.runs.iter().enumerate() {
            let shared = self.weight_of_place(run);
            for named in run.units() {
                let (weight, clean) = weight_of_unit(run, named);
                let weight = weight + shared;
                if weight > 0 {
                    mentions.push(Mention { named, run: index, weight, clean });
                }
            }
        }
        mentions
    }

    /// Every mention as the smallest unit of a link; those that the heaviest leaves far behind are
    /// dropped at once.
    fn links(&self, mentions: &[Mention<'n>]) -> Links<'n> {
        let above_wards: Mentions<'n> =
            mentions.iter().filter(|mention| mention.named.level < UnitLevel::Ward).copied().collect();
        let mut heaviest = 0;
        let mut links = Links::new();
        for mention in mentions {
            let link = self.link(*mention, &above_wards);
            heaviest = heaviest.max(link.weight);
            if link.weight > 0 && link.weight + HOPELESS > heaviest {
                links.push(link);
            }
        }
        links.retain(|link| link.weight + HOPELESS > heaviest);
        links
    }

    /// `smallest` with the larger units that speak for it most.
    fn link(&self, smallest: Mention<'n>, above_wards: &[Mention<'n>]) -> Link<'n> {
        let mut best = Link { smallest, larger: [None, None], weight: smallest.weight, clean: smallest.clean };
        let kin = above_wards.iter().filter_map(|larger| Some((*larger, self.kinship(smallest, *larger)?)));
        let kin: SmallVec<[(Mention<'n>, Kinship); 8]> = kin.collect();
        for (index, one) in kin.iter().enumerate() {
            self.keep_better(&mut best, smallest, &[*one]);
            for other in &kin[index + 1..] {
                if one.0.named.level != other.0.named.level && self.apart(one.0, other.0) {
                    self.keep_better(&mut best, smallest, &[*one, *other]);
                }
            }
        }
        best
    }

    /// How a larger mention elsewhere in the line belongs to `smallest`, if it does.
    fn kinship(&self, smallest: Mention<'n>, larger: Mention<'n>) -> Option<Kinship> {
        let may_be = larger.named.level < smallest.named.level && self.apart(smallest, larger);
        let kinship = || self.names.kinship().between(smallest.named.unit, &smallest.named.kin, larger.named.unit);
        if may_be { kinship() } else { None }
    }

    fn keep_better(&self, best: &mut Link<'n>, smallest: Mention<'n>, larger: &[(Mention<'n>, Kinship)]) {
        let mut chosen: [Option<Mention<'n>>; 2] = [None, None];
        let mut weight = smallest.weight;
        let mut clean = smallest.clean;
        for (slot, (mention, kinship)) in chosen.iter_mut().zip(larger) {
            weight += mention.weight - charge_of_succession(*kinship, mention.named.level);
            clean &= mention.clean;
            *slot = Some(*mention);
        }
        if weight <= best.weight {
            return;
        }
        if matches!(chosen, [Some(one), Some(other)] if one.named.level < other.named.level) {
            chosen.swap(0, 1);
        }
        let (order, in_order) = self.weight_of_order(smallest, chosen);
        weight += order;
        if weight > best.weight {
            *best = Link { smallest, larger: chosen, weight, clean: clean && in_order };
        }
    }

    /// Small to large is the rule, large to small is known, anything else is doubtful; words in
    /// between speak against it.
    fn weight_of_order(&self, smallest: Mention<'n>, larger: [Option<Mention<'n>>; 2]) -> (i32, bool) {
        let mut places = [smallest.run; 3];
        let mut len = 1;
        for mention in larger.into_iter().flatten() {
            places[len] = mention.run;
            len += 1;
        }
        let places = &places[..len];
        let first = |run: &usize| self.runs[*run].first;
        let (rising, falling) = (places.is_sorted_by_key(first), places.iter().rev().is_sorted_by_key(first));
        let gaps: usize = places.windows(2).map(|pair| self.gap(pair[0], pair[1])).sum();
        let order = match () {
            () if rising => 0,
            () if falling => -10,
            () => -30,
        };
        (order - 4 * gaps.min(5) as i32, rising || falling)
    }

    /// Number of words between two runs.
    fn gap(&self, one: usize, other: usize) -> usize {
        let (one, other) = (&self.runs[one], &self.runs[other]);
        let (first, second) = if one.first <= other.first { (one, other) } else { (other, one) };
        second.first.saturating_sub(first.first + first.len)
    }

    fn apart(&self, one: Mention, other: Mention) -> bool {
        let (one, other) = (&self.runs[one.run], &self.runs[other.run]);
        one.first + one.len <= other.first || other.first + other.len <= one.first
    }

    /// Takes from each link what speaks for units that it leaves unexplained.
    fn charge_conflicts(&self, links: &mut [Link<'n>], mentions: &[Mention<'n>]) {
        let strong = self.strong_runs(mentions);
        for link in links {
            let unexplained = strong.iter().filter(|run| !self.explains(link, **run));
            let charge: i32 = unexplained.map(|run| self.charge_for(link, *run)).sum();
            link.weight -= charge;
            link.clean &= charge == 0;
        }
    }

    /// What speaks against a link that leaves a run unexplained: less where it is the district beside
    /// the ward.
    fn charge_for(&self, link: &Link<'n>, run: usize) -> i32 {
        let ward = link.smallest.named;
        let mut districts = self.runs[run].units().filter(|named| named.level == UnitLevel::District);
        match ward.level == UnitLevel::Ward && districts.any(|named| self.names.is_beside(ward.unit, named.unit)) {
            true => 40,
            false => 50,
        }
    }

    /// Runs whose kind is said and which nothing at their place speaks against.
    fn strong_runs(&self, mentions: &[Mention<'n>]) -> SmallVec<[usize; 8]> {
        let mut strong = SmallVec::new();
        for mention in mentions {
            let run = &self.runs[mention.run];
            let known = |seen: &usize| self.runs[*seen].first == run.first && self.runs[*seen].len == run.len;
            if run.kind.is_some() && mention.weight > 35 && !strong.iter().any(known) {
                strong.push(mention.run);
            }
        }
        strong
    }

    /// Whether the run is one of the link's, shares its first words with one, or names a unit of the
    /// link once more. A name within it does not explain it (`Từ Liêm` in `Quận Nam Từ Liêm`), nor do
    /// two that take it apart (`Phường 1 Bảo Lộc`).
    fn explains(&self, link: &Link, run: usize) -> bool {
        let place = &self.runs[run];
        let covers = |mention: &Mention| {
            let other = &self.runs[mention.run];
            other.first <= place.first && place.first < other.first + other.len
        };
        let held = |mention: &&Mention<'_>| {
            let other = &self.runs[mention.run];
            place.first <= other.first && other.first + other.len <= place.first + place.len
        };
        if link.mentions().filter(held).count() > 1 {
            return false;
        }
        link.mentions().any(covers) || link.mentions().any(|mention| place.is_name_of(mention.named.unit))
    }

    fn chains(&self, links: &mut [Link<'n>], most: usize) -> Vec<Chain> {
        links.sort_by_key(|link| {
            (
                std::cmp::Reverse(link.weight),
                link.smallest.named.era == Era::Legacy,
                link.smallest.named.level,
                link.smallest.named.unit,
            )
        });
        let mut chains: Vec<Chain> = Vec::with_capacity(most);
        let all: &[Link<'n>] = links;
        let mut links = all.iter().peekable();
        while let Some(link) = links.next()
            && chains.len() < most
        {
            let NamedUnit { era, level, .. } = *link.smallest.named;
            let mut chain = self.chain(link);
            let same = |other: &&Link| {
                other.weight == link.weight && other.smallest.named.era == era && other.smallest.named.level == level
            };
            while let Some(other) = links.next_if(same) {
                chain.candidates.push(other.smallest.named.unit);
            }
            chain.candidates.sort_unstable();
            chain.candidates.dedup();
            chain.exact &= chain.candidates.len() == 1;
            if chains.is_empty() {
                chain.rivals = self.rivals(link, &chain, all);
            }
            if !chains.iter().any(|seen| seen.candidates == chain.candidates) {
                chains.push(chain);
            }
        }
        chains
    }

    /// Wards, other than those of the chain, that the words of its smallest unit may name and for
    /// which not much less speaks.
    fn rivals(&self, best: &Link<'n>, chain: &Chain, links: &[Link<'n>]) -> SmallVec<[RivalUnit; 2]> {
        const MUCH_LESS: i32 = 24;
        let place = |link: &Link<'n>| (self.runs[link.smallest.run].first, self.runs[link.smallest.run].len);
        let rivals = links.iter().filter(|link| {
            link.smallest.named.level == UnitLevel::Ward
                && place(link) == place(best)
                && best.weight - link.weight < MUCH_LESS
                && !chain.candidates.contains(&link.smallest.named.unit)
        });
        rivals.map(|link| RivalUnit { unit: link.smallest.named.unit, behind: best.weight - link.weight }).collect()
    }

    fn chain(&self, link: &Link) -> Chain {
        let mut places = link.mentions().map(|mention| Place::of(&self.runs[mention.run], mention.named)).collect();
        self.add_repetitions(link, &mut places);
        places.sort_unstable();
        let first = |mention: Mention| self.runs[mention.run].first;
        let larger_stand_behind = link.larger.into_iter().flatten().all(|larger| first(larger) > first(link.smallest));
        Chain {
            candidates: smallvec![link.smallest.named.unit],
            level: link.smallest.named.level,
            era: link.smallest.named.era,
            within: link.larger.iter().flatten().map(|mention| mention.named.unit).collect(),
            rising: link.larger[0].is_some() && larger_stand_behind,
            rivals: SmallVec::new(),
            places,
            weight: link.weight,
            exact: link.clean && link.larger[0].is_some(),
            kind_said: self.runs[link.smallest.run].kind.is_some_and(|kind| !kind.is_supposed()),
            supported: link.larger[0].is_some() || self.runs[link.smallest.run].kind.is_some(),
        }
    }

    /// Units of the chain that are named once more, by a kind or by a whole stretch, are explained
    /// as well.
    fn add_repetitions(&self, link: &Link, places: &mut Places) {
        for run in self.runs {
            let end = run.first + run.len;
            let alone = || self.breaks[run.first] && self.breaks.get(end).is_none_or(|begins| *begins);
            let apart = places.iter().all(|place| end <= place.first || place.end() <= run.first);
            let named = || link.mentions().find(|mention| run.is_name_of(mention.named.unit));
            let said = run.kind.is_some() || (alone() && !self.follows_house_number(run, places));
            if apart
                && said
                && let Some(mention) = named()
                && self.weight_of_neighbours(run) >= 0
            {
                places.push(Place::of(run, mention.named));
            }
        }
    }
}

/// Who names a district writes in the form of before the reform; who names but a province may
/// write in either.
fn charge_of_succession(kinship: Kinship, level: UnitLevel) -> i32 {
    match (kinship, level) {
        (Kinship::Own, _) => 0,
        (Kinship::Succession, UnitLevel::District) => 12,
        (Kinship::Succession, _) => 8,
    }
}
