//! The command line: names, arguments and their help. Raw input only; nothing is opened here.

mod registry;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use vmap_pipeline::export::{FIELDS, Field};

pub use registry::{DecisionArgs, FollowArgs, HistoryArgs, ProposalsCommand, ReviewCommand, SourcesArgs, StatusArgs};

/// Vietnam's national address registry, geocoder and map tile service.
#[derive(Debug, Parser)]
#[command(name = "vmap", version, about)]
pub struct Cli {
    /// Folder that holds all state: the registry and the releases
    #[arg(long, global = true, env = "VMAP_HOME", default_value = "vmap-data", value_name = "DIR")]
    pub home: PathBuf,
    /// Where the registry lies, if not in `registry.db` of the home: a file, or postgres://USER@HOST/NAME
    #[arg(long, global = true, env = "VMAP_REGISTRY", hide_env_values = true, value_name = "FILE|URL", value_parser = registry_place)]
    pub registry: Option<String>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// A URL of anything but PostgreSQL would be taken for a file otherwise.
fn registry_place(text: &str) -> Result<String, String> {
    match text.split_once("://") {
        None | Some(("postgres" | "postgresql", _)) => Ok(text.to_owned()),
        Some(_) => Err("name a file, or a database as postgres://USER@HOST/NAME".to_owned()),
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a sample of the whole country, import, publish and serve it
    Demo(DemoArgs),
    /// Write made addresses, labelled synthetic, as CSV
    Synth(SynthArgs),
    /// Bring files into the registry
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write the registry's current state as a new release and make it current
    Publish,
    /// List all releases, the current one marked
    Releases,
    /// Make an earlier release current again
    Rollback {
        /// Identifier of the release; without it, the one before the current one
        id: Option<String>,
    },
    /// Recompute the hashes of a release
    Verify {
        /// Identifier of the release; without it, the current one
        id: Option<String>,
    },
    /// What is the matter with the addresses of the current release, by province and commune
    Check(CheckArgs),
    /// How right the current release's answers are, on addresses whose points are known
    Evaluate(EvaluateArgs),
    /// Find the place of every row of a CSV file: all columns back in order, then what was found
    Geocode(GeocodeArgs),
    /// Put the addresses of a CSV file into today's form, or the old one
    Convert(ConvertArgs),
    /// Show how addresses are read, word by word
    Parse(ParseArgs),
    /// Write the current release as open data: CSV, FlatGeobuf, GeoJSONSeq
    #[command(after_long_help = exported_columns())]
    Export(ExportArgs),
    /// Serve answers, tiles and the map page over HTTP
    Serve(ServeArgs),
    /// What the registry holds and which release is current
    Status(StatusArgs),
    /// Every version of a place, or the one of a day
    History(HistoryArgs),
    /// Pairs of places that may be one, for a person to decide
    #[command(subcommand)]
    Review(ReviewCommand),
    /// What people and agencies say should be changed, for a person to decide
    #[command(subcommand)]
    Proposals(ProposalsCommand),
    /// All batches: loads, decisions and reforms, with what each changed
    Batches,
    /// Take back everything that a batch changed, as a batch of its own
    Revert {
        /// Number of the batch
        batch: u64,
    },
    /// All sources, and which goes before which
    Sources(SourcesArgs),
    /// Keep a copy of the registry behind another server: all of its changes, and then each new one
    Follow(FollowArgs),
}

/// Arguments of `vmap demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// How many addresses to make
    #[arg(long, default_value_t = 200_000)]
    pub addresses: u64,
    /// Seed: the same one gives the same addresses
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Where to serve
    #[command(flatten)]
    pub serve: ServeArgs,
}

/// Arguments of `vmap synth`.
#[derive(Debug, Args)]
pub struct SynthArgs {
    /// How many addresses to make
    #[arg(long)]
    pub addresses: u64,
    /// Seed: the same one gives the same addresses
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// File to write; compressed when its name ends in .zst
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// What to bring into the registry.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Administrative units, successions, aliases and boundaries
    Units {
        /// Folder with `admin/*.csv` and perhaps `boundaries/*.fgb`
        dir: PathBuf,
    },
    /// Addresses: CSV (also .gz, .zst), GeoJSON, GeoJSONSeq, FlatGeobuf
    Addresses(ImportArgs),
    /// Addresses, named streets, points of interest and the basemap of OpenStreetMap: .osm.pbf
    Osm(ImportArgs),
}

/// Arguments of `vmap import addresses` and `vmap import osm`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files to read, as one batch
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Short name of the source that the rows come from
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub source: String,
    /// Licence of the source, as an SPDX identifier or in words
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// How the source asks to be named
    #[arg(long, value_name = "TEXT")]
    pub attribution: Option<String>,
    /// The rows are made data
    #[arg(long)]
    pub synthetic: bool,
    /// Which column is which field, for example `housenumber=so_nha,lat=vi_do`
    #[arg(long, value_name = "FIELD=COLUMN,...", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Encoding of text files instead of the one detected: utf-8, utf-16le, utf-16be, windows-1258, tcvn3,
    /// vni-windows, viscii
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Delimiter of CSV files instead of the one detected
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<char>,
    /// The day of which the source's data is
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub source_date: Option<jiff::civil::Date>,
    /// The file is not all that its source has of its wards: retire nothing that is missing in it
    #[arg(long)]
    pub add: bool,
    /// Share of the source's places in the wards of the file, in percent, that may be missing in it and is then
    /// retired; past it nothing is written
    #[arg(long, value_name = "PERCENT", default_value_t = 2.0, conflicts_with = "add")]
    pub max_retired: f64,
    /// Which source wins where two disagree about a place: the one of the higher number, which is 0 unless told
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub precedence: Option<i32>,
    /// Show by unit, with samples, what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write rejected rows, with their reasons, to this CSV file
    #[arg(long, value_name = "FILE")]
    pub rejected: Option<PathBuf>,
    /// Write the report as JSON to this file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Share of rejected rows, in percent, past which the exit status is 1
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0)]
    pub max_rejected: f64,
}

/// Arguments of `vmap check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Only the commune of this code, with every row found in it
    #[arg(long, value_name = "CODE", conflicts_with = "province")]
    pub ward: Option<String>,
    /// Only the communes of the province of this code
    #[arg(long, value_name = "CODE")]
    pub province: Option<String>,
    /// Only rows with these findings, as `outside_ward,duplicate_far`; sums stay whole
    #[arg(long, value_name = "FINDING,...", value_delimiter = ',')]
    pub finding: Vec<String>,
    /// Print JSON instead of tables
    #[arg(long)]
    pub json: bool,
    /// Write every row found to this CSV file
    #[arg(short, long, value_name = "FILE.csv")]
    pub output: Option<PathBuf>,
}

/// Arguments of `vmap evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// File of addresses with coordinates, of any format that can be imported
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which column is which field, for example `address=dia_chi,lat=vi_do`
    #[arg(long, value_name = "FIELD=COLUMN,...", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Write every row whose commune is wrong, with the reason as far as it can be guessed, to this CSV file
    #[arg(long, value_name = "FILE")]
    pub misses: Option<PathBuf>,
}

/// A file of rows to give back with answers.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// CSV file to read: also .gz, .zst
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// File to write, CSV; standard output where none is given
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Columns that make the address when joined in this order, instead of those known by their names
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Encoding instead of the one detected, by the names that `vmap import addresses` takes
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Delimiter instead of the one detected
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<char>,
}

/// Arguments of `vmap geocode`.
#[derive(Debug, Args)]
pub struct GeocodeArgs {
    /// The file
    #[command(flatten)]
    pub table: TableArgs,
    /// What is at each position: rows have latitude and longitude, which `--columns` names in this order
    #[arg(long)]
    pub reverse: bool,
}

/// Arguments of `vmap convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// The file
    #[command(flatten)]
    pub table: TableArgs,
    /// Into which form
    #[arg(long, value_enum, default_value_t = Form::Current)]
    pub to: Form,
}

/// Arguments of `vmap parse`.
#[derive(Debug, Args)]
pub struct ParseArgs {
    /// Addresses, one an argument; without any, or as `-`, the lines of standard input
    #[arg(value_name = "TEXT")]
    pub texts: Vec<String>,
    /// One JSON object a line, as `/parse` answers
    #[arg(long)]
    pub json: bool,
}

/// Whose units an address is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Today's
    Current,
    /// Those before the reform of 1 July 2025
    Legacy,
}

/// Arguments of `vmap export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Formats; without any, the one that the name of the file tells
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMAT,...")]
    pub format: Vec<ExportFormat>,
    /// What to write; addresses and points of interest by default, since streets and hamlets are named in
    /// them already
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND,...", default_value = "house,poi")]
    pub kind: Vec<ExportKind>,
    /// Only places in today's wards of these codes
    #[arg(long, value_delimiter = ',', value_name = "CODE,...")]
    pub ward: Vec<String>,
    /// Only places in today's provinces of these codes
    #[arg(long, value_delimiter = ',', value_name = "CODE,...")]
    pub province: Vec<String>,
    /// File to write; CSV and GeoJSONSeq are compressed when its name ends in .gz or .zst. With several
    /// formats, a name to which each adds .csv, .fgb or .geojsonl
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// A format of open data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A table with a header line, UTF-8; of streets one point each
    Csv,
    /// FlatGeobuf with a spatial index
    Fgb,
    /// One GeoJSON feature a line
    #[value(name = "geojsonseq")]
    GeoJsonSeq,
}

/// What places are, as the column `type` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportKind {
    /// Addresses
    House,
    /// The parts of streets that lie in one ward each, as lines where they are known
    Street,
    /// Thôn, ấp, khu phố and their like
    Hamlet,
    /// Points of interest
    Poi,
}

/// The columns of an export for those who ask for help with it.
fn exported_columns() -> String {
    let line = |field: &Field| format!("  {:22} {:8} {}\n", field.name, field.kind(), field.meaning);
    format!("Columns, the same in every format:\n{}", FIELDS.iter().map(line).collect::<String>())
}

/// Arguments of `vmap serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Proposals that one client may make in a minute, in the long run
    #[arg(long, default_value = "10", value_name = "N")]
    pub proposals_per_minute: NonZeroU32,
    /// Proposals that one client may make at once
    #[arg(long, default_value = "5", value_name = "N")]
    pub proposals_at_once: NonZeroU32,
    /// Take the client's address from the last entry of X-Forwarded-For: only behind a proxy that writes it
    #[arg(long)]
    pub behind_proxy: bool,
}
