//! The texts of one row by field, and the record that they make.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use vmap_core::address::{RowOrigin, SourceGeometry, SourceRecord};

use super::columns::FIELDS;
use super::coordinates::{self, Position};
use super::{Field, RejectionReason};

/// The texts of one row by field.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts([Option<String>; FIELDS]);

impl Texts {
    /// Sets the text of `field`, tidied; an empty one is none.
    pub fn set(&mut self, field: Field, text: &str) {
        self.0[field as usize] = tidy(text);
    }

    /// The text of `field`.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0[field as usize].as_deref()
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.0[field as usize].take()
    }

    /// Whether any text says what the place is called or where it lies.
    pub fn name_a_place(&self) -> bool {
        Field::all().any(|field| field.is_address() && self.get(field).is_some())
    }

    /// The position in the columns for one.
    pub fn position(&self) -> Result<Position, RejectionReason> {
        let (lat, lon) = (self.get(Field::Lat), self.get(Field::Lon));
        match (self.get(Field::LatLon), self.get(Field::Wkt)) {
            _ if lat.is_some() || lon.is_some() => coordinates::from_columns(lat, lon),
            (Some(pair), _) => coordinates::from_pair(pair),
            (None, Some(wkt)) => coordinates::from_wkt(wkt),
            (None, None) => Err(RejectionReason::CoordinatesMissing),
        }
    }

    /// The record of these texts at `geometry`.
    pub fn into_record(mut self, origin: RowOrigin, geometry: SourceGeometry) -> SourceRecord {
        SourceRecord {
            origin,
            geometry,
            key: self.take(Field::Key),
            line: self.take(Field::Line),
            house_number: self.take(Field::HouseNumber),
            street: self.take(Field::Street),
            hamlet: self.take(Field::Hamlet),
            ward: self.take(Field::Ward),
            district: self.take(Field::District),
            province: self.take(Field::Province),
            name: self.take(Field::Name),
            category: self.take(Field::Category),
        }
    }
}

/// `text` trimmed, in NFC, on one line; `None` when nothing is left.
fn tidy(text: &str) -> Option<String> {
    let text = one_line(text.trim_matches(is_blank));
    match text.as_ref() {
        "" => None,
        text if text.chars().all(is_surely_nfc) => Some(text.to_owned()),
        text => Some(text.nfc().collect()),
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '\u{FEFF}'
}

fn one_line(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|byte| byte < b' ') {
        true => Cow::Owned(text.replace(|letter: char| letter.is_ascii_control(), " ")),
        false => Cow::Borrowed(text),
    }
}

/// Latin letters with their marks in one: composing leaves them as they are (UAX #15). Nearly all
/// Vietnamese text is made of them, and asking the table for each letter would cost more.
fn is_surely_nfc(letter: char) -> bool {
    matches!(letter, '\0'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_tidied() {
        assert_eq!(tidy("  12 Lê Lợi\u{A0}\r\n"), Some("12 Lê Lợi".to_owned()));
        assert_eq!(tidy("12 Le\u{302} Lo\u{31B}\u{323}i"), Some("12 Lê Lợi".to_owned()));
        assert_eq!(tidy("12 Lê Lợi\nPhường 1"), Some("12 Lê Lợi Phường 1".to_owned()));
        assert_eq!(tidy(" \t "), None);
    }

    proptest! {
        #[test]
        fn tidy_texts_are_in_nfc(text in "\\PC{0,20}") {
            if let Some(tidied) = tidy(&text) {
                prop_assert_eq!(tidied.nfc().collect::<String>(), tidied);
            }
        }

        #[test]
        fn letters_that_are_surely_nfc_are_nfc(letter in proptest::char::range('\0', '\u{1EFF}')) {
            if is_surely_nfc(letter) {
                prop_assert_eq!([letter].into_iter().nfc().collect::<String>(), letter.to_string());
            }
        }
    }
}
