//! The registry's current places become a release.

mod error;
mod provinces;
mod quality;
mod report;

use std::collections::BTreeMap;

use vmap_core::PlaceId;
use vmap_core::place::PlaceKind;
use vmap_core::release::{AddressTable, Assembler, AssemblyReport, NamedPlaceTable, ReleaseSink, put_units};
use vmap_core::unit::UnitTable;
use vmap_registry::Registry;
use vmap_release::{Boundary, Counts, Manifest, ReleaseFolder, ReleaseStore, SourceEntry, write_boundaries};
use vmap_tiles::{BasemapSource, TileInputs, TileReport};

pub use self::error::PublishError;
pub use self::report::{ProvinceReport, PublishReport, UnitPlaces};
use crate::basemap::{BasemapFolder, StagedFeatures};
use crate::progress::Progress;

/// What was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// What the release says of itself.
    pub manifest: Manifest,
    /// Whether a release of the same content was current before, and stays so.
    pub already_current: bool,
    /// What is in it, and what of the registry could not be put into it.
    pub report: PublishReport,
}

/// Publishes all current places of `registry`, and what `basemap` has staged for its sources, as a
/// new release of `store`, checks it and makes it current; `created_at` is the instant to write into it, RFC 3339. The same state of both
/// gives the same release.
///
/// Memory: see [`Assembler`]. Cost on two cores: a few seconds a million addresses, most of it for
/// tiles and the search index.
///
/// # Errors
/// Where the registry cannot be read or the release not be written. Then nothing was published:
/// the release that was current stays so, and what was written is removed.
pub fn publish(
    registry: &Registry,
    store: &ReleaseStore,
    basemap: &BasemapFolder,
    created_at: &str,
    progress: &dyn Progress,
) -> Result<Published, PublishError> {
    let (previous, earlier) = (store.current_id()?, store.list()?);
    let mut folder = store.create()?;
    let mut manifest = describe(registry, created_at)?;
    let units = read_units(registry)?;

    let staged = staged_sources(&manifest, basemap);
    let (places, drawn) = write_places(registry, &units, &staged, &mut folder, progress)?;
    let boundaries = write_areas(registry, &units, &mut folder, progress)?;
    if describe(registry, created_at)? != manifest {
        return Err(PublishError::Changed);
    }
    let staged = basemap.features(&staged.into_values().collect::<Vec<_>>(), drawn);
    let tiles = build_search_and_tiles(&units, &boundaries, staged.as_ref(), &folder, progress)?;
    let report = PublishReport::new(&places, &units, &boundaries, tiles);
    folder.write("report.json", &mut |out| Ok(serde_json::to_writer_pretty(out, &report)?))?;

    progress.stage("judging addresses", None);
    let quality = quality::judge(&folder, &units, &boundaries)?;
    folder.write("quality.json", &mut |out| Ok(serde_json::to_writer(out, &quality)?))?;

    manifest.counts = counts(&places, &units, &boundaries);
    manifest.illustrative_boundaries = boundaries.iter().any(|boundary| boundary.illustrative);
    progress.stage("checking the release", None);
    let manifest = folder.finish(manifest)?;
    let is_new = earlier.iter().all(|release| release.id != manifest.id);
    make_current_if_intact(store, &manifest.id, is_new)?;
    progress.done();
    let already_current = previous.as_ref() == Some(&manifest.id);
    Ok(Published { manifest, already_current, report })
}

/// The manifest as far as the registry knows it.
fn describe(registry: &Registry, created_at: &str) -> Result<Manifest, PublishError> {
    let sources = registry.sources()?.into_iter().map(source_entry).collect();
    let change_number = registry.change_number()?;
    let index_version = vmap_geocoder::INDEX_VERSION;
    Ok(Manifest { created_at: created_at.to_owned(), change_number, sources, index_version, ..Manifest::default() })
}

fn source_entry(source: vmap_registry::Source) -> SourceEntry {
    let vmap_registry::Source { name, licence, attribution, synthetic, .. } = source;
    SourceEntry { name, licence, attribution, synthetic }
}

fn read_units(registry: &Registry) -> Result<UnitTable, PublishError> {
    let units = registry.units()?;
    match units.is_empty() {
        true => Err(PublishError::NoUnits),
        false => Ok(units),
    }
}

/// The sources that have a basemap, by their number.
fn staged_sources(manifest: &Manifest, basemap: &BasemapFolder) -> BTreeMap<usize, String> {
    let names = manifest.sources.iter().map(|source| source.name.clone()).enumerate();
    names.filter(|(_, name)| basemap.has(name)).collect()
}

/// Writes the tables of units, addresses and named places; also gives the streets and points of
/// interest of the `staged` sources, sorted, whose basemap has them too.
fn write_places(
    registry: &Registry,
    units: &UnitTable,
    staged: &BTreeMap<usize, String>,
    folder: &mut ReleaseFolder,
    progress: &dyn Progress,
) -> Result<(AssemblyReport, Vec<PlaceId>), PublishError> {
    put_units(folder, units)?;
    progress.stage("reading places", None);
    let (mut assembler, mut drawn) = (Assembler::new(units), Vec::new());
    registry.for_each_current(|current| {
        let is_drawn = current.place.kind != PlaceKind::Address && staged.contains_key(&current.source);
        drawn.extend(is_drawn.then_some(current.id));
        let source = u8::try_from(current.source).map_err(|_| PublishError::TooManySources(current.source + 1))?;
        assembler.add(current.id, source, current.place);
        progress.advance(1);
        Ok::<(), PublishError>(())
    })?;
    progress.stage("writing tables", None);
    drawn.sort_unstable();
    Ok((assembler.finish(folder)?, drawn))
}

/// Writes the areas of units and returns them.
fn write_areas(
    registry: &Registry,
    units: &UnitTable,
    folder: &mut ReleaseFolder,
    progress: &dyn Progress,
) -> Result<Vec<Boundary>, PublishError> {
    progress.stage("joining wards to provinces", None);
    let mut boundaries: Vec<Boundary> =
        registry.boundaries()?.into_iter().filter_map(|boundary| named(boundary, units)).collect();
    boundaries.extend(provinces::missing(&boundaries, units));
    folder.write("admin.fgb", &mut |out| write_boundaries(&boundaries, out))?;
    Ok(boundaries)
}

/// `boundary` with the name of its unit; `None` where there is no such unit.
fn named(boundary: vmap_registry::UnitBoundary, units: &UnitTable) -> Option<Boundary> {
    let vmap_registry::UnitBoundary { era, level, code, illustrative, area } = boundary;
    let unit = units.get(units.by_code(era, level, code.as_str())?)?;
    Some(Boundary { era, level, code, full_name: unit.full_name.clone(), illustrative, area })
}

/// Builds what is derived from the tables, both at once: the index takes one thread.
fn build_search_and_tiles(
    units: &UnitTable,
    boundaries: &[Boundary],
    staged: Option<&StagedFeatures>,
    folder: &ReleaseFolder,
    progress: &dyn Progress,
) -> Result<TileReport, PublishError> {
    progress.stage("building search index and tiles", None);
    let (addresses, named_places) = (&AddressTable::open(folder)?, &NamedPlaceTable::open(folder)?);
    let basemap = staged.map(|staged| staged as &dyn BasemapSource);
    let tables = TileInputs { addresses, named_places, units, boundaries, basemap };
    let (search, tiles) = rayon::join(
        || vmap_geocoder::build_index(folder, units, &folder.path().join("search")),
        || vmap_tiles::build_archives(&tables, folder.path(), &|stage| progress.stage(stage, None)),
    );
    search?;
    Ok(tiles?)
}

fn counts(places: &AssemblyReport, units: &UnitTable, boundaries: &[Boundary]) -> Counts {
    let total = places.total();
    Counts {
        addresses: total.addresses,
        streets: total.streets,
        hamlets: total.hamlets,
        points_of_interest: total.points_of_interest,
        units: units.len() as u64,
        boundaries: boundaries.len() as u64,
    }
}

/// Reads the whole release back and makes it current. Where that fails, one that is new is removed.
fn make_current_if_intact(store: &ReleaseStore, id: &str, is_new: bool) -> Result<(), PublishError> {
    let checked = store.open(id).and_then(|release| release.verify());
    let done = checked.and_then(|()| store.make_current(id));
    if done.is_err() && is_new {
        // What cannot be removed is no more than listed; why it is not current is what is told.
        let _ = store.remove(id);
    }
    Ok(done?)
}
