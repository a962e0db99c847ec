//! The way of an address through this room: [`SourceRecord`] (raw, with file and row) to
//! [`ParsedAddress`] (components as found, leftovers kept) to [`crate::place::Place`] (normalised
//! and placed in its units, made by the pipeline).

mod chain;
mod column_readings;
mod components;
mod explained;
mod format;
mod hamlet;
mod marker_words;
mod markers;
mod parser;
mod repairs;
mod source_record;
mod street;
mod stretches;
mod word_class;

pub use column_readings::ColumnReadings;
pub use explained::{Explained, ExplainedReading, Part, PartRole};
pub use hamlet::{hamlet_key, says_hamlet, whole_hamlet};
pub use parser::{AddressParser, ParsedAddress, RivalUnit, UnitReading};
pub use source_record::{RegistryTexts, RowOrigin, SourceGeometry, SourceRecord};
pub use street::{initialism, initials, street_key};
