//! House numbers that are still being typed.

use vmap_core::address::{AddressParser, ParsedAddress};
use vmap_core::house_number::HouseNumber;
use vmap_core::unit::UnitId;

use super::keep_wholes;
use crate::hit::MatchLevel;
use crate::query::names::AskedName;
use crate::query::places::Judge;
use crate::query::readings::readings;
use crate::query::search::{Search, Searcher};
use crate::ranking::{Found, FoundBy};
use crate::request::SearchText;

/// Streets whose numbers are offered, and numbers offered of each.
const MOST_STREETS: usize = 2;
const MOST_OF_STREET: usize = 8;

/// Most addresses of a street that are looked at.
const MOST_LOOKED_AT: usize = 4_096;

impl Searcher<'_> {
    /// A whole name and behind it the beginning of a number: `huynh tan phat 18`.
    pub(super) fn find_before_begun_number(&self, search: &mut Search<'_>, slips: u8, near: &[UnitId]) {
        let Some(last) =
            search.typed.last().filter(|word| word.folded.starts_with(|letter: char| letter.is_ascii_digit()))
        else {
            return;
        };
        let Some(house_number) = HouseNumber::parse(&last.folded) else { return };
        let head = search.line.get(..last.span.start).unwrap_or_default().trim_end_matches([' ', ',']).to_owned();
        let parser = AddressParser::to_the_letter(self.names);
        for reading in readings(&parser, &SearchText::Free(head.clone()), &head, search.request.admin.day()) {
            let names = AskedName::of(&reading);
            let Some(asked) = names.first().filter(|_| reading.house_number.is_none()) else { continue };
            let mut begun = self.names_begun_by(asked, slips);
            keep_wholes(&mut begun);
            if begun.is_empty() {
                continue;
            }
            let area = self.area(search, &reading.units.candidates, near);
            search.readings.push(ParsedAddress { house_number: Some(house_number.clone()), ..reading });
            self.find_places(search, search.readings.len() - 1, asked, &begun, &area);
        }
    }

    /// Houses whose numbers go on where the one asked for ends, in the streets of `found` that fit best,
    /// each with its row.
    pub(super) fn begun_houses(&self, search: &Search<'_>, judge: &Judge<'_>, found: &[(u32, Found)]) -> Vec<Found> {
        let Some(typed) = judge.reading.house_number.as_ref().map(|number| number.display().to_lowercase()) else {
            return Vec::new();
        };
        let mut streets: Vec<&(u32, Found)> = found.iter().collect();
        let fit = |found: &Found| found.evidence.fit(found.by);
        streets.sort_by(|a, b| {
            fit(&b.1).total_cmp(&fit(&a.1)).then(b.1.importance.total_cmp(&a.1.importance)).then(a.0.cmp(&b.0))
        });
        streets.dedup_by_key(|street| street.0);
        // Who writes the number behind the street is still typing it.
        let is_last = search.typed.last().is_some_and(|last| last.folded == typed);
        let mut houses = Vec::new();
        for (row, street) in streets.into_iter().take(MOST_STREETS) {
            let by = match street.by {
                FoundBy::Name => FoundBy::Unfinished(0),
                by => by,
            };
            let evidence = street.evidence;
            let kind = if is_last { evidence.kind } else { evidence.kind * 0.9 };
            let street = Found {
                by,
                evidence: crate::ranking::Evidence { kind, level: MatchLevel::House, ..evidence },
                ..street.clone()
            };
            let begun =
                self.tables.named.members(*row).take(MOST_LOOKED_AT).filter(|member| self.goes_on(*member, &typed));
            houses.extend(begun.take(MOST_OF_STREET).filter_map(|member| judge.house(&street, member)));
        }
        houses
    }

    fn goes_on(&self, address: u32, typed: &str) -> bool {
        let number =
            self.tables.addresses.number(address).and_then(|number| self.tables.addresses.house_number(number));
        number.is_some_and(|number| {
            number.len() > typed.len()
                && number.get(..typed.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(typed))
        })
    }
}
