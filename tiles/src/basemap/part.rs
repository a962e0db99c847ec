//! What a feature has in one tile, as bytes that can wait on the disk.

use crate::BasemapLayer;
use crate::basemap::feature::FieldValue;
use crate::encode::{GeometryKind, Value, take_varint, varint};

const TEXT: u8 = 0;
const NUMBER: u8 = 1;
const NO: u8 = 2;
const YES: u8 = 3;

/// What a feature has in one tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) layer: BasemapLayer,
    pub(super) kind: GeometryKind,
    pub(super) rank: u32,
    /// Values as [`pack_values`] packs them.
    pub(super) values: &'a [u8],
    /// Commands of the tile format.
    pub(super) geometry: Vec<u32>,
}

impl<'a> Part<'a> {
    /// As bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.layer as u8, self.kind as u8];
        varint(u64::from(self.rank), &mut bytes);
        varint(self.values.len() as u64, &mut bytes);
        bytes.extend_from_slice(self.values);
        self.geometry.iter().for_each(|command| varint(u64::from(*command), &mut bytes));
        bytes
    }

    /// From bytes; `None` where they are no part.
    pub(super) fn from_bytes(mut bytes: &'a [u8]) -> Option<Self> {
        let [layer, kind, rest @ ..] = bytes else { return None };
        let layer = *BasemapLayer::ALL.get(usize::from(*layer))?;
        let kinds = [GeometryKind::Points, GeometryKind::Lines, GeometryKind::Areas];
        let kind = kinds.into_iter().find(|known| *known as u8 == *kind)?;
        bytes = rest;
        let rank = u32::try_from(take_varint(&mut bytes)?).ok()?;
        let length = usize::try_from(take_varint(&mut bytes)?).ok()?;
        let (values, mut rest) = bytes.split_at_checked(length)?;
        let mut geometry = Vec::with_capacity(rest.len());
        while !rest.is_empty() {
            geometry.push(u32::try_from(take_varint(&mut rest)?).ok()?);
        }
        Some(Self { layer, kind, rank, values, geometry })
    }
}

/// The values that a feature of `layer` tells at zoom `z`.
pub(super) fn pack_values(layer: BasemapLayer, values: &[(u8, FieldValue)], z: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (field, value) in values.iter().filter(|(field, _)| z >= layer.first_zoom_of(*field)) {
        bytes.push(*field);
        match value {
            FieldValue::Text(text) => {
                bytes.push(TEXT);
                varint(text.len() as u64, &mut bytes);
                bytes.extend_from_slice(text.as_bytes());
            }
            FieldValue::Number(number) => {
                bytes.push(NUMBER);
                varint(*number, &mut bytes);
            }
            FieldValue::Flag(false) => bytes.push(NO),
            FieldValue::Flag(true) => bytes.push(YES),
        }
    }
    bytes
}

/// The values of all fields of `layer`, in their order.
pub(super) fn unpack_values(layer: BasemapLayer, mut bytes: &[u8]) -> Vec<Option<Value<'_>>> {
    let mut values = vec![None; layer.schema().fields.len()];
    while let Some((field, value)) = take_value(&mut bytes) {
        if let Some(place) = values.get_mut(usize::from(field)) {
            *place = Some(value);
        }
    }
    values
}

fn take_value<'a>(bytes: &mut &'a [u8]) -> Option<(u8, Value<'a>)> {
    let [field, kind, rest @ ..] = *bytes else { return None };
    *bytes = rest;
    let value = match *kind {
        TEXT => {
            let length = usize::try_from(take_varint(bytes)?).ok()?;
            let (text, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Value::Text(std::str::from_utf8(text).ok()?)
        }
        NUMBER => Value::Number(take_varint(bytes)?),
        NO => Value::Flag(false),
        YES => Value::Flag(true),
        _ => return None,
    };
    Some((*field, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_reads_back() {
        let values = [(0, FieldValue::Text("trunk".to_owned())), (2, FieldValue::Flag(false))];
        let packed = pack_values(BasemapLayer::Streets, &values, 14);
        let geometry = vec![9, 0, u32::MAX];
        let part =
            Part { layer: BasemapLayer::Streets, kind: GeometryKind::Lines, rank: 70_000, values: &packed, geometry };
        let bytes = part.to_bytes();
        assert_eq!(Part::from_bytes(&bytes), Some(part.clone()));
        let values = unpack_values(part.layer, part.values);
        assert_eq!(values[..3], [Some(Value::Text("trunk")), None, Some(Value::Flag(false))]);
        for length in 0..8 {
            assert_eq!(Part::from_bytes(&bytes[..length]), None);
        }
    }

    #[test]
    fn what_is_told_at_deep_zooms_only_is_left_out_before() {
        let values =
            [(0, FieldValue::Text("trunk".to_owned())), (1, FieldValue::Flag(true)), (5, FieldValue::Flag(true))];
        let told = |z| {
            let packed = pack_values(BasemapLayer::Streets, &values, z);
            unpack_values(BasemapLayer::Streets, &packed).iter().filter(|value| value.is_some()).count()
        };
        assert_eq!([told(6), told(11), told(14)], [1, 2, 3]);
    }
}
