//! Tiles of single addresses, made from the columns when they are asked for.

use hashbrown::HashMap;
use vmap_core::release::{AddressRow, AddressTable, NamedPlaceTable};

use crate::TileCoord;
use crate::block_index::{BlockIndex, Box2};
use crate::coord::World;
use crate::encode::{GeometryKind, LayerWriter, Value, ValueRow, encode_point};
use crate::schema::ADDRESSES;

/// Answers tiles of addresses from the tables of a release.
pub(crate) struct AddressTiles {
    addresses: AddressTable,
    named_places: NamedPlaceTable,
    blocks: BlockIndex,
}

impl AddressTiles {
    /// Cost: one pass over the positions; a million take some 30 ms of CPU.
    pub(crate) fn new(addresses: AddressTable, named_places: NamedPlaceTable) -> Self {
        let position = |row| addresses.point(row).map(|point| (point.lon_e7(), point.lat_e7()));
        let blocks = BlockIndex::new(addresses.len() as u32, position);
        Self { addresses, named_places, blocks }
    }

    /// The plain tile of every address whose position `coord` holds; empty where there is none.
    /// Cost: proportional to the addresses in it and near it; with gzip some 2 µs for each.
    pub(crate) fn tile(&self, coord: TileCoord) -> Vec<u8> {
        let mut layer = AddressLayer::new(self, coord.z());
        self.blocks.query(degree_box(coord), |rows| rows.for_each(|row| layer.add_if_inside(row, coord)));
        layer.finish()
    }
}

/// The tile's box in 1e-7 degrees, one step wider than its edges.
fn degree_box(coord: TileCoord) -> Box2 {
    let [west, south, east, north] = coord.bounds().map(|degrees| degrees * 1e7);
    let (min, max) = ((west.floor(), south.floor()), (east.ceil(), north.ceil()));
    Box2 { min: (min.0 as i32 - 1, min.1 as i32 - 1), max: ((max.0 as i32).saturating_add(1), max.1 as i32 + 1) }
}

/// Rows of the fields in [`ADDRESSES`].
const ID: u32 = 0;
const NUMBER: u32 = 1;
const STREET: u32 = 2;
const KIND: u32 = 3;

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

    fn add_if_inside(&mut self, row: u32, coord: TileCoord) {
        let Some(point) = self.tables.addresses.point(row) else { return };
        let world = World::from_point(point);
        if world.tile(coord.z()) != coord {
            return;
        }
        if let Some(address) = self.tables.addresses.get(row) {
            let (x, y) = world.within_tile(coord.z());
            self.add(&address, &encode_point(x, y));
        }
    }

    fn add(&mut self, address: &AddressRow, geometry: &[u32]) {
        self.tags.clear();
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
        self.layer.feature_by_rows(GeometryKind::Points, geometry, &self.tags);
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
