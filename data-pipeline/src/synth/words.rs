//! Names of streets and hamlets to draw from, shipped with the program.

use vmap_core::Point;

use super::random::Random;

const STREETS: &str = include_str!("../../../data/synth/street_names.csv");
const HAMLETS: &str = include_str!("../../../data/synth/hamlet_names.csv");

/// Kinds of hamlet that towns have. A `Tổ` is a part of the others and no name on its own.
const URBAN_KINDS: [&str; 6] = ["Khu phố", "Khối", "Khu", "Khóm", "Tiểu khu", "Phố"];
/// Kinds of hamlet that the country has.
const RURAL_KINDS: [&str; 8] = ["Thôn", "Xóm", "Bản", "Làng", "Buôn", "Ấp", "Sóc", "Khóm"];
/// Beginnings of names that say themselves that they are streets.
const STREET_WORDS: [&str; 6] = ["Đường", "Quốc lộ", "Tỉnh lộ", "Hương lộ", "Đại lộ", "ĐT"];

/// A part of the country with its own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    North,
    Centre,
    South,
}

impl Region {
    /// The part that a province with its middle at `centre` lies in, by latitude alone: Thanh Hóa
    /// and all above it are the north, Đồng Nai, Tây Ninh and all below the south.
    pub(super) fn at(centre: Point) -> Self {
        match centre.lat() {
            lat if lat > 19.5 => Self::North,
            lat if lat > 11.45 => Self::Centre,
            _ => Self::South,
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::Centre => "centre",
            Self::South => "south",
        }
    }
}

/// The names that one kind of place in one part of the country draws from.
pub(super) struct WordList {
    names: Vec<String>,
    /// Weights added up: entry `i` is the sum of the first `i + 1`.
    weights: Vec<u32>,
}

/// All lists, made once.
pub(super) struct Words {
    streets: [WordList; 3],
    urban_hamlets: [WordList; 3],
    rural_hamlets: [WordList; 3],
}

const REGIONS: [Region; 3] = [Region::North, Region::Centre, Region::South];

impl Words {
    pub(super) fn load() -> Self {
        Self {
            streets: REGIONS.map(streets),
            urban_hamlets: REGIONS.map(|region| hamlets(region, &URBAN_KINDS)),
            rural_hamlets: REGIONS.map(|region| hamlets(region, &RURAL_KINDS)),
        }
    }

    pub(super) fn streets(&self, region: Region) -> &WordList {
        &self.streets[region as usize]
    }

    pub(super) fn hamlets(&self, region: Region, urban: bool) -> &WordList {
        match urban {
            true => &self.urban_hamlets[region as usize],
            false => &self.rural_hamlets[region as usize],
        }
    }
}

impl WordList {
    /// Up to `count` different names, the weighty ones more often.
    pub(super) fn draw(&self, count: usize, random: &mut Random) -> Vec<&str> {
        let mut drawn = vec![false; self.names.len()];
        let mut names = Vec::with_capacity(count);
        let total = self.weights.last().copied().unwrap_or(0);
        for _ in 0..count.min(self.names.len()) {
            let at = random.below(total);
            let first = self.weights.partition_point(|sum| *sum <= at);
            let free = (first..self.names.len()).chain(0..first).find(|index| !drawn[*index]);
            if let Some(index) = free {
                drawn[index] = true;
                names.push(self.names[index].as_str());
            }
        }
        names
    }

    fn from_weighted(weighted: impl Iterator<Item = (String, u32)>) -> Self {
        let (mut names, mut weights, mut sum) = (Vec::new(), Vec::new(), 0);
        for (name, weight) in weighted {
            sum += weight;
            names.push(name);
            weights.push(sum);
        }
        Self { names, weights }
    }
}

/// How a street is written: in towns of the north half of them as `Phố`, elsewhere as `Đường` or
/// by the name alone; always with a word where the name begins with a number.
pub(super) fn written_street(name: &str, region: Region, urban: bool, random: &mut Random) -> String {
    let speaks = STREET_WORDS.iter().any(|word| name.starts_with(word));
    let number_first = name.starts_with(|letter: char| letter.is_ascii_digit());
    let word = match random.below(4) {
        _ if speaks => "",
        _ if number_first => "Đường ",
        0 | 1 if urban && region == Region::North => "Phố ",
        0 | 1 => "Đường ",
        _ => "",
    };
    format!("{word}{name}")
}

fn streets(region: Region) -> WordList {
    let rows = STREETS.lines().skip(1).filter_map(|line| {
        let [name, weight, of] = fields(line)?;
        (of == "all" || of == region.column()).then_some((name.to_owned(), weight.parse().ok()?))
    });
    WordList::from_weighted(rows)
}

fn hamlets(region: Region, kinds: &[&str]) -> WordList {
    let rows = HAMLETS.lines().skip(1).filter_map(|line| {
        let [kind, name, of, weight] = fields(line)?;
        let fits = kinds.contains(&kind) && (of == "all" || of == region.column());
        fits.then_some((format!("{kind} {name}"), weight.parse().ok()?))
    });
    WordList::from_weighted(rows)
}

/// The cells of a line of the shipped lists, in which nothing is quoted.
fn fields<const N: usize>(line: &str) -> Option<[&str; N]> {
    let cells: Vec<&str> = line.trim_end().split(',').collect();
    cells.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_line_of_the_lists_is_understood() {
        let lines = |text: &str| text.lines().skip(1).count();
        assert_eq!(STREETS.lines().skip(1).filter_map(fields::<3>).count(), lines(STREETS));
        assert_eq!(HAMLETS.lines().skip(1).filter_map(fields::<4>).count(), lines(HAMLETS));
    }

    #[test]
    fn each_region_has_names_enough_and_none_twice() {
        let words = Words::load();
        for region in REGIONS {
            for list in [words.streets(region), words.hamlets(region, true), words.hamlets(region, false)] {
                let distinct: HashSet<_> = list.names.iter().collect();
                assert_eq!(distinct.len(), list.names.len(), "{region:?}");
                assert!(list.names.len() >= 20, "{region:?} has {}", list.names.len());
            }
        }
    }

    #[test]
    fn names_drawn_differ_and_heavy_ones_come_more_often() {
        let words = Words::load();
        let list = words.streets(Region::South);
        let mut random = Random::new(1, "");
        let (mut heavy, mut light) = (0, 0);
        for _ in 0..2000 {
            let drawn = list.draw(5, &mut random);
            assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 5);
            heavy += drawn.iter().filter(|name| **name == "Trần Hưng Đạo").count();
            light += drawn.iter().filter(|name| **name == "Đường D1").count();
        }
        assert!(heavy > 2 * light && light > 0, "{heavy} {light}");
    }
}
