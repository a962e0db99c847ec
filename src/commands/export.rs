//! `vmap export`: the current release as open data.

use vmap_geocoder::ResultType;
use vmap_pipeline::export::{Format, Selection, export, targets};

use super::{Status, say};
use crate::cli::{ExportArgs, ExportFormat, ExportKind};
use crate::error::{Context, Outcome};
use crate::home::Home;
use crate::progress::Terminal;

/// Writes the places that `args` asks for and says what they are.
pub fn run(home: &Home, args: &ExportArgs) -> Outcome<Status> {
    let formats: Vec<Format> = args.format.iter().map(|format| format_of(*format)).collect();
    let targets = targets(&formats, &args.output).context("cannot export")?;
    let selection = Selection {
        types: args.kind.iter().map(|kind| type_of(*kind)).collect(),
        wards: args.ward.clone(),
        provinces: args.province.clone(),
    };
    let release = home.releases().open_current().context("cannot export")?;
    let total = export(&release, &selection, &targets, &Terminal::new()).context("cannot export")?;

    let files: Vec<String> = targets.iter().map(|target| target.path.display().to_string()).collect();
    say(&format!("{total} places of release {} in {}", release.id(), files.join(", ")))?;
    let manifest = release.manifest();
    say(&format!("{}; licence: {}", manifest.attribution(), manifest.licence()))?;
    Ok(Status::Done)
}

fn format_of(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Fgb => Format::FlatGeobuf,
        ExportFormat::GeoJsonSeq => Format::GeoJsonSeq,
    }
}

fn type_of(kind: ExportKind) -> ResultType {
    match kind {
        ExportKind::House => ResultType::House,
        ExportKind::Street => ResultType::Street,
        ExportKind::Hamlet => ResultType::Hamlet,
        ExportKind::Poi => ResultType::Poi,
    }
}
