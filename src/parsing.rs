//! How a line is read, as `/parse` and `vmap parse` show it.

mod table;

use serde::Serialize;
use utoipa::ToSchema;
use vmap_core::address::{AddressParser, ExplainedReading, ParsedAddress, Part, PartRole, UnitReading, street_key};
use vmap_core::text::fold;
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitNames, UnitTable};

/// How a line is read.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Parsing {
    /// The line as given.
    pub query: String,
    /// The line that was read: look-alike characters, Telex and VNI turned into letters.
    pub text: String,
    /// The best reading.
    pub reading: ReadingShown,
    /// What else the line may mean, likelier first.
    pub alternatives: Vec<ReadingShown>,
}

/// One reading of a line.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReadingShown {
    /// The address as one line, small to large.
    pub label: String,
    /// House number or alley path as written.
    pub housenumber: Option<String>,
    /// Street with its type word.
    pub street: Option<String>,
    /// Hamlet or quarter with its type word.
    pub hamlet: Option<String>,
    /// A name that is none of the others.
    pub name: Option<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// The units that the line names.
    pub units: UnitsShown,
    /// The whole text in parts: joined in order they are the text.
    pub parts: Vec<PartShown>,
    /// Words that no component explains.
    pub leftovers: Vec<String>,
}

/// The units of a reading.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UnitsShown {
    /// Whether marks, kind words and levels all agree.
    pub exact: bool,
    /// The smallest units named: all that agree equally well with the line.
    pub candidates: Vec<UnitShown>,
    /// Larger units that the line names and that agree with the candidates, smallest first.
    pub within: Vec<UnitShown>,
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitShown {
    /// Official number.
    pub code: String,
    /// Its rung.
    #[schema(value_type = String)]
    pub level: UnitLevel,
    /// In force today, or ended.
    #[schema(value_type = String)]
    pub era: Era,
    /// It and the units that hold it, small to large.
    pub line: String,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartShown {
    /// The part itself.
    pub text: String,
    /// First character of it in the text, and the one behind it.
    pub span: [usize; 2],
    /// housenumber, street, hamlet, name, ward, district, province, postcode, country, leftover or separator.
    pub role: &'static str,
    /// What it was read as: a number's key, the key of a street's name, other names folded, a unit's line;
    /// absent where it is left over or separates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
    /// Codes of the units that it may name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

/// Reads `line` with the names of units.
pub fn parse(names: &UnitNames, line: &str) -> Parsing {
    let explained = AddressParser::new(names).explain(line);
    let show = Show { table: names.table(), text: &explained.text };
    let mut readings = explained.readings.iter().map(|reading| show.reading(reading));
    let reading = readings.next().unwrap_or_else(|| show.reading(&ExplainedReading::default()));
    Parsing { query: line.to_owned(), reading, alternatives: readings.collect(), text: explained.text.clone() }
}

struct Show<'a> {
    table: &'a UnitTable,
    text: &'a str,
}

impl Show<'_> {
    fn reading(&self, reading: &ExplainedReading) -> ReadingShown {
        let address = &reading.address;
        ReadingShown {
            label: address.format(self.table),
            housenumber: address.house_number.as_ref().map(|number| number.display().to_owned()),
            street: address.street.clone(),
            hamlet: address.hamlet.clone(),
            name: address.name.clone(),
            postcode: address.postcode.clone(),
            units: self.units(&address.units),
            parts: reading.parts.iter().map(|part| self.part(part, address)).collect(),
            leftovers: address.leftovers.clone(),
        }
    }

    fn units(&self, units: &UnitReading) -> UnitsShown {
        let shown = |ids: &[UnitId]| ids.iter().filter_map(|id| self.unit(*id)).collect();
        UnitsShown { exact: units.exact, candidates: shown(&units.candidates), within: shown(&units.within) }
    }

    fn unit(&self, id: UnitId) -> Option<UnitShown> {
        let unit = self.table.get(id)?;
        let code = unit.code.as_str().to_owned();
        Some(UnitShown { code, level: unit.level, era: unit.era(), line: self.line(id) })
    }

    fn line(&self, id: UnitId) -> String {
        let names: Vec<&str> = self.table.lineage(id).map(|(_, unit)| unit.full_name.as_str()).collect();
        names.join(", ")
    }

    fn part(&self, part: &Part, address: &ParsedAddress) -> PartShown {
        let text = self.text.get(part.span.clone()).unwrap_or_default();
        let start = self.text.get(..part.span.start).unwrap_or_default().chars().count();
        let span = [start, start + text.chars().count()];
        let (role, read_as) = self.role(&part.role, text, address);
        let codes = match &part.role {
            PartRole::Unit { units, .. } => {
                units.iter().filter_map(|id| self.table.get(*id)).map(|unit| unit.code.as_str().to_owned()).collect()
            }
            _ => Vec::new(),
        };
        PartShown { text: text.to_owned(), span, role, read_as, codes }
    }

    fn role(&self, role: &PartRole, text: &str, address: &ParsedAddress) -> (&'static str, Option<String>) {
        match role {
            PartRole::HouseNumber => ("housenumber", address.house_number.as_ref().map(|number| number.key())),
            PartRole::Street => ("street", Some(street_key(text))),
            PartRole::Hamlet => ("hamlet", Some(fold(text))),
            PartRole::Name => ("name", Some(fold(text))),
            PartRole::Unit { level, units } => (level_name(*level), Some(self.one_or_several(units))),
            PartRole::Postcode => ("postcode", Some(fold(text))),
            PartRole::Country => ("country", Some("Việt Nam".to_owned())),
            PartRole::Leftover => ("leftover", None),
            PartRole::Separator => ("separator", None),
        }
    }

    fn one_or_several(&self, units: &[UnitId]) -> String {
        match units {
            [only] => self.line(*only),
            several => format!("any of {} units", several.len()),
        }
    }
}

fn level_name(level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::Province => "province",
        UnitLevel::District => "district",
        UnitLevel::Ward => "ward",
    }
}
