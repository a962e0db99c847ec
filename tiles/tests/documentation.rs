//! `docs/TILES.md` says what the schema says.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by a panic")]

use std::path::PathBuf;

/// `VMAP_WRITE_DOCS=1 cargo test -p vmap-tiles --test documentation` writes the page anew.
#[test]
fn the_page_about_tiles_is_made_from_the_schema() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/TILES.md");
    let page = vmap_tiles::documentation();
    if std::env::var_os("VMAP_WRITE_DOCS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap();
    assert_eq!(found, page, "docs/TILES.md is older than the schema: run this test with VMAP_WRITE_DOCS=1");
}
