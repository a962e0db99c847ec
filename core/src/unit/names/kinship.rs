//! Which larger units an address may name beside a smaller one.

use super::{Era, UnitId, UnitLevel, UnitTable};

/// How a larger unit belongs to a smaller one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kinship {
    /// It holds it, in the same era.
    Own,
    /// It holds what the smaller unit became, or came from: old ward and new province.
    Succession,
}

/// The larger units of every unit, over all eras. Built once; a few bytes a unit.
pub(crate) struct KinshipTable {
    own: Vec<[Option<UnitId>; 2]>,
    /// Where in `others` those of each unit end; they begin where those of the unit before end.
    ends: Vec<u32>,
    others: Vec<UnitId>,
}

impl KinshipTable {
    pub(super) fn new(table: &UnitTable) -> Self {
        let own: Vec<[Option<UnitId>; 2]> = table.iter().map(|(id, _)| parents(table, id)).collect();
        let mut others = vec![Vec::new(); table.len()];
        for edge in table.successions() {
            for (unit, kin) in [(edge.old, edge.new), (edge.new, edge.old)] {
                add_larger(table, &mut others, unit, kin);
                for larger in own[usize::from(unit.0)].into_iter().flatten() {
                    add_larger(table, &mut others, larger, kin);
                }
            }
        }
        let ends = others.iter().scan(0, |end, of_unit| {
            *end += of_unit.len() as u32;
            Some(*end)
        });
        Self { own, ends: ends.collect(), others: others.concat() }
    }

    /// How `larger` belongs to `unit`; `None` where it does not.
    pub(crate) fn between(&self, unit: UnitId, larger: UnitId) -> Option<Kinship> {
        let row = usize::from(unit.0);
        let [above, top] = *self.own.get(row)?;
        if above == Some(larger) || top == Some(larger) {
            return Some(Kinship::Own);
        }
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        let others = self.others.get(start as usize..self.ends[row] as usize)?;
        others.contains(&larger).then_some(Kinship::Succession)
    }
}

fn parents(table: &UnitTable, id: UnitId) -> [Option<UnitId>; 2] {
    let mut above = table.lineage(id).skip(1).map(|(above, _)| above);
    [above.next(), above.next()]
}

/// Notes for `unit` the units above `kin`, where they stand above `unit` too. A province of one
/// era is no kin of another: units of the same rung are told apart by era alone.
fn add_larger(table: &UnitTable, others: &mut [Vec<UnitId>], unit: UnitId, kin: UnitId) {
    let Some(level) = table.get(unit).map(|unit| unit.level) else { return };
    for (larger, above) in table.lineage(kin).skip(1) {
        let stands_above = above.level < level && !(above.era() == Era::Current && above.level == UnitLevel::District);
        let known = &mut others[usize::from(unit.0)];
        if stands_above && !known.contains(&larger) {
            known.push(larger);
        }
    }
}
