//! The names of units as people begin to type them.

use std::ops::Range;

use hashbrown::HashMap;
use vmap_core::text::fold;
use vmap_core::unit::{Era, Unit, UnitId, UnitLevel};

use super::autocomplete::{Completions, Filed, Shelf, Weight, importance};
use crate::tables::Tables;
use crate::vocabulary::{BegunNames, NameId, Vocabulary};

/// Folded names of all units, with and without their kind, written out or in short, and their
/// aliases.
pub(crate) struct UnitLexicon {
    vocabulary: Vocabulary,
    shelf: Shelf,
    units: Vec<UnitEntry>,
}

/// What the lexicon knows of a unit.
#[derive(Default)]
struct UnitEntry {
    names: Box<[NameId]>,
    /// Today's wards that lie in it, or that it passed into.
    wards: Box<[UnitId]>,
    weight: Weight,
}

impl UnitLexicon {
    /// Cost: some tens of milliseconds for the country.
    pub(crate) fn new(tables: &Tables, completions: &Completions) -> Self {
        let mut by_name: HashMap<String, Vec<UnitId>> = HashMap::new();
        for (id, unit) in tables.units.iter() {
            names_of(unit).into_iter().for_each(|name| by_name.entry(name).or_default().push(id));
        }
        let bearers = |(name, units): (&String, &Vec<UnitId>)| (name.clone(), units.len() as u32);
        let vocabulary = Vocabulary::new(by_name.iter().map(bearers).collect());
        let wards = wards_of_units(tables);
        let weights = weights(tables, completions, &wards);
        let mut filed = Vec::new();
        let mut names: Vec<Vec<NameId>> = vec![Vec::new(); tables.units.len()];
        for (text, units) in by_name {
            let Some(name) = vocabulary.exact(&text) else { continue };
            for unit in units {
                filed.push(Filed { name, weight: weights[usize::from(unit.0)], item: u32::from(unit.0) });
                names[usize::from(unit.0)].push(name);
            }
        }
        let shelf = Shelf::new(vocabulary.len(), filed);
        let entries = names.into_iter().zip(wards).zip(weights);
        let units =
            entries.map(|((names, wards), weight)| UnitEntry { names: names.into(), wards: wards.into(), weight });
        Self { vocabulary, shelf, units: units.collect() }
    }

    /// The names that `phrase` begins, with at most `budget` slips. A unit is not begun by a few letters of
    /// its kind: half of all units would be. Cost: some microseconds.
    pub(crate) fn begun_by(&self, phrase: &str, budget: u8) -> Vec<BegunNames> {
        let mut begun = self.vocabulary.begun_by(phrase, budget);
        if phrase.contains(' ') && (budget > 0 || says_kind(phrase)) {
            begun.extend(self.vocabulary.begun_by(&after_kind_sign(phrase), budget));
        }
        begun
    }

    /// The names with a kind of which `phrase` begins no more than that kind.
    pub(crate) fn kind_begun_by(&self, phrase: &str) -> Vec<BegunNames> {
        let is_begun = KINDS.iter().any(|(long, short)| long.starts_with(phrase) || short.starts_with(phrase));
        if is_begun { self.vocabulary.begun_by(&after_kind_sign(phrase), 0) } else { Vec::new() }
    }

    /// Whether `name` is a whole name of a unit, with its kind or without.
    pub(crate) fn has(&self, name: &str) -> bool {
        [name, &after_kind_sign(name)].into_iter().any(|name| self.vocabulary.exact(name).is_some())
    }

    /// All units with a name in `names`, ascending.
    pub(crate) fn units_of(&self, names: &[Range<NameId>]) -> Vec<UnitId> {
        let items = names.iter().flat_map(|names| self.shelf.of(names));
        let mut units: Vec<UnitId> = items.map(|item| UnitId(*item as u16)).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The `count` best known units with a name in any of `names`.
    pub(crate) fn best_known(&self, names: &[Range<NameId>], count: usize) -> Vec<UnitId> {
        self.shelf.weightiest(names, count, |_| true).into_iter().map(|item| UnitId(item as u16)).collect()
    }

    /// The names of `unit`.
    pub(crate) fn names(&self, unit: UnitId) -> &[NameId] {
        self.entry(unit).map_or(&[], |entry| &entry.names)
    }

    /// Today's wards that lie in `unit`, or that it passed into.
    pub(crate) fn wards(&self, unit: UnitId) -> &[UnitId] {
        self.entry(unit).map_or(&[], |entry| &entry.wards)
    }

    /// How well known `unit` is, 0 to 1.
    pub(crate) fn importance(&self, unit: UnitId) -> f64 {
        self.entry(unit).map_or(0.0, |entry| entry.weight.importance())
    }

    fn entry(&self, unit: UnitId) -> Option<&UnitEntry> {
        self.units.get(usize::from(unit.0))
    }
}

/// Kinds of units, and how they are written in short.
const KINDS: [(&str, &str); 9] = [
    ("phuong", "p"),
    ("quan", "q"),
    ("huyen", "h"),
    ("xa", "x"),
    ("thi tran", "tt"),
    ("thi xa", "tx"),
    ("thanh pho", "tp"),
    ("tinh", "t"),
    ("dac khu", "dk"),
];

/// Stands before names with their kind, so that no bare name is among them.
const KIND_SIGN: char = '~';

fn after_kind_sign(text: &str) -> String {
    format!("{KIND_SIGN}{text}")
}

/// Whether `phrase` begins with the kind of a unit and goes on.
fn says_kind(phrase: &str) -> bool {
    let is_kind = |kind: &str| phrase.strip_prefix(kind).is_some_and(|rest| rest.starts_with(' '));
    KINDS.iter().any(|(long, short)| is_kind(long) || is_kind(short))
}

fn names_of(unit: &Unit) -> Vec<String> {
    let (kind, name) = (fold(&unit.kind), fold(&unit.name));
    let short = KINDS.iter().find(|(long, _)| *long == kind).map(|(_, short)| *short);
    let mut names = unit.aliases.clone();
    names.push(after_kind_sign(&fold(&unit.full_name)));
    names.extend(short.map(|short| after_kind_sign(&format!("{short} {name}"))));
    match name.contains(|letter: char| letter.is_ascii_alphabetic()) {
        true => names.push(name),
        false => names.extend(short.map(|short| format!("{short}{name}"))),
    }
    if unit.level == UnitLevel::Province {
        let initials: Vec<&String> = unit.aliases.iter().filter(|alias| alias.len() <= 3).collect();
        names.extend(initials.iter().map(|alias| format!("tp{alias}")).collect::<Vec<_>>());
        names.extend(initials.iter().map(|alias| after_kind_sign(&format!("tp {alias}"))).collect::<Vec<_>>());
    }
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}

/// Today's wards in every unit; of a former one those that it or its wards passed into.
fn wards_of_units(tables: &Tables) -> Vec<Vec<UnitId>> {
    let mut wards: Vec<Vec<UnitId>> = vec![Vec::new(); tables.units.len()];
    for (id, unit) in tables.units.iter() {
        let today: Vec<UnitId> = match (unit.era(), unit.level) {
            (Era::Current, UnitLevel::Ward) => vec![id],
            (Era::Legacy, UnitLevel::Ward | UnitLevel::District) => {
                tables.kinship.successors(id).iter().map(|successor| successor.unit).collect()
            }
            _ => continue,
        };
        for (above, _) in tables.units.lineage(id) {
            wards[usize::from(above.0)].extend(&today);
        }
    }
    for wards in &mut wards {
        wards.sort_unstable();
        wards.dedup();
    }
    wards
}

/// Provinces before districts before wards, those of today before former ones, those with many
/// addresses before those with few.
fn weights(tables: &Tables, completions: &Completions, wards: &[Vec<UnitId>]) -> Vec<Weight> {
    let of_ward = |ward: &UnitId| completions.in_ward(*ward).iter().map(|row| tables.named.member_count(*row)).sum();
    let addresses: HashMap<UnitId, usize> = tables
        .units
        .iter()
        .map(|(id, _)| id)
        .filter(|id| wards[usize::from(id.0)] == [*id])
        .map(|id| (id, of_ward(&id)))
        .collect();
    let weight = |(id, unit): (UnitId, &Unit)| {
        let inside = wards[usize::from(id.0)].iter().filter_map(|ward| addresses.get(ward)).sum();
        let (level, former) = match unit.level {
            UnitLevel::Province => (0.8, 0.95),
            UnitLevel::District => (0.7, 0.95),
            UnitLevel::Ward => (0.56, 0.75),
        };
        let era = if unit.era() == Era::Current { 1.0 } else { former };
        Weight::new((level + 0.2 * importance(inside)) * era)
    };
    tables.units.iter().map(weight).collect()
}
