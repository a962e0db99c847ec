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

/// The larger units of every unit, over all eras. Built once; some tens of bytes a unit.
pub(crate) struct KinshipTable {
    kin: Vec<Kin>,
    /// Those by succession of every unit.
    others: Lists,
    /// The units that belong to every unit.
    below: Lists,
}

/// Lists of units one behind the other, one for each unit.
struct Lists {
    all: Vec<UnitId>,
    /// Where each list ends; it begins where the one before ends.
    ends: Vec<u32>,
}

impl Lists {
    fn new(lists: &[Vec<UnitId>]) -> Self {
        let ends = lists.iter().scan(0, |end, list| {
            *end += list.len() as u32;
            Some(*end)
        });
        Self { ends: ends.collect(), all: lists.concat() }
    }

    fn of(&self, unit: UnitId) -> &[UnitId] {
        let row = usize::from(unit.0);
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.all.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// The larger units of one unit, the first of them at hand: of most units there are no more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kin {
    /// Those that hold it in its own era.
    own: [UnitId; 2],
    /// Those by succession.
    others: [UnitId; OTHERS_AT_HAND],
    /// Whether there are more by succession.
    more: bool,
}

/// Larger units by succession that are kept with a unit.
const OTHERS_AT_HAND: usize = 4;

/// No row of any table: one holds fewer units than this.
const NONE: UnitId = UnitId(u16::MAX);

impl Kin {
    fn new(own: [Option<UnitId>; 2], others: &[UnitId]) -> Self {
        let other = |at: usize| others.get(at).copied().unwrap_or(NONE);
        Self {
            own: own.map(|own| own.unwrap_or(NONE)),
            others: std::array::from_fn(other),
            more: others.len() > OTHERS_AT_HAND,
        }
    }
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
        let below = Lists::new(&below(&own, &others));
        let kin = own.into_iter().zip(&others).map(|(own, others)| Kin::new(own, others));
        Self { kin: kin.collect(), others: Lists::new(&others), below }
    }

    /// The larger units of `unit`, a unit of the table.
    pub(super) fn kin(&self, unit: UnitId) -> Kin {
        self.kin[usize::from(unit.0)]
    }

    /// How `larger` belongs to `unit`, whose kin is `kin`; `None` where it does not.
    pub(crate) fn between(&self, unit: UnitId, kin: &Kin, larger: UnitId) -> Option<Kinship> {
        match () {
            () if kin.own.contains(&larger) => Some(Kinship::Own),
            () if kin.others.contains(&larger) => Some(Kinship::Succession),
            () if kin.more => self.others.of(unit).contains(&larger).then_some(Kinship::Succession),
            () => None,
        }
    }

    /// The units that belong to `larger`, in any era.
    pub(super) fn below(&self, larger: UnitId) -> &[UnitId] {
        self.below.of(larger)
    }

    /// The units that `unit` belongs to, in any era.
    pub(super) fn above(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        let own = self.kin(unit).own.into_iter().filter(|own| *own != NONE);
        own.chain(self.others.of(unit).iter().copied())
    }
}

/// Turned round: the units that belong to each unit.
fn below(own: &[[Option<UnitId>; 2]], others: &[Vec<UnitId>]) -> Vec<Vec<UnitId>> {
    let mut below = vec![Vec::new(); own.len()];
    for (row, (own, others)) in own.iter().zip(others).enumerate() {
        for larger in own.iter().flatten().chain(others) {
            below[usize::from(larger.0)].push(UnitId(row as u16));
        }
    }
    below
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
