//! A feature's properties: pairs of a column's number and a value of that column's type.

use std::borrow::Cow;

use flatgeobuf::ColumnType;

/// The properties in `bytes`, of which texts and numbers are kept; `None` where they break off.
pub(super) fn read<'a>(
    mut bytes: &'a [u8],
    columns: &'a [(String, ColumnType)],
) -> Option<Vec<(Cow<'a, str>, Cow<'a, str>)>> {
    let mut properties = Vec::new();
    // Some writers leave a byte behind the last value.
    while bytes.len() > 1 {
        let number = u16::from_le_bytes(take(&mut bytes)?);
        let (name, kind) = columns.get(usize::from(number))?;
        if let Some(text) = value(&mut bytes, *kind)? {
            properties.push((Cow::from(name.as_str()), text));
        }
    }
    Some(properties)
}

/// The value of type `kind` at the beginning of `bytes`, if it is text or a number.
fn value<'a>(bytes: &mut &'a [u8], kind: ColumnType) -> Option<Option<Cow<'a, str>>> {
    let text = match kind {
        ColumnType::Byte => i8::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::UByte => u8::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::Bool => (u8::from_le_bytes(take(bytes)?) != 0).to_string(),
        ColumnType::Short => i16::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::UShort => u16::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::Int => i32::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::UInt => u32::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::Long => i64::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::ULong => u64::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::Float => f32::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::Double => f64::from_le_bytes(take(bytes)?).to_string(),
        ColumnType::String | ColumnType::DateTime => {
            return Some(Some(Cow::from(std::str::from_utf8(take_sized(bytes)?).ok()?)));
        }
        ColumnType::Json | ColumnType::Binary => {
            take_sized(bytes)?;
            return Some(None);
        }
        _ => return None,
    };
    Some(Some(Cow::from(text)))
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

fn take_sized<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let size = u32::from_le_bytes(take(bytes)?) as usize;
    let (first, rest) = bytes.split_at_checked(size)?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns() -> Vec<(String, ColumnType)> {
        vec![
            ("name".to_owned(), ColumnType::String),
            ("number".to_owned(), ColumnType::Int),
            ("blob".to_owned(), ColumnType::Binary),
        ]
    }

    #[test]
    fn texts_and_numbers_are_kept() {
        let bytes =
            [&[2, 0, 1, 0, 0, 0, 9][..], &[1, 0, 0xFE, 0xFF, 0xFF, 0xFF], &[0, 0, 2, 0, 0, 0, b'a', b'b']].concat();
        let columns = columns();
        let found = read(&bytes, &columns).unwrap();
        assert_eq!(found, [(Cow::from("number"), Cow::from("-2")), (Cow::from("name"), Cow::from("ab"))]);
        for cut in 1..bytes.len() - 1 {
            let found = read(&bytes[..cut], &columns);
            assert!(found.is_none_or(|found| found.len() < 2), "cut at {cut}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(0u8..12, 0..60)) {
            read(&bytes, &columns());
        }
    }
}
