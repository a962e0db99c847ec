//! One way from a question to its answer, whoever asks: a request, an item of a batch, a row of a
//! file. The same question to the same release has the same answer, to the byte.

mod feature;
mod finding;
mod question;
mod record;

use serde::Serialize;
use vmap_geocoder::{Geocoder, Hit};

pub use feature::{Feature, Features, Geometry, Layout};
pub use finding::{COLUMNS as FINDING_COLUMNS, FindingRow};
pub use question::{DEFAULT_LIMIT, LONGEST_TEXT, Question, TextFault, Wishes, checked};
pub use record::{VersionRecord, label};

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerStatus {
    /// The first result is the one meant, as far as can be told.
    Ok,
    /// Several places fit equally.
    Ambiguous,
    /// Nothing fits.
    NotFound,
    /// It cannot be asked.
    Invalid,
}

impl AnswerStatus {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Ambiguous, Self::NotFound, Self::Invalid];

    /// The name in answers and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Ambiguous => "ambiguous",
            Self::NotFound => "not_found",
            Self::Invalid => "invalid",
        }
    }

    /// What `hits`, best first, say about their question.
    pub fn of(hits: &[Hit]) -> Self {
        match hits.first() {
            None => Self::NotFound,
            Some(first) if first.ambiguous => Self::Ambiguous,
            Some(_) => Self::Ok,
        }
    }
}

/// The results of `question`, best first. Cost: a search, or a reverse.
pub fn answer(geocoder: &Geocoder, question: &Question) -> Vec<Hit> {
    match question {
        Question::Search(request) => geocoder.search(request).hits,
        Question::Reverse(request) => geocoder.reverse(request).hits,
    }
}
