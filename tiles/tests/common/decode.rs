//! Reads tiles as the specification says, for tests: as plain as can be, panics on anything odd.

use std::collections::BTreeMap;

use vmap_tiles::Tile;

#[derive(Debug, Default)]
pub struct Layer {
    pub name: String,
    pub features: Vec<Feature>,
}

#[derive(Debug, Default)]
pub struct Feature {
    pub kind: u64,
    /// Points, lines or rings, rings without their closing point.
    pub paths: Vec<Vec<(i32, i32)>>,
    /// Numbers and booleans as text.
    pub tags: BTreeMap<String, String>,
}

impl Feature {
    /// The addresses it stands for: itself and those at its position, and those left out around it.
    pub fn addresses(&self) -> u64 {
        self.number("count").unwrap_or(1) + self.number("left_out").unwrap_or(0)
    }

    pub fn number(&self, field: &str) -> Option<u64> {
        self.tags.get(field).map(|value| value.parse().unwrap())
    }
}

/// The tile without gzip.
pub fn plain(tile: &Tile) -> Vec<u8> {
    let mut plain = vec![0; u32::from_le_bytes(*tile.gzip.last_chunk().unwrap()) as usize];
    libdeflater::Decompressor::new().gzip_decompress(&tile.gzip, &mut plain).unwrap();
    plain
}

/// The layers of a tile by name.
pub fn layers(tile: &Tile) -> BTreeMap<String, Layer> {
    let plain = plain(tile);
    let layers = messages(&plain).into_iter().map(|(number, message)| {
        assert_eq!(number, 3);
        layer(message.bytes())
    });
    layers.map(|layer| (layer.name.clone(), layer)).collect()
}

fn layer(bytes: &[u8]) -> Layer {
    let fields = messages(bytes);
    let all = |wanted: u64| fields.iter().filter(move |(number, _)| *number == wanted).map(|(_, field)| field);
    let keys: Vec<String> = all(3).map(|key| text(key.bytes())).collect();
    let values: Vec<String> = all(4).map(|message| value(message.bytes())).collect();
    assert_eq!(all(5).next().unwrap().number(), 4096);
    assert_eq!(all(15).next().unwrap().number(), 2);
    let name = text(all(1).next().unwrap().bytes());
    Layer { name, features: all(2).map(|message| feature(message.bytes(), &keys, &values)).collect() }
}

fn feature(bytes: &[u8], keys: &[String], values: &[String]) -> Feature {
    let mut feature = Feature::default();
    for (number, field) in messages(bytes) {
        match number {
            2 => {
                let tags = numbers(field.bytes());
                let pairs =
                    tags.chunks_exact(2).map(|tag| (keys[tag[0] as usize].clone(), values[tag[1] as usize].clone()));
                feature.tags = pairs.collect();
            }
            3 => feature.kind = field.number(),
            4 => feature.paths = paths(&numbers(field.bytes())),
            other => panic!("a feature has no field {other}"),
        }
    }
    feature
}

fn value(bytes: &[u8]) -> String {
    match messages(bytes).as_slice() {
        [(1, Field::Bytes(string))] => text(string),
        [(5, Field::Number(number))] => number.to_string(),
        [(7, Field::Number(flag))] => (*flag == 1).to_string(),
        other => panic!("no value: {other:?}"),
    }
}

fn paths(commands: &[u64]) -> Vec<Vec<(i32, i32)>> {
    let mut paths: Vec<Vec<(i32, i32)>> = Vec::new();
    let (mut x, mut y) = (0, 0);
    let mut commands = commands.iter();
    while let Some(command) = commands.next() {
        for _ in 0..command >> 3 {
            match command & 7 {
                1 => paths.push(Vec::new()),
                2 => {}
                _ => continue,
            }
            let mut step = || commands.next().map(|step| (*step >> 1) as i32 ^ -((*step & 1) as i32)).unwrap();
            x += step();
            y += step();
            paths.last_mut().unwrap().push((x, y));
        }
    }
    paths
}

#[derive(Debug)]
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    fn number(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            Self::Bytes(_) => panic!("not a number"),
        }
    }

    fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Number(_) => panic!("not bytes"),
        }
    }
}

fn messages(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let field = match tag & 7 {
            0 => Field::Number(varint(&mut bytes)),
            2 => {
                let length = varint(&mut bytes) as usize;
                let (field, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(field)
            }
            other => panic!("wire type {other}"),
        };
        fields.push((tag >> 3, field));
    }
    fields
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(varint(&mut bytes));
    }
    numbers
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let (byte, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
