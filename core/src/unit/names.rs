//! Units recognised in words.

use super::{UnitId, UnitTable};
use crate::text::Word;

/// Units that a run of words may name.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMatch {
    /// Index of the first word.
    pub first: usize,
    /// Number of words.
    pub len: usize,
    /// Every unit of that name.
    pub units: Vec<UnitId>,
    /// Whether the words say what kind of unit is meant (`phường`, `P.`, `quận`).
    pub kind_said: bool,
    /// Whether the marks typed agree with the name's.
    pub marks_agree: bool,
}

/// The names of all units, folded, as written in addresses.
pub struct UnitNames {
    table: std::sync::Arc<UnitTable>,
}

impl UnitNames {
    /// The names of the units of `table`.
    pub fn new(table: std::sync::Arc<UnitTable>) -> Self {
        Self { table }
    }

    /// The units that the names belong to.
    pub fn table(&self) -> &UnitTable {
        &self.table
    }

    /// Every run of `words` that names units, longest first at each position.
    pub fn recognise(&self, words: &[Word]) -> Vec<NameMatch> {
        let _ = words;
        Vec::new()
    }
}
