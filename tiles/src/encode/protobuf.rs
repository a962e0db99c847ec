//! The few parts of the protobuf wire format that tiles use.

/// Appends `value` as a varint.
pub(crate) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes a varint from the front of `bytes`; `None` where there is none.
pub(crate) fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Appends field `number` with a varint value.
pub(crate) fn varint_field(number: u8, value: u64, out: &mut Vec<u8>) {
    out.push(number << 3);
    varint(value, out);
}

/// Appends field `number` with a string or embedded message.
pub(crate) fn bytes_field(number: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(number << 3 | 2);
    varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// Appends field `number` with packed unsigned numbers.
pub(crate) fn packed_field(number: u8, values: &[u32], out: &mut Vec<u8>) {
    out.push(number << 3 | 2);
    let length: usize = values.iter().map(|value| varint_length(*value)).sum();
    varint(length as u64, out);
    for value in values {
        varint(u64::from(*value), out);
    }
}

/// Bytes that `value` takes as a varint.
fn varint_length(value: u32) -> usize {
    (32 - (value | 1).leading_zeros() as usize).div_ceil(7)
}
