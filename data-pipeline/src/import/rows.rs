//! Rows on their way from a file through the stages, on all cores, in the order of the file.

use crossbeam_channel::{Receiver, Sender};
use rayon::prelude::*;
use vmap_core::address::{ColumnReadings, RowOrigin, SourceRecord};
use vmap_core::place::{Place, PlaceKind};
use vmap_registry::{Gone, Submission};

use super::report::{Issue, Rejection};
use super::stages::{Gazetteer, Staged, stage};
use super::told;
use crate::readers::{ReadError, Row, RowOperation, RowReader};

/// Rows that travel together: enough to keep all cores busy, few enough to stay in cache.
pub const CHUNK: usize = 4096;

/// A row on its way from the stages to the registry.
pub struct StagedRow {
    pub origin: RowOrigin,
    pub outcome: Result<Described, Rejected>,
}

/// What a row says.
pub enum Described {
    /// How something is.
    Places(DescribedPlaces),
    /// That a place is gone.
    Gone(Gone),
}

/// What a row describes.
pub struct DescribedPlaces {
    /// Addresses, hamlets and points of interest.
    pub submissions: Vec<Submission>,
    /// Streets, of which several rows may be one.
    pub streets: Vec<Place>,
    pub issues: Vec<Issue>,
}

/// A row that goes nowhere, with what to say about it.
pub struct Rejected {
    pub code: &'static str,
    pub why: String,
    pub text: String,
    /// The row's own key in its source, where it has one that can be read.
    pub key: Option<String>,
}

/// What becomes of a row in the parallel part.
pub enum Step {
    Staged(StagedRow),
    Ignored(&'static str),
}

/// A chunk of rows, or why there is none, with the bytes of the file it took.
pub type Chunk<T> = (Result<Vec<T>, ReadError>, u64);

/// Reads until the file ends, fails, or nobody listens any more.
pub fn read_chunks(reader: &mut (dyn RowReader + Send), out: &Sender<Chunk<Row>>) {
    loop {
        let before = reader.progress().0;
        let rows = reader.next_chunk(CHUNK);
        let bytes = reader.progress().0.saturating_sub(before);
        let last = rows.as_ref().map_or(true, Vec::is_empty);
        if out.send((rows, bytes)).is_err() || last {
            return;
        }
    }
}

/// Stages chunks one after the other, the rows of each on all cores.
pub fn stage_chunks(chunks: &Receiver<Chunk<Row>>, out: &Sender<Chunk<Step>>, gazetteer: &Gazetteer) {
    for (rows, bytes) in chunks {
        let step = |readings: &mut ColumnReadings, row| step(row, gazetteer, readings);
        let steps = rows.map(|rows| rows.into_par_iter().map_init(ColumnReadings::default, step).collect());
        if out.send((steps, bytes)).is_err() {
            return;
        }
    }
}

fn step(row: Row, gazetteer: &Gazetteer, readings: &mut ColumnReadings) -> Step {
    match row {
        Row::Ignored(reason) => Step::Ignored(reason.code()),
        Row::Rejected(row) => {
            let (code, why) = (row.reason.code(), row.reason.to_string());
            let rejected = Rejected { code, why, text: row.text, key: row.key };
            Step::Staged(StagedRow { origin: row.origin, outcome: Err(rejected) })
        }
        Row::Record(record) => {
            let outcome = describe(&record, gazetteer, readings).map_err(|rejection| Rejected {
                code: rejection.code(),
                why: rejection.to_string(),
                text: as_text(&record),
                key: record.key.clone(),
            });
            Step::Staged(StagedRow { origin: record.origin, outcome })
        }
    }
}

fn describe(
    record: &SourceRecord,
    gazetteer: &Gazetteer,
    readings: &mut ColumnReadings,
) -> Result<Described, Rejection> {
    let told = record.told.as_deref();
    match told::operation_of(told)? {
        RowOperation::Put => Ok(Described::Places(described(stage(record, gazetteer, readings)?, record))),
        RowOperation::Retire => gone(record, gazetteer, readings).map(Described::Gone),
    }
}

/// Which place a row says is gone: by the best that it has.
fn gone(record: &SourceRecord, gazetteer: &Gazetteer, readings: &mut ColumnReadings) -> Result<Gone, Rejection> {
    let identifier = record.told.as_deref().and_then(|told| told::read_told(told).identifier);
    if let Some(id) = identifier {
        return Ok(Gone::Place(id));
    }
    if let Some(key) = &record.key {
        return Ok(Gone::Key(key.clone()));
    }
    let staged = stage(record, gazetteer, readings).map_err(|_| Rejection::GoneUnnamed)?;
    let submission = described(staged, record).submissions.into_iter().next();
    submission.map(|submission| Gone::Address(Box::new(submission))).ok_or(Rejection::GoneUnnamed)
}

fn described(staged: Staged, record: &SourceRecord) -> DescribedPlaces {
    let (streets, others): (Vec<Place>, Vec<Place>) =
        staged.places.into_iter().partition(|place| place.kind == PlaceKind::Street);
    let told = record.told.as_deref().map(told::read_told).unwrap_or_default();
    // An identifier beside a name and an address would be that of either.
    let identifier = told.identifier.filter(|_| others.len() == 1);
    let submission = |place| {
        let mut submission = Submission::new(place, record.key.as_deref());
        (submission.identifier, submission.also_in) = (identifier, staged.also_in.clone());
        (submission.status, submission.valid_from) = (told.status, told.valid_from);
        (submission.position, submission.details) = (told.position, told.details.clone());
        submission
    };
    let submissions = others.into_iter().map(submission).collect();
    DescribedPlaces { submissions, streets, issues: [staged.issues, told.issues.clone()].concat() }
}

/// The texts of a record, for the file of rejected rows.
fn as_text(record: &SourceRecord) -> String {
    let texts = [
        &record.key,
        &record.name,
        &record.line,
        &record.house_number,
        &record.street,
        &record.hamlet,
        &record.ward,
        &record.district,
        &record.province,
    ];
    texts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" | ")
}
