//! New units, and the places that they touch put into them, as one batch.

use jiff::civil::Date;
use vmap_core::place::Place;
use vmap_core::unit::{UnitCode, UnitTable};

use crate::batch::Work;
use crate::facts::{Reason, day_number};
use crate::keys::places_in_ward;
use crate::load::BatchSummary;
use crate::units;
use crate::writer::{BatchHead, Writer};
use crate::{Registry, RegistryError, Source, UnitBoundary};

/// Places handed out in one go.
const CHUNK: usize = 1 << 12;

/// Where a place lies after a reform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rezoned {
    /// Code of today's ward.
    pub ward: UnitCode,
    /// Code of the ward of the former era, for a place of which it was not known.
    pub legacy_ward: Option<UnitCode>,
    /// The day on which it came to lie there.
    pub since: Option<Date>,
}

/// A reform while it is written; dropped without [`Reform::commit`] it leaves the registry as it was.
pub struct Reform<'a> {
    writer: Writer<'a>,
}

impl Registry {
    /// Makes `units` and `boundaries` the registry's, as the first part of a batch that puts places
    /// into them. `file` says where they come from.
    pub fn begin_reform(
        &mut self,
        units: &UnitTable,
        boundaries: &[UnitBoundary],
        file: &str,
    ) -> Result<Reform<'_>, RegistryError> {
        let head = BatchHead {
            work: Work::Reform,
            source: 0,
            file: file.to_owned(),
            source_date: None,
            recorded_at: self.now(),
            reverts: None,
        };
        let writer = Writer::begin(self.db(), head)?;
        units::write(writer.db, units, boundaries)?;
        Ok(Reform { writer })
    }
}

impl Reform<'_> {
    /// Hands every place, alive or not, that lies in the ward of this code to `place_again`, and lets
    /// it lie from now on where that says; nothing changes where it says nothing. Only wards change: the
    /// forms that an address had stay in its history.
    pub fn rezone(
        &mut self,
        ward: &UnitCode,
        mut place_again: impl FnMut(&Place) -> Option<Rezoned>,
    ) -> Result<(), RegistryError> {
        let Some(number) = self.writer.terms.find(self.writer.db, ward.as_str())? else { return Ok(()) };
        let mut places = places_in_ward(self.writer.db, number)?;
        places.sort_unstable();
        places.dedup();
        for chunk in places.chunks(CHUNK) {
            self.writer.stand(chunk.iter().copied())?;
            for place in chunk {
                self.rezone_one(*place, number, &mut place_again)?;
            }
            self.writer.flush()?;
        }
        Ok(())
    }

    fn rezone_one(
        &mut self,
        ordinal: i64,
        ward: i64,
        place_again: &mut impl FnMut(&Place) -> Option<Rezoned>,
    ) -> Result<(), RegistryError> {
        let current = self.writer.standing(ordinal)?;
        let (source, derived) = (current.source, current.derived);
        let mut content = current.content.clone();
        if content.ward != Some(ward) {
            return Ok(());
        }
        let place = content.place(&self.writer.terms)?;
        let Some(Rezoned { ward, legacy_ward, since }) = place_again(&place) else { return Ok(()) };
        let codes = [Some(&ward), legacy_ward.as_ref()].into_iter().flatten().map(UnitCode::as_str);
        self.writer.terms.enter(self.writer.db, codes)?;
        content.ward = self.writer.terms.number(ward.as_str());
        let legacy_ward = legacy_ward.and_then(|code| self.writer.terms.number(code.as_str()));
        content.legacy_ward = content.legacy_ward.or(legacy_ward);
        content.valid_from = since.map(day_number).or(self.writer.day());
        self.writer.follow(ordinal, content, source, derived, Reason::Reform)?;
        Ok(())
    }

    /// Makes units and places durable.
    pub fn commit(mut self) -> Result<BatchSummary, RegistryError> {
        if self.writer.counts.updated + self.writer.counts.retired > 0 {
            self.writer.head.source = Source::reforms().enter(self.writer.db, false)?;
        }
        let batch = self.writer.finish()?;
        let summary = BatchSummary {
            batch,
            counts: self.writer.counts,
            last_change: self.writer.last_change(),
            ..BatchSummary::default()
        };
        self.writer.commit()?;
        Ok(summary)
    }
}

impl Source {
    /// In whose name reforms are recorded; the places keep the sources that they have.
    fn reforms() -> Self {
        Self {
            name: "units".to_owned(),
            licence: "none".to_owned(),
            attribution: "acts on administrative units".to_owned(),
            ..Self::default()
        }
    }
}
