//! `vmap parse`: how lines are read.

use std::io::BufRead;
use std::sync::Arc;

use vmap_core::unit::UnitNames;

use super::{Status, say};
use crate::cli::ParseArgs;
use crate::error::{Context, Outcome};
use crate::home::Home;
use crate::parsing::{Parsing, parse};

/// Reads every line that `args` gives, with the names of the current release's units.
pub fn run(home: &Home, args: &ParseArgs) -> Outcome<Status> {
    let release = home.releases().open_current().context("cannot open the release")?;
    let names = UnitNames::new(Arc::clone(release.units()));
    let tell = |line: &str| say(&shown(&parse(&names, line), args.json)?);
    match args.texts.as_slice() {
        [] => each_line_of_stdin(tell)?,
        [dash] if dash == "-" => each_line_of_stdin(tell)?,
        texts => texts.iter().try_for_each(|text| tell(text))?,
    }
    Ok(Status::Done)
}

fn each_line_of_stdin(tell: impl Fn(&str) -> Outcome<()>) -> Outcome<()> {
    for line in std::io::stdin().lock().lines() {
        tell(&line.context("cannot read standard input; is it UTF-8 text?")?)?;
    }
    Ok(())
}

fn shown(parsing: &Parsing, json: bool) -> Outcome<String> {
    match json {
        true => serde_json::to_string(parsing).context("cannot write JSON"),
        false => Ok(parsing.to_string()),
    }
}
