//! Golden addresses: `tests/golden/*.csv` of the repository, a file a kind, a row a case.
//! `house_number` is the key, `unit` the line of full names from the smallest unit up, or
//! `several NAME` where more than one unit of that name must be offered; leftovers are joined by
//! `; `; `*` is not looked at; `alternative` is the unit line of another reading that must be
//! offered too; `reason` says what the case is for.
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
    let mut report = String::new();
    let (mut cases, mut wrong) = (0, 0);
    for file in golden_files() {
        let rows = rows(&file);
        let failures: Vec<String> = rows.iter().filter_map(|case| failure(case, &parser, names.table())).collect();
        cases += rows.len();
        wrong += failures.len();
        if !failures.is_empty() {
            let kind = file.file_stem().unwrap().to_string_lossy();
            report += &format!("{kind}: {} of {}\n  {}\n", failures.len(), rows.len(), failures.join("\n  "));
        }
    }
    assert!(cases >= 800, "only {cases} cases");
    assert!(wrong == 0, "{wrong} of {cases} cases are read otherwise\n{report}");
}

/// What of `case` is read otherwise than expected.
fn failure(case: &Case, parser: &AddressParser<'_>, table: &UnitTable) -> Option<String> {
    let parsed = parser.parse(&case["input"]);
    let differs = |(column, found): &(&str, String)| case[*column] != "*" && case[*column] != *found;
    let mut wrong: Vec<String> = components(&parsed, table)
        .into_iter()
        .filter(differs)
        .map(|(column, found)| format!("{column} is {found:?}, not {:?}", case[column]))
        .collect();
    if let Some(other) = case.get("alternative").filter(|other| !other.is_empty()) {
        let readings = parser.readings(&case["input"]);
        let offered = readings.iter().any(|reading| unit_line(&reading.units.candidates, table) == *other);
        wrong.extend((!offered).then(|| format!("{other:?} is not offered")));
    }
    (!wrong.is_empty()).then(|| format!("{} ({}): {}", case["input"], case["reason"], wrong.join(", ")))
}

type Case = HashMap<String, String>;

fn golden_files() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn rows(file: &Path) -> Vec<Case> {
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
