//! What can be asked, and what is too much of a text.

use vmap_core::Point;
use vmap_geocoder::{AdminForm, Language, ResultType, ReverseRequest, SearchRequest, SearchText};

/// Longest text of a question, in characters.
pub const LONGEST_TEXT: usize = 200;
/// Results given when nobody says how many.
pub const DEFAULT_LIMIT: usize = 5;

/// Something that somebody wants to know.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a question lives as long as its answer is worked out, on the stack")]
pub enum Question {
    /// Where is the place with this address or name?
    Search(SearchRequest),
    /// What is here?
    Reverse(ReverseRequest),
}

/// What is wanted of the results of any question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Most results.
    pub limit: usize,
    /// Only results of these types; of all where empty.
    pub types: Vec<ResultType>,
    /// Whose units labels and fields show.
    pub admin: AdminForm,
    /// Language of units in labels.
    pub language: Language,
}

impl Default for Wishes {
    fn default() -> Self {
        let (admin, language) = (AdminForm::default(), Language::default());
        Self { limit: DEFAULT_LIMIT, types: Vec::new(), admin, language }
    }
}

impl Wishes {
    /// The question where `text` is, with these wishes and no others.
    pub fn search(&self, text: SearchText) -> SearchRequest {
        SearchRequest {
            text,
            autocomplete: false,
            limit: self.limit,
            bias: None,
            bbox: None,
            types: self.types.clone(),
            ward_code: None,
            province_code: None,
            admin: self.admin,
            language: self.language,
            explain: false,
        }
    }

    /// The question what is at `point`, with these wishes and no others.
    pub fn reverse(&self, point: Point) -> ReverseRequest {
        let Self { limit, types, admin, language } = self.clone();
        ReverseRequest { point, limit, radius_m: None, types, admin, language }
    }
}

/// Why a text cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Too long for what it is.
    #[error("has {length} characters, at most {longest} are taken")]
    TooLong {
        /// Its characters.
        length: usize,
        /// Most characters taken.
        longest: usize,
    },
    /// Bytes that were no text stand in it as U+FFFD; a guess at them would be no answer.
    #[error("is not UTF-8: it holds the character that stands for bytes which are no text")]
    Broken,
}

/// `text` without blanks around it; `None` where nothing is left.
pub fn checked(text: &str, longest: usize) -> Result<Option<&str>, TextFault> {
    let text = text.trim();
    let length = text.chars().count();
    if length > longest {
        return Err(TextFault::TooLong { length, longest });
    }
    match text.contains(char::REPLACEMENT_CHARACTER) {
        true => Err(TextFault::Broken),
        false => Ok(Some(text).filter(|text| !text.is_empty())),
    }
}
