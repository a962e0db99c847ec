//! Administrative units in time.
//!
//! Until 30 June 2025 Vietnam had provinces, districts and communes; since 1 July 2025 provinces
//! and communes, fewer of each (202/2025/QH15). Both forms are in daily use, so a unit carries
//! the days between which it existed, and successions tie the old to the new. All of it is data.

mod centre;
mod locator;
mod names;
mod outline;
mod table;
mod timeline;

pub use locator::{Located, UnitLocator, UnitPolygon};
pub(crate) use names::{Kind, Kinship, NameForm, NamedUnit, Run, kind_before, kind_with_slip};
pub use names::{NameMatch, UnitNames};
pub use table::{UnitTable, UnitTableError};
pub use timeline::{Part, SuccessionKind};

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Point;

/// The rung of the ladder that a unit stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitLevel {
    /// Tỉnh, thành phố trực thuộc trung ương; codes of 2 digits.
    Province,
    /// Quận, huyện, thị xã, thành phố thuộc tỉnh; codes of 3 digits; none since 1 July 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu ("commune" in DESIGN, `ward` in the API); codes of 5 digits.
    Ward,
}

/// Whose names are meant: today's units, or those before the reform of 1 July 2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Era {
    /// Units in force today.
    Current,
    /// Units that have ended.
    Legacy,
}

/// The official number of a unit, unique within its level and era: `79`, `760`, `26740`.
/// Kept as text because leading zeros belong to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitCode(pub String);

impl UnitCode {
    /// The code as written in official lists.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Row of a unit in its [`UnitTable`]; meaningless in any other table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub u16);

/// The days on which a unit exists: from `from` (open when unknown) up to and without `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day in force; unknown or before all records when absent.
    pub from: Option<Date>,
    /// First day no longer in force; still in force when absent. Where sources know only an
    /// interval, its last day.
    pub until: Option<Date>,
    /// First day of that interval: it was still in force the day before. Absent where `until` is
    /// the day itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_earliest: Option<Date>,
}

impl Validity {
    /// Whether `day` may be one of the days: certainly, save within the interval that `until` is
    /// known by.
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// The first and the last day that may be `until`: the same one where it is known.
    pub fn ended_between(self) -> Option<(Date, Date)> {
        self.until.map(|until| (self.until_earliest.unwrap_or(until), until))
    }
}

/// One administrative unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Official number.
    pub code: UnitCode,
    /// Province, district or ward.
    pub level: UnitLevel,
    /// Official word for its kind, capitalised: `Phường`, `Thành phố`, `Đặc khu`.
    pub kind: String,
    /// Name without the kind, NFC: `Bến Nghé`, `1`.
    pub name: String,
    /// Kind and name: `Phường Bến Nghé`.
    pub full_name: String,
    /// English form of [`Unit::full_name`]: `Ben Nghe Ward`.
    pub full_name_en: String,
    /// The unit above: a ward's district (legacy) or province (current).
    pub parent: Option<UnitId>,
    /// When it is in force.
    pub validity: Validity,
    /// A point that stands for it, mostly its centroid.
    #[serde(with = "centre")]
    pub centre: Option<Point>,
    /// Other folded names it is known by (`hcm`, `saigon`), see [`crate::text::fold`].
    pub aliases: Vec<String>,
}

impl Unit {
    /// Today's unit or one that has ended.
    pub fn era(&self) -> Era {
        match self.validity.until {
            None => Era::Current,
            Some(_) => Era::Legacy,
        }
    }

    /// One of the thirteen đặc khu, Hoàng Sa and Trường Sa among them.
    pub fn is_special_zone(&self) -> bool {
        self.kind == "Đặc khu"
    }
}

/// One edge of the graph of units in time: `old` passed into `new`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Succession {
    /// The unit that ended.
    pub old: UnitId,
    /// A unit that took it over.
    pub new: UnitId,
    /// Whether only a part of `old` went to `new`.
    pub partial: bool,
    /// The part of `old` that went to `new`, 0 to 1, where it is known or estimated; all of it
    /// where `old` went whole.
    pub share: Option<f32>,
    /// The act that made it, for example `202/2025/QH15`; empty where no source names one.
    pub act: String,
}

/// What a unit was called, and the number it had, before it was renamed or became another kind of
/// unit on the same area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormerName {
    /// The unit that bore it.
    pub unit: UnitId,
    /// Official number then; mostly the unit's own.
    pub code: UnitCode,
    /// Official word for its kind then, capitalised.
    pub kind: String,
    /// Name without the kind, NFC.
    pub name: String,
    /// Kind and name.
    pub full_name: String,
    /// English form of [`FormerName::full_name`].
    pub full_name_en: String,
    /// When it was borne; it has ended.
    pub validity: Validity,
    /// The act that ended it; empty where no source names one.
    pub act: String,
}
