//! Faults from outside: the real binary is killed, its disk is full, its syncs fail. Whatever
//! happens, the registry and the releases are as before or as after, never anything between.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests stop at the first failure")]

mod disk;
mod import;
mod publish;
#[path = "../support/mod.rs"]
mod support;
