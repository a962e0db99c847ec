//! A reading as lines for a terminal.

use std::fmt::{self, Display, Formatter};

use super::{Parsing, PartShown, ReadingShown, UnitShown};

/// Candidates that are listed one by one; of more, how many more there are.
const MOST_LISTED: usize = 8;

impl Display for Parsing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text.trim())?;
        write!(f, "{}", self.reading)?;
        for other in &self.alternatives {
            writeln!(f, "or")?;
            write!(f, "{other}")?;
        }
        Ok(())
    }
}

impl Display for ReadingShown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parts: Vec<&PartShown> = self.parts.iter().filter(|part| part.role != "separator").collect();
        let width = parts.iter().map(|part| part.text.chars().count()).max().unwrap_or_default();
        for part in parts {
            let read_as = part.read_as.as_deref().unwrap_or("-");
            writeln!(f, "  {:<width$}  {:<11}  {read_as}", part.text, part.role)?;
        }
        if let [_, _, ..] = self.units.candidates[..] {
            list(f, &self.units.candidates)?;
        }
        match self.label.as_str() {
            "" => Ok(()),
            label => writeln!(f, "  = {label}"),
        }
    }
}

fn list(f: &mut Formatter<'_>, candidates: &[UnitShown]) -> fmt::Result {
    for unit in candidates.iter().take(MOST_LISTED) {
        writeln!(f, "  ? {}  {}", unit.code, unit.line)?;
    }
    match candidates.len().saturating_sub(MOST_LISTED) {
        0 => Ok(()),
        more => writeln!(f, "  ? and {more} more"),
    }
}
