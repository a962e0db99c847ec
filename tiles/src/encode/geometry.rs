//! Geometry commands: MoveTo, LineTo and ClosePath with zigzag-encoded steps.
//!
//! What comes in is finished: whole steps within the tile, clipped, and for areas wound with the
//! outer ring clockwise on the screen and holes the other way.

use geo::{Coord, LineString, Polygon};

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// The commands of one point.
pub(crate) fn encode_point(x: i32, y: i32) -> [u32; 3] {
    [command(MOVE_TO, 1), zigzag(x), zigzag(y)]
}

/// The commands of lines of two or more points each.
pub(crate) fn encode_lines(lines: &[LineString<i32>]) -> Vec<u32> {
    let mut pen = Pen::default();
    lines.iter().for_each(|line| pen.path(&line.0));
    pen.commands
}

/// The lines that `commands`, as [`encode_lines`] makes them, draw.
pub(crate) fn decode_lines(commands: &[u32]) -> Vec<LineString<i32>> {
    let (mut lines, mut line): (Vec<LineString<i32>>, Vec<Coord<i32>>) = (Vec::new(), Vec::new());
    let (mut at, mut rest) = (Coord::default(), commands);
    while let [head, tail @ ..] = rest {
        let (steps, after) = tail.split_at((*head as usize >> 3).saturating_mul(2).min(tail.len()));
        if head & 7 == MOVE_TO {
            lines.push(LineString(std::mem::take(&mut line)));
        }
        for step in steps.chunks_exact(2) {
            at = Coord { x: at.x + unzigzag(step[0]), y: at.y + unzigzag(step[1]) };
            line.push(at);
        }
        rest = after;
    }
    lines.push(LineString(line));
    lines.retain(|line| line.0.len() >= 2);
    lines
}

/// The commands of polygons whose rings are closed.
pub(crate) fn encode_polygons(polygons: &[Polygon<i32>]) -> Vec<u32> {
    let mut pen = Pen::default();
    for ring in polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors())) {
        pen.ring(&ring.0);
    }
    pen.commands
}

/// Commands so far and where they end; positions are relative to it.
#[derive(Default)]
struct Pen {
    commands: Vec<u32>,
    at: Coord<i32>,
}

impl Pen {
    fn path(&mut self, points: &[Coord<i32>]) {
        let Some((first, rest)) = points.split_first().filter(|(_, rest)| !rest.is_empty()) else { return };
        self.commands.push(command(MOVE_TO, 1));
        self.step_to(*first);
        self.commands.push(command(LINE_TO, rest.len() as u32));
        rest.iter().for_each(|point| self.step_to(*point));
    }

    /// The closing point of a ring is not written: ClosePath stands for it.
    fn ring(&mut self, points: &[Coord<i32>]) {
        if let [open @ .., _] = points
            && open.len() >= 3
        {
            self.path(open);
            self.commands.push(command(CLOSE_PATH, 1));
        }
    }

    fn step_to(&mut self, to: Coord<i32>) {
        self.commands.push(zigzag(to.x - self.at.x));
        self.commands.push(zigzag(to.y - self.at.y));
        self.at = to;
    }
}

fn command(id: u32, count: u32) -> u32 {
    id | count << 3
}

fn zigzag(value: i32) -> u32 {
    (value << 1 ^ value >> 31) as u32
}

fn unzigzag(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the specification, section 4.3.5.
    #[test]
    fn geometry_follows_the_examples_of_the_specification() {
        assert_eq!(encode_point(25, 17), [9, 50, 34]);
        let line = LineString::from(vec![(2, 2), (2, 10), (10, 10)]);
        assert_eq!(encode_lines(&[line]), [9, 4, 4, 18, 0, 16, 16, 0]);
        let polygon = Polygon::new(LineString::from(vec![(3, 6), (8, 12), (20, 34), (3, 6)]), vec![]);
        assert_eq!(encode_polygons(&[polygon]), [9, 6, 12, 18, 10, 12, 24, 44, 15]);
    }

    #[test]
    fn several_lines_and_a_hole_follow_the_examples_too() {
        let lines = [vec![(2, 2), (2, 10), (10, 10)].into(), vec![(1, 1), (3, 5)].into()];
        assert_eq!(encode_lines(&lines), [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]);
        assert_eq!(decode_lines(&encode_lines(&lines)), lines);
        let outer = LineString::from(vec![(11, 11), (20, 11), (20, 20), (11, 20), (11, 11)]);
        let hole = LineString::from(vec![(13, 13), (13, 17), (17, 17), (17, 13), (13, 13)]);
        let square = LineString::from(vec![(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]);
        let polygons = [Polygon::new(square, vec![]), Polygon::new(outer, vec![hole])];
        let expected = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0,
            7, 15,
        ];
        assert_eq!(encode_polygons(&polygons), expected);
    }
}
