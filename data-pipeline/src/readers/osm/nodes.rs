//! Positions of the nodes that ways stand on.

use geo_types::Coord;

/// A node that is not in the file, or not yet.
const NOWHERE: (i32, i32) = (i32::MIN, i32::MIN);

/// Positions of a set of nodes: 16 bytes each.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    ids: Vec<i64>,
    positions: Vec<(i32, i32)>,
}

impl Nodes {
    /// Room for the nodes of these numbers, in any order and any number of times.
    pub fn new(mut ids: Vec<i64>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        Self { positions: vec![NOWHERE; ids.len()], ids }
    }

    /// Notes where node `id` is, in units of 1e-7 degrees, if it is one of the set.
    pub fn place(&mut self, id: i64, lon_e7: i32, lat_e7: i32) {
        if let Ok(at) = self.ids.binary_search(&id) {
            self.positions[at] = (lon_e7, lat_e7);
        }
    }

    /// Where node `id` is.
    pub fn get(&self, id: i64) -> Option<Coord<f64>> {
        let position = self.positions[self.ids.binary_search(&id).ok()?];
        (position != NOWHERE).then(|| coord(position.0, position.1))
    }
}

/// Degrees from units of 1e-7 degrees.
pub(super) fn coord(lon_e7: i32, lat_e7: i32) -> Coord<f64> {
    Coord { x: f64::from(lon_e7) / 1e7, y: f64::from(lat_e7) / 1e7 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nodes_of_the_set_are_kept() {
        let mut nodes = Nodes::new(vec![7, 3, 7]);
        nodes.place(3, 1_058_000_000, 210_000_000);
        nodes.place(4, 1, 1);
        assert_eq!(nodes.get(3), Some(Coord { x: 105.8, y: 21.0 }));
        assert_eq!(nodes.get(4), None);
        assert_eq!(nodes.get(7), None);
    }
}
