//! A bag of words, as tantivy gives it to somebody who reads its front page: one document an
//! address, the default tokenizer without marks, any word may match, slips by its fuzzy terms.
//! `build` makes the index from the rows, `serve` answers `/search` and `/autocomplete` with GeoJSON.

mod index;
mod serve;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Parser)]
#[command(about = "Addresses as a bag of words in tantivy")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Index the rows of a CSV file
    Build { rows: PathBuf, folder: PathBuf },
    /// Answer over HTTP
    Serve { folder: PathBuf, listen: String },
}

fn main() -> Outcome<()> {
    match Arguments::parse().command {
        Command::Build { rows, folder } => index::build(&rows, &folder),
        Command::Serve { folder, listen } => serve::serve(&folder, &listen),
    }
}
