//! Vmap: Vietnam's national address registry, geocoder and map tile service in one binary.
//!
//! The command line is in [`cli`], what each command does in [`commands`], the server in
//! [`http`]. Everything that a Vietnamese address *is* lives in other rooms.
#![forbid(unsafe_code)]

mod cli;
mod commands;
mod error;
mod home;
mod http;
mod progress;

use std::process::ExitCode;

use clap::Parser;

/// Many short-lived strings on many threads: mimalloc keeps them apart and returns memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .init();
    match commands::run(cli::Cli::parse()) {
        Ok(status) => status.into(),
        Err(error) => {
            error::tell(&error);
            ExitCode::from(3)
        }
    }
}
