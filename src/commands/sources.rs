//! `vmap sources`: who made the data, and who goes before whom.

use vmap_registry::{Registry, Source};

use super::{Status, say};
use crate::cli::SourcesArgs;
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;

/// Sets what is to be set, then lists all sources, those that win first.
pub fn run(home: &Home, args: &SourcesArgs) -> Outcome<Status> {
    let mut registry = home.registry()?;
    let choices = args.set.iter().map(|text| choice(text)).collect::<Outcome<Vec<_>>>()?;
    for (name, precedence) in choices {
        set(&mut registry, name, precedence)?;
    }
    let mut sources = registry.sources().context("cannot read the sources")?;
    sources.sort_by_key(|source| std::cmp::Reverse(source.precedence));
    if sources.is_empty() {
        say("no source yet: import a file")?;
    }
    for Source { name, licence, attribution, synthetic, precedence } in &sources {
        let made = if *synthetic { ", made data" } else { "" };
        say(&format!("{precedence:>6}  {name}  {licence}{made}  {attribution}"))?;
    }
    Ok(Status::Done)
}

fn set(registry: &mut Registry, name: &str, precedence: i32) -> Outcome<()> {
    match registry.set_precedence(name, precedence).context("cannot write the sources")? {
        true => Ok(()),
        false => Err(ContextError::new(format!("there is no source {name:?}: `vmap sources` lists them"))),
    }
}

/// The name and number in `NAME=N`.
fn choice(text: &str) -> Outcome<(&str, i32)> {
    let parts = text.rsplit_once('=').and_then(|(name, number)| Some((name.trim(), number.trim().parse().ok()?)));
    parts.ok_or_else(|| ContextError::new(format!("--set takes NAME=N with a whole number, found {text:?}")))
}
