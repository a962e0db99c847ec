//! The one folder that holds all state: `registry.db`, unless that is a database, and `releases/`.

use std::fs;
use std::path::{Path, PathBuf};

use vmap_registry::Registry;
use vmap_release::ReleaseStore;

use crate::error::{Context, Outcome};

/// The folder named by `--home` or `VMAP_HOME`, with its registry in it or in a database.
#[derive(Clone)]
pub struct Home {
    dir: PathBuf,
    /// URL of a database that the registry lies in instead. It may hold a password: it is not printed.
    database: Option<String>,
}

impl Home {
    /// The state in `dir`, which need not exist yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), database: None }
    }

    /// With its registry in the PostgreSQL database at `url`, where one is given.
    #[must_use]
    pub fn with_database(self, url: Option<String>) -> Self {
        Self { database: url, ..self }
    }

    /// The registry, made where there is none.
    pub fn registry(&self) -> Outcome<Registry> {
        if let Some(url) = &self.database {
            return Registry::connect(url).context("cannot open the registry");
        }
        fs::create_dir_all(&self.dir).context(format!("cannot make the folder {}", self.dir.display()))?;
        let path = self.dir.join("registry.db");
        Registry::open(&path).context("cannot open the registry")
    }

    /// Where the registry lies, without a password.
    pub fn registry_place(&self) -> String {
        match &self.database {
            Some(url) => {
                url.rsplit('@').next().and_then(|place| place.split('?').next()).unwrap_or_default().to_owned()
            }
            None => self.dir.display().to_string(),
        }
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
