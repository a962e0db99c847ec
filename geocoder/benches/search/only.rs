//! Which addresses are the only ones of their number and street in their province, so that they can
//! be asked for without their commune.

use std::collections::HashMap;

use vmap_core::address::street_key;
use vmap_core::release::{AddressRow, AddressTable, NamedPlaceTable};
use vmap_core::unit::{UnitId, UnitLevel, UnitTable};

/// Number, street and province.
type Key = (u32, u32, UnitId);

/// Per row of `rows`, whether it is the only address of its number and street in its province of
/// today. Cost: a pass over all addresses.
pub fn only_in_province(
    addresses: &AddressTable,
    named: &NamedPlaceTable,
    units: &UnitTable,
    rows: &[u32],
) -> Vec<bool> {
    let streets = numbers_of_names(named);
    let key = |address: AddressRow| {
        let street = *streets.get(named.get(address.street?)?.name as usize)?;
        Some((address.number?, street, units.ancestor(address.ward?, UnitLevel::Province)?))
    };
    let of_row = |row: u32| addresses.get(row).and_then(key);
    let mut counts: HashMap<Key, u32> = rows.iter().filter_map(|row| of_row(*row)).map(|key| (key, 0)).collect();
    for key in (0..addresses.len() as u32).filter_map(of_row) {
        if let Some(count) = counts.get_mut(&key) {
            *count += 1;
        }
    }
    rows.iter().map(|row| of_row(*row).is_some_and(|key| counts.get(&key) == Some(&1))).collect()
}

/// Per string of the release the number of the street's key that it makes.
fn numbers_of_names(named: &NamedPlaceTable) -> Vec<u32> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut number = |name: &str| {
        let next = numbers.len() as u32;
        *numbers.entry(street_key(name)).or_insert(next)
    };
    (0..named.string_count()).map(|row| named.string(row).map_or(u32::MAX, &mut number)).collect()
}
