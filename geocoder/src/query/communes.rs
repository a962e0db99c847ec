//! Which of today's wards a query means, where the one it names was split or its name is shared.
//!
//! Every ward that the named unit may be has a prior: the candidates count alike, and each of the
//! wards that a former one passed into counts by its share. What the release knows in a ward (the
//! very number, its neighbours, the street, the hamlet) speaks for that ward, by as much as it is
//! likelier to be known where the address is than where it is not. A street that is not known
//! there is weak evidence: no release knows all streets.

use vmap_core::address::{ParsedAddress, RivalUnit, UnitReading};
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};

use super::search::{Search, Searcher};
use super::units::{NamedUnit, is_named_plainly, unit_result};
use crate::hit::MatchLevel;
use crate::marks::Marks;
use crate::ranking::{Found, FoundBy};

/// More candidates than these are no evidence for any of them.
const MOST_CANDIDATES: usize = 64;

/// The part of a former unit whose addresses cannot be told from a mistake of the record.
const NEGLIGIBLE: f64 = 0.002;

/// Points of evidence less that make a rival half as likely.
const HALF_AS_LIKELY: f64 = 4.0;

/// How likely it is that a former ward is written without its district, beside a ward of today.
const WITHOUT_DISTRICT: f64 = 0.15;

/// The units that `reading` may name, the candidates first, each with how likely it is beside a
/// candidate. Who writes no district means a ward of today.
pub(crate) fn named_units(units: &UnitTable, reading: &UnitReading) -> Vec<(UnitId, f64)> {
    let is_district = |unit: &UnitId| units.get(*unit).is_some_and(|unit| unit.level == UnitLevel::District);
    let no_district = reading.era == Some(Era::Current) && !reading.within.iter().any(is_district);
    let prior = |rival: &RivalUnit| {
        let former = units.get(rival.unit).is_some_and(|unit| unit.era() == Era::Legacy);
        let without_district = if former && no_district { WITHOUT_DISTRICT } else { 1.0 };
        (rival.unit, 0.5_f64.powf(f64::from(rival.behind) / HALF_AS_LIKELY) * without_district)
    };
    let candidates = reading.candidates.iter().map(|unit| (*unit, 1.0));
    candidates.chain(reading.rivals.iter().map(prior)).collect()
}

/// One of today's wards that a query may mean.
#[derive(Clone, Copy, Debug)]
struct Commune {
    ward: UnitId,
    /// The former unit through which it is meant.
    former: Option<UnitId>,
    /// The part of that unit which it took.
    share: Option<f64>,
    likelihood: f64,
}

impl Searcher<'_> {
    /// Weighs everything found in the wards that the best reading names against one another, and
    /// adds those wards themselves in which nothing was found.
    pub(super) fn weigh_communes(&self, search: &mut Search<'_>) {
        let Some(index) = search.readings.iter().position(|reading| self.names_ward(reading)) else { return };
        let mut communes = self.communes(&search.readings[index].units);
        let meant = self.places_meant(search, index);
        self.let_places_speak(&mut communes, &search.found, &meant);
        for (place, ward) in search.found.iter_mut().zip(&meant) {
            let commune = communes.iter().find(|commune| Some(commune.ward) == *ward);
            place.commune = commune.map(|commune| commune.likelihood);
            place.share = commune.and_then(|commune| commune.share);
        }
        let without_place = communes.iter().filter(|commune| !meant.contains(&Some(commune.ward)));
        let added: Vec<Found> = without_place.filter_map(|commune| self.ward_around(search, index, commune)).collect();
        search.found.extend(added);
        compare_communes(&mut search.found);
    }

    /// The ward of each place found that the units of this reading led to.
    fn places_meant(&self, search: &Search<'_>, index: usize) -> Vec<Option<UnitId>> {
        let units = &search.readings[index].units.candidates;
        let shares_units = |found: &Found| {
            let reading = search.readings.get(found.reading);
            found.by == FoundBy::Unit || reading.is_some_and(|reading| reading.units.candidates == *units)
        };
        let ward = |found: &Found| self.ward_of(found).filter(|_| shares_units(found));
        search.found.iter().map(ward).collect()
    }

    /// Multiplies what speaks for each ward by what is known in it, and makes one of it all.
    fn let_places_speak(&self, communes: &mut [Commune], found: &[Found], wards: &[Option<UnitId>]) {
        for commune in communes.iter_mut() {
            let inside = found.iter().zip(wards).filter(|(_, ward)| **ward == Some(commune.ward));
            commune.likelihood *= inside.map(|(place, _)| evidence_for(place)).fold(1.0, f64::max);
        }
        let total: f64 = communes.iter().map(|commune| commune.likelihood).sum();
        communes.iter_mut().for_each(|commune| commune.likelihood /= total);
    }

    fn names_ward(&self, reading: &ParsedAddress) -> bool {
        let units = &reading.units;
        let level = |unit: &UnitId| self.tables.units.get(*unit).map(|unit| unit.level);
        units.candidates.len() <= MOST_CANDIDATES
            && units
                .candidates
                .iter()
                .any(|unit| level(unit) == Some(UnitLevel::Ward) && is_named_plainly(self.tables, *unit, reading))
    }

    /// Today's wards that the units of the reading are or passed into, each once.
    fn communes(&self, units: &UnitReading) -> Vec<Commune> {
        let mut communes: Vec<Commune> = Vec::new();
        for (unit, prior) in named_units(&self.tables.units, units) {
            self.add_communes_of(unit, prior, &mut communes);
        }
        communes
    }

    fn add_communes_of(&self, unit: UnitId, prior: f64, communes: &mut Vec<Commune>) {
        let Some(facts) = self.tables.units.get(unit).filter(|unit| unit.level == UnitLevel::Ward) else { return };
        if facts.era() == Era::Current {
            return add(communes, Commune { ward: unit, former: None, share: None, likelihood: prior });
        }
        let successors = self.tables.kinship.successors(unit);
        for successor in successors {
            let share = (successors.len() > 1).then_some(successor.share);
            let likelihood = prior * successor.share.max(NEGLIGIBLE);
            add(communes, Commune { ward: successor.unit, former: Some(unit), share, likelihood });
        }
    }

    fn ward_around(&self, search: &Search<'_>, index: usize, commune: &Commune) -> Option<Found> {
        let reading = search.readings.get(index)?;
        let named = NamedUnit {
            unit: commune.ward,
            by: FoundBy::UnitAround,
            marks: Marks::Untyped,
            kind: 1.0,
            reading: index,
            reading_value: 0.985_f64.powi(index as i32),
            leftovers: reading.leftovers.len(),
            asked_number: reading.house_number.is_some(),
        };
        let mut found = unit_result(self.tables, named, commune.ward, commune.former)?;
        (found.commune, found.share) = (Some(commune.likelihood), commune.share);
        Some(found)
    }
}

/// Two former wards that were joined in one of today's lead to one answer.
fn add(communes: &mut Vec<Commune>, commune: Commune) {
    match communes.iter_mut().find(|known| known.ward == commune.ward) {
        Some(known) => known.likelihood += commune.likelihood,
        None => communes.push(commune),
    }
}

/// How much likelier `found` is to be known in the ward where the address is than in another one.
fn evidence_for(found: &Found) -> f64 {
    let by_name = match found.by {
        FoundBy::Name | FoundBy::Unit => 1.0,
        FoundBy::Initials { .. } | FoundBy::Repaired(_) | FoundBy::FirstWords | FoundBy::Unfinished(_) => 0.5,
        FoundBy::Words | FoundBy::SimilarName(_) => 0.2,
        FoundBy::UnitAround => return 1.0,
    };
    let known = match found.evidence.level {
        MatchLevel::House => 60.0,
        MatchLevel::Interpolated => 12.0,
        MatchLevel::Alley => 8.0,
        MatchLevel::Street => 4.0,
        MatchLevel::Hamlet | MatchLevel::Poi => 6.0,
        MatchLevel::Ward | MatchLevel::District | MatchLevel::Province => return 1.0,
    };
    (known * by_name * found.evidence.kind).max(1.0)
}

/// Lets the likelihood of wards decide between places in different ones.
fn compare_communes(found: &mut [Found]) {
    let likeliest = found.iter().filter_map(|place| place.commune).fold(0.0, f64::max);
    for place in found {
        if let Some(likelihood) = place.commune {
            place.evidence.commune = 0.75 + 0.25 * likelihood / likeliest;
        }
    }
}
