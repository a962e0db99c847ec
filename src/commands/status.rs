//! `vmap status`: what there is.

use vmap_core::place::PlaceKind;

use super::{Status, say};
use crate::cli::StatusArgs;
use crate::error::{Context, Outcome};
use crate::home::Home;

/// Prints what the registry holds and which release is current.
pub fn run(home: &Home, args: &StatusArgs) -> Outcome<Status> {
    let registry = home.registry()?;
    let status = registry.status().context("cannot read the registry")?;
    say(&format!("registry in {}", home.registry_place()))?;
    for (kind, count) in &status.places {
        say(&format!("{count:>10} {}", kind_name(*kind)))?;
    }
    say(&format!("{:>10} administrative units", status.units))?;
    say(&format!(
        "{:>10} sources, {} batches, last change number {}",
        status.sources, status.batches, status.last_change
    ))?;
    say(&format!("{:>10} reviews and {} proposals wait for a decision", status.open_reviews, status.open_proposals))?;
    if args.hash {
        say(&format!("changes {}", registry.history_hash().context("cannot read the changes")?))?;
        say(&format!("units {}", registry.units_hash().context("cannot read the units")?))?;
    }
    match home.releases().current_id().context("cannot tell the current release")? {
        Some(id) => say(&format!("current release {id}"))?,
        None => say("no release yet: run `vmap publish`")?,
    }
    Ok(Status::Done)
}

fn kind_name(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Address => "addresses",
        PlaceKind::Street => "streets, counted once per ward",
        PlaceKind::Hamlet => "hamlets",
        PlaceKind::PointOfInterest => "points of interest",
    }
}
