//! `vmap status`: what there is.

use super::{Status, say};
use crate::error::{Context, Outcome};
use crate::home::Home;

/// Prints what the registry holds and which release is current.
pub fn run(home: &Home) -> Outcome<Status> {
    let registry = home.registry()?;
    let status = registry.status().context("cannot read the registry")?;
    say(&format!("registry in {}\n{status}", home.dir().display()))?;
    match home.releases().current_id().context("cannot tell the current release")? {
        Some(id) => say(&format!("current release {id}"))?,
        None => say("no release yet: run `vmap publish`")?,
    }
    Ok(Status::Done)
}
