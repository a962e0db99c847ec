//! The permanent number of a place.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One permanent 12-digit number of a place: 11 digits and a check digit by ISO/IEC 7064
/// MOD 11,10. It carries no meaning and survives moves, renames and every boundary change.
///
/// The first digit is never 0, so that spreadsheets keep all twelve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlaceId(u64);

/// Why a text is no place identifier.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceIdError {
    /// Not twelve decimal digits beginning with 1 to 9.
    #[error("a place identifier is 12 digits beginning with 1 to 9, found {0:?}")]
    Shape(String),
    /// Twelve digits with a slip in them.
    #[error("the check digit of place identifier {found} should be {expected}: look for a mistyped digit")]
    CheckDigit {
        /// The text as given.
        found: String,
        /// The last digit that the first eleven ask for.
        expected: u64,
    },
}

const FIRST_SERIAL: u64 = 10_000_000_000;
const LAST_SERIAL: u64 = 99_999_999_999;

impl PlaceId {
    /// The identifier of the `ordinal`-th place ever registered, counted from 0; `None` past 90
    /// thousand million places.
    pub fn from_ordinal(ordinal: u64) -> Option<Self> {
        let serial = FIRST_SERIAL.checked_add(ordinal).filter(|serial| *serial <= LAST_SERIAL)?;
        Some(Self(serial * 10 + check_digit(serial)))
    }

    /// The identifier written as `number`, check digit included.
    pub fn from_number(number: u64) -> Result<Self, PlaceIdError> {
        let serial = number / 10;
        if !(FIRST_SERIAL..=LAST_SERIAL).contains(&serial) {
            return Err(PlaceIdError::Shape(number.to_string()));
        }
        let expected = check_digit(serial);
        if number % 10 == expected {
            Ok(Self(number))
        } else {
            Err(PlaceIdError::CheckDigit { found: number.to_string(), expected })
        }
    }

    /// How many places were registered before this one: the inverse of [`PlaceId::from_ordinal`].
    pub fn ordinal(self) -> u64 {
        self.0 / 10 - FIRST_SERIAL
    }

    /// All twelve digits as a number.
    pub fn number(self) -> u64 {
        self.0
    }
}

fn check_digit(mut serial: u64) -> u64 {
    let mut digits = [0; 11];
    for digit in digits.iter_mut().rev() {
        (*digit, serial) = (serial % 10, serial / 10);
    }
    iso_7064_mod_11_10(digits.into_iter())
}

/// The digit that ISO/IEC 7064 MOD 11,10 puts behind `digits`.
fn iso_7064_mod_11_10(digits: impl Iterator<Item = u64>) -> u64 {
    let product = digits.fold(10, |product, digit| {
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        sum * 2 % 11
    });
    (11 - product) % 10
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for PlaceId {
    type Err = PlaceIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = || PlaceIdError::Shape(text.to_owned());
        if text.len() != 12 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(shape());
        }
        Self::from_number(text.parse().map_err(|_| shape())?)
    }
}

impl TryFrom<String> for PlaceId {
    type Error = PlaceIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PlaceId> for String {
    fn from(id: PlaceId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The worked example of ISO/IEC 7064: 0794 takes the check digit 5.
    #[test]
    fn the_check_digit_follows_the_published_example() {
        assert_eq!(iso_7064_mod_11_10([0, 7, 9, 4].into_iter()), 5);
    }

    proptest! {
        #[test]
        fn every_identifier_reads_back(ordinal in 0..1_000_000_000_u64) {
            let id = PlaceId::from_ordinal(ordinal).unwrap();
            prop_assert_eq!(id.to_string().parse::<PlaceId>(), Ok(id));
            prop_assert_eq!(id.ordinal(), ordinal);
        }

        #[test]
        fn one_wrong_digit_is_noticed(ordinal in 0..1_000_000_000_u64, at in 0..12_usize, add in 1..10_u8) {
            let mut digits = PlaceId::from_ordinal(ordinal).unwrap().to_string().into_bytes();
            digits[at] = b'0' + (digits[at] - b'0' + add) % 10;
            prop_assert!(String::from_utf8(digits).unwrap().parse::<PlaceId>().is_err());
        }
    }
}
