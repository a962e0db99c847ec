//! How houses stand along their street and off it.
//!
//! The *axis* is the straight line that the street follows as a whole: the main axis of its
//! geometry, or of its houses where none is known; houses far from all others do not turn it.
//! *Along* is how far on the axis a house stands. *Across* is how far to its left, from the nearest
//! part of the street's geometry, so that bends do not matter, or from the axis where none is known.

use crate::Point;

/// Houses farther from the middle than the median by this factor do not turn the axis.
const FAR: f64 = 3.0;

/// Where a house stands, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stand {
    pub along: f64,
    pub across: f64,
}

/// A position in metres east and north of the middle.
type Metres = [f64; 2];

/// A straight piece of the street, from its start to its end, turned to run as the axis does.
type Piece = [Metres; 2];

/// How a street runs.
pub(super) struct Course {
    plane: Plane,
    axis: Metres,
    pieces: Vec<Piece>,
}

impl Course {
    /// The course of a street with the geometry `lines`, which may be empty, and `houses` along it;
    /// `None` where all of them stand in one spot.
    pub(super) fn new(houses: &[Point], lines: &[Vec<Point>]) -> Option<Self> {
        let plane = Plane::around(houses)?;
        let lines: Vec<Vec<Metres>> =
            lines.iter().map(|line| line.iter().map(|point| plane.metres(*point)).collect()).collect();
        let pieces: Vec<Piece> = lines.iter().flat_map(|line| line.windows(2)).map(|pair| [pair[0], pair[1]]).collect();
        let axis = match pieces.is_empty() {
            true => main_axis(&houses.iter().map(|point| plane.metres(*point)).collect::<Vec<_>>()),
            false => main_axis(&lines.concat()),
        }?;
        let pieces = pieces.into_iter().map(|piece| turned(piece, axis)).collect();
        Some(Self { plane, axis, pieces })
    }

    /// Whether the geometry of the street is known, so that it may bend.
    pub(super) fn is_surveyed(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// Where a house at `point` stands. Cost: some nanoseconds for each piece of the street.
    pub(super) fn stand(&self, point: Point) -> Stand {
        let at = self.plane.metres(point);
        let nearest = self.pieces.iter().map(|piece| offset(at, piece));
        match nearest.min_by(|a, b| length(a.from_foot).total_cmp(&length(b.from_foot))) {
            Some(Offset { foot, from_foot, direction }) => {
                let side = cross(direction, from_foot).signum();
                Stand { along: dot(self.axis, foot), across: side * length(from_foot) }
            }
            None => Stand { along: dot(self.axis, at), across: cross(self.axis, at) },
        }
    }
}

/// The plane around a point, good for the size of a ward.
struct Plane {
    middle: Point,
    /// Metres that 1e-7 degrees of longitude and latitude have.
    scale: Metres,
}

impl Plane {
    /// Around the median of `points`; `None` where there is none.
    fn around(points: &[Point]) -> Option<Self> {
        const STEP: i32 = 100_000;
        let middle_of = |coordinate: fn(Point) -> i32| {
            let mut all: Vec<i32> = points.iter().map(|point| coordinate(*point)).collect();
            let middle = all.len() / 2;
            (!all.is_empty()).then(|| *all.select_nth_unstable(middle).1)
        };
        let middle = Point::from_e7(middle_of(Point::lon_e7)?, middle_of(Point::lat_e7)?)?;
        let beside = |east: i32, north: i32| Point::from_e7(middle.lon_e7() + east, middle.lat_e7() + north);
        let per_step = |beside: Point| beside.distance_m(middle) / f64::from(STEP);
        Some(Self { middle, scale: [per_step(beside(STEP, 0)?), per_step(beside(0, STEP)?)] })
    }

    fn metres(&self, point: Point) -> Metres {
        let difference = |a: i32, b: i32| f64::from(a) - f64::from(b);
        [
            difference(point.lon_e7(), self.middle.lon_e7()) * self.scale[0],
            difference(point.lat_e7(), self.middle.lat_e7()) * self.scale[1],
        ]
    }
}

/// The direction in which most of `positions` spread, of length 1; `None` where they do not.
fn main_axis(positions: &[Metres]) -> Option<Metres> {
    let mut distances: Vec<f64> = positions.iter().map(|at| length(*at)).collect();
    let reach = FAR * median(&mut distances)?;
    let near: Vec<Metres> = positions.iter().copied().filter(|at| length(*at) <= reach).collect();
    let mean = |coordinate: usize| near.iter().map(|at| at[coordinate]).sum::<f64>() / near.len() as f64;
    let middle = [mean(0), mean(1)];
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for [x, y] in near.iter().map(|at| [at[0] - middle[0], at[1] - middle[1]]) {
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
    }
    let turn = (2.0 * xy).atan2(xx - yy) / 2.0;
    (xx + yy > 0.0).then(|| [turn.cos(), turn.sin()])
}

/// The median of `values`, which are sorted here; `None` where there are none.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn turned([start, end]: Piece, axis: Metres) -> Piece {
    if dot(difference(end, start), axis) < 0.0 { [end, start] } else { [start, end] }
}

/// Where a position stands to a piece of the street.
struct Offset {
    /// The nearest point of the piece.
    foot: Metres,
    /// The way from there to the position.
    from_foot: Metres,
    /// The way from the start of the piece to its end.
    direction: Metres,
}

fn offset(at: Metres, [start, end]: &Piece) -> Offset {
    let direction = difference(*end, *start);
    let length_2 = dot(direction, direction);
    let along = if length_2 > 0.0 { (dot(difference(at, *start), direction) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    let foot = [start[0] + along * direction[0], start[1] + along * direction[1]];
    Offset { foot, from_foot: difference(at, foot), direction }
}

fn difference(a: Metres, b: Metres) -> Metres {
    [a[0] - b[0], a[1] - b[1]]
}

fn dot(a: Metres, b: Metres) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// Positive where `b` points to the left of `a`.
fn cross(a: Metres, b: Metres) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn length(a: Metres) -> f64 {
    a[0].hypot(a[1])
}
