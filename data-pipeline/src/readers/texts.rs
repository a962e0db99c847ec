//! The texts of one row by field, and the record that they make.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use vmap_core::address::{RegistryTexts, RowOrigin, SourceGeometry, SourceRecord};
use vmap_core::text::plain_characters;

use super::columns::FIELDS;
use super::coordinates::{self, Position};
use super::{Field, RejectionReason, RowOperation};

/// The texts of one row by field; borrowed until they make a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts<'a>([Option<Cow<'a, str>>; FIELDS]);

impl<'a> Texts<'a> {
    /// Sets the text of `field`, tidied; an empty one is none.
    pub fn set(&mut self, field: Field, text: &'a str) {
        self.0[field as usize] = tidy(text);
    }

    /// Sets the text of `field`, which is tidy already.
    pub fn set_owned(&mut self, field: Field, text: String) {
        self.0[field as usize] = Some(Cow::Owned(text));
    }

    /// The text of `field`.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0[field as usize].as_deref()
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.0[field as usize].take().map(Cow::into_owned)
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
            told: self.told(),
        }
    }

    /// Whether the row says that its place is gone: then it need not say where it was.
    pub fn say_gone(&self) -> bool {
        self.get(Field::Operation).is_some_and(|text| RowOperation::of(text) == Some(RowOperation::Retire))
    }

    fn told(&mut self) -> Option<Box<RegistryTexts>> {
        let told = RegistryTexts {
            operation: self.take(Field::Operation),
            identifier: self.take(Field::PlaceId),
            status: self.take(Field::Status),
            valid_from: self.take(Field::ValidFrom),
            position: self.take(Field::Position),
            entrances: self.take(Field::Entrances),
            codes: self.take(Field::Codes),
            certified_by: self.take(Field::CertifiedBy),
            certified_on: self.take(Field::CertifiedOn),
        };
        (told != RegistryTexts::default()).then(|| Box::new(told))
    }
}

/// `text` in plain characters, trimmed, in NFC, on one line; `None` when nothing is left.
fn tidy(text: &str) -> Option<Cow<'_, str>> {
    let tidied = match is_plain(text) {
        true => Cow::Borrowed(text.trim_matches(' ')),
        false => Cow::Owned(one_line(plain_characters(text).trim_matches(is_blank)).nfc().collect()),
    };
    (!tidied.is_empty()).then_some(tidied)
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '\u{FEFF}'
}

fn one_line(text: &str) -> String {
    text.replace(|letter: char| letter.is_ascii_control(), " ")
}

/// Whether `text` is made of printable ASCII and of Latin letters that have their marks in one,
/// U+00C0 to U+01FF without `Ð`, `ð` and `Ɖ`, and U+1E00 to U+1EFF: composing leaves these as they
/// are (UAX #15), and so do plain characters. Nearly all Vietnamese text is, and looking at bytes costs far less than asking the tables for each letter.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        0xC3 => !matches!(bytes.get(at + 1), Some(0x90 | 0xB0)),
        0xC6 => !matches!(bytes.get(at + 1), Some(0x89)),
        b' '..=b'~' | 0x80..=0xBF | 0xC4..=0xC7 => true,
        0xE1 => matches!(bytes.get(at + 1), Some(0xB8..=0xBB)),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_tidied() {
        for text in [
            "  12 Lê Lợi\u{A0}\r\n",
            " 12 Lê Lợi ",
            "\u{FEFF}12 Le\u{302} Lo\u{31B}\u{323}i",
            "12\nLê Lợi",
            "１２\u{200B} Lê\u{A0}Lợi",
        ] {
            assert_eq!(tidy(text).as_deref(), Some("12 Lê Lợi"), "{text:?}");
        }
        assert_eq!(tidy(" \t "), None);
        assert_eq!(tidy("  "), None);
    }

    proptest! {
        #[test]
        fn tidy_texts_are_in_nfc(text in "\\PC{0,20}") {
            if let Some(tidied) = tidy(&text) {
                prop_assert_eq!(tidied.nfc().collect::<String>(), tidied.as_ref());
            }
        }

        #[test]
        fn plain_texts_are_tidied_like_others(letter in proptest::char::range('\0', '\u{FFFF}')) {
            let text = letter.to_string();
            let slowly: String = one_line(plain_characters(&text).trim_matches(is_blank)).nfc().collect();
            prop_assert_eq!(tidy(&text).unwrap_or_default(), slowly);
        }
    }
}
