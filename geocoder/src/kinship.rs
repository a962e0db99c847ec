//! How today's wards and former units lie in one another.

use std::sync::Arc;

use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};

/// How a place lies to a unit that a query names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Agreement {
    /// It cannot lie in the unit.
    Outside,
    /// Its ward was made from parts of the unit, so that it may lie in it.
    Possible,
    /// It is known to lie in the unit.
    Inside,
}

/// What today's units were made from and former units became, worked out once for all.
pub(crate) struct Kinship {
    units: Arc<UnitTable>,
    /// By unit row: for a ward of today, its predecessors and all units above them, sorted.
    former: Vec<Box<[UnitId]>>,
    /// By unit row: for a ward of today, the smallest former unit that all of it lay in.
    certain: Vec<Option<UnitId>>,
    /// By unit row: for a former unit, the units of today that it passed into.
    successors: Vec<Box<[Successor]>>,
}

impl Kinship {
    /// Cost: one pass over the successions, some milliseconds for the country.
    pub(crate) fn new(units: Arc<UnitTable>) -> Self {
        let former = units.iter().map(|(id, _)| former_units(&units, id)).collect();
        let successors = all_successors(&units);
        let certain = units.iter().map(|(id, _)| {
            let predecessors: Vec<UnitId> = units.predecessors(id).map(|edge| edge.old).collect();
            common_ancestor(&units, &predecessors)
        });
        Self { certain: certain.collect(), units, former, successors }
    }

    /// Every unit that a place in `ward` of today, known to lie in the wards `legacy`, can be
    /// asked for by.
    pub(crate) fn findable_by(&self, ward: Option<UnitId>, legacy: &[UnitId]) -> Vec<UnitId> {
        let known = ward.into_iter().chain(legacy.iter().copied());
        let mut all: Vec<UnitId> = known.flat_map(|id| self.units.lineage(id).map(|(id, _)| id)).collect();
        all.extend(ward.iter().flat_map(|ward| self.former(*ward)));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// How a place in `ward` of today, known to lie in the wards `legacy`, lies to `unit`.
    pub(crate) fn agreement(
        &self,
        ward: Option<UnitId>,
        mut legacy: impl Iterator<Item = UnitId>,
        unit: UnitId,
    ) -> Agreement {
        let within = |id: UnitId| self.units.is_within(id, unit);
        if ward.is_some_and(within) || legacy.any(within) {
            return Agreement::Inside;
        }
        match ward.is_some_and(|ward| self.former(ward).binary_search(&unit).is_ok()) {
            // A ward made from one former unit alone lies in it.
            true if ward.is_some_and(|ward| self.is_only_former(ward, unit)) => Agreement::Inside,
            true => Agreement::Possible,
            false => Agreement::Outside,
        }
    }

    /// The smallest former unit that a place in `ward`, known to lie in the wards `legacy`, is
    /// certain to have lain in.
    pub(crate) fn certain_former(&self, ward: Option<UnitId>, legacy: &[UnitId]) -> Option<UnitId> {
        match legacy {
            [] => self.certain.get(usize::from(ward?.0)).copied().flatten(),
            known => common_ancestor(&self.units, known),
        }
    }

    /// Today's units that `unit` passed into, those that took most first: wards for a ward or a
    /// district, provinces for a province.
    pub(crate) fn successors(&self, unit: UnitId) -> &[Successor] {
        self.successors.get(usize::from(unit.0)).map_or(&[], |successors| successors)
    }

    fn former(&self, ward: UnitId) -> &[UnitId] {
        self.former.get(usize::from(ward.0)).map_or(&[], |former| former)
    }

    fn is_only_former(&self, ward: UnitId, unit: UnitId) -> bool {
        self.units.predecessors(ward).all(|edge| self.units.is_within(edge.old, unit))
    }
}

/// A unit of today that a former one passed into.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Successor {
    /// The unit of today.
    pub unit: UnitId,
    /// The part of the former unit that it took, 0 to 1, by shares where known, else by wards.
    pub share: f64,
}

/// The smallest unit that all of `wards` lie in.
fn common_ancestor(units: &UnitTable, wards: &[UnitId]) -> Option<UnitId> {
    let (first, rest) = wards.split_first()?;
    let mut above = units.lineage(*first).map(|(id, _)| id);
    above.find(|above| rest.iter().all(|other| units.is_within(*other, *above)))
}

fn add_weight(weights: &mut Vec<Successor>, unit: UnitId, share: f64) {
    match weights.iter_mut().find(|successor| successor.unit == unit) {
        Some(successor) => successor.share += share,
        None => weights.push(Successor { unit, share }),
    }
}

/// The successors of each former ward, added up for the units above it.
fn all_successors(units: &UnitTable) -> Vec<Box<[Successor]>> {
    let mut weights: Vec<Vec<Successor>> = vec![Vec::new(); units.len()];
    for (ward, unit) in units.iter() {
        if unit.era() == Era::Current || unit.level != UnitLevel::Ward {
            continue;
        }
        let today = today(units, ward);
        for (above, unit) in units.lineage(ward) {
            for successor in &today {
                let reached = match unit.level {
                    UnitLevel::Province => units.ancestor(successor.unit, UnitLevel::Province),
                    UnitLevel::District | UnitLevel::Ward => Some(successor.unit),
                };
                let reached = reached.unwrap_or(successor.unit);
                add_weight(&mut weights[usize::from(above.0)], reached, successor.share);
            }
        }
    }
    for (id, _) in units.iter().filter(|(_, unit)| unit.era() == Era::Legacy) {
        // A district without wards, as on the islands, is followed itself.
        let own = &mut weights[usize::from(id.0)];
        if own.is_empty() {
            *own = today(units, id);
        }
    }
    weights.into_iter().map(in_order).collect()
}

/// The units of today that `unit` went to, reform by reform.
fn today(units: &UnitTable, unit: UnitId) -> Vec<Successor> {
    units.became(unit, None).into_iter().map(|part| Successor { unit: part.unit, share: part.share }).collect()
}

/// Shares of the whole, the largest first.
fn in_order(mut weights: Vec<Successor>) -> Box<[Successor]> {
    let total: f64 = weights.iter().map(|successor| successor.share).sum();
    weights.iter_mut().for_each(|successor| successor.share /= total);
    weights.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.unit.cmp(&b.unit)));
    weights.into()
}

fn former_units(units: &UnitTable, id: UnitId) -> Box<[UnitId]> {
    let is_ward_of_today =
        units.get(id).is_some_and(|unit| unit.era() == Era::Current && unit.level == UnitLevel::Ward);
    let mut former = std::collections::BTreeSet::new();
    let mut wards = if is_ward_of_today { vec![id] } else { Vec::new() };
    while let Some(ward) = wards.pop() {
        for edge in units.predecessors(ward) {
            if former.insert(edge.old) {
                wards.push(edge.old);
            }
        }
    }
    let with_above: std::collections::BTreeSet<UnitId> =
        former.iter().flat_map(|ward| units.lineage(*ward).map(|(id, _)| id)).collect();
    with_above.into_iter().collect()
}
