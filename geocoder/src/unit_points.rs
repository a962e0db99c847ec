//! A point for every unit.

use vmap_core::Point;
use vmap_core::unit::{UnitId, UnitTable};

/// A point that stands for each unit: its own, or the mean of those of the units in it.
pub(crate) struct UnitPoints(Vec<Option<Point>>);

/// Points added up.
#[derive(Clone, Copy, Default)]
struct Sum {
    lon: f64,
    lat: f64,
    count: f64,
}

impl UnitPoints {
    /// Cost: one pass over the units.
    pub(crate) fn new(units: &UnitTable) -> Self {
        let mut sums = vec![Sum::default(); units.len()];
        for (id, unit) in units.iter() {
            let Some(centre) = unit.centre else { continue };
            for (above, _) in units.lineage(id) {
                let sum = &mut sums[usize::from(above.0)];
                *sum = Sum { lon: sum.lon + centre.lon(), lat: sum.lat + centre.lat(), count: sum.count + 1.0 };
            }
        }
        let mean = |sum: Sum| Point::from_degrees(sum.lon / sum.count, sum.lat / sum.count);
        Self(units.iter().zip(sums).map(|((_, unit), sum)| unit.centre.or_else(|| mean(sum))).collect())
    }

    /// The point that stands for `unit`; `None` where nothing in it has one.
    pub(crate) fn get(&self, unit: UnitId) -> Option<Point> {
        self.0.get(usize::from(unit.0)).copied().flatten()
    }
}
