//! Rows read one after the other say the same as each read alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first failure")]

mod common;

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::select;
use vmap_core::address::{AddressParser, ColumnReadings, RowOrigin, SourceGeometry, SourceRecord};
use vmap_core::unit::UnitNames;

static NAMES: LazyLock<UnitNames> = LazyLock::new(common::unit_names);

fn column(texts: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(texts).prop_map(str::to_owned))
}

fn record() -> impl Strategy<Value = SourceRecord> {
    let units = &["Phường Trúc Bạch", "12", "Quận Ba Đình", "Hà Nội", "Tân Bình", "Phường 12"];
    let streets = &["Phố Huế", "48 Phố Huế", "Ngõ 12", "Lê Lợi", ""];
    let lines = &["48 Phố Huế, Phường Trúc Bạch, Ba Đình, Hà Nội", "Tân Bình"];
    let columns = (
        column(lines),
        column(&["48", "12/3"]),
        column(streets),
        column(&["Tổ 5"]),
        column(units),
        column(units),
        column(units),
    );
    columns.prop_map(|(line, house_number, street, hamlet, ward, district, province)| SourceRecord {
        origin: RowOrigin { file: Arc::from("rows.csv"), row: 1 },
        key: None,
        geometry: SourceGeometry::Absent,
        line,
        house_number,
        street,
        hamlet,
        ward,
        district,
        province,
        name: None,
        category: None,
        told: None,
    })
}

proptest! {
    #[test]
    fn rows_that_repeat_columns_are_read_as_if_alone(records in proptest::collection::vec(record(), 1..12)) {
        let parser = AddressParser::new(&NAMES);
        let mut readings = ColumnReadings::default();
        for record in records {
            prop_assert_eq!(parser.parse_row(&record, &mut readings), parser.parse_record(&record));
        }
    }
}
