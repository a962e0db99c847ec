//! The walls between rooms, as `docs/ARCHITECTURE.md` draws them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Rooms, from what is used to what uses, with the rooms each may use.
const ROOMS: [(&str, &[&str]); 7] = [
    ("core", &[]),
    ("release", &["core"]),
    ("registry", &["core"]),
    ("geocoder", &["core", "release"]),
    ("tiles", &["core", "release"]),
    ("data-pipeline", &["core", "release", "registry", "geocoder", "tiles"]),
    (".", &["core", "release", "registry", "geocoder", "tiles", "data-pipeline"]),
];

/// Words that only some places may say, and what to do instead.
const WORDS: [(&str, &[&str], &str); 15] = [
    ("tantivy", &["geocoder/src"], "ask the geocoder"),
    ("axum", &["src/http", "src/http.rs"], "the server is the only room that knows HTTP"),
    ("rusqlite", &["registry/src"], "ask the registry"),
    ("tokio_postgres", &["registry/src"], "ask the registry"),
    ("SELECT ", &["registry/src"], "SQL stays in the registry"),
    ("libdeflater", &["tiles/src"], "tiles are compressed once, by the tiles"),
    ("pmtiles::", &["tiles/src"], "ask the tiles"),
    ("memmap2", &["release/src"], "open a release"),
    ("flatgeobuf::", &["release/src", "data-pipeline/src"], "read boundaries from the release"),
    ("rstar::", &["geocoder/src", "core/src/unit", "tiles/src"], "ask the geocoder or the unit locator"),
    ("osmpbf", &["data-pipeline/src/readers"], "read through vmap_pipeline::readers"),
    ("rust_embed", &["src/http/page.rs", "src/commands/demo.rs"], "files in the binary are named in these two"),
    ("ureq::", &["src/commands/follow"], "one place asks other servers"),
    ("governor::", &["src/http/gate.rs"], "one gate counts what clients do"),
    ("clap::", &["src/cli.rs", "src/cli", "src/main.rs"], "commands take checked arguments"),
];

/// What a pure room does not do.
const IMPURE: [&str; 8] =
    ["std::fs", "std::net", "std::thread", "std::env", "std::process", "SystemTime", "Instant::now", "Timestamp::now"];

#[test]
fn every_room_uses_only_rooms_below_it() {
    for (room, allowed) in ROOMS {
        let manifest = fs::read_to_string(root().join(room).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("\n[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
        let used: Vec<&str> = dependencies.lines().filter_map(|line| line.strip_prefix("vmap-")).collect();
        for name in used {
            let name = name.split(['.', ' ', '=']).next().unwrap().replace("pipeline", "data-pipeline");
            assert!(allowed.contains(&name.as_str()), "{room}/Cargo.toml uses {name}; it may use only {allowed:?}");
        }
    }
}

#[test]
fn heavy_words_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for file in source_files() {
        let code = code_of(&file);
        for (word, allowed, instead) in WORDS {
            if code.contains(word) && !allowed.iter().any(|place| file.starts_with(root().join(place))) {
                broken.push(format!("{}: `{word}` belongs to {allowed:?}; {instead}", shown(&file)));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn core_is_pure() {
    let files = source_files().into_iter().filter(|file| file.starts_with(root().join("core/src")));
    let impure: Vec<String> = files
        .flat_map(|file| {
            let code = code_of(&file);
            let words = IMPURE.into_iter().filter(move |word| code.contains(word));
            words.map(move |word| format!("{}: {word}", shown(&file))).collect::<Vec<_>>()
        })
        .collect();
    assert!(impure.is_empty(), "core takes values and gives values: {}", impure.join("\n"));
}

#[test]
fn the_words_are_found_where_they_belong() {
    for (word, allowed, _) in WORDS {
        let found = source_files().iter().any(|file| {
            allowed.iter().any(|place| file.starts_with(root().join(place))) && code_of(file).contains(word)
        });
        assert!(found, "`{word}` is nowhere in {allowed:?}: this wall guards nothing, mend or remove it");
    }
}

/// The Rust files of all rooms, without tests and benches, which look at the house from outside.
fn source_files() -> Vec<PathBuf> {
    let folders = ROOMS.iter().map(|(room, _)| root().join(room).join("src"));
    let mut files: Vec<PathBuf> = folders.flat_map(|folder| rust_files(&folder)).collect();
    files.sort();
    assert!(files.len() > 50, "found only {} source files", files.len());
    files
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The lines of `file` that are no comments, up to its unit tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap().display().to_string()
}
