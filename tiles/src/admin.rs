//! stub
use crate::archive::{ArchiveWriter, Bounds};
use crate::{TileError, TileInputs, TileSet};
use std::path::Path;
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let bounds = Bounds::around(
        inputs.boundaries.iter().flat_map(|b| b.area.iter()).flat_map(|p| p.exterior().coords()).map(|at| (at.x, at.y)),
    );
    ArchiveWriter::create(folder, TileSet::Admin, bounds)?.finish()
}
