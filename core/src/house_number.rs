//! A house number as an ordered path from the street inwards.

use std::cmp::Ordering;
use std::fmt;

/// A house number: display form and the path it walks. `1806/127/2A` leaves the street at 1806,
/// goes down alley 127 and ends at house 2A.
///
/// Ordered as houses stand along a street: by the number at each turn, then its suffix; a prefix
/// before what lies behind it.
#[derive(Clone, Debug)]
pub struct HouseNumber {
    display: String,
    path: Vec<Step>,
}

/// One turn of the path: `48A` is number 48, suffix `a`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The digits; 0 where a step has none (`Lô B3` begins with a step of letters).
    pub number: u32,
    /// What stands around the digits, folded.
    pub suffix: String,
}

impl HouseNumber {
    /// Reads `text` (without its street), keeping it as the display form; `None` where nothing in
    /// it is a number.
    pub fn parse(text: &str) -> Option<Self> {
        let path: Vec<Step> = text.split('/').filter_map(Step::parse).collect();
        let numbered = path.iter().any(|step| step.number > 0);
        numbered.then(|| Self { display: text.trim().to_owned(), path })
    }

    /// The form to show, as written.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The turns from the street inwards; never empty.
    pub fn path(&self) -> &[Step] {
        &self.path
    }

    /// Whether this path leads to, or through the mouth of, `other`'s.
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.path.starts_with(&self.path)
    }

    /// One text for all spellings of the same number, for equality only.
    pub fn key(&self) -> String {
        let steps: Vec<String> = self.path.iter().map(|step| format!("{}{}", step.number, step.suffix)).collect();
        steps.join("/")
    }
}

impl Step {
    fn parse(text: &str) -> Option<Self> {
        let folded = crate::text::fold(text);
        let digits: String =
            folded.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let suffix: String = folded.replacen(&digits, "", 1).split_whitespace().collect();
        (!folded.is_empty()).then(|| Self { number: digits.parse().unwrap_or(0), suffix })
    }
}

/// The key of the house number in `text`, or its folded text where it is none.
pub fn key(text: &str) -> String {
    HouseNumber::parse(text).map_or_else(|| crate::text::fold(text), |number| number.key())
}

impl PartialEq for HouseNumber {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for HouseNumber {}

impl PartialOrd for HouseNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for HouseNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.path.cmp(&other.path)
    }
}

impl fmt::Display for HouseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display)
    }
}
