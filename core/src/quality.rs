//! What is the matter with the addresses of a ward.
//!
//! Judged over the tables of a release, ward by ward, so that a caller may take many wards at the
//! same time. A *fault* is something that somebody should look at: a point outside its ward, an
//! address that is there twice, a house on the wrong side of its street. A *gap* is something that
//! is not there: a home without a number, a hamlet that no address names.
//!
//! | module | idea |
//! |---|---|
//! | [`finding`] | what may be the matter, and what was found of one place |
//! | `inspector` | one ward, judged by all the others below |
//! | `duplicates` | the same number, street and hamlet several times |
//! | `ward_numbers` | the house numbers of a ward, each read once |
//! | `course` | how houses stand along their street and off it |
//! | `street` | which of them stand on the wrong side, which out of order |
//! | [`summary`] | how many of what, by ward, province and country |

mod course;
mod duplicates;
pub mod finding;
mod inspector;
mod street;
pub mod summary;
mod ward_numbers;

pub use finding::{Finding, FindingKind, Matter, PlaceRow};
pub use inspector::{Inspector, WardFindings};
pub use summary::{BoundaryKind, CountryQuality, FindingCounts, Quality, UnitQuality, wards_of_today};
