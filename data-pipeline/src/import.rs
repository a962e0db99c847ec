//! Files of addresses, streets and points of interest into the registry.
//!
//! One import is one batch: it is written whole or not at all. Rows are read by one thread,
//! staged by all cores and written in the order of the file, so that the same file gives the same
//! registry. Memory does not grow with the number of rows.

mod difference;
mod names;
mod placing;
mod rejected_rows;
mod report;
mod rows;
mod spelling;
mod stages;
mod told;

pub use difference::{ChangeSample, Difference, WardDifference};
pub use report::{Changes, ImportReport, Issue, Rejection, Sample, Tally};
pub use spelling::display_form;
pub use stages::{Gazetteer, STAGES, Staged, stage};

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::bounded;
use thiserror::Error;
use vmap_core::address::RowOrigin;
use vmap_core::unit::{Era, UnitLevel, UnitLocator, UnitNames, UnitPolygon, UnitTable};
use vmap_registry::{Gone, Load, LoadOptions, Outcome, Registry, RegistryError, Source, Submission, UnitBoundary};

use crate::basemap::{BasemapFolder, StagedBasemap, StagingError};
use crate::progress::Progress;
use crate::readers::{self, Field, Format, ReadError, ReadOptions, RowReader};
use names::NameCollector;
use rejected_rows::RejectedRows;
use rows::{CHUNK, Described, DescribedPlaces, Rejected, StagedRow, Step, read_chunks, stage_chunks};

/// Chunks waiting between two threads.
const WAITING: usize = 4;

/// What to import and how.
pub struct ImportOptions {
    /// Whose rows they are.
    pub source: Source,
    /// How to read the files.
    pub read: ReadOptions,
    /// What kind of load it is.
    pub load: LoadOptions,
    /// Report what would happen, write nothing.
    pub dry_run: bool,
    /// Where to write rejected rows.
    pub rejected: Option<PathBuf>,
    /// Where to stage what of the files is drawn on the basemap: OpenStreetMap files only.
    pub basemap: Option<BasemapFolder>,
}

/// Why an import could not be done; the registry is as it was.
#[derive(Debug, Error)]
pub enum ImportError {
    /// No units to place rows in.
    #[error("the registry has no administrative units yet: run `vmap import units DIR` first")]
    NoUnits,
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The registry failed.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The basemap cannot be staged.
    #[error(transparent)]
    Basemap(#[from] StagingError),
    /// The file of rejected rows cannot be written.
    #[error("cannot write rejected rows to {path}: {source}")]
    RejectedRows {
        /// Where they should go.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Imports `files` into `registry` as one batch. Every row is counted in the report as accepted,
/// rejected or ignored. On error or when dropped midway nothing is written.
pub fn import_files(
    registry: &mut Registry,
    files: &[PathBuf],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<ImportReport, ImportError> {
    let units = Arc::new(registry.units()?);
    if units.is_empty() {
        return Err(ImportError::NoUnits);
    }
    let wards = current_ward_locator(registry, &units)?;
    let names = UnitNames::new(units.clone());
    let gazetteer = Gazetteer { units: &units, names: &names, wards: &wards };
    let mut readers = open_all(files, &options.read)?;
    let source = labelled_source(&options.source, &readers);
    let load = LoadOptions { changes: are_changes(&readers), ..options.load.clone() };
    // Batches are public: what folders are called here is nobody's business.
    let names = files.iter().map(|file| file.file_name().unwrap_or(file.as_os_str()).to_string_lossy());
    let batch_file = names.collect::<Vec<_>>().join(" ");
    let load = registry.begin_load(
        &source,
        &batch_file,
        &LoadOptions { full: load.full.filter(|_| !load.changes), ..load },
    )?;
    let mut import = Import::new(load, options, &source)?;
    let staged = stage_basemap(&drawn_files(files, &readers), &source, options, progress)?;
    for (file, reader) in files.iter().zip(readers.iter_mut()) {
        import.report.files.push(format!("{}: {}", file.display(), reader.describe()));
        import.file(file, reader.as_mut(), &gazetteer, progress)?;
    }
    let mut report = import.finish(&units, progress)?;
    if let Some(staged) = staged {
        report.basemap_features = Some(staged.features);
        staged.keep()?;
    }
    Ok(report)
}

/// Those of `files` that a basemap can be made from.
fn drawn_files(files: &[PathBuf], readers: &[Box<dyn RowReader + Send>]) -> Vec<PathBuf> {
    let formats = readers.iter().map(|reader| reader.describe().format);
    let drawn = files.iter().zip(formats).filter(|(_, format)| *format == Format::OsmPbf);
    drawn.map(|(file, _)| file.clone()).collect()
}

/// Stages the basemap where one is wanted.
fn stage_basemap(
    files: &[PathBuf],
    source: &Source,
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Option<StagedBasemap>, StagingError> {
    let folder = options.basemap.as_ref().filter(|_| !options.dry_run && !files.is_empty());
    folder.map(|folder| folder.stage(&source.name, files, progress)).transpose()
}

/// Every file is opened before the first row is written, so that a misspelt name costs nothing.
fn open_all(files: &[PathBuf], options: &ReadOptions) -> Result<Vec<Box<dyn RowReader + Send>>, ReadError> {
    files.iter().map(|file| readers::open(file, options)).collect()
}

/// Whether the rows say what is to be done with each place.
fn are_changes(readers: &[Box<dyn RowReader + Send>]) -> bool {
    let mut columns = readers.iter().flat_map(|reader| reader.describe().columns);
    columns.any(|(field, _)| field == Field::Operation)
}

/// A file with a column `synthetic` labels itself as made data.
fn labelled_source(source: &Source, readers: &[Box<dyn RowReader + Send>]) -> Source {
    let labelled = readers.iter().any(|reader| reader.describe().is_labelled_synthetic());
    Source { synthetic: source.synthetic || labelled, ..source.clone() }
}

/// A locator over the polygons of today's wards in the registry.
///
/// # Errors
/// Where the registry cannot be read.
pub fn current_ward_locator(registry: &Registry, units: &UnitTable) -> Result<UnitLocator, RegistryError> {
    Ok(ward_locator(&registry.boundaries()?, units))
}

/// A locator over those of `boundaries` that are of today's wards.
pub(crate) fn ward_locator(boundaries: &[UnitBoundary], units: &UnitTable) -> UnitLocator {
    let wards = boundaries.iter().filter(|area| area.era == Era::Current && area.level == UnitLevel::Ward);
    let polygons = wards.filter_map(|boundary| {
        let unit = units.by_code(boundary.era, boundary.level, boundary.code.as_str())?;
        Some(UnitPolygon { unit, area: boundary.area.clone() })
    });
    UnitLocator::new(polygons)
}

/// An import while it runs.
struct Import<'a> {
    load: Load<'a>,
    report: ImportReport,
    names: NameCollector,
    rejected: RejectedRows,
    rejected_path: &'a Path,
    dry_run: bool,
}

/// Rows that wait to be submitted together.
#[derive(Default)]
struct Waiting {
    submissions: Vec<Submission>,
    origins: Vec<RowOrigin>,
}

impl<'a> Import<'a> {
    fn new(load: Load<'a>, options: &'a ImportOptions, source: &Source) -> Result<Self, ImportError> {
        let rejected_path = options.rejected.as_deref().unwrap_or(Path::new(""));
        let rejected = RejectedRows::create(options.rejected.as_deref());
        Ok(Self {
            load,
            report: ImportReport { source: source.name.clone(), dry_run: options.dry_run, ..ImportReport::default() },
            names: NameCollector::default(),
            rejected: rejected.map_err(rejected_rows_error(rejected_path))?,
            rejected_path,
            dry_run: options.dry_run,
        })
    }

    /// Takes every row of one file.
    fn file(
        &mut self,
        file: &Path,
        reader: &mut (dyn RowReader + Send),
        gazetteer: &Gazetteer,
        progress: &dyn Progress,
    ) -> Result<(), ImportError> {
        progress.stage(&format!("import {}", file.display()), reader.progress().1);
        thread::scope(|scope| {
            let (rows_out, rows_in) = bounded(WAITING);
            let (steps_out, steps_in) = bounded(WAITING);
            scope.spawn(move || read_chunks(reader, &rows_out));
            scope.spawn(move || stage_chunks(&rows_in, &steps_out, gazetteer));
            // Leaving early closes this end, which makes both threads stop.
            for (steps, bytes) in steps_in {
                self.chunk(steps?)?;
                progress.advance(bytes);
            }
            Ok::<(), ImportError>(())
        })?;
        let streets = self.names.streets();
        self.submit_named(&streets, false)?;
        progress.done();
        Ok(())
    }

    /// Writes one chunk in the order of the file.
    fn chunk(&mut self, steps: Vec<Step>) -> Result<(), ImportError> {
        let mut waiting = Waiting::default();
        for step in steps {
            self.report.rows += 1;
            match step {
                Step::Ignored(reason) => *self.report.ignored.entry(reason.to_owned()).or_default() += 1,
                Step::Staged(StagedRow { origin, outcome: Ok(Described::Places(places)) }) => {
                    self.accept(&origin, &places);
                    places.streets.into_iter().for_each(|street| self.names.add_lines(street));
                    waiting.origins.extend(places.submissions.iter().map(|_| origin.clone()));
                    waiting.submissions.extend(places.submissions);
                }
                Step::Staged(StagedRow { origin, outcome: Ok(Described::Gone(gone)) }) => {
                    self.submit(std::mem::take(&mut waiting))?;
                    self.retire(&origin, gone)?;
                }
                Step::Staged(StagedRow { origin, outcome: Err(rejected) }) => self.reject(&origin, rejected)?,
            }
        }
        self.submit(waiting)
    }

    fn submit(&mut self, waiting: Waiting) -> Result<(), ImportError> {
        let outcomes = self.load.submit(&waiting.submissions)?;
        for (outcome, origin) in outcomes.iter().zip(&waiting.origins) {
            count(&mut self.report.places, outcome);
            if let Outcome::Duplicate { .. } = outcome {
                self.report.remark(&Issue::Duplicate, origin);
            }
        }
        Ok(())
    }

    fn retire(&mut self, origin: &RowOrigin, gone: Gone) -> Result<(), ImportError> {
        self.report.accepted += 1;
        match self.load.retire(&[gone])?[..] {
            [Some(_)] => {}
            _ => self.report.remark(&Issue::GoneUnknown, origin),
        }
        Ok(())
    }

    fn accept(&mut self, origin: &RowOrigin, places: &DescribedPlaces) {
        self.report.accepted += 1;
        for issue in &places.issues {
            self.report.remark(issue, origin);
        }
        for submission in &places.submissions {
            self.names.add_implied(submission.place());
        }
    }

    fn reject(&mut self, origin: &RowOrigin, rejected: Rejected) -> Result<(), ImportError> {
        let Rejected { code, why, text, key } = rejected;
        if let Some(key) = key {
            self.load.spare(&key)?;
        }
        self.rejected.write(origin, code, &why, &text).map_err(rejected_rows_error(self.rejected_path))?;
        self.report.reject(code, origin, why);
        Ok(())
    }

    fn submit_named(&mut self, submissions: &[Submission], derived: bool) -> Result<(), ImportError> {
        let changes = if derived { &mut self.report.derived } else { &mut self.report.places };
        for chunk in submissions.chunks(CHUNK) {
            for outcome in self.load.submit(chunk)? {
                count(changes, &outcome);
            }
        }
        Ok(())
    }

    fn finish(mut self, units: &UnitTable, progress: &dyn Progress) -> Result<ImportReport, ImportError> {
        let implied = self.names.implied();
        self.submit_named(&implied, true)?;
        self.rejected.finish().map_err(rejected_rows_error(self.rejected_path))?;
        progress.stage("comparing", None);
        let summary = self.load.finish()?;
        self.report.places.retired = summary.counts.retired;
        self.report.places.created += summary.late.created;
        self.report.places.updated += summary.late.updated;
        self.report.places.unchanged += summary.late.unchanged;
        self.report.places.duplicate += summary.late.duplicates;
        (self.report.disagreements, self.report.doubtful) = (summary.counts.disagreements, summary.doubtful);
        self.report.wards_not_compared = summary.wards_not_compared;
        if self.dry_run {
            let mut difference = Difference::default();
            self.load.for_each_change(|change| difference.add(&change, units))?;
            self.report.difference = Some(difference);
        } else {
            progress.stage("commit", None);
            self.report.batch = self.load.commit()?.batch;
        }
        progress.done();
        Ok(self.report)
    }
}

fn rejected_rows_error(path: &Path) -> impl FnOnce(io::Error) -> ImportError {
    move |source| ImportError::RejectedRows { path: path.to_owned(), source }
}

fn count(changes: &mut Changes, outcome: &Outcome) {
    let counter = match outcome {
        Outcome::Created(_) => &mut changes.created,
        Outcome::Updated(_) => &mut changes.updated,
        Outcome::Unchanged(_) => &mut changes.unchanged,
        Outcome::Duplicate { .. } => &mut changes.duplicate,
        Outcome::Waiting => return,
    };
    *counter += 1;
}
