//! Places found, as results: filtered, ordered, graded and described.

use vmap_core::address::ParsedAddress;
use vmap_core::text::words;
use vmap_core::unit::{Era, UnitId, UnitLevel};

use super::search::{Search, Searcher};
use crate::describe::{Form, Subject, describe};
use crate::explanation::explain;
use crate::grading::{grade, is_ambiguous};
use crate::highlight::highlight;
use crate::hit::{Hit, MatchLevel};
use crate::kinship::Agreement;
use crate::ranking::{Found, FoundBy, Weights, order, score};
use crate::request::{ResultType, SearchRequest};
use crate::reverse::decimetres;

impl Searcher<'_> {
    /// The best of what was found, best first.
    pub(super) fn results(&self, mut search: Search<'_>) -> Vec<Hit> {
        let request = search.request;
        let mut found = std::mem::take(&mut search.found);
        found.retain(|found| self.is_wanted(request, found));
        let weights = weights(&search);
        for found in &mut found {
            found.fit = found.evidence.fit(found.by);
            let distance_m = request.bias.map(|bias| bias.distance_m(found.point));
            found.score = score(found.fit, found.importance, distance_m, weights);
        }
        // Some beyond the limit, so that the last one wanted knows its rivals.
        let mut ordered = order(found, request.limit.saturating_add(8), request.autocomplete);
        let ambiguous: Vec<bool> = ordered.iter().map(|found| is_ambiguous(found, &ordered)).collect();
        ordered.truncate(request.limit);
        let hits = ordered.iter().zip(ambiguous);
        let mut hits: Vec<Hit> = hits.filter_map(|(found, ambiguous)| self.hit(&search, found, ambiguous)).collect();
        // Several units of today may have been one on the day asked about.
        let mut seen = hashbrown::HashSet::new();
        hits.retain(|hit| request.admin.day().is_none() || seen.insert((hit.kind, hit.id.clone())));
        hits
    }

    /// Whether `found` passes the filters of the request.
    fn is_wanted(&self, request: &SearchRequest, found: &Found) -> bool {
        let ward = self.ward_of(found);
        let lies_in = |level, code: &Option<String>| {
            code.as_ref().is_none_or(|code| {
                let unit = self.tables.units.by_code(Era::Current, level, code);
                unit.zip(ward).is_some_and(|(unit, ward)| self.tables.units.is_within(ward, unit))
            })
        };
        (request.types.is_empty() || request.types.contains(&self.type_of(found)))
            && request.bbox.is_none_or(|bbox| bbox.contains(found.point))
            && lies_in(UnitLevel::Ward, &request.ward_code)
            && lies_in(UnitLevel::Province, &request.province_code)
    }

    /// Today's ward that `found` lies in, or the unit that it is.
    pub(super) fn ward_of(&self, found: &Found) -> Option<UnitId> {
        match &found.subject {
            Subject::Address(row) => self.tables.addresses.get(*row).and_then(|address| address.ward),
            Subject::Named(row) | Subject::Spot { named: row, .. } => {
                self.tables.named.get(*row).and_then(|place| place.ward)
            }
            Subject::Unit(unit) => Some(*unit),
        }
    }

    fn type_of(&self, found: &Found) -> ResultType {
        match (found.evidence.level, &found.subject) {
            (_, Subject::Spot { kind, .. }) => *kind,
            (MatchLevel::House | MatchLevel::Interpolated, _) => ResultType::House,
            (MatchLevel::Alley, _) => ResultType::Alley,
            (MatchLevel::Street, _) => ResultType::Street,
            (MatchLevel::Hamlet, _) => ResultType::Hamlet,
            (MatchLevel::Poi, _) => ResultType::Poi,
            (MatchLevel::Ward, _) => ResultType::Ward,
            (MatchLevel::District, _) => ResultType::District,
            (MatchLevel::Province, _) => ResultType::Province,
        }
    }

    fn hit(&self, search: &Search<'_>, found: &Found, ambiguous: bool) -> Option<Hit> {
        let reading = search.readings.get(found.reading)?;
        let request = search.request;
        let form = Form {
            admin: request.admin,
            language: request.language,
            matched_era: self.matched_era(reading, found),
            matched_former: found.former,
        };
        let mut hit = describe(self.tables, &found.subject, form)?;
        hit.match_class = Some(grade(found, reading, ambiguous));
        hit.match_level = Some(found.evidence.level);
        hit.accuracy_m = found.accuracy_m.map_or(hit.accuracy_m, |accuracy| accuracy.ceil() as u32);
        hit.score = Some(found.score);
        hit.share = found.share.map(|share| (share * 1e3).round() / 1e3);
        hit.ambiguous |= ambiguous;
        hit.unmatched = unmatched(reading, found, &hit);
        hit.distance_m = request.bias.map(|bias| decimetres(bias.distance_m(found.point)));
        let repaired = repaired_words(found, &hit);
        hit.highlight = highlight(&hit.label, &search.typed, request.autocomplete, &repaired);
        hit.explain = request.explain.then(|| explain(self.tables, reading, found, weights(search), request.bias));
        Some(hit)
    }

    fn matched_era(&self, reading: &ParsedAddress, found: &Found) -> Option<Era> {
        match (&found.subject, found.former) {
            (_, Some(_)) => Some(Era::Legacy),
            (Subject::Unit(_), None) => Some(Era::Current),
            _ => reading.units.era.filter(|_| found.evidence.units.is_some_and(|units| units > Agreement::Outside)),
        }
    }
}

pub(super) fn weights(search: &Search<'_>) -> Weights {
    match search.request.autocomplete {
        true => Weights::of_begun(search.phrase.chars().filter(|letter| letter.is_alphabetic()).count()),
        false => Weights::DECIDING_AMONG_EQUALS,
    }
}

/// Words of the query that nothing of the result explains.
fn unmatched(reading: &ParsedAddress, found: &Found, hit: &Hit) -> Vec<String> {
    let mut words = Vec::new();
    let reached_number = matches!(found.evidence.level, MatchLevel::House | MatchLevel::Interpolated);
    words.extend(reading.house_number.iter().filter(|_| !reached_number).map(|number| number.display().to_owned()));
    if found.by == FoundBy::UnitAround {
        words.extend([&reading.name, &reading.street, &reading.hamlet].into_iter().flatten().cloned());
    } else if hit.street.is_none() && matches!(found.evidence.level, MatchLevel::Hamlet) {
        words.extend(reading.street.clone().filter(|_| reading.hamlet.is_some()));
    } else if reading.street.is_some() && hit.hamlet.is_none() {
        words.extend(reading.hamlet.clone());
    }
    words.extend(reading.leftovers.iter().cloned());
    words
}

/// Folded words of the name of `hit` where it was found through a slip or its initials.
fn repaired_words(found: &Found, hit: &Hit) -> Vec<String> {
    match found.by {
        FoundBy::Unfinished(0) => Vec::new(),
        FoundBy::Initials { .. } | FoundBy::Repaired(_) | FoundBy::SimilarName(_) | FoundBy::Unfinished(_) => {
            words(&hit.name).into_iter().map(|word| word.folded.into()).collect()
        }
        _ => Vec::new(),
    }
}
