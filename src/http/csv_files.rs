//! `POST /search/csv` and `POST /reverse/csv`: a file of rows in, the same rows with answers out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use vmap_core::text::TextEncoding;
use vmap_geocoder::ResultType;
use vmap_pipeline::progress::Silent;
use vmap_pipeline::readers::{ReadOptions, Table};

use super::asked::TYPES;
use super::parameters::Parameters;
use super::problem::Problem;
use super::serving::{Current, Serving};
use super::upload::Upload;
use super::usage::Usage;
use crate::answering::AnswerStatus;
use crate::error::Context;
use crate::rows::{
    self, AddressColumns, Asked, ColumnFault, GeocodedRows, PositionColumns, ResultColumns, RowFilters, every_name,
    position,
};

/// Bytes that are sent at once, and how many such pieces wait for a slow client.
const PIECE_BYTES: usize = 64 << 10;
const PIECES_WAITING: usize = 4;
/// Longest name of a column.
const LONGEST_NAME: usize = 200;
/// Marks a file as UTF-8 for programs that would not guess it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What the file holds.
#[derive(Clone, Copy)]
enum Rows {
    Addresses,
    Positions,
}

/// What is asked of a file, apart from its columns.
struct Wanted {
    rows: Rows,
    columns: Vec<String>,
    filters: FilterNames,
    types: Vec<ResultType>,
    result_columns: Vec<String>,
    options: ReadOptions,
    with_bom: bool,
}

/// Names of the columns that narrow the search of their row.
#[derive(Default)]
struct FilterNames {
    ward_code: Option<String>,
    province_code: Option<String>,
    lat: Option<String>,
    lon: Option<String>,
}

/// `POST /search/csv`: the place of each row.
pub async fn search(
    State(current): State<Current>,
    State(usage): State<Usage>,
    RawQuery(query): RawQuery,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    answer(current.get(), usage, Rows::Addresses, query, form).await
}

/// `POST /reverse/csv`: what is at the position of each row.
pub async fn reverse(
    State(current): State<Current>,
    State(usage): State<Usage>,
    RawQuery(query): RawQuery,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    answer(current.get(), usage, Rows::Positions, query, form).await
}

async fn answer(
    serving: Arc<Serving>,
    usage: Usage,
    rows: Rows,
    query: Option<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let form =
        form.map_err(|_| Problem::body("expected a form (multipart/form-data) with the file in the field data"))?;
    let Upload { file, name, fields } = Upload::receive(form).await?;
    let wanted = Wanted::take(rows, Upload::parameters(fields, query.as_deref()))?;
    let prepared = tokio::task::spawn_blocking(move || wanted.prepare(file, name)).await;
    let prepared = prepared.map_err(|_| Problem::internal())??;
    let response_head = head(&prepared.name);
    let (sender, receiver) = channel(PIECES_WAITING);
    tokio::task::spawn_blocking(move || prepared.send(&serving, &usage, sender));
    Ok((response_head, Body::from_stream(pieces(receiver))).into_response())
}

/// What kind of file comes, and what to call it.
fn head(name: &Path) -> [(header::HeaderName, HeaderValue); 2] {
    let stem = name.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let encoded: String = form_urlencoded::byte_serialize(stem.as_bytes()).collect();
    let named = format!("attachment; filename*=UTF-8''{}.geocoded.csv", encoded.replace('+', "%20"));
    let named = HeaderValue::try_from(named).unwrap_or(HeaderValue::from_static("attachment"));
    [(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")), (header::CONTENT_DISPOSITION, named)]
}

/// The pieces of an answer as they become ready. One that cannot be gone on with breaks off, so that nobody
/// takes a part for the whole.
fn pieces(receiver: Receiver<io::Result<Bytes>>) -> impl Stream<Item = io::Result<Bytes>> {
    stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)))
}

impl Wanted {
    fn take(rows: Rows, mut parameters: Parameters) -> Result<Self, Problem> {
        let mut column = |name| parameters.text(name, LONGEST_NAME);
        let filters = match rows {
            Rows::Positions => FilterNames::default(),
            Rows::Addresses => FilterNames {
                ward_code: column("ward_code"),
                province_code: column("province_code"),
                lat: column("lat"),
                lon: column("lon"),
            },
        };
        let wanted = Self {
            rows,
            columns: parameters.texts("columns", LONGEST_NAME),
            filters,
            types: parameters.choices("type", &TYPES),
            result_columns: parameters.texts("result_columns", LONGEST_NAME),
            options: options(&mut parameters),
            with_bom: parameters.flag("with_bom"),
        };
        parameters.finish()?;
        Ok(wanted)
    }

    /// Opens the file and finds the columns in it.
    fn prepare(self, file: File, name: PathBuf) -> Result<Prepared, Problem> {
        let table = Table::of_file(file, &name, &self.options).map_err(|error| Problem::body(error.to_string()))?;
        let asked = self.asked(&table)?;
        let columns = ResultColumns::of(&self.result_columns).map_err(|name| {
            let known = every_name().collect::<Vec<_>>().join(", ");
            Problem::parameter("result_columns", format!("no column {name:?} is added: there are {known}"))
        })?;
        Ok(Prepared { table, name, asked, columns, types: self.types, with_bom: self.with_bom })
    }

    fn asked(&self, table: &Table) -> Result<Asked, Problem> {
        let which = |fault: ColumnFault| Problem::parameter("columns", fault.to_string());
        match self.rows {
            Rows::Positions => PositionColumns::of(table, &self.columns).map(Asked::Positions).map_err(which),
            Rows::Addresses => {
                Ok(Asked::Addresses(AddressColumns::of(table, &self.columns).map_err(which)?, self.filters.of(table)?))
            }
        }
    }
}

impl FilterNames {
    fn of(&self, table: &Table) -> Result<RowFilters, Problem> {
        let column = |name: &'static str, column: &Option<String>| {
            let found = column.as_ref().map(|column| position(table, column)).transpose();
            found.map_err(|fault| Problem::parameter(name, fault.to_string()))
        };
        let near = match (&self.lat, &self.lon) {
            (Some(lat), Some(lon)) => PositionColumns::of(table, &[lat.clone(), lon.clone()]).map(Some),
            (None, None) => Ok(None),
            _ => Err(ColumnFault::NotTwo),
        };
        Ok(RowFilters {
            ward_code: column("ward_code", &self.ward_code)?,
            province_code: column("province_code", &self.province_code)?,
            near: near.map_err(|fault| Problem::parameter("lat, lon", fault.to_string()))?,
        })
    }
}

/// How the file is written, where that is not to be found out.
fn options(parameters: &mut Parameters) -> ReadOptions {
    let encoding = parameters.text("encoding", LONGEST_NAME).and_then(|name| {
        let known = TextEncoding::from_name(&name);
        if known.is_none() {
            let names: Vec<&str> = TextEncoding::all().iter().map(|encoding| encoding.name()).collect();
            parameters.refuse("encoding", format!("expected one of {}, found {name:?}", names.join(", ")));
        }
        known
    });
    // Not as a text: a tab is one, and blank.
    let delimiter = parameters.letter("delimiter");
    ReadOptions { encoding, delimiter, ..ReadOptions::default() }
}

/// A file whose columns are known.
struct Prepared {
    table: Table,
    name: PathBuf,
    asked: Asked,
    columns: ResultColumns,
    types: Vec<ResultType>,
    with_bom: bool,
}

impl Prepared {
    /// Answers every row and sends them as they are ready, at the pace of the client.
    fn send(self, serving: &Serving, usage: &Usage, sender: Sender<io::Result<Bytes>>) {
        let Self { table, name, asked, columns, types, with_bom } = self;
        let answers = GeocodedRows { geocoder: &serving.geocoder, asked, types, columns };
        let mut out = BufWriter::with_capacity(PIECE_BYTES, Pieces(sender.clone()));
        let mark = if with_bom { BYTE_ORDER_MARK } else { "" };
        let marked = out.write_all(mark.as_bytes()).context("cannot write");
        match marked.and_then(|()| rows::write(table, &answers, &mut out, &Silent)) {
            Ok(summary) => usage.count_rows(summary.rows(), summary.of(AnswerStatus::NotFound)),
            Err(error) => {
                tracing::warn!(%error, file = %name.display(), "an answered file breaks off");
                // A client that is gone need not be told.
                let _ = sender.blocking_send(Err(io::Error::other(error)));
            }
        }
    }
}

/// Sends what is written, and waits while the client has not taken it.
struct Pieces(Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "the client is gone"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
