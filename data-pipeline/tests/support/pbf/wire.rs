//! The few parts of the protobuf wire format that OSM PBF files are made of.

/// Numbers as differences, each to the one before.
pub fn deltas(ids: &[i64]) -> Vec<u8> {
    let before = std::iter::once(0).chain(ids.iter().copied());
    ids.iter().zip(before).flat_map(|(id, before)| varint(zigzag(id - before))).collect()
}

/// Field `field` with bytes, a text or a message.
pub fn message(field: u64, content: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

/// Field `field` with a whole number.
pub fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

/// A signed number as one without a sign.
pub fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// A number in as few bytes as it needs.
pub fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7F {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
