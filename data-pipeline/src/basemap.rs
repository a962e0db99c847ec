//! BasemapFeatures of the basemap on their way from OpenStreetMap files to tiles.
//!
//! Importing stages them, one file for each source; publishing draws what is staged. They are no
//! places of the registry: nothing refers to them, and a source's next import replaces those in the box
//! around what it has.
//!
//! | module | idea |
//! |---|---|
//! | `tags` | what OpenStreetMap's tags are drawn as |
//! | `shapes` | points, lines and areas of what is drawn |
//! | `staged` | the file of a source |

mod shapes;
mod staged;
mod tags;

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use thiserror::Error;
use vmap_core::{Extent, PlaceId, Point};
use vmap_tiles::{BasemapFeatures, BasemapSource};

use self::shapes::feature;
use self::staged::{StagedFile, StagedWriter, push_feature};
use self::tags::{Drawn, drawn};
use crate::part_file::PartFile;
use crate::progress::Progress;
use crate::readers::{ElementKind, ElementShape, ElementWork, ElementsError, Tags, read_elements};

/// Why a basemap cannot be staged.
#[derive(Debug, Error)]
pub enum StagingError {
    /// A file cannot be read.
    #[error(transparent)]
    Elements(#[from] ElementsError),
    /// The disk fails.
    #[error("cannot keep the basemap in {path}: {source}")]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The folder of staged basemaps.
#[derive(Clone, Debug)]
pub struct BasemapFolder(PathBuf);

impl BasemapFolder {
    /// The one at `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Reads the features of PBF `files` for `source`. They take the place of those staged before
    /// in the box around them when they are [kept](StagedBasemap::keep). No two may stage at once in one folder.
    ///
    /// # Errors
    /// Where a file cannot be read or the folder not be written.
    pub fn stage(
        &self,
        source: &str,
        files: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<StagedBasemap, StagingError> {
        let path = self.path_of(source);
        let failed = |source| StagingError::Io { path: path.clone(), source };
        fs::create_dir_all(&self.0).and_then(|()| self.remove_parts()).map_err(failed)?;
        let (part, file) = PartFile::create(&path).map_err(failed)?;
        let mut writer = StagedWriter::create(file).map_err(failed)?;
        let work = Drawing::default();
        for file in files {
            let scratch = path.with_extension("nodes.part");
            read_elements(file, &scratch, &work, &mut |made| writer.write(made), progress)?;
        }
        let features = work.features.into_inner();
        let extent = work.extent.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.keep_elsewhere(source, extent, &mut writer).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(StagedBasemap { part, features })
    }

    /// Copies what is staged for `source` and lies outside of `extent`: as with its places, files say
    /// nothing of where they have nothing.
    fn keep_elsewhere(&self, source: &str, extent: Option<Extent>, writer: &mut StagedWriter) -> io::Result<()> {
        if !self.has(source) {
            return Ok(());
        }
        let is_inside = |point: Point| extent.is_some_and(|extent| extent.join(Extent::of(point)) == extent);
        let mut bytes = Vec::new();
        for feature in StagedFile::new(self.path_of(source)).open()? {
            let feature = feature?;
            if !feature.geometry.points().any(is_inside) {
                bytes.clear();
                push_feature(&feature, &mut bytes);
                writer.write(&bytes)?;
            }
        }
        Ok(())
    }

    /// Whether something is staged for `source`.
    pub fn has(&self, source: &str) -> bool {
        self.path_of(source).is_file()
    }

    /// What is staged for `sources`, in their order; `drawn_places`, sorted, are places of the
    /// registry that it has too. Nothing where there is nothing.
    pub fn features(&self, sources: &[String], drawn_places: Vec<PlaceId>) -> Option<StagedFeatures> {
        let files = sources.iter().map(|source| self.path_of(source)).filter(|path| path.is_file());
        let files: Vec<StagedFile> = files.map(StagedFile::new).collect();
        (!files.is_empty()).then_some(StagedFeatures { files, drawn_places })
    }

    /// Names may have letters that files may not.
    fn path_of(&self, source: &str) -> PathBuf {
        let letter = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02x}"),
        };
        let name: String = source.bytes().map(letter).collect();
        self.0.join(format!("{name}.features"))
    }

    /// Removes what an import that was killed left behind.
    fn remove_parts(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "part") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// A basemap that is staged and does not count yet. It vanishes when dropped.
pub struct StagedBasemap {
    part: PartFile,
    /// How many features it has.
    pub features: u64,
}

impl StagedBasemap {
    /// Makes it the one of its source.
    ///
    /// # Errors
    /// Where the disk fails; the one before stays.
    pub fn keep(self) -> Result<(), StagingError> {
        let path = self.part.path().to_owned();
        self.part.keep().map_err(|source| StagingError::Io { path, source })
    }
}

/// Staged features of several sources.
pub struct StagedFeatures {
    files: Vec<StagedFile>,
    drawn_places: Vec<PlaceId>,
}

impl BasemapSource for StagedFeatures {
    fn features(&self) -> io::Result<BasemapFeatures<'_>> {
        let readers: io::Result<Vec<_>> = self.files.iter().map(StagedFile::open).collect();
        Ok(Box::new(readers?.into_iter().flatten()))
    }

    fn drawn_places(&self) -> &[PlaceId] {
        &self.drawn_places
    }
}

/// Makes features of elements.
#[derive(Default)]
struct Drawing {
    features: AtomicU64,
    /// The box around all of them.
    extent: Mutex<Option<Extent>>,
}

impl ElementWork for Drawing {
    type Wanted = Vec<Drawn>;

    fn choose(&self, tags: &Tags<'_>, kind: ElementKind) -> Option<Vec<Drawn>> {
        let drawn = drawn(tags, kind);
        (!drawn.is_empty()).then_some(drawn)
    }

    fn make(&self, wanted: &Vec<Drawn>, shape: &ElementShape, out: &mut Vec<u8>) {
        for feature in wanted.iter().filter_map(|drawn| feature(drawn, shape)) {
            push_feature(&feature, out);
            let mut extent = self.extent.lock().unwrap_or_else(PoisonError::into_inner);
            *extent = Extent::around(feature.geometry.points()).into_iter().chain(*extent).reduce(Extent::join);
            self.features.fetch_add(1, Ordering::Relaxed);
        }
    }
}
