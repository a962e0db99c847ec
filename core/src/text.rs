//! One analyser: the same code folds data when a release is built and a query when it is asked.

mod edits;
mod folding;
mod glued;
mod kind_slips;
pub mod legacy_encoding;
mod name_key;
mod plain_characters;
mod readable;
mod syllable;
mod typing;
mod words;

pub use edits::{edits, edits_within};
pub use folding::fold;
pub use legacy_encoding::TextEncoding;
pub(crate) use name_key::{MarkAgreement, NameKey, agrees, agrees_but_for_tone, mark_agreement, unified};
pub use plain_characters::plain_characters;
pub use readable::readable;
pub use syllable::is_syllable;
pub use typing::decode_typing;
pub(crate) use words::to_nfc;
pub use words::{Word, words};

/// Version of what [`fold`] and [`words()`] make of a text. It is written into a release's manifest
/// and a release made by another version is refused, because data and query would not meet.
pub const ANALYSER_VERSION: u32 = 2;
