//! Areas as borders that neighbours share, simplified once for both.
//!
//! Rings are cut where borders meet. What lies between two such junctions is an *arc*; two
//! neighbours refer to one arc, so whatever simplification does to it, it does to both: no gap
//! and no overlap opens at any zoom. The arc's vertices get their weight by Douglas and Peucker
//! (1973): the tolerance, in steps of the plane, up to which simplification keeps them. Cutting
//! and weighing is done once; a zoom then takes the vertices whose weight passes its tolerance.
//!
//! Where a vertex of one neighbour lies on an edge of the other, the two have arcs of their own,
//! which then part by no more than twice the tolerance.

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::coord::World;

/// Areas cut into arcs.
pub(crate) struct Topology {
    arcs: Vec<Arc>,
    areas: Vec<Area>,
}

/// The polygons of one area: rings, the outer one first.
type Area = Vec<Vec<Ring>>;

/// The arcs that make a ring, each ending where the next begins.
type Ring = Vec<ArcUse>;

#[derive(Clone, Copy)]
struct ArcUse {
    arc: usize,
    reversed: bool,
}

/// A border between two junctions.
struct Arc {
    vertices: Vec<Vertex>,
}

#[derive(Clone, Copy)]
struct Vertex {
    at: World,
    weight: f64,
}

/// The polygons of one area on the plane: rings, the outer one first, each closed.
pub(crate) type PlaneArea = Vec<Vec<Vec<World>>>;

impl Topology {
    /// Cuts `areas` into arcs and weighs their vertices. Rings need to be closed; those with
    /// fewer than three different vertices in a row are left out.
    /// Cost: a hash look-up a vertex, and for each arc its vertices times the depth of its splits.
    pub(crate) fn new(areas: &[PlaneArea]) -> Self {
        let junctions = Junctions::find(areas);
        let mut arcs = ArcTable::default();
        let areas = areas.iter().map(|area| cut_area(area, &junctions, &mut arcs)).collect();
        Self { arcs: arcs.arcs, areas }
    }

    /// Adds the union of other areas and returns its index: the arcs that only one of them uses.
    /// Outer rings must be wound one way and holes the other, see [`wind`].
    pub(crate) fn add_union(&mut self, members: &[usize]) -> usize {
        let uses = members.iter().filter_map(|index| self.areas.get(*index)).flatten().flatten().flatten().copied();
        let rings = self.chain(&outline(uses));
        let area = self.nest(rings);
        self.areas.push(area);
        self.areas.len() - 1
    }

    /// The rings of the `index`-th area with the vertices of at least `weight`. Junctions and one
    /// more vertex of closed arcs always stay; what has become of small rings is the caller's
    /// concern.
    pub(crate) fn area(&self, index: usize, weight: f64) -> PlaneArea {
        let polygons = self.areas.get(index).map(Vec::as_slice).unwrap_or_default();
        polygons.iter().map(|rings| rings.iter().map(|ring| self.ring(ring, weight)).collect()).collect()
    }

    /// The rings that `arcs` make when each is followed by one that begins where it ends.
    fn chain(&self, arcs: &[ArcUse]) -> Vec<Ring> {
        let mut waiting: HashMap<World, Vec<ArcUse>> = HashMap::new();
        for arc in arcs.iter().rev() {
            waiting.entry(self.ends(*arc).0).or_default().push(*arc);
        }
        let mut rings = Vec::new();
        for arc in arcs {
            let mut at = self.ends(*arc).0;
            let mut ring = Ring::new();
            while let Some(next) = waiting.get_mut(&at).and_then(Vec::pop) {
                at = self.ends(next).1;
                ring.push(next);
            }
            rings.extend(self.split_at_touches(ring));
        }
        rings
    }

    /// The ring cut where it comes back to one of its junctions, so that no ring touches itself.
    fn split_at_touches(&self, ring: Ring) -> Vec<Ring> {
        let mut rings = Vec::new();
        let mut path = Ring::new();
        for arc in ring {
            path.push(arc);
            let end = self.ends(arc).1;
            if let Some(start) = path.iter().rposition(|part| self.ends(*part).0 == end) {
                rings.push(path.split_off(start));
            }
        }
        rings
    }

    /// The first and the last vertex of an arc in the direction it is used in.
    fn ends(&self, arc: ArcUse) -> (World, World) {
        match self.arcs[arc.arc].vertices.as_slice() {
            [first, .., last] if arc.reversed => (last.at, first.at),
            [first, .., last] => (first.at, last.at),
            _ => (World::default(), World::default()),
        }
    }

    /// Rings as polygons: every hole goes to the smallest outer ring around it.
    fn nest(&self, rings: Vec<Ring>) -> Area {
        let plane = |ring: &Ring| self.ring(ring, 0.0);
        let (outer, holes): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|ring| area(&plane(ring)) > 0.0);
        let mut outer: Vec<(Vec<World>, Vec<Ring>)> =
            outer.into_iter().map(|ring| (plane(&ring), vec![ring])).collect();
        outer.sort_by(|a, b| area(&a.0).total_cmp(&area(&b.0)));
        for hole in holes {
            let inside = self.ring(&hole, 0.0);
            let around = outer.iter_mut().find(|(outer, _)| inside.iter().all(|at| is_within(*at, outer)));
            if let Some((_, rings)) = around {
                rings.push(hole);
            }
        }
        outer.into_iter().map(|(_, rings)| rings).collect()
    }

    fn ring(&self, ring: &Ring, weight: f64) -> Vec<World> {
        let mut vertices = Vec::new();
        for part in ring {
            let arc = &self.arcs[part.arc].vertices;
            let kept = arc.iter().filter(|vertex| vertex.weight >= weight).map(|vertex| vertex.at);
            match part.reversed {
                false => vertices.extend(kept),
                true => vertices.extend(kept.rev()),
            }
        }
        vertices.dedup();
        vertices
    }
}

/// The arcs that are used once, in the order of `uses`.
fn outline(uses: impl Iterator<Item = ArcUse> + Clone) -> Vec<ArcUse> {
    let mut times: HashMap<usize, u32> = HashMap::new();
    uses.clone().for_each(|arc| *times.entry(arc.arc).or_default() += 1);
    uses.filter(|arc| times.get(&arc.arc) == Some(&1)).collect()
}

/// Winds the rings of a polygon, the outer one first, as tiles ask: positive area on a plane
/// whose y grows south for the outer ring, negative for holes.
pub(crate) fn wind(rings: &mut [Vec<World>]) {
    for (index, ring) in rings.iter_mut().enumerate() {
        if (area(ring) > 0.0) != (index == 0) {
            ring.reverse();
        }
    }
}

/// Area of a ring in square steps by the surveyor's formula, closed or not.
fn area(ring: &[World]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let (x, y) = (|at: World| f64::from(at.x) - f64::from(first.x), |at: World| f64::from(at.y) - f64::from(first.y));
    around(ring).map(|(_, at, next)| x(at) * y(next) - x(next) * y(at)).sum::<f64>() / 2.0
}

/// Whether `at` lies within `ring` or is one of its vertices.
fn is_within(at: World, ring: &[World]) -> bool {
    let crosses = |from: World, to: World| {
        let (x, y) = (f64::from(at.x), f64::from(at.y));
        let (from_y, to_y) = (f64::from(from.y), f64::from(to.y));
        let between = (from_y > y) != (to_y > y);
        between && x < f64::from(from.x) + (f64::from(to.x) - f64::from(from.x)) * (y - from_y) / (to_y - from_y)
    };
    ring.contains(&at) || around(ring).filter(|(_, from, to)| crosses(*from, *to)).count() % 2 == 1
}

/// Vertices at which borders meet.
struct Junctions {
    neighbours: HashMap<World, Neighbours>,
}

/// The vertices before and behind, smaller first, as long as all rings agree on them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbours {
    Same(World, World),
    Different,
}

impl Junctions {
    fn find(areas: &[PlaneArea]) -> Self {
        let mut neighbours: HashMap<World, Neighbours> = HashMap::new();
        for ring in areas.iter().flatten().flatten() {
            for (before, at, behind) in around(&open(ring)) {
                let here = Neighbours::Same(before.min(behind), before.max(behind));
                match neighbours.entry(at) {
                    Entry::Vacant(entry) => drop(entry.insert(here)),
                    Entry::Occupied(mut entry) if *entry.get() != here => drop(entry.insert(Neighbours::Different)),
                    Entry::Occupied(_) => {}
                }
            }
        }
        Self { neighbours }
    }

    fn is_junction(&self, at: World) -> bool {
        self.neighbours.get(&at) == Some(&Neighbours::Different)
    }
}

/// Each vertex of an open ring between those before and behind it.
fn around(ring: &[World]) -> impl Iterator<Item = (World, World, World)> + '_ {
    let len = ring.len();
    (0..len).map(move |index| (ring[(index + len - 1) % len], ring[index], ring[(index + 1) % len]))
}

/// A ring without its closing vertex and without repetitions.
fn open(ring: &[World]) -> Vec<World> {
    let mut open = ring.to_vec();
    open.dedup();
    if open.len() > 1 && open.first() == open.last() {
        open.pop();
    }
    open
}

/// All arcs, each once.
#[derive(Default)]
struct ArcTable {
    arcs: Vec<Arc>,
    by_vertices: HashMap<Vec<World>, usize>,
}

impl ArcTable {
    /// The arc along `path`, in whichever direction it is stored.
    fn use_of(&mut self, mut path: Vec<World>) -> ArcUse {
        let reversed = path.iter().rev().lt(path.iter());
        if reversed {
            path.reverse();
        }
        let arc = *self.by_vertices.entry(path).or_insert_with_key(|path| {
            self.arcs.push(Arc { vertices: weigh(path) });
            self.arcs.len() - 1
        });
        ArcUse { arc, reversed }
    }
}

fn cut_area(area: &PlaneArea, junctions: &Junctions, arcs: &mut ArcTable) -> Area {
    area.iter().map(|rings| rings.iter().map(|ring| cut_ring(&open(ring), junctions, arcs)).collect()).collect()
}

/// Cuts an open ring at its junctions; one without any is cut at its smallest vertex, so that an
/// island and the hole around it become the same arc.
fn cut_ring(ring: &[World], junctions: &Junctions, arcs: &mut ArcTable) -> Ring {
    if ring.len() < 3 {
        return Ring::new();
    }
    let first_junction = ring.iter().position(|at| junctions.is_junction(*at));
    let smallest = || ring.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(index, _)| index);
    let mut turned = ring.to_vec();
    turned.rotate_left(first_junction.unwrap_or_else(smallest));
    turned.push(turned[0]);

    let inner = (1..turned.len() - 1).filter(|index| junctions.is_junction(turned[*index]));
    let cuts: Vec<usize> = std::iter::once(0).chain(inner).chain([turned.len() - 1]).collect();
    cuts.windows(2).map(|cut| arcs.use_of(turned[cut[0]..=cut[1]].to_vec())).collect()
}

/// The vertices of an arc with their weights; its ends weigh infinitely.
fn weigh(path: &[World]) -> Vec<Vertex> {
    let mut vertices: Vec<Vertex> = path.iter().map(|at| Vertex { at: *at, weight: 0.0 }).collect();
    if let [first, .., last] = vertices.as_mut_slice() {
        (first.weight, last.weight) = (f64::INFINITY, f64::INFINITY);
    }
    weigh_between(&mut vertices);
    vertices
}

/// Douglas and Peucker, with the tolerance at which a vertex would go instead of a yes or no. No
/// vertex outweighs the one that split its stretch, so every tolerance keeps a prefix of splits.
fn weigh_between(vertices: &mut [Vertex]) {
    let mut stretches = vec![(0, vertices.len().saturating_sub(1), f64::INFINITY)];
    while let Some((start, end, limit)) = stretches.pop() {
        let (from, to) = (vertices[start].at, vertices[end].at);
        let distance = |index: usize| (distance(vertices[index].at, from, to), std::cmp::Reverse(index));
        let farthest = (start + 1..end).map(distance).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((far, std::cmp::Reverse(index))) = farthest {
            let weight = far.min(limit);
            vertices[index].weight = weight;
            stretches.extend([(start, index, weight), (index, end, weight)]);
        }
    }
}

/// Steps of the plane from `at` to the segment from `start` to `end`.
fn distance(at: World, start: World, end: World) -> f64 {
    let from_start = |to: World| (f64::from(to.x) - f64::from(start.x), f64::from(to.y) - f64::from(start.y));
    let ((x, y), (along_x, along_y)) = (from_start(at), from_start(end));
    let length_2 = along_x * along_x + along_y * along_y;
    let share = if length_2 > 0.0 { ((x * along_x + y * along_y) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    (x - along_x * share).hypot(y - along_y * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring of plane positions.
    fn ring(points: &[(u32, u32)]) -> Vec<World> {
        points.iter().chain(points.first()).map(|(x, y)| World { x: *x, y: *y }).collect()
    }

    /// Two areas side by side whose common border runs (10, 0), (11, 4), (10, 5), (10, 10).
    fn neighbours() -> Topology {
        let west = ring(&[(0, 0), (10, 0), (11, 4), (10, 5), (10, 10), (0, 10)]);
        let east = ring(&[(10, 0), (20, 0), (20, 10), (10, 10), (10, 5), (11, 4)]);
        Topology::new(&[vec![vec![west]], vec![vec![east]]])
    }

    #[test]
    fn a_common_border_is_one_arc_and_simplified_alike() {
        let topology = neighbours();
        assert_eq!(topology.arcs.len(), 3);
        for (tolerance, on_border) in [(0.0, 4), (0.9, 3), (2.0, 2)] {
            let border = |index| {
                let ring = topology.area(index, tolerance).remove(0).remove(0);
                let mut border: Vec<World> = ring.into_iter().filter(|at| (10..=11).contains(&at.x)).collect();
                border.sort();
                border.dedup();
                border
            };
            assert_eq!(border(0), border(1));
            assert_eq!(border(0).len(), on_border, "at {tolerance}");
        }
    }

    #[test]
    fn a_union_has_no_border_inside() {
        let mut topology = neighbours();
        let union = topology.add_union(&[0, 1]);
        let [rings] = &topology.area(union, 0.0)[..] else { panic!("one polygon") };
        assert_eq!(rings.len(), 1);
        assert_eq!(area(&rings[0]), 200.0);
    }

    #[test]
    fn a_union_around_an_enclave_has_a_hole() {
        let hole = ring(&[(4, 4), (4, 6), (6, 6), (6, 4)]);
        let outer = ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
        let mut topology = Topology::new(&[vec![vec![outer, hole]]]);
        let union = topology.add_union(&[0]);
        let areas: Vec<f64> = topology.area(union, 0.0)[0].iter().map(|ring| area(ring)).collect();
        assert_eq!(areas, [100.0, -4.0]);
    }

    #[test]
    fn an_island_and_the_hole_around_it_are_one_arc() {
        let island = ring(&[(4, 4), (6, 4), (6, 6), (4, 6)]);
        let mut hole = ring(&[(6, 6), (4, 6), (4, 4), (6, 4)]);
        hole.reverse();
        let outer = ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
        let topology = Topology::new(&[vec![vec![outer, hole]], vec![vec![island]]]);
        assert_eq!(topology.arcs.len(), 2);
    }

    #[test]
    fn rings_without_an_area_are_nothing() {
        let topology = Topology::new(&[vec![vec![ring(&[(1, 1), (2, 2)]), ring(&[]), ring(&[(5, 5)])]]]);
        assert!(topology.arcs.is_empty());
    }
}
