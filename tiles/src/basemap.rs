//! stub
use crate::archive::{ArchiveWriter, Bounds};
use crate::{TileError, TileInputs, TileSet};
use std::path::Path;
pub(crate) fn build(_inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let bounds = Bounds::around(std::iter::empty());
    ArchiveWriter::create(folder, TileSet::Basemap, bounds)?.finish()
}
