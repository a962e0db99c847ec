//! Numbers in as many bytes as they need: LEB128, and zigzag for those that may be negative.

/// Appends `number`.
pub(crate) fn push_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front of `bytes`; `None` where there is none.
pub(crate) fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Appends `number`, which may be negative.
pub(crate) fn push_signed(number: i64, bytes: &mut Vec<u8>) {
    push_number((number << 1 ^ number >> 63) as u64, bytes);
}

/// Takes a number that may be negative.
pub(crate) fn take_signed(bytes: &mut &[u8]) -> Option<i64> {
    take_number(bytes).map(|number| (number >> 1) as i64 ^ -((number & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_read_back(signed: i64, unsigned: u64) {
            let mut bytes = Vec::new();
            push_signed(signed, &mut bytes);
            push_number(unsigned, &mut bytes);
            let mut rest = bytes.as_slice();
            prop_assert_eq!((take_signed(&mut rest), take_number(&mut rest)), (Some(signed), Some(unsigned)));
            prop_assert_eq!(take_number(&mut rest), None);
        }
    }
}
