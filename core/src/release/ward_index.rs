//! The rows of a table that lie in one ward.

use hashbrown::HashMap;

use super::Column;
use super::addresses::unit_reference;
use crate::unit::UnitId;

/// Rows in a block.
const BLOCK: usize = 4096;

/// Which blocks of rows hold which wards. Rows stand along the Hilbert curve, so a block holds few
/// wards and a ward lies in few blocks.
///
/// Memory: a few bytes a thousand rows.
#[derive(Clone, Debug)]
pub struct WardIndex {
    wards: Column<u16>,
    blocks: HashMap<UnitId, Vec<u32>>,
}

impl WardIndex {
    /// Cost: one pass over the column, some nanoseconds a row.
    pub(super) fn new(wards: &Column<u16>) -> Self {
        let mut blocks: HashMap<UnitId, Vec<u32>> = HashMap::new();
        let mut last = None;
        for (row, ward) in wards.iter().enumerate() {
            let block = (row / BLOCK) as u32;
            if last == Some((block, ward)) {
                continue;
            }
            last = Some((block, ward));
            let Some(ward) = unit_reference(ward) else { continue };
            let known = blocks.entry(ward).or_default();
            if known.last() != Some(&block) {
                known.push(block);
            }
        }
        Self { wards: wards.clone(), blocks }
    }

    /// The rows in `ward`, in their order. Cost: some nanoseconds for each row of its blocks.
    pub fn rows(&self, ward: UnitId) -> impl Iterator<Item = u32> + '_ {
        let blocks = self.blocks.get(&ward).map_or(&[][..], |blocks| blocks);
        let rows = blocks.iter().flat_map(|block| {
            let start = *block as usize * BLOCK;
            start..(start + BLOCK).min(self.wards.len())
        });
        rows.filter(move |row| self.wards.get(*row) == Some(ward.0)).map(|row| row as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::write_column;
    use bytes::Bytes;
    use proptest::prelude::*;

    fn column(wards: &[u16]) -> Column<u16> {
        let mut bytes = Vec::new();
        write_column(wards.iter().copied(), &mut bytes).unwrap();
        let files: HashMap<String, Bytes> = [("ward.u16".to_owned(), bytes.into())].into_iter().collect();
        Column::open(&files, "ward").unwrap()
    }

    proptest! {
        #[test]
        fn a_ward_has_the_rows_that_name_it(
            stretches in proptest::collection::vec((0..5_u16, 1..3000_usize), 0..12),
        ) {
            let wards: Vec<u16> = stretches
                .into_iter()
                .flat_map(|(ward, rows)| std::iter::repeat_n(if ward == 4 { u16::MAX } else { ward }, rows))
                .collect();
            let index = WardIndex::new(&column(&wards));
            for ward in 0..5 {
                let expected: Vec<u32> = (0..wards.len()).filter(|row| wards[*row] == ward).map(|row| row as u32).collect();
                prop_assert_eq!(index.rows(UnitId(ward)).collect::<Vec<_>>(), expected);
            }
        }
    }
}
