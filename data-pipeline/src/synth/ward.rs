//! The addresses of one ward.

use std::fmt::Write;

use vmap_core::Point;

use super::islands;
use super::land::{Land, Metres};
use super::plan::{FormerWard, WardPlan};
use super::random::Random;
use super::street::{HALF_WIDTH, Houses, half_length};
use super::words::{Words, written_street};

/// Share of addresses with a house number, in town and in the country: of the addresses coded in
/// 2021, 71 % had none.
const NUMBERED: [(bool, f64); 2] = [(true, 0.92), (false, 0.29)];
/// Share of numbers that an alley leads off, in town and in the country.
const ALLEYS: [(bool, f64); 2] = [(true, 0.12), (false, 0.03)];
/// Addresses of a street, roughly, and streets of a ward at most.
const ROWS_PER_STREET: u64 = 40;
const MOST_STREETS: u64 = 120;
/// Addresses of a hamlet, roughly, and hamlets of a ward at least and at most.
const ROWS_PER_HAMLET: u64 = 40;
const FEWEST_HAMLETS: u64 = 6;
const MOST_HAMLETS: u64 = 60;
/// Homes without a number that share a `Tổ`, the smallest part of a hamlet.
const HOMES_PER_GROUP: u64 = 12;
/// Half of the side of a hamlet in metres.
const HAMLET: f64 = 180.0;
/// How far from its middle a ward is built over where its border is unknown, in metres.
const UNKNOWN_REACH: f64 = 1500.0;
/// Share of addresses in the form of before the reform, where a former ward is known.
const LEGACY: f64 = 0.5;

/// The rows of one ward as CSV, without a header.
pub(super) struct WardRows {
    pub(super) csv: Vec<u8>,
    pub(super) rows: u64,
    pub(super) numbered: u64,
    pub(super) legacy_form: u64,
}

/// What one row says besides its units.
struct Address<'a> {
    house_number: &'a str,
    street: &'a str,
    hamlet: &'a str,
    point: Point,
}

struct Writer<'a> {
    plan: &'a WardPlan<'a>,
    land: Land,
    reach: f64,
    random: Random,
    csv: csv::Writer<Vec<u8>>,
    id: String,
    coordinates: [String; 2],
    rows: u64,
    numbered: u64,
    legacy_form: u64,
}

/// Makes the addresses of the ward of `plan`, exactly `plan.rows`.
pub(super) fn write(plan: &WardPlan<'_>, words: &Words, seed: u64) -> csv::Result<WardRows> {
    let land = Land::new(plan.centre, plan.area.as_ref());
    let around = land.area_m2() / (plan.former.len().max(1) as f64) / std::f64::consts::PI;
    let reach = if around.is_finite() { around.sqrt() } else { UNKNOWN_REACH };
    let random = Random::new(seed, plan.ward.code.as_str());
    let csv = csv::WriterBuilder::new().from_writer(Vec::with_capacity(160 * plan.rows as usize));
    let mut writer = Writer {
        plan,
        land,
        reach,
        random,
        csv,
        id: String::new(),
        coordinates: Default::default(),
        rows: 0,
        numbered: 0,
        legacy_form: 0,
    };
    match islands::of(plan.ward) {
        [] => writer.write_ward(words)?,
        islands => writer.write_islands(islands)?,
    }
    let Writer { csv, rows, numbered, legacy_form, .. } = writer;
    let csv = csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(WardRows { csv, rows, numbered, legacy_form })
}

impl Writer<'_> {
    fn write_islands(&mut self, islands: &[(&'static str, f64, f64)]) -> csv::Result<()> {
        for &island in islands.iter().take(self.plan.rows as usize) {
            let point = islands::place(island).unwrap_or(self.plan.centre);
            self.write_row(&Address { house_number: "", street: "", hamlet: island.0, point }, None)?;
        }
        Ok(())
    }

    fn write_ward(&mut self, words: &Words) -> csv::Result<()> {
        let numbered = (self.plan.rows as f64 * of(NUMBERED, self.plan.urban)).round() as u64;
        let hamlets = (self.plan.rows / ROWS_PER_HAMLET).clamp(FEWEST_HAMLETS, MOST_HAMLETS);
        let list = words.hamlets(self.plan.region, self.plan.urban);
        let hamlets = list.draw(hamlets as usize, &mut self.random);
        self.write_streets(numbered, &hamlets, words)?;
        self.write_hamlets(self.plan.rows - numbered, &hamlets)
    }

    /// Streets with houses, `rows` of them in all, some with the hamlet they lie in.
    fn write_streets(&mut self, rows: u64, hamlets: &[&str], words: &Words) -> csv::Result<()> {
        let streets = rows.div_ceil(ROWS_PER_STREET).min(MOST_STREETS);
        let names = words.streets(self.plan.region).draw(streets as usize, &mut self.random);
        for (index, name) in names.iter().enumerate() {
            let share = part(rows, index, names.len());
            let hamlet = if self.random.chance(0.25) { self.pick(hamlets) } else { "" };
            let street = written_street(name, self.plan.region, self.plan.urban, &mut self.random);
            self.write_street(share, &street, hamlet)?;
        }
        Ok(())
    }

    fn write_street(&mut self, rows: u64, street: &str, hamlet: &str) -> csv::Result<()> {
        let former = self.former_ward();
        let strip = {
            let anchor = self.anchor(former);
            self.land.strip(anchor, self.reach, half_length(rows), HALF_WIDTH, &mut self.random)
        };
        let mut houses = Houses::new(&strip, of(ALLEYS, self.plan.urban), rows);
        for _ in 0..rows {
            let (house_number, place) = houses.next(&mut self.random);
            let point = self.land.point(place);
            self.write_row(&Address { house_number: &house_number, street, hamlet, point }, former)?;
        }
        Ok(())
    }

    /// Homes known by their hamlet, `rows` of them in all: some of the hamlet itself, then of its
    /// parts. Neighbours share their address, as they do where homes have no number.
    fn write_hamlets(&mut self, rows: u64, hamlets: &[&str]) -> csv::Result<()> {
        for (index, hamlet) in hamlets.iter().enumerate() {
            self.write_hamlet(part(rows, index, hamlets.len()), hamlet)?;
        }
        Ok(())
    }

    fn write_hamlet(&mut self, rows: u64, hamlet: &str) -> csv::Result<()> {
        let former = self.former_ward();
        let anchor = self.anchor(former);
        let strip = self.land.strip(anchor, self.reach, HAMLET, HAMLET, &mut self.random);
        let mut name = String::new();
        for home in 0..rows {
            name.clear();
            if home >= HOMES_PER_GROUP {
                let _ = write!(name, "Tổ {}, ", home / HOMES_PER_GROUP);
            }
            name.push_str(hamlet);
            let along = self.random.between(0.0, 2.0) * strip.half_length;
            let right = self.random.between(-1.0, 1.0) * strip.half_width;
            let point = self.land.point(strip.at(along, right));
            self.write_row(&Address { house_number: "", street: "", hamlet: &name, point }, former)?;
        }
        Ok(())
    }

    /// One row: half of the time in the form of before the reform, where `former` is known.
    fn write_row(&mut self, address: &Address<'_>, former: Option<usize>) -> csv::Result<()> {
        let former = former.and_then(|index| self.plan.former.get(index)).filter(|_| self.random.chance(LEGACY));
        let (ward, district, province) = match former {
            Some(FormerWard { ward, district, province, .. }) => (*ward, *district, *province),
            None => (self.plan.ward.full_name.as_str(), "", self.plan.province),
        };
        self.id.clear();
        let _ = write!(self.id, "synthetic-{:08}", self.plan.first + self.rows);
        for (text, e7) in self.coordinates.iter_mut().zip([address.point.lat_e7(), address.point.lon_e7()]) {
            text.clear();
            let _ = write!(text, "{}.{:07}", e7 / 10_000_000, e7 % 10_000_000);
        }
        let Address { house_number, street, hamlet, .. } = *address;
        let [lat, lon] = &self.coordinates;
        self.csv.write_record([&self.id, house_number, street, hamlet, ward, district, province, lat, lon, "1"])?;
        self.rows += 1;
        self.numbered += u64::from(!house_number.is_empty());
        self.legacy_form += u64::from(former.is_some());
        Ok(())
    }

    /// A former ward of this one, by chance, where there is one.
    fn former_ward(&mut self) -> Option<usize> {
        let count = self.plan.former.len();
        (count > 0).then(|| self.random.below(count as u32) as usize)
    }

    /// The middle of the former ward, or of the ward itself.
    fn anchor(&self, former: Option<usize>) -> Metres {
        let former = former.and_then(|index| self.plan.former.get(index));
        self.land.metres(former.map_or(self.plan.centre, |former| former.centre))
    }

    fn pick<'w>(&mut self, names: &[&'w str]) -> &'w str {
        names.get(self.random.below(names.len() as u32) as usize).copied().unwrap_or_default()
    }
}

/// The `index`-th of `parts` nearly equal parts of `whole`, which add up to it.
fn part(whole: u64, index: usize, parts: usize) -> u64 {
    let until = |index: usize| whole * index as u64 / parts.max(1) as u64;
    until(index + 1) - until(index)
}

fn of(figures: [(bool, f64); 2], urban: bool) -> f64 {
    figures.iter().find(|(kind, _)| *kind == urban).map_or(0.0, |(_, figure)| *figure)
}
