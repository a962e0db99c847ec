//! What was read of the lists, and what was not and why.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;
use vmap_core::unit::{Era, UnitLevel, UnitTable};
use vmap_registry::UnitBoundary;

/// What was read of a folder of official lists. Shown as text for people and as JSON for programs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UnitsReport {
    /// Units of today.
    pub current: LevelCounts,
    /// The day of the last reform: the last on which any unit ended.
    pub reform: Option<Date>,
    /// Units that ended with the last reform.
    pub legacy: LevelCounts,
    /// Units that had ended before it.
    pub earlier: LevelCounts,
    /// Rows of the lists of successions.
    pub successions_read: u64,
    /// Successions in the table, of every level; some are concluded, see [`UnitsReport::concluded`].
    pub successions: u64,
    /// Other names in the table.
    pub aliases: u64,
    /// Boundaries.
    pub boundaries: BoundaryCounts,
    /// What was taken though no list says it in so many words, how often.
    pub concluded: BTreeMap<String, u64>,
    /// What was not used, by reason, how often.
    pub skipped: BTreeMap<String, u64>,
    /// The first few of each reason in [`UnitsReport::skipped`].
    pub examples: BTreeMap<String, Vec<String>>,
}

/// Number of units on each rung.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelCounts {
    /// Provinces.
    pub provinces: u64,
    /// Districts.
    pub districts: u64,
    /// Wards (communes).
    pub wards: u64,
}

/// Number of boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoundaryCounts {
    /// Read from files.
    pub read: u64,
    /// Made up around centres.
    pub illustrative: u64,
    /// Today's wards without any.
    pub wards_without: u64,
}

/// How many examples of one reason a report keeps.
const EXAMPLES: usize = 5;

impl UnitsReport {
    /// Counts something that was not used, and keeps it as an example if there are few.
    pub(super) fn skip(&mut self, reason: &str, example: impl FnOnce() -> String) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
        let examples = self.examples.entry(reason.to_owned()).or_default();
        if examples.len() < EXAMPLES {
            examples.push(example());
        }
    }

    /// Counts something that was concluded.
    pub(super) fn conclude(&mut self, what: &str) {
        *self.concluded.entry(what.to_owned()).or_default() += 1;
    }

    /// Counts what became of it all.
    pub(super) fn count(&mut self, table: &UnitTable, boundaries: &[UnitBoundary]) {
        self.reform = table.iter().filter_map(|(_, unit)| unit.validity.until).max();
        for (_, unit) in table.iter() {
            match unit.validity.until {
                None => self.current.add(unit.level),
                until if until == self.reform => self.legacy.add(unit.level),
                Some(_) => self.earlier.add(unit.level),
            }
            self.aliases += unit.aliases.len() as u64;
        }
        self.successions = table.successions().len() as u64;
        let illustrative = boundaries.iter().filter(|boundary| boundary.illustrative).count();
        let wards = boundaries.iter().filter(|area| (area.era, area.level) == (Era::Current, UnitLevel::Ward)).count();
        self.boundaries = BoundaryCounts {
            read: (boundaries.len() - illustrative) as u64,
            illustrative: illustrative as u64,
            wards_without: self.current.wards.saturating_sub(wards as u64),
        };
    }
}

impl LevelCounts {
    fn add(&mut self, level: UnitLevel) {
        match level {
            UnitLevel::Province => self.provinces += 1,
            UnitLevel::District => self.districts += 1,
            UnitLevel::Ward => self.wards += 1,
        }
    }
}

impl fmt::Display for LevelCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} provinces, {} districts, {} wards", self.provinces, self.districts, self.wards)
    }
}

impl fmt::Display for UnitsReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "units of today: {}", self.current)?;
        if let Some(reform) = self.reform {
            writeln!(f, "units that ended on {reform}: {}", self.legacy)?;
            writeln!(f, "units that had ended earlier: {}", self.earlier)?;
        }
        writeln!(f, "successions: {} read, {} in the table", self.successions_read, self.successions)?;
        writeln!(f, "other names: {}", self.aliases)?;
        let BoundaryCounts { read, illustrative, wards_without } = self.boundaries;
        writeln!(
            f,
            "boundaries: {read} read, {illustrative} illustrative, {wards_without} wards of today without one"
        )?;
        for (what, count) in &self.concluded {
            writeln!(f, "concluded: {what}: {count}")?;
        }
        for (reason, count) in &self.skipped {
            let examples = self.examples.get(reason).map(|examples| examples.join("; ")).unwrap_or_default();
            writeln!(f, "not used: {reason}: {count} ({examples})")?;
        }
        Ok(())
    }
}
