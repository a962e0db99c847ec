//! Helpers of the tests of this room.

pub mod pbf;
