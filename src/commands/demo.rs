//! `vmap demo`: a made sample of the whole country, from nothing to a map in one command.

use std::fs;
use std::path::Path;

use vmap_pipeline::import::{ImportOptions, import_files};
use vmap_pipeline::readers::ReadOptions;
use vmap_pipeline::synth::SynthOptions;
use vmap_registry::{LoadOptions, Source};

use super::synth::write_synthetic;
use super::{Status, import, publish_current, say, serve};
use crate::cli::DemoArgs;
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;
use crate::progress::Terminal;

/// Names of the files under `data/units/admin` that the binary carries.
#[derive(rust_embed::Embed)]
#[folder = "data/units/"]
#[include = "admin/*.csv"]
struct ShippedUnits;

/// Makes the sample where there is no release yet, then serves.
pub fn run(home: &Home, args: &DemoArgs) -> Outcome<Status> {
    match home.releases().current_id().context("cannot tell the current release")? {
        Some(id) => say(&format!("using release {id} that is there already in {}", home.dir().display()))?,
        None => make_sample(home, args)?,
    }
    serve::run(home, &args.serve)
}

fn make_sample(home: &Home, args: &DemoArgs) -> Outcome<()> {
    let work = home.dir().join("demo");
    write_shipped_units(&work)?;
    import::units(home, &work)?;
    let sample = work.join("synthetic.csv");
    let options = SynthOptions { addresses: args.addresses, seed: args.seed };
    write_synthetic(&home.registry()?, &options, &sample)?;
    import_sample(home, &sample)?;
    publish_current(home)?;
    fs::remove_dir_all(&work).context(format!("cannot remove {}", work.display()))
}

/// Writes the units that the binary carries into the folder `work`.
pub fn write_shipped_units(work: &Path) -> Outcome<()> {
    for name in ShippedUnits::iter() {
        let path = work.join(name.as_ref());
        let file = ShippedUnits::get(&name).ok_or_else(|| ContextError::new(format!("{name} is not in the binary")))?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).context(format!("cannot make the folder {}", parent.display()))?;
        }
        fs::write(&path, file.data).context(format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn import_sample(home: &Home, sample: &Path) -> Outcome<()> {
    let options = ImportOptions {
        source: Source {
            name: "synthetic-sample".to_owned(),
            licence: "CC0-1.0".to_owned(),
            attribution: "Vmap made sample: invented addresses on real units".to_owned(),
            synthetic: true,
            ..Source::default()
        },
        read: ReadOptions::default(),
        load: LoadOptions::default(),
        dry_run: false,
        rejected: None,
        basemap: None,
    };
    let mut registry = home.registry()?;
    let files = [sample.to_owned()];
    let report = import_files(&mut registry, &files, &options, &Terminal::new()).context("cannot import the sample")?;
    say(&report.to_string())
}
