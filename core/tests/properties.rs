//! What holds of every line, sensible or not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its data has failed")]

mod common;

use std::sync::LazyLock;

use proptest::prelude::*;
use vmap_core::address::{AddressParser, ParsedAddress};
use vmap_core::text::{readable, words};
use vmap_core::unit::UnitNames;

static NAMES: LazyLock<UnitNames> = LazyLock::new(common::unit_names);

/// Words of every sort, put together at random.
const PARTS: [&str; 44] = [
    "12",
    "12A",
    "1806/127/2A",
    "92-96",
    "K12/34",
    "3/2",
    "Số",
    "ngõ",
    "ngách 34",
    "hẻm",
    "Lô B3",
    "Km 12+300",
    "đường",
    "phố",
    "Lê Lợi",
    "Nguyễn Huệ",
    "QL1A",
    "3 Tháng 2",
    "Thôn",
    "Tổ 5",
    "KP5",
    "Ấp",
    "Chợ",
    "Tòa nhà CT2",
    "gần",
    "Phường",
    "P. 5",
    "P12",
    "Bến Nghé",
    "Quận 1",
    "Q.",
    "TP. HCM",
    "Hà Nội",
    "Văn Miếu - Quốc Tử Giám",
    "Ward 5",
    "Huyện Gia Lâm",
    "tỉnh",
    "Việt Nam",
    "700000",
    "bis",
    "và",
    "(",
    ")",
    "thanh pho",
];

fn line() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(PARTS.as_slice());
    let joint = proptest::sample::select([" ", ", ", " - ", "-", "/", ",", ". "].as_slice());
    proptest::collection::vec((part, joint), 0..9)
        .prop_map(|parts| parts.into_iter().flat_map(|(part, joint)| [part, joint]).collect())
}

/// The words of `line` that stand in no component, no unit and no country behind the address.
fn lost_words(line: &str, parsed: &ParsedAddress) -> Vec<String> {
    let number = parsed.house_number.as_ref().map(|number| number.display().to_owned());
    let texts = [number, parsed.street.clone(), parsed.hamlet.clone(), parsed.name.clone(), parsed.postcode.clone()];
    let texts = texts.into_iter().flatten().chain(parsed.leftovers.iter().cloned());
    let mut kept: Vec<String> = texts.flat_map(|text| words(&text)).map(|word| word.folded.into()).collect();
    let in_unit = |at: usize| parsed.units.spans.iter().any(|span| span.contains(&at));
    let mut lost = Vec::new();
    for word in words(line).into_iter().filter(|word| !in_unit(word.span.start)) {
        match kept.iter().position(|kept| *kept == word.folded) {
            Some(at) => drop(kept.swap_remove(at)),
            None => lost.push(word.folded.into()),
        }
    }
    lost.retain(|word: &String| !["viet", "nam", "vietnam", "vn"].contains(&word.as_str()));
    lost
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn no_word_is_lost(line in line()) {
        for parsed in AddressParser::new(&NAMES).readings(&line) {
            prop_assert_eq!(lost_words(&line, &parsed), Vec::<String>::new(), "{:?} of {:?}", parsed, line);
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        let readings = AddressParser::new(&NAMES).readings(&text);
        prop_assert!((1..=4).contains(&readings.len()));
        let spans = readings.iter().flat_map(|reading| &reading.units.spans);
        for span in spans {
            prop_assert!(readable(&text).get(span.clone()).is_some());
        }
    }

    #[test]
    fn the_best_reading_is_the_first(line in line()) {
        let parser = AddressParser::new(&NAMES);
        prop_assert_eq!(Some(parser.parse(&line)), parser.readings(&line).into_iter().next());
    }
}
