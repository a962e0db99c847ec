//! throwaway
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "throwaway")]
#[path = "../tests/common/mod.rs"]
mod common;
use std::path::Path;
use vmap_core::address::{AddressParser, RowOrigin, SourceGeometry, SourceRecord};
fn main() {
    let names = common::unit_names();
    let parser = AddressParser::new(&names);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lines = Vec::new();
    let mut files: Vec<_> =
        std::fs::read_dir("/tmp/wt-base/tests/golden").unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.push(std::path::PathBuf::from("/work/shared/data/evaluation/winmart_stores.csv"));
    for f in files {
        let mut r = csv::Reader::from_path(&f).unwrap();
        let col = r.headers().unwrap().iter().position(|h| h == "input" || h == "address").unwrap();
        for row in r.records() {
            lines.push(row.unwrap()[col].to_owned());
        }
    }
    for line in &lines {
        println!("{line}\n {:#?}", parser.parse(line));
        for folded in [
            vmap_core::text::fold(line),
            line.replace(',', " "),
            line.to_uppercase(),
            line.split(", ").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(", "),
        ] {
            println!("{folded}\n {:?}", parser.readings(&folded));
        }
        println!(" {:?}", parser.readings(line));
        println!(" {:?}", names.recognise(&vmap_core::text::words(line)));
        let cols: Vec<&str> = line.rsplitn(4, ", ").collect();
        let get = |at: usize| cols.get(at).map(|c| (*c).to_owned());
        let record = SourceRecord {
            origin: RowOrigin { file: "x".into(), row: 1 },
            key: None,
            geometry: SourceGeometry::Absent,
            line: None,
            house_number: None,
            street: get(3),
            hamlet: None,
            ward: get(2),
            district: get(1),
            province: get(0),
            name: None,
            category: None,
        };
        println!(" {:?}", parser.parse_record(&record));
    }
}
