//! `vmap proposals`: what people and agencies say should be changed.

use vmap_core::unit::UnitTable;
use vmap_geocoder::Language;
use vmap_registry::{Certification, Proposal, ProposalDecision, ProposalKind, Registry, Source};

use super::{Status, say};
use crate::answering::label;
use crate::cli::{DecisionArgs, ProposalsCommand};
use crate::error::{Context, Outcome};
use crate::home::Home;

/// Shows the proposals that wait, or decides on some.
pub fn run(home: &Home, command: &ProposalsCommand) -> Outcome<Status> {
    let mut registry = home.registry()?;
    match command {
        ProposalsCommand::List { limit } => list(&registry, *limit),
        ProposalsCommand::Accept { decision, source, certified_by } => {
            let source = source_named(&registry, source)?;
            let today = jiff::Zoned::now().date();
            let certified = certified_by.clone().map(|by| Certification { by, on: today });
            decide(&mut registry, decision, ProposalDecision::Accept, &source, certified)
        }
        ProposalsCommand::Reject(args) => {
            decide(&mut registry, args, ProposalDecision::Reject, &Source::default(), None)
        }
    }
}

/// The source of this name as it is, or a new one.
fn source_named(registry: &Registry, name: &str) -> Outcome<Source> {
    let known = registry.sources().context("cannot read the sources")?.into_iter().find(|source| source.name == name);
    Ok(known.unwrap_or_else(|| Source {
        name: name.to_owned(),
        licence: "licence not stated".to_owned(),
        attribution: name.to_owned(),
        ..Source::default()
    }))
}

fn list(registry: &Registry, limit: u64) -> Outcome<Status> {
    let units = registry.units().context("cannot read the units")?;
    let proposals = registry.open_proposals(limit).context("cannot read the proposals")?;
    for proposal in &proposals {
        show(registry, proposal, &units)?;
    }
    let open = registry.count_open_proposals().context("cannot count the proposals")?;
    let decide = "`vmap proposals accept NUMBER` or `reject NUMBER` decides";
    say(&format!("{} of {open} proposals that wait; {decide}", proposals.len()))?;
    Ok(Status::Done)
}

fn show(registry: &Registry, proposal: &Proposal, units: &UnitTable) -> Outcome<()> {
    let Proposal { number, proposed, submitted_at, .. } = proposal;
    let by = if proposed.submitted_by.is_empty() { "unnamed" } else { &proposed.submitted_by };
    let since = proposed.valid_from.map(|day| format!(", since {day}")).unwrap_or_default();
    say(&format!("{number}: {}{since}; {submitted_at}, by {}", kind_name(proposed.kind), plain(by)))?;
    let standing = proposed.place.map(|id| registry.version(id)).transpose().context("cannot read a place")?.flatten();
    let shown = |what: &str, place: &vmap_core::place::Place| {
        let (lat, lon) = (place.point.lat(), place.point.lon());
        say(&format!("    {what}  {}  {lat:.6},{lon:.6}", label(place, units, Language::Vi)))
    };
    if let Some(version) = &standing {
        shown(&version.id.to_string(), &version.place)?;
    }
    if let Some(place) = &proposed.content {
        shown("should be   ", place)?;
    }
    if let (Some(version), Some(place)) = (&standing, &proposed.content) {
        say(&format!("    {:.0} m from where it is", version.place.point.distance_m(place.point)))?;
    }
    if !proposed.comment.is_empty() {
        say(&format!("    {}", plain(&proposed.comment)))?;
    }
    Ok(())
}

/// `text` on one line.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind_name(kind: ProposalKind) -> &'static str {
    match kind {
        ProposalKind::Move => "move",
        ProposalKind::Correct => "correct",
        ProposalKind::New => "new",
        ProposalKind::Gone => "gone",
    }
}

/// Decides on one after the other; those before one that fails stay decided.
fn decide(
    registry: &mut Registry,
    args: &DecisionArgs,
    decision: ProposalDecision,
    source: &Source,
    certified: Option<Certification>,
) -> Outcome<Status> {
    for number in &args.numbers {
        let who = (args.by.as_str(), args.note.as_str());
        let decided = registry.decide_proposal(*number, decision, source, certified.clone(), who);
        match decided.context(format!("cannot decide on proposal {number}"))?.change {
            Some(change) => say(&format!("proposal {number}: accepted, change {change}"))?,
            None => say(&format!("proposal {number}: rejected"))?,
        }
    }
    Ok(Status::Done)
}
