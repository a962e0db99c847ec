//! The columns of settled drafts.

use super::draft::{ABSENT, AddressDraft, NamedDraft, WardNumber};
use crate::release::sink::{put_column, put_heap, put_lists};
use crate::release::{ReleaseSink, encode_lines};

pub(super) fn put_addresses<S: ReleaseSink>(sink: &mut S, rows: &[AddressDraft]) -> Result<(), S::Error> {
    put_column(sink, "addresses/ordinal", rows.iter().map(|row| row.ordinal))?;
    put_column(sink, "addresses/lon", rows.iter().map(|row| row.point.lon_e7()))?;
    put_column(sink, "addresses/lat", rows.iter().map(|row| row.point.lat_e7()))?;
    put_column(sink, "addresses/number", rows.iter().map(|row| row.number))?;
    put_column(sink, "addresses/street", rows.iter().map(|row| row.street))?;
    put_column(sink, "addresses/hamlet", rows.iter().map(|row| row.hamlet))?;
    put_column(sink, "addresses/ward", rows.iter().map(|row| row.ward))?;
    put_column(sink, "addresses/legacy_ward", rows.iter().map(|row| row.legacy_ward))?;
    put_column(sink, "addresses/source", rows.iter().map(|row| row.source))?;
    put_column(sink, "addresses/by_id", rows_by_id(rows, |row| row.ordinal).into_iter())
}

pub(super) fn put_named_places<S: ReleaseSink>(sink: &mut S, rows: &[NamedDraft]) -> Result<(), S::Error> {
    put_column(sink, "named_places/ordinal", rows.iter().map(|row| row.ordinal))?;
    put_column(sink, "named_places/kind", rows.iter().map(|row| row.kind.to_byte()))?;
    put_column(sink, "named_places/lon", rows.iter().map(|row| row.point.lon_e7()))?;
    put_column(sink, "named_places/lat", rows.iter().map(|row| row.point.lat_e7()))?;
    put_column(sink, "named_places/name", rows.iter().map(|row| row.name))?;
    put_column(sink, "named_places/category", rows.iter().map(|row| row.category))?;
    put_column(sink, "named_places/ward", rows.iter().map(|row| row.ward))?;
    put_column(sink, "named_places/number", rows.iter().map(|row| row.number))?;
    put_column(sink, "named_places/street", rows.iter().map(|row| row.street))?;
    put_column(sink, "named_places/by_id", rows_by_id(rows, |row| row.ordinal).into_iter())?;
    put_heap(sink, "named_places/lines", rows.iter().map(|row| encode_lines(&row.lines)))
}

/// The addresses of every street and hamlet, sorted by house number, then row.
pub(super) fn put_members<S: ReleaseSink>(
    sink: &mut S,
    rows: usize,
    addresses: &[AddressDraft],
) -> Result<(), S::Error> {
    let mut members: Vec<(u32, u32, u32)> =
        memberships(addresses).map(|(place, row)| (place, addresses[row as usize].number, row)).collect();
    members.sort_unstable();
    let lengths = run_lengths(rows, members.iter().map(|member| member.0));
    put_lists(sink, "named_places/members", lengths.into_iter(), members.iter().map(|member| member.2))
}

/// The wards before July 2025 of every named place and of its members, each once.
pub(super) fn put_legacy_wards<S: ReleaseSink>(
    sink: &mut S,
    named: &[NamedDraft],
    addresses: &[AddressDraft],
) -> Result<(), S::Error> {
    let own = named.iter().zip(0..).map(|(place, row)| (row, place.legacy_ward));
    let of_members = memberships(addresses).map(|(place, row)| (place, addresses[row as usize].legacy_ward));
    let mut wards: Vec<(u32, WardNumber)> =
        own.chain(of_members).filter(|(_, ward)| *ward != WardNumber::MAX).collect();
    wards.sort_unstable();
    wards.dedup();
    let lengths = run_lengths(named.len(), wards.iter().map(|(place, _)| *place));
    put_lists(sink, "named_places/legacy_wards", lengths.into_iter(), wards.iter().map(|(_, ward)| *ward))
}

/// Every named place that an address lies in, with the address's row.
fn memberships(addresses: &[AddressDraft]) -> impl Iterator<Item = (u32, u32)> {
    let both = |(address, row): (&AddressDraft, u32)| [(address.street, row), (address.hamlet, row)];
    addresses.iter().zip(0..).flat_map(both).filter(|(place, _)| *place != ABSENT)
}

/// How often each of `0..rows` comes in `places`.
fn run_lengths(rows: usize, places: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut lengths = vec![0; rows];
    places.for_each(|place| lengths[place as usize] += 1);
    lengths
}

fn rows_by_id<T>(rows: &[T], ordinal: impl Fn(&T) -> u32) -> Vec<u32> {
    let mut by_id: Vec<u32> = (0..rows.len() as u32).collect();
    by_id.sort_unstable_by_key(|row| ordinal(&rows[*row as usize]));
    by_id
}
