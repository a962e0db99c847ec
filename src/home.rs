//! The one folder that holds all state: `registry.db` and `releases/`.

use std::fs;
use std::path::{Path, PathBuf};

use vmap_registry::Registry;
use vmap_release::ReleaseStore;

use crate::error::{Context, Outcome};

/// The folder named by `--home` or `VMAP_HOME`.
#[derive(Clone, Debug)]
pub struct Home {
    dir: PathBuf,
}

impl Home {
    /// The state in `dir`, which need not exist yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The registry, made where there is none.
    pub fn registry(&self) -> Outcome<Registry> {
        fs::create_dir_all(&self.dir).context(format!("cannot make the folder {}", self.dir.display()))?;
        let path = self.dir.join("registry.db");
        Registry::open(&path).context("cannot open the registry")
    }

    /// The releases, of which there may be none.
    pub fn releases(&self) -> ReleaseStore {
        ReleaseStore::new(self.dir.join("releases"))
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}
