//! Golden addresses: `golden/*.csv`, one row a case. `house_number` is the key, `unit` the line of
//! full names from the smallest unit up, or `several NAME` where more than one unit of that name
//! must be offered; leftovers are joined by `; `; `*` is not looked at; `reason` says what the
//! case is for.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its data has failed")]

mod common;

use std::collections::HashMap;
use std::path::Path;

use vmap_core::address::{AddressParser, ParsedAddress};
use vmap_core::unit::{Era, UnitId, UnitTable};

#[test]
fn every_golden_address_is_read_as_expected() {
    let names = common::unit_names();
    let parser = AddressParser::new(&names);
    let mut failures = Vec::new();
    let mut cases = 0;
    for file in golden_files() {
        for case in rows(&file) {
            cases += 1;
            let found = components(&parser.parse(&case["input"]), names.table());
            for (column, found) in found {
                let expected = case[column].as_str();
                if expected != found && expected != "*" {
                    failures.push(format!(
                        "{} ({}): {column} is {found:?}, not {expected:?}",
                        case["input"], case["reason"]
                    ));
                }
            }
        }
    }
    assert!(cases >= 120, "only {cases} cases");
    assert!(failures.is_empty(), "{} of {cases} cases:\n{}", failures.len(), failures.join("\n"));
}

fn golden_files() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn rows(file: &Path) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

fn components(parsed: &ParsedAddress, table: &UnitTable) -> [(&'static str, String); 7] {
    let era = match parsed.units.era {
        Some(Era::Current) => "current",
        Some(Era::Legacy) => "legacy",
        None => "",
    };
    [
        ("house_number", parsed.house_number.as_ref().map(|number| number.key()).unwrap_or_default()),
        ("street", parsed.street.clone().unwrap_or_default()),
        ("hamlet", parsed.hamlet.clone().unwrap_or_default()),
        ("name", parsed.name.clone().unwrap_or_default()),
        ("era", era.to_owned()),
        ("unit", unit_line(&parsed.units.candidates, table)),
        ("leftovers", parsed.leftovers.join("; ")),
    ]
}

fn unit_line(candidates: &[UnitId], table: &UnitTable) -> String {
    let full_name = |id: &UnitId| table.get(*id).unwrap().full_name.clone();
    match candidates {
        [] => String::new(),
        [only] => table.lineage(*only).map(|(_, unit)| unit.full_name.clone()).collect::<Vec<_>>().join(", "),
        [first, rest @ ..] if rest.iter().all(|id| full_name(id) == full_name(first)) => {
            format!("several {}", full_name(first))
        }
        several => several.iter().map(full_name).collect::<Vec<_>>().join(" | "),
    }
}
