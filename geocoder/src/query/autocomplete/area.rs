//! Where names are looked for.

use vmap_core::unit::{UnitId, UnitLevel};

use crate::query::search::Searcher;

/// Wards of today in which names are looked for.
#[derive(Clone, Debug)]
pub(super) struct Area {
    /// By number of the unit, the wards and their provinces; everywhere where absent.
    inside: Option<Vec<bool>>,
    /// Wards of which every place is looked at, nearest first.
    pub scanned: Vec<UnitId>,
}

impl Area {
    /// In any of `units`, or everywhere where there are none; of larger areas only the wards `near` are
    /// scanned.
    pub(super) fn new(searcher: &Searcher<'_>, units: &[UnitId], near: &[UnitId]) -> Self {
        const MOST_SCANNED: usize = 48;
        if units.is_empty() {
            return Self { inside: None, scanned: near.to_vec() };
        }
        let mut inside = vec![false; searcher.tables.units.len()];
        let mut wards = Vec::new();
        for ward in units.iter().flat_map(|unit| searcher.lexicon.wards(*unit)) {
            let known = inside.get_mut(usize::from(ward.0)).map(|inside| std::mem::replace(inside, true));
            wards.extend((known == Some(false)).then_some(*ward));
        }
        for province in wards.iter().filter_map(|ward| searcher.tables.units.ancestor(*ward, UnitLevel::Province)) {
            inside[usize::from(province.0)] = true;
        }
        let mut area = Self { inside: Some(inside), scanned: wards };
        if area.scanned.len() > MOST_SCANNED {
            area.scanned = near.iter().copied().filter(|ward| area.has(Some(*ward))).collect();
        }
        area
    }

    /// Whether a ward or province of today is in it, or partly.
    pub(super) fn has(&self, unit: Option<UnitId>) -> bool {
        let inside = |inside: &Vec<bool>| unit.is_some_and(|unit| inside.get(usize::from(unit.0)) == Some(&true));
        self.inside.as_ref().is_none_or(inside)
    }

    /// Whether it has no bounds.
    pub(super) fn is_everywhere(&self) -> bool {
        self.inside.is_none()
    }

    /// The part of it that is also in `other`; `None` where they have nothing in common.
    pub(super) fn within(&self, other: &Self) -> Option<Self> {
        let inside = match (&self.inside, &other.inside) {
            (Some(a), Some(b)) => Some(a.iter().zip(b).map(|(a, b)| *a && *b).collect::<Vec<bool>>()),
            (one, None) | (None, one) => one.clone(),
        };
        let area = Self { inside, scanned: Vec::new() };
        let scanned: Vec<UnitId> = self.scanned.iter().copied().filter(|ward| area.has(Some(*ward))).collect();
        let is_empty = area.inside.as_ref().is_some_and(|inside| !inside.contains(&true));
        (!is_empty).then_some(Self { scanned, ..area })
    }
}
