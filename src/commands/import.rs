//! `vmap import`: files into the registry.

use std::collections::BTreeMap;
use std::path::Path;

use vmap_pipeline::basemap::BasemapFolder;
use vmap_pipeline::import::{ImportOptions, ImportReport, import_files};
use vmap_pipeline::readers::{Field, ReadOptions};
use vmap_pipeline::reform::bring_in_units;
use vmap_registry::{LoadOptions, MissingLimit, Source};

use super::{Status, delimiter, encoding, say};
use crate::cli::{ImportArgs, ImportCommand};
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;
use crate::progress::Terminal;

const OSM_LICENCE: &str = "ODbL-1.0";
const OSM_ATTRIBUTION: &str = "© OpenStreetMap contributors";

/// Imports what `command` names.
pub fn run(home: &Home, command: &ImportCommand) -> Outcome<Status> {
    match command {
        ImportCommand::Units { dir } => units(home, dir),
        ImportCommand::Addresses(args) => {
            let source = source(args, "licence not stated", &args.source);
            files(home, args, source, None)
        }
        ImportCommand::Osm(args) => files(home, args, source(args, OSM_LICENCE, OSM_ATTRIBUTION), Some(home.basemap())),
    }
}

/// Brings in the units in `dir`, and puts the places that they touch into them.
pub fn units(home: &Home, dir: &Path) -> Outcome<Status> {
    let mut registry = home.registry()?;
    let report = bring_in_units(&mut registry, dir, &Terminal::new())
        .context(format!("cannot bring in the units from {}", dir.display()))?;
    say(&report.to_string())?;
    Ok(Status::Done)
}

fn source(args: &ImportArgs, licence: &str, attribution: &str) -> Source {
    Source {
        name: args.source.clone(),
        licence: args.licence.clone().unwrap_or_else(|| licence.to_owned()),
        attribution: args.attribution.clone().unwrap_or_else(|| attribution.to_owned()),
        synthetic: args.synthetic,
        precedence: args.precedence.unwrap_or_default(),
    }
}

fn files(home: &Home, args: &ImportArgs, source: Source, basemap: Option<BasemapFolder>) -> Outcome<Status> {
    let load = LoadOptions {
        full: (!args.add).then_some(MissingLimit { share: args.max_retired / 100.0 }),
        source_date: args.source_date,
        set_precedence: args.precedence.is_some(),
        ..LoadOptions::default()
    };
    let (read, rejected) = (read_options(args)?, args.rejected.clone());
    let options = ImportOptions { source, read, load, dry_run: args.dry_run, rejected, basemap };
    let mut registry = home.registry()?;
    let report = import_files(&mut registry, &args.files, &options, &Terminal::new()).context("cannot import")?;
    say(&report.to_string())?;
    write_report(&report, args.report.as_deref())?;
    let too_many = report.rejected_share() * 100.0 > args.max_rejected;
    Ok(if too_many { Status::TooManyRejected } else { Status::Done })
}

fn read_options(args: &ImportArgs) -> Outcome<ReadOptions> {
    let columns = column_choices(&args.columns)?;
    let encoding = args.encoding.as_deref().map(encoding).transpose()?;
    let delimiter = delimiter(args.delimiter)?;
    Ok(ReadOptions { columns, encoding, delimiter })
}

/// The fields and columns of `--columns FIELD=COLUMN,...`.
pub fn column_choices(texts: &[String]) -> Outcome<BTreeMap<Field, String>> {
    texts.iter().map(|text| column_choice(text)).collect()
}

fn column_choice(text: &str) -> Outcome<(Field, String)> {
    let (field, column) = text
        .split_once('=')
        .ok_or_else(|| ContextError::new(format!("--columns takes FIELD=COLUMN,..., found {text:?}")))?;
    let field = field.trim().parse::<Field>().context("--columns")?;
    Ok((field, column.trim().to_owned()))
}

fn write_report(report: &ImportReport, path: Option<&Path>) -> Outcome<()> {
    let Some(path) = path else { return Ok(()) };
    let json = serde_json::to_vec_pretty(report).context("cannot write the report as JSON")?;
    std::fs::write(path, json).context(format!("cannot write the report to {}", path.display()))
}
