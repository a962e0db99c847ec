//! Every place of a release, one after another, in the forms of both eras.

use std::sync::Arc;

use vmap_core::plus_code;
use vmap_core::unit::{UnitId, UnitTable};
use vmap_core::{PlaceId, Point};
use vmap_release::{Release, SourceEntry};

use crate::describe::{Facts, address_facts, named_facts, named_type};
use crate::error::GeocoderError;
use crate::hit::UnitFields;
use crate::label;
use crate::request::{BoundingBox, Language, ResultType};
use crate::tables::Tables;

/// All places of one release, without what searching them needs. To be shared between threads.
pub struct Places {
    tables: Arc<Tables>,
    /// By unit: names and codes of it and those above it.
    forms: Vec<UnitFields>,
    /// Those of no unit.
    nowhere: UnitFields,
}

/// Which places are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceFilter {
    /// What they are: houses, streets, hamlets or points of interest. None where empty.
    pub types: Vec<ResultType>,
    /// Today's wards and provinces that they lie in; the whole country where empty.
    pub within: Vec<UnitId>,
}

/// Where a place stands in the tables of its release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRow {
    /// A row of the addresses.
    Address(u32),
    /// A row of the streets, hamlets and points of interest.
    Named(u32),
}

/// One place as it was published, in Vietnamese.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRecord<'p> {
    /// Permanent identifier of 12 digits.
    pub id: String,
    /// What it is.
    pub kind: ResultType,
    /// Where it is; for a street or hamlet a point on or in it.
    pub point: Point,
    /// Its lines, for a street that has them.
    pub lines: Vec<Vec<Point>>,
    /// House number or alley path in the form to show.
    pub housenumber: Option<&'p str>,
    /// Street with its type word.
    pub street: Option<&'p str>,
    /// Hamlet with its type word.
    pub hamlet: Option<&'p str>,
    /// Class of a street or point of interest in its source's terms.
    pub category: Option<&'p str>,
    /// Name of a point of interest.
    pub name: Option<&'p str>,
    /// Today's units.
    pub units: &'p UnitFields,
    /// The units before July 2025 that it is certain to have lain in.
    pub legacy: Option<&'p UnitFields>,
    /// One line to show, with today's units.
    pub label: String,
    /// The same with the units before July 2025, where known.
    pub legacy_label: Option<String>,
    /// Open Location Code of the point.
    pub plus_code: String,
    /// The source it comes from, where the release tells.
    pub source: Option<&'p SourceEntry>,
    /// Whether it is made data, not a real place.
    pub synthetic: bool,
}

impl Places {
    /// Opens the tables and boundaries of `release`. Cost: some milliseconds, and reading the boundaries.
    pub fn open(release: &Release) -> Result<Self, GeocoderError> {
        Ok(Self::of(Arc::new(Tables::open(release)?)))
    }

    /// Those in `tables`. Cost: some milliseconds.
    pub(crate) fn of(tables: Arc<Tables>) -> Self {
        let form = |(id, _)| label::unit_fields(&tables.units, Some(id), Language::Vi, None);
        let forms = tables.units.iter().map(form).collect();
        Self { tables, forms, nowhere: UnitFields::default() }
    }

    /// The rows of the places that `filter` wants: addresses, then the others, each along the Hilbert
    /// curve. Cost: some nanoseconds a row of the release.
    pub fn rows<'p>(&'p self, filter: &PlaceFilter) -> impl Iterator<Item = PlaceRow> + use<'p> {
        let types = filter.types.clone();
        let within = (!filter.within.is_empty()).then(|| units_within(&self.tables.units, &filter.within));
        let lies_within = move |ward: Option<UnitId>| match &within {
            Some(within) => ward.is_some_and(|ward| within.get(usize::from(ward.0)) == Some(&true)),
            None => true,
        };
        let addresses = (0..self.tables.addresses.len() as u32).map(PlaceRow::Address);
        let others = (0..self.tables.named.len() as u32).map(PlaceRow::Named);
        addresses.chain(others).filter(move |row| {
            self.type_and_ward(*row).is_some_and(|(kind, ward)| types.contains(&kind) && lies_within(ward))
        })
    }

    /// Those of the address rows `among` that lie in `bbox`, edges included, and in any of `within`;
    /// where one is not given, it excludes none. Cost: some nanoseconds a row.
    pub fn addresses_among<'p>(
        &'p self,
        among: impl Iterator<Item = u32> + 'p,
        bbox: Option<BoundingBox>,
        within: &[UnitId],
    ) -> impl Iterator<Item = u32> + 'p {
        let within = (!within.is_empty()).then(|| units_within(&self.tables.units, within));
        let addresses = &self.tables.addresses;
        among.filter(move |row| {
            let ward = || addresses.ward(*row).map(|ward| usize::from(ward.0));
            let is_inside = |bbox: BoundingBox| addresses.point(*row).is_some_and(|point| bbox.contains(point));
            within.as_ref().is_none_or(|within| ward().is_some_and(|ward| within.get(ward) == Some(&true)))
                && bbox.is_none_or(is_inside)
        })
    }

    /// The address with this identifier. Cost: a binary search.
    pub fn address(&self, id: PlaceId) -> Option<PlaceRecord<'_>> {
        self.get(PlaceRow::Address(self.tables.addresses.row_of(id)?))
    }

    fn type_and_ward(&self, row: PlaceRow) -> Option<(ResultType, Option<UnitId>)> {
        let Tables { addresses, named, .. } = &*self.tables;
        Some(match row {
            PlaceRow::Address(row) => (ResultType::House, addresses.ward(row)),
            PlaceRow::Named(row) => (named_type(named.kind(row)?), named.ward(row)),
        })
    }

    /// The place at `row`; `None` where the row is damaged. Cost: a microsecond or two, for texts.
    pub fn get(&self, row: PlaceRow) -> Option<PlaceRecord<'_>> {
        let (facts, lines) = match row {
            PlaceRow::Address(row) => (address_facts(&self.tables, row)?, Vec::new()),
            PlaceRow::Named(row) => (named_facts(&self.tables, row)?, self.tables.named.lines(row)),
        };
        Some(self.record(facts, lines))
    }

    fn record<'p>(&'p self, facts: Facts<'p>, lines: Vec<Vec<Point>>) -> PlaceRecord<'p> {
        let form = |unit: UnitId| self.forms.get(usize::from(unit.0));
        let units = facts.ward.and_then(form).unwrap_or(&self.nowhere);
        let legacy = facts.former.and_then(form);
        let parts = facts.parts();
        let source = facts.source.and_then(|source| self.tables.sources.get(usize::from(source)));
        PlaceRecord {
            id: facts.id,
            kind: facts.kind,
            point: facts.point,
            lines,
            housenumber: facts.number,
            street: facts.street,
            hamlet: facts.hamlet,
            category: facts.category,
            name: facts.own_name,
            units,
            legacy,
            label: label::line(&parts, units),
            legacy_label: legacy.map(|legacy| label::line(&parts, legacy)),
            plus_code: plus_code::encode(facts.point),
            source,
            synthetic: source.map_or_else(|| self.tables.all_synthetic(), |source| source.synthetic),
        }
    }
}

/// By unit, whether it is one of `wanted` or lies in one.
fn units_within(units: &UnitTable, wanted: &[UnitId]) -> Vec<bool> {
    units.iter().map(|(id, _)| units.lineage(id).any(|(above, _)| wanted.contains(&above))).collect()
}
