//! Addresses as features.

use hashbrown::HashMap;
use serde_json::{Map, Value as Json};
use vmap_core::release::AddressRow;

use super::{AddressTiles, Located};
use crate::encode::{GeometryKind, LayerWriter, Value, ValueRow, encode_point};
use crate::schema::{ADDRESSES, LONGEST_LIST};

/// Rows of the fields in [`ADDRESSES`].
const ID: u32 = 0;
const NUMBER: u32 = 1;
const STREET: u32 = 2;
const KIND: u32 = 3;
const LEFT_OUT: u32 = 4;
const COUNT: u32 = 5;
const LIST: u32 = 6;

/// The plain tile of `stacks`, each with the number of addresses left out around it.
pub(super) fn encode<'a>(tables: &AddressTiles, z: u8, stacks: impl Iterator<Item = (&'a [Located], u64)>) -> Vec<u8> {
    let mut layer = AddressLayer::new(tables, z);
    stacks.for_each(|(stack, left_out)| layer.add(stack, left_out));
    layer.finish()
}

/// Writes addresses with values remembered by their dictionary rows instead of their text, which
/// is what most of the time would go into.
struct AddressLayer<'a> {
    tables: &'a AddressTiles,
    layer: LayerWriter<'a>,
    numbers: HashMap<u32, ValueRow>,
    streets: HashMap<u32, ValueRow>,
    house: Option<ValueRow>,
    hamlet: Option<ValueRow>,
    tags: Vec<(u32, ValueRow)>,
}

impl<'a> AddressLayer<'a> {
    fn new(tables: &'a AddressTiles, z: u8) -> Self {
        Self {
            tables,
            layer: LayerWriter::new(&ADDRESSES, z),
            numbers: HashMap::new(),
            streets: HashMap::new(),
            house: None,
            hamlet: None,
            tags: Vec::new(),
        }
    }

    fn add(&mut self, stack: &[Located], left_out: u64) {
        let Some(Located { address, at: (x, y) }) = stack.first() else { return };
        self.tags.clear();
        self.tag_address(address);
        if left_out > 0 {
            let left_out = self.layer.row(Value::Number(left_out));
            self.tags.push((LEFT_OUT, left_out));
        }
        if stack.len() > 1 {
            self.tag_stack(stack);
        }
        self.layer.feature_by_rows(GeometryKind::Points, &encode_point(*x, *y), &self.tags);
    }

    fn tag_address(&mut self, address: &AddressRow) {
        let mut digits = [0; 20];
        let id = decimal(address.id.number(), &mut digits);
        self.tags.push((ID, self.layer.push_value(Value::Text(id))));
        if let Some(number) = address.number.and_then(|number| self.number(number)) {
            self.tags.push((NUMBER, number));
        }
        if let Some(street) = address.street.and_then(|street| self.street(street)) {
            self.tags.push((STREET, street));
        }
        let kind = self.kind(address);
        self.tags.push((KIND, kind));
    }

    fn tag_stack(&mut self, stack: &[Located]) {
        let count = self.layer.row(Value::Number(stack.len() as u64));
        let list: Json = stack.iter().take(LONGEST_LIST).map(|located| self.list_entry(&located.address)).collect();
        let list = self.layer.push_value(Value::Text(&list.to_string()));
        self.tags.extend([(COUNT, count), (LIST, list)]);
    }

    fn list_entry(&self, address: &AddressRow) -> Map<String, Json> {
        let number = address.number.and_then(|number| self.tables.addresses.house_number(number));
        let street = address.street.and_then(|street| self.tables.named_places.name(street));
        let entry = [
            ("id", Some(address.id.to_string())),
            ("number", number.map(str::to_owned)),
            ("street", street.map(str::to_owned)),
        ];
        entry.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into()))).collect()
    }

    fn number(&mut self, number: u32) -> Option<ValueRow> {
        let text = self.tables.addresses.house_number(number)?;
        Some(*self.numbers.entry(number).or_insert_with(|| self.layer.push_value(Value::Text(text))))
    }

    fn street(&mut self, street: u32) -> Option<ValueRow> {
        let (layer, tables) = (&mut self.layer, self.tables);
        match self.streets.get(&street) {
            Some(row) => Some(*row),
            None => {
                let row = layer.row(Value::Text(tables.named_places.name(street)?));
                Some(*self.streets.entry(street).insert(row).get())
            }
        }
    }

    fn kind(&mut self, address: &AddressRow) -> ValueRow {
        let (row, text) = match address.number.or(address.street) {
            Some(_) => (&mut self.house, "house"),
            None => (&mut self.hamlet, "hamlet"),
        };
        *row.get_or_insert_with(|| self.layer.push_value(Value::Text(text)))
    }

    fn finish(self) -> Vec<u8> {
        let mut tile = Vec::new();
        self.layer.finish(&mut tile);
        tile
    }
}

/// `number` in decimal digits, without the cost of a formatter.
fn decimal(mut number: u64, digits: &mut [u8; 20]) -> &str {
    let mut start = digits.len();
    while number > 0 || start == digits.len() {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    std::str::from_utf8(&digits[start..]).unwrap_or_default()
}
