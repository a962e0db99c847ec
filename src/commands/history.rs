//! `vmap history`: every version of a place.

use vmap_core::unit::UnitTable;
use vmap_geocoder::Language;
use vmap_registry::{HistoricVersion, Operation};

use super::{Status, say};
use crate::answering::{VersionRecord, label};
use crate::cli::HistoryArgs;
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;

/// Prints the versions of a place, oldest first.
pub fn run(home: &Home, args: &HistoryArgs) -> Outcome<Status> {
    let registry = home.registry()?;
    let units = registry.units().context("cannot read the units")?;
    let history = match (args.at, args.known) {
        (None, None) => registry.history(args.id),
        (None, Some(known)) => registry.history_known(args.id, known),
        (at, known) => registry.version_at(args.id, at, known).map(|version| version.into_iter().collect()),
    };
    let history = history.context("cannot read the history")?;
    if history.is_empty() {
        let id = args.id;
        return Err(ContextError::new(match registry.version(id).context("cannot read the place")? {
            Some(_) => format!("of place {id} nothing is known for that day: without --at and --known all is shown"),
            None => format!("no place {id} was ever registered: check the number"),
        }));
    }
    for version in history {
        say(&if args.json { json(version, &units)? } else { lines(&version, &units) })?;
    }
    Ok(Status::Done)
}

fn json(version: HistoricVersion, units: &UnitTable) -> Outcome<String> {
    serde_json::to_string(&VersionRecord::new(version, units, Language::Vi)).context("cannot write the version as JSON")
}

/// A version in two lines: when and why, then what.
fn lines(historic: &HistoricVersion, units: &UnitTable) -> String {
    let HistoricVersion { version, valid_to, recorded_to } = historic;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    let known = match recorded_to {
        Some(until) => format!("recorded {} until {until}", version.recorded_at),
        None => format!("recorded {}", version.recorded_at),
    };
    let place = &version.place;
    format!(
        "version {}: {}, valid {} to {}, {known}; {}, batch {}, change {}\n    {}  {:.7},{:.7}{}",
        version.version,
        operation_name(version.operation),
        day(version.facts.valid_from),
        day(*valid_to),
        version.source,
        version.batch,
        version.change,
        label(place, units, Language::Vi),
        place.point.lat(),
        place.point.lon(),
        version.facts.successor.map(|id| format!("  became {id}")).unwrap_or_default(),
    )
}

fn operation_name(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "created",
        Operation::Update => "updated",
        Operation::Retire => "retired",
    }
}
