//! `vmap synth`: made addresses, labelled synthetic.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use vmap_pipeline::import::current_ward_locator;
use vmap_pipeline::synth::{SynthOptions, synthesise};
use vmap_pipeline::units::read_units;
use vmap_registry::Registry;

use super::demo::write_shipped_units;
use super::{Status, say};
use crate::cli::SynthArgs;
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;
use crate::progress::Terminal;

/// Writes made addresses on the units of the registry, or on the shipped ones where it has none.
pub fn run(home: &Home, args: &SynthArgs) -> Outcome<Status> {
    let registry = home.registry()?;
    let options = SynthOptions { addresses: args.addresses, seed: args.seed };
    let has_units = !registry.units().context("cannot read the units")?.is_empty();
    let rows = match has_units {
        true => write_synthetic(&registry, &options, &args.output)?,
        false => on_shipped_units(home, &options, &args.output)?,
    };
    say(&format!("{rows} made addresses, labelled synthetic, in {}", args.output.display()))?;
    Ok(Status::Done)
}

/// Writes made addresses on the units that the binary carries; the registry stays as it is.
fn on_shipped_units(home: &Home, options: &SynthOptions, path: &Path) -> Outcome<u64> {
    let work = Home::new(home.dir().join("synth"), None);
    write_shipped_units(work.dir())?;
    let set = read_units(work.dir()).context("cannot read the shipped units")?;
    let mut registry = work.registry()?;
    registry.replace_units(&set.table, &set.boundaries).context("cannot use the shipped units")?;
    let rows = write_synthetic(&registry, options, path);
    drop(registry);
    fs::remove_dir_all(work.dir()).context(format!("cannot remove {}", work.dir().display()))?;
    rows
}

/// Writes made addresses to `path`, compressed where its name ends in `.zst`; gives their number.
pub fn write_synthetic(registry: &Registry, options: &SynthOptions, path: &Path) -> Outcome<u64> {
    let units = registry.units().context("cannot read the units")?;
    if units.is_empty() {
        return Err(ContextError::new(
            "the registry has no administrative units yet: run `vmap import units DIR` first",
        ));
    }
    let locator = current_ward_locator(registry, &units).context("cannot read the boundaries")?;
    let doing = || format!("cannot write {}", path.display());
    let file = BufWriter::with_capacity(1 << 20, File::create(path).context(doing())?);
    let compressed = path.extension().is_some_and(|extension| extension == "zst");
    let summary = if compressed {
        let mut out = zstd::Encoder::new(file, 3).context(doing())?;
        let summary = synthesise(options, &units, Some(&locator), &mut out, &Terminal::new()).context(doing())?;
        out.finish().and_then(|mut file| file.flush()).context(doing())?;
        summary
    } else {
        let mut out = file;
        let summary = synthesise(options, &units, Some(&locator), &mut out, &Terminal::new()).context(doing())?;
        out.flush().context(doing())?;
        summary
    };
    Ok(summary.addresses)
}
