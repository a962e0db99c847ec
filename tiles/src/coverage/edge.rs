//! Straight pieces of border on a grid.

use geo::Coord;

use crate::TileCoord;
use crate::coord::World;
use crate::schema::EXTENT;

/// A corner of the tile grid of some zoom, counted from the plane's corner. Ordered by row, then
/// by column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node {
    pub(crate) y: i32,
    pub(crate) x: i32,
}

impl Node {
    pub(crate) fn new(x: i32, y: i32) -> Self {
        Self { y, x }
    }

    /// The corner nearest to `at` on the grid of `zoom`.
    pub(crate) fn of(at: World, zoom: u8) -> Self {
        let (x, y) = at.grid(zoom);
        Self { y, x }
    }

    /// The nearest corner of the grid whose steps are 2 to the power of `shift` as long.
    pub(crate) fn on_coarser_grid(self, shift: u8) -> Self {
        let half = (1 << shift) >> 1;
        Self { y: (self.y + half) >> shift, x: (self.x + half) >> shift }
    }

    /// The tile of zoom `z` that holds it, on the grid of that zoom; `None` off the plane.
    pub(crate) fn tile(self, z: u8) -> Option<TileCoord> {
        let number = |place: i32| u32::try_from(place.div_euclid(EXTENT as i32)).ok();
        TileCoord::new(z, number(self.x)?, number(self.y)?).ok()
    }

    /// The north-west corner of `tile` on the grid of its zoom.
    pub(crate) fn origin_of(tile: TileCoord) -> Self {
        let (x, y) = tile.origin();
        Self { y, x }
    }

    /// As `geo` has it, counted from `origin`.
    pub(crate) fn seen_from(self, origin: Self) -> Coord<i32> {
        Coord { x: self.x - origin.x, y: self.y - origin.y }
    }
}

/// Positive where `at` lies left of the line `from`-`to` (with x to the right and y up, which a
/// map whose y grows south shows as right), negative on the other side, 0 on the line. Exact.
pub(crate) fn side(from: Node, to: Node, at: Node) -> i64 {
    let (along_x, along_y) = (i64::from(to.x - from.x), i64::from(to.y - from.y));
    along_x * i64::from(at.y - from.y) - along_y * i64::from(at.x - from.x)
}

/// Which area lies somewhere; nobody's land is `None`.
pub(crate) type Owner = Option<u32>;

/// A straight piece of border. Its sides are as [`side`] has them, going from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// The smaller end.
    pub(crate) low: Node,
    pub(crate) high: Node,
    pub(crate) left: Owner,
    pub(crate) right: Owner,
}

impl Edge {
    /// The border from one end to the other with the areas at its sides; `None` where the ends
    /// are one.
    pub(crate) fn new(from: Node, to: Node, left: Owner, right: Owner) -> Option<Self> {
        match from.cmp(&to) {
            std::cmp::Ordering::Less => Some(Self { low: from, high: to, left, right }),
            std::cmp::Ordering::Greater => Some(Self { low: to, high: from, left: right, right: left }),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The edges along `nodes`.
    pub(crate) fn along(nodes: &[Node], left: Owner, right: Owner) -> impl Iterator<Item = Self> + '_ {
        nodes.windows(2).filter_map(move |ends| Self::new(ends[0], ends[1], left, right))
    }

    /// The same border between other owners.
    pub(crate) fn with_owners(self, owner: impl Fn(Owner) -> Owner) -> Self {
        Self { left: owner(self.left), right: owner(self.right), ..self }
    }

    /// Whether different owners meet here.
    pub(crate) fn parts_owners(&self) -> bool {
        self.left != self.right
    }

    /// The border as each of its owners goes along it.
    pub(crate) fn steps(self) -> impl Iterator<Item = (u32, Step)> {
        let left = self.left.map(|owner| (owner, Step { from: self.low, to: self.high }));
        let right = self.right.map(|owner| (owner, Step { from: self.high, to: self.low }));
        left.into_iter().chain(right)
    }
}

/// A straight piece of an area's border, the area on its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Step {
    pub(crate) from: Node,
    pub(crate) to: Node,
}
