//! `vmap evaluate`: the current release's answers beside known points.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use vmap_core::Point;
use vmap_core::address::{SourceGeometry, SourceRecord};
use vmap_geocoder::Geocoder;
use vmap_pipeline::progress::Progress;
use vmap_pipeline::readers::{self, ReadOptions, Row};

use super::import::column_choices;
use super::{Status, say};
use crate::cli::EvaluateArgs;
use crate::error::{Context, Outcome};
use crate::evaluation::{Judged, Tally, Truth, judge};
use crate::home::Home;
use crate::progress::Terminal;

/// Rows read at a time.
const CHUNK: usize = 4_096;

/// Asks for every address of the file and prints how right the answers are.
pub fn run(home: &Home, args: &EvaluateArgs) -> Outcome<Status> {
    let options = ReadOptions { columns: column_choices(&args.columns)?, ..ReadOptions::default() };
    let mut reader = readers::open(&args.file, &options).context("cannot evaluate")?;
    let release = home.releases().open_current().context("cannot open the release")?;
    let geocoder = Geocoder::open(Arc::new(release)).context("cannot open the release")?;
    let mut misses = args.misses.as_deref().map(MissWriter::create).transpose()?;
    let (mut tally, progress) = (Tally::default(), Terminal::new());
    progress.stage("evaluate", None);
    loop {
        let rows = reader.next_chunk(CHUNK).context("cannot read on")?;
        if rows.is_empty() {
            break;
        }
        progress.advance(rows.len() as u64);
        for truth in rows.iter().map(truth) {
            evaluate(&geocoder, truth.as_ref(), &mut tally, misses.as_mut())?;
        }
    }
    progress.done();
    misses.map(MissWriter::finish).transpose()?;
    say(&format!("release {}", geocoder.release().id()))?;
    say(&tally.to_string())?;
    Ok(Status::Done)
}

fn evaluate(
    geocoder: &Geocoder,
    truth: Option<&Truth>,
    tally: &mut Tally,
    misses: Option<&mut MissWriter>,
) -> Outcome<()> {
    let begun = Instant::now();
    let judged = truth.and_then(|truth| Some((truth, judge(geocoder, truth)?)));
    tally.asking += begun.elapsed();
    let Some((truth, judged)) = judged else {
        tally.passed_over += 1;
        return Ok(());
    };
    tally.add(&judged);
    match misses.filter(|_| !judged.right) {
        Some(misses) => misses.write(truth, &judged),
        None => Ok(()),
    }
}

/// The address and point of a row, where it has both.
fn truth(row: &Row) -> Option<Truth> {
    let Row::Record(record) = row else { return None };
    let SourceGeometry::Point { lon, lat } = record.geometry else { return None };
    Some(Truth { address: address(record)?, point: Point::from_degrees(lon, lat)? })
}

/// The line of a row, or its columns put together.
fn address(record: &SourceRecord) -> Option<String> {
    let numbered = [&record.house_number, &record.street].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let units = [&record.hamlet, &record.ward, &record.district, &record.province].into_iter().flatten().cloned();
    let columns = || std::iter::once(numbered).filter(|text| !text.is_empty()).chain(units).collect::<Vec<_>>();
    record.line.clone().or_else(|| Some(columns().join(", "))).filter(|line| !line.trim().is_empty())
}

/// Wrong answers as CSV.
struct MissWriter {
    rows: csv::Writer<File>,
}

impl MissWriter {
    const HEADER: [&'static str; 10] = [
        "address",
        "true_ward_code",
        "lat",
        "lon",
        "answer",
        "answer_ward_code",
        "match_class",
        "match_level",
        "metres_outside",
        "reason",
    ];

    fn create(path: &Path) -> Outcome<Self> {
        let mut rows = csv::Writer::from_path(path).context(format!("cannot write {}", path.display()))?;
        rows.write_record(Self::HEADER).context("cannot write the misses")?;
        Ok(Self { rows })
    }

    fn write(&mut self, truth: &Truth, judged: &Judged) -> Outcome<()> {
        let best = judged.best.as_ref();
        let text = |value: Option<String>| value.unwrap_or_default();
        let row = [
            truth.address.clone(),
            judged.true_ward.to_string(),
            truth.point.lat().to_string(),
            truth.point.lon().to_string(),
            text(best.map(|best| best.label.clone())),
            text(best.and_then(|best| best.units.ward_code.clone())),
            text(judged.class().map(|class| format!("{class:?}"))),
            text(best.and_then(|best| best.match_level).map(|level| format!("{level:?}").to_lowercase())),
            text(judged.outside_m.map(|metres| format!("{metres:.0}"))),
            judged.reason().to_owned(),
        ];
        self.rows.write_record(row).context("cannot write the misses")
    }

    fn finish(mut self) -> Outcome<()> {
        self.rows.flush().context("cannot write the misses")
    }
}
