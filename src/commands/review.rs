//! `vmap review`: pairs of places that may be one.

use vmap_core::PlaceId;
use vmap_core::unit::UnitTable;
use vmap_geocoder::Language;
use vmap_registry::{Doubt, Registry, Review, ReviewDecision};

use super::{Status, say};
use crate::answering::label;
use crate::cli::{DecisionArgs, ReviewCommand};
use crate::error::{Context, Outcome};
use crate::home::Home;

/// Shows the pairs that wait, or decides on some.
pub fn run(home: &Home, command: &ReviewCommand) -> Outcome<Status> {
    let mut registry = home.registry()?;
    match command {
        ReviewCommand::List { limit } => list(&registry, *limit),
        ReviewCommand::Merge(args) => decide(&mut registry, args, ReviewDecision::Merge),
        ReviewCommand::Keep(args) => decide(&mut registry, args, ReviewDecision::Keep),
    }
}

fn list(registry: &Registry, limit: u64) -> Outcome<Status> {
    let units = registry.units().context("cannot read the units")?;
    let reviews = registry.open_reviews(limit).context("cannot read the reviews")?;
    for Review { number, place, other, doubt, distance_m, .. } in &reviews {
        let why = match doubt {
            Doubt::Distance => "the same address, but far apart",
            Doubt::Spelling => "the same number on the spot, but streets that may be two",
        };
        say(&format!("{number}: {distance_m:.0} m apart: {why}"))?;
        for id in [place, other] {
            say(&format!("    {id}  {}", described(registry, *id, &units)?))?;
        }
    }
    let open = registry.count_open_reviews().context("cannot count the reviews")?;
    say(&format!("{} of {open} pairs that wait; `vmap review merge NUMBER` or `keep NUMBER` decides", reviews.len()))?;
    Ok(Status::Done)
}

fn described(registry: &Registry, id: PlaceId, units: &UnitTable) -> Outcome<String> {
    let version = registry.version(id).context("cannot read a place")?;
    let described = version.map(|version| {
        let point = version.place.point;
        let label = label(&version.place, units, Language::Vi);
        format!("{label}  {:.6},{:.6}  ({})", point.lat(), point.lon(), version.source)
    });
    Ok(described.unwrap_or_default())
}

/// Decides on one after the other; those before one that fails stay decided.
fn decide(registry: &mut Registry, args: &DecisionArgs, decision: ReviewDecision) -> Outcome<Status> {
    for number in &args.numbers {
        let batch = registry.decide_review(*number, decision, &args.by, &args.note);
        match batch.context(format!("cannot decide on review {number}"))? {
            Some(batch) => say(&format!("review {number}: merged, batch {batch}"))?,
            None => say(&format!("review {number}: kept as two places"))?,
        }
    }
    Ok(Status::Done)
}
