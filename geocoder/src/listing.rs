//! The addresses of a ward, in the order of streets and house numbers.

use hashbrown::HashMap;
use vmap_core::address::street_key;
use vmap_core::release::NamedPlaceKind;
use vmap_core::text::fold;
use vmap_core::unit::UnitId;

use crate::tables::Tables;

/// See [`crate::Geocoder::addresses_in`].
pub(crate) fn addresses_in(tables: &Tables, ward: UnitId, street: Option<&str>) -> Vec<u32> {
    let streets = ranks(tables, ward, NamedPlaceKind::Street, street_key);
    let wanted = street.map(street_key);
    let is_wanted = |key: &str| wanted.as_ref().is_none_or(|wanted| wanted == key);
    let mut rows: Vec<_> = match wanted {
        Some(_) => {
            let named = streets.iter().filter(|(_, (key, _))| is_wanted(key));
            named.flat_map(|(street, _)| tables.named.members(*street)).collect()
        }
        None => tables.address_wards.rows(ward).collect(),
    };
    let hamlets = ranks(tables, ward, NamedPlaceKind::Hamlet, fold);
    rows.sort_by_cached_key(|row| {
        let Some(address) = tables.addresses.get(*row) else { return (u32::MAX, u32::MAX, u32::MAX, *row) };
        let rank = |ranks: &Ranks, place: Option<u32>| {
            place.and_then(|place| ranks.get(&place)).map_or(u32::MAX, |(_, rank)| *rank)
        };
        let (street, hamlet) = (rank(&streets, address.street), rank(&hamlets, address.hamlet));
        // Along a street hamlets do not matter.
        let hamlet = if address.street.is_some() { 0 } else { hamlet };
        (street, hamlet, address.number.unwrap_or(u32::MAX), *row)
    });
    rows
}

/// By row of a named place: the key of its name, and its rank among the others.
type Ranks = HashMap<u32, (String, u32)>;

/// The places of `kind` in `ward`, by the key of their names, then by row.
fn ranks(tables: &Tables, ward: UnitId, kind: NamedPlaceKind, key: fn(&str) -> String) -> Ranks {
    let rows = tables.named_wards.rows(ward).filter(|row| tables.named.kind(*row) == Some(kind));
    let mut keyed: Vec<(String, u32)> = rows.filter_map(|row| Some((key(tables.named.name(row)?), row))).collect();
    keyed.sort_unstable();
    keyed.into_iter().enumerate().map(|(rank, (key, row))| (row, (key, rank as u32))).collect()
}
