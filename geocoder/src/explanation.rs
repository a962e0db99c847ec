//! How a result was found and scored, to be read by a person.

use vmap_core::Point;
use vmap_core::address::ParsedAddress;
use vmap_core::unit::UnitId;

use crate::hit::{Explanation, MatchLevel, ScorePart};
use crate::kinship::Agreement;
use crate::marks::Marks;
use crate::ranking::{Evidence, Found, Weights};
use crate::tables::Tables;

/// Tells how `reading` led to `found` and what its score is made of.
pub(crate) fn explain(
    tables: &Tables,
    reading: &ParsedAddress,
    found: &Found,
    weights: Weights,
    bias: Option<Point>,
) -> Explanation {
    let distance_m = bias.map(|bias| bias.distance_m(found.point));
    let parts = found.evidence.parts(found.by).into_iter().chain(weights.parts(found.importance, distance_m));
    let told = |(part, value): (&'static str, f64)| ScorePart {
        part,
        value: (value * 1e6).round() / 1e6,
        because: because(part, found, distance_m),
    };
    Explanation { reading: read_as(tables, reading), found_by: found.by.describe(), score: parts.map(told).collect() }
}

fn read_as(tables: &Tables, reading: &ParsedAddress) -> String {
    let unit = |unit: &UnitId| tables.units.get(*unit).map(|unit| unit.full_name.clone());
    let parts = [
        reading.house_number.as_ref().map(|number| format!("number {}", number.display())),
        reading.street.as_ref().map(|street| format!("street {street}")),
        reading.hamlet.as_ref().map(|hamlet| format!("hamlet {hamlet}")),
        reading.name.as_ref().map(|name| format!("name {name}")),
        Some(reading.units.candidates.iter().take(5).filter_map(unit).collect::<Vec<_>>().join(" or "))
            .filter(|units| !units.is_empty())
            .map(|units| format!("units {units}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What a part of the score says, in a sentence.
fn because(part: &str, found: &Found, distance_m: Option<f64>) -> String {
    let evidence = &found.evidence;
    match part {
        "reading" if found.reading == 0 => "the likeliest way to read the query".to_owned(),
        "reading" => format!("the query can be read in a likelier way, this is number {}", found.reading + 1),
        "found_by" => found.by.describe(),
        "coverage" => format!("{:.0} % of the words of its name were asked for", evidence.coverage * 100.0),
        "marks" => marks(evidence.marks).to_owned(),
        "kind" if evidence.kind < 1.0 => "another kind, spelling or hamlet would suit the query better".to_owned(),
        "kind" => "it is the kind of place asked for".to_owned(),
        "units" => units(evidence.units).to_owned(),
        "commune" if evidence.commune < 1.0 => "another ward that the query may mean is likelier".to_owned(),
        "commune" => "no other ward is likelier".to_owned(),
        "number" => number(evidence).to_owned(),
        "leftovers" => format!("{} parts of the query are left unexplained", evidence.leftovers),
        "nearness" => distance_m.map_or_else(
            || "no place to be near to was given".to_owned(),
            |distance_m| format!("it is {:.1} km away", distance_m / 1_000.0),
        ),
        _ => "how well known it is, by the addresses that it has".to_owned(),
    }
}

fn marks(marks: Marks) -> &'static str {
    match marks {
        Marks::Agree => "the marks typed are those of its name",
        Marks::Untyped => "no marks were typed",
        Marks::Differ => "a word was typed with other marks",
    }
}

fn units(units: Option<Agreement>) -> &'static str {
    match units {
        None => "no unit was named",
        Some(Agreement::Inside) => "it lies in the unit named",
        Some(Agreement::Possible) => "it may lie in the unit named, which was divided",
        Some(Agreement::Outside) => "it lies outside the unit named",
    }
}

fn number(evidence: &Evidence) -> &'static str {
    match evidence.level {
        _ if !evidence.asked_number => "no number was asked for",
        MatchLevel::House => "it has the number asked for",
        MatchLevel::Interpolated => "the number lies between known neighbours",
        MatchLevel::Alley => "of the number only the alley is known",
        _ => "the number is not known here",
    }
}
