//! The geocoder: one release, asked.

use std::sync::Arc;

use vmap_core::quality::{Inspector, PlaceRow};
use vmap_core::unit::{UnitId, UnitNames};
use vmap_core::{PlaceId, Point};
use vmap_release::Release;

use crate::convert::{Conversion, ConvertRequest, Converter};
use crate::describe::{Form, Subject, describe};
use crate::error::GeocoderError;
use crate::hit::{Answer, Hit};
use crate::index::{INDEX_VERSION, TextIndex};
use crate::listing::addresses_in;
use crate::places::Places;
use crate::query::{Completions, Searcher, UnitLexicon};
use crate::request::{AdminForm, BoundingBox, Language, ReverseRequest, SearchRequest};
use crate::reverse::Nearby;
use crate::tables::Tables;

/// Answers questions about one release. Immutable, to be shared between threads.
pub struct Geocoder {
    release: Arc<Release>,
    tables: Arc<Tables>,
    places: Places,
    names: UnitNames,
    completions: Completions,
    lexicon: UnitLexicon,
    index: TextIndex,
    nearby: Nearby,
}

impl Geocoder {
    /// Opens the tables, boundaries and text index of `release` and builds the R-tree.
    ///
    /// Cost: reading the boundaries and one pass over the points of all addresses, about 50 ms
    /// per million on two cores; the release's files stay memory-mapped.
    pub fn open(release: Arc<Release>) -> Result<Self, GeocoderError> {
        check_index_version(&release)?;
        let tables = Arc::new(Tables::open(&release)?);
        let places = Places::of(Arc::clone(&tables));
        let names = UnitNames::new(Arc::clone(&tables.units));
        let index = TextIndex::open(&release.folder().join("search"), tables.named.len())?;
        let complete = || {
            let completions = Completions::new(&tables, index.vocabulary());
            let lexicon = UnitLexicon::new(&tables, &completions);
            (completions, lexicon)
        };
        let (nearby, (completions, lexicon)) = rayon::join(|| Nearby::new(&tables), complete);
        Ok(Self { release, tables, places, names, completions, lexicon, index, nearby })
    }

    /// The release that answers come from.
    pub fn release(&self) -> &Arc<Release> {
        &self.release
    }

    /// The names of units, for parsing addresses as the geocoder does.
    pub fn unit_names(&self) -> &UnitNames {
        &self.names
    }

    /// The places that an address or name means, best first. No text is refused; a text that
    /// means nothing has no results. The same question to the same release has the same answer,
    /// to the byte.
    ///
    /// Cost: a fraction of a millisecond at the median, whatever the size of the release.
    pub fn search(&self, request: &SearchRequest) -> Answer {
        Answer { hits: self.searcher().search(request) }
    }

    /// What an address, a unit's name or a ward's code is in the form of another era: every unit that
    /// it may lie in, fewer where the release knows the house, street or hamlet.
    ///
    /// Cost: a parse, and a search where there is something to decide.
    pub fn convert(&self, request: &ConvertRequest) -> Conversion {
        Converter { searcher: self.searcher() }.convert(request)
    }

    fn searcher(&self) -> Searcher<'_> {
        Searcher {
            tables: &self.tables,
            index: &self.index,
            names: &self.names,
            lexicon: &self.lexicon,
            completions: &self.completions,
        }
    }

    /// The places nearest to a point, nearest first, then the ward and the province that hold it.
    ///
    /// Cost: some tens of microseconds.
    pub fn reverse(&self, request: &ReverseRequest) -> Answer {
        Answer { hits: self.nearby.reverse(&self.tables, request) }
    }

    /// The place with this permanent identifier, without the registry's facts about it.
    /// Cost: two binary searches.
    pub fn place(&self, id: PlaceId, admin: AdminForm, language: Language) -> Option<Hit> {
        let address = self.tables.addresses.row_of(id).map(Subject::Address);
        let subject = address.or_else(|| self.tables.named.row_of(id).map(Subject::Named))?;
        describe(&self.tables, &subject, Form::new(admin, language))
    }

    /// What stands at a row of the tables, without the registry's facts about it.
    pub fn at_row(&self, row: PlaceRow, admin: AdminForm, language: Language) -> Option<Hit> {
        let subject = match row {
            PlaceRow::Address(row) => Subject::Address(row),
            PlaceRow::Named(row) => Subject::Named(row),
        };
        describe(&self.tables, &subject, Form::new(admin, language))
    }

    /// The rows of the addresses in `ward`, of `street` alone where one is given, in any spelling, in
    /// the order of streets and house numbers; those without a street behind, by hamlet.
    ///
    /// Cost: some milliseconds for a ward of many addresses.
    pub fn addresses_in(&self, ward: UnitId, street: Option<&str>) -> Vec<u32> {
        addresses_in(&self.tables, ward, street)
    }

    /// Every place with all that the release says of it.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The rows of addresses that may lie in `bbox`, or of all, from row `from` on, ascending: those of
    /// every block of 64 rows that reaches into it. Cost: a pass over the boxes of blocks near it.
    pub fn address_rows_near(&self, bbox: Option<BoundingBox>, from: u32) -> impl Iterator<Item = u32> + use<> {
        self.nearby.addresses_near(bbox, from)
    }

    /// What judges the addresses of a ward.
    pub fn inspector(&self) -> Inspector<'_> {
        let Tables { addresses, address_wards, named, named_wards, units, areas, .. } = &*self.tables;
        let (areas, illustrative) = (areas.current_wards(), areas.illustrative());
        Inspector { addresses, address_wards, named, named_wards, units, areas, illustrative }
    }

    /// Today's ward whose polygon holds `point`. Cost: microseconds.
    pub fn ward_at(&self, point: Point) -> Option<UnitId> {
        self.tables.areas.current_ward_at(point).map(|located| located.unit)
    }

    /// Metres from `point` to today's ward `unit`, 0 inside it; `None` where it has no polygon.
    /// Cost: one pass over its vertices.
    pub fn metres_to_ward(&self, unit: UnitId, point: Point) -> Option<f64> {
        self.tables.areas.metres_to_current_ward(unit, point)
    }

    /// The units that have this official code, today's first: codes are unique only within a
    /// level and era.
    pub fn unit(&self, code: &str, admin: AdminForm, language: Language) -> Vec<Hit> {
        let mut with_code: Vec<_> = self.tables.units.iter().filter(|(_, unit)| unit.code.as_str() == code).collect();
        with_code.sort_by_key(|(id, unit)| (unit.era(), *id));
        let describe_unit = |(id, _)| describe(&self.tables, &Subject::Unit(id), Form::new(admin, language));
        with_code.into_iter().filter_map(describe_unit).collect()
    }
}

fn check_index_version(release: &Release) -> Result<(), GeocoderError> {
    match release.manifest().index_version {
        INDEX_VERSION => Ok(()),
        found => Err(GeocoderError::Version { release: release.id().to_owned(), found, expected: INDEX_VERSION }),
    }
}
