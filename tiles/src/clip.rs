//! Lines and areas cut to a box, in whole steps of the tile grid.

use geo::{Coord, LineString};

use crate::schema::{BUFFER, EXTENT};

/// The side of a box that something is cut along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    /// Between two columns: limits are x.
    X,
    /// Between two rows: limits are y.
    Y,
}

impl Axis {
    fn of(self, at: Coord<i32>) -> i32 {
        match self {
            Self::X => at.x,
            Self::Y => at.y,
        }
    }
}

/// Limits along one axis, edges included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strip {
    pub(crate) axis: Axis,
    pub(crate) low: i32,
    pub(crate) high: i32,
}

impl Strip {
    /// The columns or rows of tiles of zoom `z` that `points` reach, each with its number and
    /// with the buffer on both sides.
    pub(crate) fn reached(points: &[Coord<i32>], axis: Axis, z: u8) -> impl Iterator<Item = (u32, Self)> + use<> {
        let (extent, buffer) = (EXTENT as i32, BUFFER as i32);
        let along = points.iter().map(move |at| axis.of(*at));
        let (low, high) = (along.clone().min().unwrap_or(0), along.max().unwrap_or(-1));
        let last = ((1_i64 << z) - 1) as i32;
        let tiles = (low - buffer).div_euclid(extent).max(0)..=(high + buffer).div_euclid(extent).min(last);
        tiles.map(move |tile| {
            let strip = Self { axis, low: tile * extent - buffer, high: (tile + 1) * extent + buffer };
            (tile as u32, strip)
        })
    }

    fn of(self, at: Coord<i32>) -> i32 {
        self.axis.of(at)
    }

    /// Where `from`-`to`, which crosses it, meets the line at `limit`.
    fn crossing(self, from: Coord<i32>, to: Coord<i32>, limit: i32) -> Coord<i32> {
        let along = f64::from(limit - self.of(from)) / f64::from(self.of(to) - self.of(from));
        let at = |from: i32, to: i32| from + (f64::from(to - from) * along).round() as i32;
        match self.axis {
            Axis::X => Coord { x: limit, y: at(from.y, to.y) },
            Axis::Y => Coord { x: at(from.x, to.x), y: limit },
        }
    }
}

/// The part of the closed `ring` within `strip`, closed; empty where there is none.
///
/// By Sutherland and Hodgman (1974): where the ring leaves and enters several times, its parts
/// stay tied along the edge of the strip. That edge lies in the buffer, where nobody sees it.
pub(crate) fn clip_ring(ring: &[Coord<i32>], strip: Strip) -> Vec<Coord<i32>> {
    let above = cut_ring(ring, strip, strip.low, |value| value >= strip.low);
    cut_ring(&above, strip, strip.high, |value| value <= strip.high)
}

fn cut_ring(ring: &[Coord<i32>], strip: Strip, limit: i32, inside: impl Fn(i32) -> bool) -> Vec<Coord<i32>> {
    let mut cut = Vec::with_capacity(ring.len() + 4);
    for edge in ring.windows(2) {
        let (from, to) = (edge[0], edge[1]);
        let (from_inside, to_inside) = (inside(strip.of(from)), inside(strip.of(to)));
        if from_inside {
            cut.push(from);
        }
        if from_inside != to_inside {
            cut.push(strip.crossing(from, to, limit));
        }
    }
    cut.dedup();
    if let Some(first) = cut.first().copied() {
        cut.push(first);
    }
    cut
}

/// The parts of `line` within `strip`.
pub(crate) fn clip_line(line: &[Coord<i32>], strip: Strip) -> Vec<LineString<i32>> {
    let mut parts: Vec<Vec<Coord<i32>>> = Vec::new();
    for edge in line.windows(2) {
        let Some((from, to)) = clip_edge(edge[0], edge[1], strip) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
    }
    parts.iter_mut().for_each(|part| part.dedup());
    parts.into_iter().filter(|part| part.len() >= 2).map(LineString).collect()
}

/// The part of one edge within `strip`; `None` outside.
fn clip_edge(from: Coord<i32>, to: Coord<i32>, strip: Strip) -> Option<(Coord<i32>, Coord<i32>)> {
    let outside = |a: Coord<i32>, b: Coord<i32>| {
        strip.of(a).max(strip.of(b)) < strip.low || strip.of(a).min(strip.of(b)) > strip.high
    };
    if outside(from, to) {
        return None;
    }
    let moved = |end: Coord<i32>| match strip.of(end).clamp(strip.low, strip.high) {
        limit if limit == strip.of(end) => end,
        limit => strip.crossing(from, to, limit),
    };
    Some((moved(from), moved(to)))
}
