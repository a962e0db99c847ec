//! Any bytes through everything that reads text: old encodings, keys, folding, words, numbers,
//! streets and whole addresses.
#![no_main]

#[path = "../../core/tests/common/mod.rs"]
mod common;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vmap_core::address::{AddressParser, RowOrigin, SourceGeometry, SourceRecord, street_key};
use vmap_core::house_number::HouseNumber;
use vmap_core::text::{TextEncoding, fold, legacy_encoding, readable, words};
use vmap_core::unit::UnitNames;

/// Every unit that the project ships, so that names are met.
static NAMES: LazyLock<UnitNames> = LazyLock::new(common::unit_names);

/// Longer texts find nothing that shorter ones do not, and cost time.
const LONGEST: usize = 400;

fuzz_target!(|bytes: &[u8]| {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    read_bytes(bytes);
    let text = String::from_utf8_lossy(bytes);
    read_text(&text);
    read_address(&text);
    read_record(&text);
});

fn read_bytes(bytes: &[u8]) {
    legacy_encoding::detect(bytes);
    for encoding in TextEncoding::all() {
        legacy_encoding::decode(*encoding, bytes);
    }
}

fn read_text(text: &str) {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "folding is idempotent");
    readable(text);
    for word in words(text) {
        assert!(text.get(word.span).is_some_and(|typed| !typed.is_empty()), "words stand on the text");
    }
    street_key(text);
    if let Some(number) = HouseNumber::parse(text) {
        assert_eq!(number.display(), text.trim());
        assert!(!number.path().is_empty() && number == number.clone());
    }
}

fn read_address(text: &str) {
    let parser = AddressParser::new(&NAMES);
    let readings = parser.readings(text);
    assert_eq!(readings.first(), Some(&parser.parse(text)), "the best reading is the first");
    let explained = parser.explain(text);
    assert_eq!(explained.readings.len(), readings.len());
    for reading in &explained.readings {
        let cut: String = reading.parts.iter().map(|part| &explained.text[part.span.clone()]).collect();
        assert_eq!(cut, explained.text, "every byte is in one part");
        reading.address.format(NAMES.table());
    }
}

/// The text cut at line ends into the columns of a row.
fn read_record(text: &str) {
    let mut columns = text.split('\n').map(|column| Some(column.to_owned()).filter(|column| !column.is_empty()));
    let mut next = || columns.next().flatten();
    let record = SourceRecord {
        origin: RowOrigin { file: "fuzz".into(), row: 1 },
        key: None,
        geometry: SourceGeometry::Absent,
        line: next(),
        house_number: next(),
        street: next(),
        hamlet: next(),
        ward: next(),
        district: next(),
        province: next(),
        name: next(),
        category: None,
    };
    AddressParser::new(&NAMES).parse_record(&record);
}
