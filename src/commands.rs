//! What each command does: small functions that put the rooms together.

mod batches;
mod check;
mod convert;
mod demo;
mod evaluate;
mod export;
mod follow;
mod geocode;
mod history;
mod import;
mod parse;
mod proposals;
mod releases;
mod review;
mod serve;
mod sources;
mod status;
mod synth;
mod tables;

use std::io::Write;
use std::process::ExitCode;

use vmap_core::text::TextEncoding;
use vmap_pipeline::publish::{Published, publish};

use crate::cli::{Cli, Command};
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;
use crate::progress::Terminal;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All done.
    Done,
    /// Done, but more rows were rejected than was allowed.
    TooManyRejected,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::TooManyRejected => Self::from(1),
        }
    }
}

/// Does what the command line asks for.
pub fn run(cli: Cli) -> Outcome<Status> {
    let home = Home::new(cli.home, cli.registry);
    match cli.command {
        Command::Demo(args) => demo::run(&home, &args),
        Command::Synth(args) => synth::run(&home, &args),
        Command::Import(command) => import::run(&home, &command),
        Command::Publish => publish_current(&home).map(|_| Status::Done),
        Command::Releases => releases::list(&home),
        Command::Rollback { id } => releases::rollback(&home, id.as_deref()),
        Command::Verify { id } => releases::verify(&home, id.as_deref()),
        Command::Check(args) => check::run(&home, &args),
        Command::Evaluate(args) => evaluate::run(&home, &args),
        Command::Geocode(args) => geocode::run(&home, &args),
        Command::Convert(args) => convert::run(&home, &args),
        Command::Export(args) => export::run(&home, &args),
        Command::Parse(args) => parse::run(&home, &args),
        Command::Serve(args) => serve::run(&home, &args),
        Command::Status(args) => status::run(&home, &args),
        Command::History(args) => history::run(&home, &args),
        Command::Review(command) => review::run(&home, &command),
        Command::Proposals(command) => proposals::run(&home, &command),
        Command::Batches => batches::list(&home),
        Command::Revert { batch } => batches::revert(&home, batch),
        Command::Sources(args) => sources::run(&home, &args),
        Command::Follow(args) => follow::run(&home, &args),
    }
}

/// Publishes the registry's current state and says which release it is.
fn publish_current(home: &Home) -> Outcome<Published> {
    let registry = home.registry()?;
    let now = jiff::Timestamp::now().to_string();
    let published =
        publish(&registry, &home.releases(), &home.basemap(), &now, &Terminal::new()).context("cannot publish")?;
    let counts = &published.manifest.counts;
    let how = if published.already_current { "unchanged, still current" } else { "current now" };
    say(&format!(
        "release {} {how}: {} addresses, {} streets, {} hamlets, {} points of interest, {} units, {} boundaries",
        published.manifest.id,
        counts.addresses,
        counts.streets,
        counts.hamlets,
        counts.points_of_interest,
        counts.units,
        counts.boundaries
    ))?;
    Ok(published)
}

/// The encoding called `name` on the command line.
fn encoding(name: &str) -> Outcome<TextEncoding> {
    TextEncoding::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = TextEncoding::all().iter().map(|encoding| encoding.name()).collect();
        ContextError::new(format!("--encoding takes {}, found {name:?}", known.join(", ")))
    })
}

/// The delimiter given on the command line, if it is one byte.
fn delimiter(letter: Option<char>) -> Outcome<Option<u8>> {
    letter.map(u8::try_from).transpose().context("--delimiter takes one ASCII character")
}

/// Prints `text` for the person who called; fails where standard output is closed.
fn say(text: &str) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()).context("cannot write to standard output")
}
