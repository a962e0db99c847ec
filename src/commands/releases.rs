//! `vmap releases`, `vmap rollback`, `vmap verify`.

use super::{Status, say};
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;

/// Lists all releases, oldest first, the current one marked.
pub fn list(home: &Home) -> Outcome<Status> {
    let store = home.releases();
    let current = store.current_id().context("cannot tell the current release")?;
    for manifest in store.list().context("cannot list the releases")? {
        let mark = if current.as_ref() == Some(&manifest.id) { "*" } else { " " };
        let counts = &manifest.counts;
        say(&format!(
            "{mark} {}  {}  {} addresses, {} streets, {} points of interest",
            manifest.id, manifest.created_at, counts.addresses, counts.streets, counts.points_of_interest
        ))?;
    }
    if current.is_none() {
        say("no release yet: run `vmap publish`")?;
    }
    Ok(Status::Done)
}

/// Makes `id`, or the release before the current one, current.
pub fn rollback(home: &Home, id: Option<&str>) -> Outcome<Status> {
    let store = home.releases();
    let id = match id {
        Some(id) => id.to_owned(),
        None => release_before_current(home)?,
    };
    let release = store.open(&id).context("cannot roll back")?;
    release.verify().context("cannot roll back to a release that is not whole")?;
    store.make_current(&id).context("cannot roll back")?;
    say(&format!("release {id} is current now"))?;
    Ok(Status::Done)
}

fn release_before_current(home: &Home) -> Outcome<String> {
    let store = home.releases();
    let current = store.current_id().context("cannot tell the current release")?;
    let releases = store.list().context("cannot list the releases")?;
    let at = releases.iter().position(|manifest| Some(&manifest.id) == current.as_ref());
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|before| releases.get(before));
    let before = before.map(|manifest| manifest.id.clone());
    before.ok_or_else(|| ContextError::new("there is no release before the current one: `vmap releases` lists them"))
}

/// Recomputes the hashes of `id` or the current release.
pub fn verify(home: &Home, id: Option<&str>) -> Outcome<Status> {
    let store = home.releases();
    let release = match id {
        Some(id) => store.open(id),
        None => store.open_current(),
    };
    let release = release.context("cannot open the release")?;
    release.verify().context("the release is not whole")?;
    say(&format!("release {} is whole: {} files as published", release.id(), release.manifest().files.len()))?;
    Ok(Status::Done)
}
