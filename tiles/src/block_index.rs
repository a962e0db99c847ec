//! Which rows of a sorted table may lie in a box: boxes around 64 neighbouring rows, boxes around
//! 64 of those, and so on.
//!
//! Rows near each other in the table are near each other on the ground, so the boxes are small
//! and the tree needs no building beyond one pass. Memory: 16 bytes per 63 rows.

use std::ops::Range;

use rayon::prelude::*;

/// Rows or boxes in a box of the level above.
const FAN_OUT: usize = 64;

/// A box on any plane of `i32` coordinates, edges included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Box2 {
    pub(crate) min: (i32, i32),
    pub(crate) max: (i32, i32),
}

impl Box2 {
    const NOTHING: Self = Self { min: (i32::MAX, i32::MAX), max: (i32::MIN, i32::MIN) };

    fn around(self, other: Self) -> Self {
        let min = (self.min.0.min(other.min.0), self.min.1.min(other.min.1));
        let max = (self.max.0.max(other.max.0), self.max.1.max(other.max.1));
        Self { min, max }
    }

    pub(crate) fn holds(&self, (x, y): (i32, i32)) -> bool {
        self.meets(&Self { min: (x, y), max: (x, y) })
    }

    fn meets(&self, other: &Self) -> bool {
        let (columns, rows) = (self.min.0 <= other.max.0 && other.min.0 <= self.max.0, self.min.1 <= other.max.1);
        columns && rows && other.min.1 <= self.max.1
    }
}

/// Boxes around the rows of a table.
pub(crate) struct BlockIndex {
    rows: u32,
    /// Boxes around rows first, the few boxes around everything last.
    levels: Vec<Vec<Box2>>,
}

impl BlockIndex {
    /// The index over rows 0 to `rows`, at `position` each; rows without one are in no box.
    /// Cost: one pass.
    pub(crate) fn new(rows: u32, position: impl Fn(u32) -> Option<(i32, i32)> + Sync) -> Self {
        let around_rows = |block: u32| {
            let block = block * FAN_OUT as u32;
            let positions = (block..rows.min(block + FAN_OUT as u32)).filter_map(&position);
            positions.fold(Box2::NOTHING, |around, at| around.around(Box2 { min: at, max: at }))
        };
        let blocks: Vec<Box2> = (0..rows.div_ceil(FAN_OUT as u32)).into_par_iter().map(around_rows).collect();
        let levels = std::iter::successors(Some(blocks), |below| {
            (below.len() > FAN_OUT).then(|| below.chunks(FAN_OUT).map(around_all).collect())
        });
        Self { rows, levels: levels.collect() }
    }

    /// Calls `found` with the ranges of rows whose box meets `wanted`, in row order.
    /// Cost: 64 boxes looked at for each box that meets it, on every level.
    pub(crate) fn query(&self, wanted: Box2, mut found: impl FnMut(Range<u32>)) {
        if let Some(top) = self.levels.last() {
            self.descend(self.levels.len() - 1, 0..top.len(), &wanted, &mut found);
        }
    }

    fn descend(&self, level: usize, boxes: Range<usize>, wanted: &Box2, found: &mut impl FnMut(Range<u32>)) {
        for index in boxes.filter(|index| self.levels[level][*index].meets(wanted)) {
            let below = index * FAN_OUT..(index + 1) * FAN_OUT;
            match level.checked_sub(1) {
                None => found(below.start as u32..self.rows.min(below.end as u32)),
                Some(level) => self.descend(level, below.start..below.end.min(self.levels[level].len()), wanted, found),
            }
        }
    }
}

fn around_all(boxes: &[Box2]) -> Box2 {
    boxes.iter().fold(Box2::NOTHING, |around, next| around.around(*next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_in_the_box_is_found_once(
            positions in proptest::collection::vec((0..100_i32, 0..100_i32), 0..9000),
            min in (0..100_i32, 0..100_i32),
            size in (0..30_i32, 0..30_i32),
        ) {
            let wanted = Box2 { min, max: (min.0 + size.0, min.1 + size.1) };
            let index = BlockIndex::new(positions.len() as u32, |row| Some(positions[row as usize]));
            let mut rows = Vec::new();
            index.query(wanted, |range| rows.extend(range));
            prop_assert!(rows.is_sorted_by(|a, b| a < b));
            for (row, (x, y)) in positions.iter().enumerate() {
                let inside = (wanted.min.0..=wanted.max.0).contains(x) && (wanted.min.1..=wanted.max.1).contains(y);
                prop_assert!(!inside || rows.binary_search(&(row as u32)).is_ok());
            }
        }
    }
}
