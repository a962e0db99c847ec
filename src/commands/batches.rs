//! `vmap batches` and `vmap revert`.

use vmap_registry::{Batch, Work};

use super::{Status, say};
use crate::error::{Context, Outcome};
use crate::home::Home;

/// Lists all batches, in order.
pub fn list(home: &Home) -> Outcome<Status> {
    let batches = home.registry()?.batches().context("cannot read the batches")?;
    if batches.is_empty() {
        say("no batch yet: nothing was ever changed")?;
    }
    for batch in &batches {
        say(&line(batch))?;
    }
    Ok(Status::Done)
}

/// Takes the batch back as one.
pub fn revert(home: &Home, number: u64) -> Outcome<Status> {
    let mut registry = home.registry()?;
    let summary = registry.revert(number).context(format!("cannot take batch {number} back"))?;
    match summary.batch {
        Some(batch) => say(&format!(
            "batch {number} taken back as batch {batch}: updated {}, retired {}; `vmap publish` makes a release of it",
            summary.counts.updated, summary.counts.retired
        ))?,
        None => say(&format!("batch {number} changed nothing that is still so"))?,
    }
    Ok(Status::Done)
}

fn line(batch: &Batch) -> String {
    let Batch { number, work, source, file, recorded_at, counts, first_change, last_change, .. } = batch;
    let work = work_name(*work);
    let changed = format!("created {}, updated {}, retired {}", counts.created, counts.updated, counts.retired);
    format!(
        "{number:>6}  {recorded_at}  {work:<9} {changed}; changes {first_change} to {last_change}; {source}: {file}"
    )
}

fn work_name(work: Work) -> &'static str {
    match work {
        Work::Addition => "addition",
        Work::FullLoad => "full load",
        Work::Changes => "changes",
        Work::Reform => "reform",
        Work::Merger => "merger",
        Work::Proposal => "proposal",
        Work::Revert => "revert",
    }
}
