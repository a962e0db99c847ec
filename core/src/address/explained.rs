//! Which bytes of a line were read as what.

use std::ops::Range;

use super::components::Role;
use super::parser::{ParsedAddress, other_reading};
use crate::text::Word;
use crate::unit::{UnitId, UnitLevel};

/// A line and how it may be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The line that was read, as [`readable`](crate::text::readable) leaves it.
    pub text: String,
    /// Readings, best first; at least one.
    pub readings: Vec<ExplainedReading>,
}

/// One reading of a line, with what each part of the line is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExplainedReading {
    /// The components.
    pub address: ParsedAddress,
    /// The whole line, cut: every byte of it is in exactly one part.
    pub parts: Vec<Part>,
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it was read as.
    pub role: PartRole,
    /// Bytes of the line.
    pub span: Range<usize>,
}

/// What a part of a line was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartRole {
    /// House number or alley path.
    HouseNumber,
    /// Street.
    Street,
    /// Hamlet or quarter.
    Hamlet,
    /// A name that is none of the others.
    Name,
    /// An administrative unit.
    Unit {
        /// Its rung.
        level: UnitLevel,
        /// The units that it may be, ascending.
        units: Vec<UnitId>,
    },
    /// Postal code.
    Postcode,
    /// The country's name behind the address.
    Country,
    /// Words that no component explains.
    Leftover,
    /// What stands between the others: blanks, commas, brackets.
    Separator,
}

impl PartRole {
    pub(super) fn of(role: Role) -> Self {
        match role {
            Role::Number => Self::HouseNumber,
            Role::Street => Self::Street,
            Role::Hamlet => Self::Hamlet,
            Role::Name => Self::Name,
            Role::Rest => Self::Leftover,
        }
    }
}

impl ExplainedReading {
    /// What else it may mean, where one component of it may be another.
    pub(super) fn other(&self) -> Option<Self> {
        let (address, (from, to)) = other_reading(&self.address)?;
        let mut parts = self.parts.clone();
        for part in parts.iter_mut().filter(|part| part.role == PartRole::of(from)) {
            part.role = PartRole::of(to);
        }
        Some(Self { address, parts })
    }
}

/// `text` in parts: words side by side that have the same role are one, and what stands between
/// parts is a separator. `roles` are those of `words`.
pub(super) fn parts(text: &str, words: &[Word], roles: &[PartRole]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (word, role) in words.iter().zip(roles) {
        match parts.last_mut() {
            Some(last) if last.role == *role => last.span.end = word.span.end,
            _ => {
                let end = parts.last().map_or(0, |last| last.span.end);
                separate(&mut parts, end..word.span.start);
                parts.push(Part { role: role.clone(), span: word.span.clone() });
            }
        }
    }
    let end = parts.last().map_or(0, |last| last.span.end);
    separate(&mut parts, end..text.len());
    parts
}

fn separate(parts: &mut Vec<Part>, span: Range<usize>) {
    if !span.is_empty() {
        parts.push(Part { role: PartRole::Separator, span });
    }
}
