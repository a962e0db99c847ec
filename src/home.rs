//! The one folder that holds all state: `registry.db`, unless that lies elsewhere, and `releases/`.

use std::fs;
use std::path::{Path, PathBuf};

use vmap_registry::{Registry, RegistryError};
use vmap_release::ReleaseStore;

use crate::error::{Context, Outcome};

/// The folder named by `--home` or `VMAP_HOME`.
#[derive(Clone, Debug)]
pub struct Home {
    dir: PathBuf,
    registry: PathBuf,
}

impl Home {
    /// The state in `dir`, which need not exist yet, with the registry in the file `registry` where one
    /// is named.
    pub fn new(dir: impl Into<PathBuf>, registry: Option<PathBuf>) -> Self {
        let dir = dir.into();
        Self { registry: registry.unwrap_or_else(|| dir.join("registry.db")), dir }
    }

    /// The registry, made where there is none.
    pub fn registry(&self) -> Outcome<Registry> {
        let folder = self.registry.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder).context(format!("cannot make the folder {}", folder.display()))?;
        Registry::open(&self.registry).context("cannot open the registry")
    }

    /// The registry where there is one; nothing is made.
    pub fn registry_if_there(&self) -> Result<Option<Registry>, RegistryError> {
        self.registry.exists().then(|| Registry::open(&self.registry)).transpose()
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
