//! What holds of every line, sensible or not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its data has failed")]

mod common;

use std::sync::LazyLock;

use proptest::prelude::*;
use vmap_core::address::{AddressParser, Explained, ParsedAddress, PartRole};
use vmap_core::text::{fold, readable, words};
use vmap_core::unit::{UnitId, UnitNames};

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

/// Every byte of the text in one part, in order; separators hold no letter.
fn is_cut_whole(explained: &Explained) -> Result<(), TestCaseError> {
    for reading in &explained.readings {
        let cut: String = reading.parts.iter().map(|part| &explained.text[part.span.clone()]).collect();
        prop_assert_eq!(&cut, &explained.text);
        for part in &reading.parts {
            let stretch = &explained.text[part.span.clone()];
            prop_assert!(!stretch.is_empty());
            let separates = part.role == PartRole::Separator;
            prop_assert!(!separates || words(stretch).is_empty(), "{stretch:?} of {:?}", explained.text);
        }
    }
    Ok(())
}

/// The words of the parts of `role` in the best reading.
fn words_of(explained: &Explained, role: &PartRole) -> String {
    let parts = explained.readings[0].parts.iter().filter(|part| part.role == *role);
    parts.map(|part| fold(&explained.text[part.span.clone()])).collect::<Vec<_>>().join(" ")
}

const NUMBERS: [&str; 9] = ["", "12", "12A", "92-96", "1806/127/2A", "K12/34", "12bis", "Lô B3", "Km 12+300"];
const STREETS: [&str; 8] =
    ["", "Lê Lợi", "đường Nguyễn Huệ", "Đường số 7", "QL1A", "Cách Mạng Tháng 8", "phố Bạch Mai", "Hoàng Văn Thụ"];
const HAMLETS: [&str; 6] = ["", "Thôn Đoài", "Ấp 3", "KP5", "Tổ 12", "Khu phố 4"];

/// An address as agencies write it: some components, and a unit of the table with those that hold it.
fn written_out() -> impl Strategy<Value = String> {
    let pick = |texts: &'static [&'static str]| proptest::sample::select(texts);
    let unit = (0..NAMES.table().len() as u16).prop_map(UnitId);
    (pick(&NUMBERS), pick(&STREETS), pick(&HAMLETS), unit).prop_map(|(number, street, hamlet, unit)| {
        let numbered = match (number, street) {
            (_, "") => String::new(),
            // A bare name may be a ward's.
            ("", "Lê Lợi" | "Hoàng Văn Thụ") => format!("đường {street}"),
            _ => format!("{number} {street}"),
        };
        let units = NAMES.table().lineage(unit).map(|(_, unit)| unit.full_name.clone());
        let parts = [numbered.trim().to_owned(), hamlet.to_owned()].into_iter().chain(units);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    })
}

fn without_spans(mut parsed: ParsedAddress) -> ParsedAddress {
    parsed.units.spans.clear();
    parsed
}

#[test]
fn a_parser_to_the_letter_puts_no_slip_right() {
    let (lenient, strict) = (AddressParser::new(&NAMES), AddressParser::to_the_letter(&NAMES));
    let line = "12 Nguyễn Huệ, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh";
    let slipped = line.replace("Nghé", "Ngéh");
    assert_eq!(strict.parse(line), lenient.parse(line));
    assert_eq!(lenient.parse(&slipped).units.candidates, lenient.parse(line).units.candidates);
    assert_ne!(strict.parse(&slipped).units.candidates, strict.parse(line).units.candidates);
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

    #[test]
    fn every_byte_is_read_as_something(line in line()) {
        let parser = AddressParser::new(&NAMES);
        let explained = parser.explain(&line);
        is_cut_whole(&explained)?;
        let addresses: Vec<ParsedAddress> = explained.readings.iter().map(|reading| reading.address.clone()).collect();
        prop_assert_eq!(addresses, parser.readings(&line));
    }

    #[test]
    fn every_byte_of_any_text_is_read_as_something(text in "\\PC{0,60}") {
        is_cut_whole(&AddressParser::new(&NAMES).explain(&text))?;
    }

    #[test]
    fn parts_are_the_components(line in line()) {
        let explained = AddressParser::new(&NAMES).explain(&line);
        let best = &explained.readings[0].address;
        let folded = |text: &Option<String>| text.as_deref().map(fold).unwrap_or_default();
        let number = best.house_number.as_ref().map(|number| fold(number.display())).unwrap_or_default();
        prop_assert_eq!(words_of(&explained, &PartRole::HouseNumber), number);
        prop_assert_eq!(words_of(&explained, &PartRole::Street), folded(&best.street));
        prop_assert_eq!(words_of(&explained, &PartRole::Hamlet), folded(&best.hamlet));
        prop_assert_eq!(words_of(&explained, &PartRole::Name), folded(&best.name));
        prop_assert_eq!(words_of(&explained, &PartRole::Leftover), fold(&best.leftovers.join(" ")));
        let units = explained.readings[0].parts.iter().filter(|part| matches!(part.role, PartRole::Unit { .. }));
        prop_assert_eq!(units.count() == 0, best.units.candidates.is_empty());
    }

    #[test]
    fn a_formatted_address_reads_back_as_itself(line in written_out()) {
        let parser = AddressParser::new(&NAMES);
        let parsed = parser.parse(&line);
        prop_assert_eq!(&parsed.format(NAMES.table()), &line);
        prop_assert_eq!(without_spans(parser.parse(&parsed.format(NAMES.table()))), without_spans(parsed));
    }
}
