//! Vmap: Vietnam's national address registry, geocoder and map tile service in one binary.
//!
//! The command line is in [`cli`], what each command does in [`commands`], the server in
//! [`http`]. Everything that a Vietnamese address *is* lives in other rooms.
#![forbid(unsafe_code)]

mod answering;
mod cli;
mod commands;
mod error;
mod evaluation;
mod home;
mod http;
mod parsing;
mod progress;
mod rows;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

/// Many short-lived strings on many threads: mimalloc keeps them apart and returns memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    start_logging();
    match commands::run(cli::Cli::parse()) {
        Ok(status) => status.into(),
        Err(error) => {
            error::tell(&error);
            ExitCode::from(3)
        }
    }
}

/// Logs to standard error, as `RUST_LOG` says. `geo` warns of rings that simplifying has flattened;
/// the tiles leave those out themselves.
fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,geo=error".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
}
