//! Helpers of the tests of this room.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod pbf;
