//! The acts that made a reform, by what they changed.
//!
//! Lists of successions name no acts. A list of them does: one for the provinces, one for the wards
//! of each new province. A folder may bring its own; the acts of the reform of 1 July 2025 are
//! public and known to the program, so that folders without one need not go without.

use hashbrown::HashMap;
use jiff::civil::Date;
use vmap_core::unit::{UnitId, UnitLevel};

use super::UnitsError;
use super::draft::Draft;
use super::folder::{Folder, day_of};
use super::unit_lists::level_of;

/// Name and text of the list that the program knows.
const KNOWN: (&str, &str) = ("acts_2025-07-01.csv", include_str!("../../../data/units/admin/acts_2025-07-01.csv"));

/// The acts behind the changes of one day.
pub(super) struct Acts {
    day: Date,
    /// By level and code of the new province; without a code, for the whole country.
    acts: HashMap<(UnitLevel, String), String>,
}

impl Acts {
    /// The folder's list, else the known one.
    pub(super) fn read(folder: &Folder) -> Result<Self, UnitsError> {
        let (sheet, _) = folder.own_or_known("acts_", KNOWN)?;
        let day = day_of(&sheet.path)?;
        let sheet = sheet.expect(&["level", "province_code", "act"])?;
        let entry = |row: super::sheet::Row<'_>| {
            Some(((level_of(row.text("level"))?, row.text("province_code").to_owned()), row.text("act").to_owned()))
        };
        Ok(Self { day, acts: sheet.rows().filter_map(entry).collect() })
    }

    /// The act that made `new` on `day`; empty where none is known.
    pub(super) fn behind(&self, new: UnitId, day: Date, draft: &Draft) -> String {
        let level = draft.unit(new).level;
        let province = draft.province_of(new).map(|id| draft.unit(id).code.as_str().to_owned());
        let of = |code: String| self.acts.get(&(level, code)).filter(|_| day == self.day);
        of(province.unwrap_or_default()).or_else(|| of(String::new())).cloned().unwrap_or_default()
    }
}
