//! Ways joined to rings.

/// The closed rings that `ways`, lists of node numbers, make when joined at their ends, in either
/// direction. Ways that close nothing are left out.
pub(super) fn closed_rings(ways: &[&Vec<i64>]) -> Vec<Vec<i64>> {
    let mut left: Vec<&Vec<i64>> = ways.iter().copied().filter(|way| way.len() > 1).collect();
    let mut rings = Vec::new();
    while let Some(way) = left.pop() {
        let mut ring = way.clone();
        while ring.first() != ring.last() && join(&mut ring, &mut left) {}
        if ring.len() > 3 && ring.first() == ring.last() {
            rings.push(ring);
        }
    }
    rings
}

/// Joins one of the ways left to the end of `ring`; whether there was one.
fn join(ring: &mut Vec<i64>, left: &mut Vec<&Vec<i64>>) -> bool {
    let end = ring.last().copied();
    let Some(at) = left.iter().position(|way| way.first().copied() == end || way.last().copied() == end) else {
        return false;
    };
    let way = left.swap_remove(at);
    match way.first().copied() == end {
        true => ring.extend(way.iter().skip(1)),
        false => ring.extend(way.iter().rev().skip(1)),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_joined_in_either_direction() {
        let (a, b, c) = (vec![1, 2, 3], vec![5, 4, 3], vec![1, 6, 5]);
        let rings = closed_rings(&[&a, &b, &c]);
        assert_eq!(rings.len(), 1);
        let mut nodes = rings[0].clone();
        assert_eq!(nodes.first(), nodes.last());
        nodes.pop();
        nodes.sort_unstable();
        assert_eq!(nodes, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn what_does_not_close_is_left_out() {
        let (ring, open, point) = (vec![1, 2, 3, 1], vec![7, 8, 9], vec![4]);
        assert_eq!(closed_rings(&[&ring, &open, &point]), [vec![1, 2, 3, 1]]);
        assert_eq!(closed_rings(&[]), Vec::<Vec<i64>>::new());
    }
}
