//! Units while they are put together.

use geo::Rect;
use hashbrown::HashMap;
use vmap_core::text::fold;
use vmap_core::unit::{Era, FormerName, Succession, Unit, UnitId, UnitLevel};

use super::UnitsReport;

/// Most units that a table numbers.
const MOST_UNITS: usize = u16::MAX as usize;

/// Units, successions and facts beside them, before they become a table.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) units: Vec<Unit>,
    pub(super) successions: Vec<Succession>,
    pub(super) former_names: Vec<FormerName>,
    pub(super) report: UnitsReport,
    /// Square kilometres of today's wards, where a list says.
    pub(super) area_km2: HashMap<UnitId, f64>,
    /// Boxes of former wards, where a list says.
    pub(super) boxes: HashMap<UnitId, Rect<f64>>,
    /// Units whose centre the list itself doubts.
    pub(super) suspect_centres: Vec<UnitId>,
    by_code: HashMap<(Era, UnitLevel, String), UnitId>,
}

impl Draft {
    /// Adds `unit`; `None`, counted, where its era and level have the code already or where the
    /// table is full.
    pub(super) fn add(&mut self, unit: Unit) -> Option<UnitId> {
        let key = (unit.era(), unit.level, unit.code.as_str().to_owned());
        if self.by_code.contains_key(&key) {
            self.report.skip("a second unit of the same code", || format!("{} {}", unit.code, unit.full_name));
            return None;
        }
        if self.units.len() >= MOST_UNITS {
            self.report.skip("more units than a table holds", || format!("{} {}", unit.code, unit.full_name));
            return None;
        }
        let id = UnitId(self.units.len() as u16);
        self.by_code.insert(key, id);
        self.units.push(unit);
        Some(id)
    }

    pub(super) fn find(&self, era: Era, level: UnitLevel, code: &str) -> Option<UnitId> {
        self.by_code.get(&(era, level, code.to_owned())).copied()
    }

    /// The unit at `id`, which this draft gave out.
    pub(super) fn unit(&self, id: UnitId) -> &Unit {
        &self.units[usize::from(id.0)]
    }

    pub(super) fn unit_mut(&mut self, id: UnitId) -> &mut Unit {
        &mut self.units[usize::from(id.0)]
    }

    /// The units of one era and level.
    pub(super) fn of(&self, era: Era, level: UnitLevel) -> impl Iterator<Item = UnitId> + '_ {
        let wanted = move |unit: &Unit| unit.level == level && unit.era() == era;
        self.units.iter().enumerate().filter(move |(_, unit)| wanted(unit)).map(|(row, _)| UnitId(row as u16))
    }

    /// The province that `id` is or lies in.
    pub(super) fn province_of(&self, id: UnitId) -> Option<UnitId> {
        let upwards = std::iter::successors(Some(id), |id| self.unit(*id).parent);
        upwards.take(3).find(|id| self.unit(*id).level == UnitLevel::Province)
    }

    /// Adds `name`, folded, to the other names of `id`, unless it says nothing new.
    pub(super) fn add_alias(&mut self, id: UnitId, name: &str) -> bool {
        let alias = fold(name);
        let unit = self.unit_mut(id);
        let bare = without_spaces(&alias);
        let known = [unit.name.as_str(), unit.full_name.as_str()].into_iter().map(fold);
        let said = known.chain(unit.aliases.iter().cloned()).any(|name| without_spaces(&name) == bare);
        if said || alias.is_empty() {
            return false;
        }
        unit.aliases.push(alias);
        true
    }
}

/// `text` with its spaces taken out, as the keys of the lists of aliases are written.
pub(super) fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}
