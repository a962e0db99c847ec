//! How much is asked, day by day: kinds of questions and how many found nothing; never who or what.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::answer;
use super::parameters::Parameters;
use super::problem::Problem;

/// Vietnam has had one offset since 1975, and no summer time.
const HANOI: Offset = Offset::constant(7);
/// How often counts are written down; at most these are lost when the process is killed.
const WRITE_EVERY: Duration = Duration::from_secs(60);
/// Days that are kept: a year to compare with, and the month of it.
const DAYS_KEPT: usize = 400;

/// The questions of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayCounts {
    search: u64,
    autocomplete: u64,
    reverse: u64,
    batch_rows: u64,
    convert: u64,
    addresses: u64,
    tiles: u64,
    /// Of the questions before tiles, how many found nothing.
    not_found: u64,
}

/// What an answer tells of itself, as an extension of the response.
#[derive(Clone, Copy, Debug)]
pub struct Answered {
    /// Questions in the request.
    pub questions: u64,
    /// How many of them found nothing.
    pub not_found: u64,
}

/// Counts of this process that are not written down yet, and the file of the others.
#[derive(Clone)]
pub struct Usage {
    pending: Arc<Mutex<BTreeMap<Date, DayCounts>>>,
    file: Arc<Path>,
}

/// A day with its counts.
#[derive(Serialize)]
struct Day {
    day: Date,
    #[serde(flatten)]
    counts: DayCounts,
}

#[derive(Serialize)]
struct Days {
    days: Vec<Day>,
}

impl Usage {
    /// Counts in `file`, which need not be there.
    pub fn new(file: PathBuf) -> Self {
        Self { pending: Arc::default(), file: file.into() }
    }

    /// Writes counts down as long as the server lives. Where that fails it is logged once; they are kept.
    pub async fn keep_written(self) {
        let mut told = false;
        loop {
            tokio::time::sleep(WRITE_EVERY).await;
            let this = self.clone();
            match tokio::task::spawn_blocking(move || this.write()).await {
                Ok(Err(error)) if !told => {
                    tracing::warn!(%error, file = %self.file.display(), "how much was asked cannot be written down");
                    told = true;
                }
                _ => {}
            }
        }
    }

    /// Adds what was counted since the last time to the file. Several servers may share it.
    pub fn write(&self) -> io::Result<()> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.is_empty() {
            return Ok(());
        }
        let lock = File::create(self.file.with_extension("lock"))?;
        lock.lock()?;
        let part = self.file.with_extension("part");
        fs::write(&part, serde_json::to_vec(&sum(read(&self.file)?, &pending))?)?;
        fs::rename(&part, &self.file)?;
        pending.clear();
        Ok(())
    }

    /// Counts the rows of a file that was answered.
    pub fn count_rows(&self, questions: u64, not_found: u64) {
        self.count("/batch", Answered { questions, not_found });
    }

    fn count(&self, route: &str, answered: Answered) {
        let today = Timestamp::now().to_zoned(TimeZone::fixed(HANOI)).date();
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let day = pending.entry(today).or_default();
        let Some(kind) = day.kind_of(route) else { return };
        *kind += answered.questions;
        day.not_found += answered.not_found;
    }

    fn days(&self) -> io::Result<BTreeMap<Date, DayCounts>> {
        let written = read(&self.file)?;
        Ok(sum(written, &self.pending.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl DayCounts {
    /// The count that a request of `route` belongs to.
    fn kind_of(&mut self, route: &str) -> Option<&mut u64> {
        Some(match route {
            "/search" => &mut self.search,
            "/autocomplete" => &mut self.autocomplete,
            "/reverse" => &mut self.reverse,
            "/batch" => &mut self.batch_rows,
            "/convert" => &mut self.convert,
            "/addresses/{id}" => &mut self.addresses,
            route if route.ends_with("/{z}/{x}/{y}") => &mut self.tiles,
            _ => return None,
        })
    }

    fn add(&mut self, other: &Self) {
        let Self { search, autocomplete, reverse, batch_rows, convert, addresses, tiles, not_found } = other;
        self.search += search;
        self.autocomplete += autocomplete;
        self.reverse += reverse;
        self.batch_rows += batch_rows;
        self.convert += convert;
        self.addresses += addresses;
        self.tiles += tiles;
        self.not_found += not_found;
    }
}

/// Counts every request that was answered.
pub async fn count(State(usage): State<Usage>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let is_question = !matches!(*request.method(), axum::http::Method::HEAD | axum::http::Method::OPTIONS);
    let response = next.run(request).await;
    let status = response.status();
    if let Some(route) = route.filter(|_| is_question) {
        let one = Answered { questions: 1, not_found: u64::from(status == StatusCode::NOT_FOUND) };
        let told = response.extensions().get::<Answered>().copied();
        match told {
            Some(answered) => usage.count(route.as_str(), answered),
            None if status.is_success() || status == StatusCode::NOT_MODIFIED => usage.count(route.as_str(), one),
            None => {}
        }
    }
    response
}

/// `GET /usage`: the days of which anything is known, oldest first.
pub async fn days(State(usage): State<Usage>, parameters: Parameters) -> Result<Response, Problem> {
    parameters.finish()?;
    let days = tokio::task::spawn_blocking(move || usage.days()).await.map_err(io::Error::other).flatten();
    let days = days.map_err(|error| {
        tracing::error!(%error, "how much was asked cannot be read");
        Problem::internal()
    })?;
    answer::json(&Days { days: days.into_iter().map(|(day, counts)| Day { day, counts }).collect() })
}

fn read(file: &Path) -> io::Result<BTreeMap<Date, DayCounts>> {
    match fs::read(file) {
        Ok(text) => Ok(serde_json::from_slice(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

/// Both together, without the oldest days past those kept.
fn sum(mut days: BTreeMap<Date, DayCounts>, more: &BTreeMap<Date, DayCounts>) -> BTreeMap<Date, DayCounts> {
    for (day, counts) in more {
        days.entry(*day).or_default().add(counts);
    }
    while days.len() > DAYS_KEPT {
        days.pop_first();
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_that_share_a_file_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("usage.json");
        let (one, other) = (Usage::new(file.clone()), Usage::new(file.clone()));
        one.count("/search", Answered { questions: 1, not_found: 0 });
        other.count("/search", Answered { questions: 1, not_found: 1 });
        other.count("/batch", Answered { questions: 900, not_found: 7 });
        one.count("/version", Answered { questions: 1, not_found: 0 });
        one.count("/tiles/{tileset}/{z}/{x}/{y}", Answered { questions: 1, not_found: 0 });
        one.write().unwrap();
        other.write().unwrap();
        other.write().unwrap();
        let expected = DayCounts { search: 2, batch_rows: 900, tiles: 1, not_found: 8, ..DayCounts::default() };
        assert_eq!(one.days().unwrap().into_values().collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn the_oldest_days_are_forgotten() {
        let first = jiff::civil::date(2025, 7, 1);
        let day = |at: i64| (first.checked_add(jiff::ToSpan::days(at)).unwrap(), DayCounts::default());
        let days = sum((0..500).map(day).collect(), &BTreeMap::new());
        assert_eq!((days.len(), days.keys().next()), (DAYS_KEPT, Some(&day(100).0)));
    }
}
