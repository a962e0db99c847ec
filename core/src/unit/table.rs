//! All units and successions, looked up by row, code or kinship.

use hashbrown::HashMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Era, FormerName, Succession, Unit, UnitCode, UnitId, UnitLevel};

/// All units of every era with their successions. Immutable once made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "UnitRows", into = "UnitRows")]
pub struct UnitTable {
    units: Vec<Unit>,
    successions: Vec<Succession>,
    former_names: Vec<FormerName>,
    by_code: HashMap<(Era, UnitLevel, UnitCode), UnitId>,
    successors: HashMap<UnitId, Vec<usize>>,
    predecessors: HashMap<UnitId, Vec<usize>>,
    eve_of_the_reform: Option<Date>,
}

/// What is written down of a [`UnitTable`]; the rest is derived.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct UnitRows {
    units: Vec<Unit>,
    successions: Vec<Succession>,
    #[serde(default)]
    former_names: Vec<FormerName>,
}

/// Why rows make no unit table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnitTableError {
    /// More rows than a [`UnitId`] can number.
    #[error("a unit table holds at most 65535 units, found {0}")]
    TooMany(usize),
    /// Two units of one era and level share a code.
    #[error("two {era:?} units of level {level:?} have the code {code}: at one time a code is that of one unit")]
    DuplicateCode {
        /// Era of both.
        era: Era,
        /// Level of both.
        level: UnitLevel,
        /// The code in question.
        code: UnitCode,
    },
    /// A parent, succession or former name points at no unit.
    #[error("{what} points at unit row {row}, but there are only {len}")]
    Dangling {
        /// What points there.
        what: &'static str,
        /// The row pointed at.
        row: u16,
        /// Number of units.
        len: usize,
    },
}

impl UnitTable {
    /// A table of `units`, whose row numbers `parent` and `successions` refer to.
    pub fn new(units: Vec<Unit>, successions: Vec<Succession>) -> Result<Self, UnitTableError> {
        check_references(&units, &successions)?;
        let mut by_code = HashMap::with_capacity(units.len());
        for (row, unit) in units.iter().enumerate() {
            let (era, level, code) = (unit.era(), unit.level, unit.code.clone());
            let known: Option<UnitId> = by_code.get(&(era, level, code.clone())).copied();
            let ended = |id: UnitId| units[usize::from(id.0)].validity.until;
            match known {
                Some(other) if ended(other) == unit.validity.until => {
                    return Err(UnitTableError::DuplicateCode { era, level, code });
                }
                // A later reform ended a unit whose number another had borne before July 2025.
                Some(other) if ended(other) < unit.validity.until => {}
                _ => {
                    by_code.insert((era, level, code), UnitId(row as u16));
                }
            }
        }
        let mut successors: HashMap<UnitId, Vec<usize>> = HashMap::new();
        let mut predecessors: HashMap<UnitId, Vec<usize>> = HashMap::new();
        for (edge, succession) in successions.iter().enumerate() {
            successors.entry(succession.old).or_default().push(edge);
            predecessors.entry(succession.new).or_default().push(edge);
        }
        let eve_of_the_reform = eve_of_the_reform(&units);
        let former_names = Vec::new();
        Ok(Self { units, successions, former_names, by_code, successors, predecessors, eve_of_the_reform })
    }

    /// The same table with the names that its units had before.
    pub fn with_former_names(self, former_names: Vec<FormerName>) -> Result<Self, UnitTableError> {
        let named = former_names.iter().map(|former| ("a former name", former.unit));
        check_rows(named, self.units.len())?;
        Ok(Self { former_names, ..self })
    }

    /// The eve of the reform that parts the two eras: the day before the last district ended; of a table
    /// without districts, the eve of the last day on which any unit ended.
    pub fn eve_of_the_reform(&self) -> Option<Date> {
        self.eve_of_the_reform
    }

    /// The unit at `id`; `None` when the row belongs to another table.
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(usize::from(id.0))
    }

    /// The row of the unit with this era, level and code; of several that bore the number one after the
    /// other and have ended, the first.
    pub fn by_code(&self, era: Era, level: UnitLevel, code: &str) -> Option<UnitId> {
        self.by_code.get(&(era, level, UnitCode(code.to_owned()))).copied()
    }

    /// The units that have, or had under a former name, this code: those of today first, larger
    /// ones first. Cost: one pass over the table.
    pub fn with_code(&self, code: &str) -> Vec<UnitId> {
        let own = self.iter().filter(|(_, unit)| unit.code.as_str() == code).map(|(id, _)| id);
        let former = self.former_names.iter().filter(|former| former.code.as_str() == code).map(|former| former.unit);
        let mut found: Vec<UnitId> = own.chain(former).collect();
        found.sort_by_key(|id| (self.get(*id).map(|unit| (unit.era(), unit.level)), *id));
        found.dedup();
        found
    }

    /// All units with their rows, in table order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (UnitId, &Unit)> {
        self.units.iter().enumerate().map(|(row, unit)| (UnitId(row as u16), unit))
    }

    /// Number of units of every era and level.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is no unit at all.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// All successions, in the order given.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }

    /// All former names, in the order given.
    pub fn former_names(&self) -> &[FormerName] {
        &self.former_names
    }

    /// What `id` was called before, in the order given. Cost: one pass over all former names.
    pub fn former_names_of(&self, id: UnitId) -> impl Iterator<Item = &FormerName> {
        self.former_names.iter().filter(move |former| former.unit == id)
    }

    /// Into which units `old` passed: one when it merged, several when it was split.
    pub fn successors(&self, old: UnitId) -> impl Iterator<Item = &Succession> {
        edges(&self.successors, old).map(|edge| &self.successions[edge])
    }

    /// From which units `new` was made.
    pub fn predecessors(&self, new: UnitId) -> impl Iterator<Item = &Succession> {
        edges(&self.predecessors, new).map(|edge| &self.successions[edge])
    }

    /// `id` and the units above it, smallest first.
    pub fn lineage(&self, id: UnitId) -> impl Iterator<Item = (UnitId, &Unit)> {
        std::iter::successors(self.get(id).map(|unit| (id, unit)), |(_, unit)| {
            unit.parent.and_then(|parent| self.get(parent).map(|unit| (parent, unit)))
        })
        .take(3)
    }

    /// The unit of `level` among `id` and those above it.
    pub fn ancestor(&self, id: UnitId, level: UnitLevel) -> Option<UnitId> {
        self.lineage(id).find(|(_, unit)| unit.level == level).map(|(id, _)| id)
    }

    /// Whether `id` is `above` or lies below it.
    pub fn is_within(&self, id: UnitId, above: UnitId) -> bool {
        self.lineage(id).any(|(ancestor, _)| ancestor == above)
    }
}

fn eve_of_the_reform(units: &[Unit]) -> Option<Date> {
    let ended = |level: Option<UnitLevel>| {
        let units = units.iter().filter(move |unit| level.is_none_or(|level| unit.level == level));
        units.filter_map(|unit| unit.validity.until).max()
    };
    ended(Some(UnitLevel::District)).or_else(|| ended(None))?.yesterday().ok()
}

fn edges(kin: &HashMap<UnitId, Vec<usize>>, id: UnitId) -> impl Iterator<Item = usize> {
    kin.get(&id).into_iter().flatten().copied()
}

fn check_references(units: &[Unit], successions: &[Succession]) -> Result<(), UnitTableError> {
    let len = units.len();
    if len > usize::from(u16::MAX) {
        return Err(UnitTableError::TooMany(len));
    }
    let parents = units.iter().filter_map(|unit| unit.parent).map(|id| ("a parent", id));
    let edges = successions.iter().flat_map(|edge| [("a succession", edge.old), ("a succession", edge.new)]);
    check_rows(parents.chain(edges), len)
}

/// Refuses rows at or past `len`, the number of units.
fn check_rows(mut rows: impl Iterator<Item = (&'static str, UnitId)>, len: usize) -> Result<(), UnitTableError> {
    match rows.find(|(_, id)| usize::from(id.0) >= len) {
        Some((what, UnitId(row))) => Err(UnitTableError::Dangling { what, row, len }),
        None => Ok(()),
    }
}

impl TryFrom<UnitRows> for UnitTable {
    type Error = UnitTableError;

    fn try_from(rows: UnitRows) -> Result<Self, Self::Error> {
        Self::new(rows.units, rows.successions)?.with_former_names(rows.former_names)
    }
}

impl From<UnitTable> for UnitRows {
    fn from(table: UnitTable) -> Self {
        Self { units: table.units, successions: table.successions, former_names: table.former_names }
    }
}
