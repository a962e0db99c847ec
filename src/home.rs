//! The one folder that holds all state: `registry.db`, unless that lies elsewhere, `basemap/`, `releases/`
//! and `usage.json`.

use std::fs;
use std::path::{Path, PathBuf};

use vmap_pipeline::basemap::BasemapFolder;
use vmap_registry::{Registry, RegistryError};
use vmap_release::ReleaseStore;

use crate::error::{Context, Outcome};

/// The folder named by `--home` or `VMAP_HOME`, with its registry in it or elsewhere.
#[derive(Clone)]
pub struct Home {
    dir: PathBuf,
    registry: RegistryPlace,
}

/// Where the registry lies.
#[derive(Clone)]
enum RegistryPlace {
    File(PathBuf),
    /// A URL, which may hold a password: it is not printed.
    Database(String),
}

impl Home {
    /// The state in `dir`, which need not exist yet, with the registry in the file or the PostgreSQL
    /// database `registry` where one is named.
    pub fn new(dir: impl Into<PathBuf>, registry: Option<String>) -> Self {
        let dir = dir.into();
        let registry = match registry {
            Some(url) if is_database(&url) => RegistryPlace::Database(url),
            Some(file) => RegistryPlace::File(PathBuf::from(file)),
            None => RegistryPlace::File(dir.join("registry.db")),
        };
        Self { dir, registry }
    }

    /// The registry, made where there is none.
    pub fn registry(&self) -> Outcome<Registry> {
        let opened = match &self.registry {
            RegistryPlace::Database(url) => Registry::connect(url),
            RegistryPlace::File(file) => {
                let folder = file.parent().unwrap_or(&self.dir);
                fs::create_dir_all(folder).context(format!("cannot make the folder {}", folder.display()))?;
                Registry::open(file)
            }
        };
        opened.context("cannot open the registry")
    }

    /// The registry where there is one; no file is made.
    pub fn registry_if_there(&self) -> Result<Option<Registry>, RegistryError> {
        match &self.registry {
            RegistryPlace::Database(url) => Registry::connect(url).map(Some),
            RegistryPlace::File(file) => file.exists().then(|| Registry::open(file)).transpose(),
        }
    }

    /// Where the registry lies, without a password.
    pub fn registry_place(&self) -> String {
        match &self.registry {
            RegistryPlace::Database(url) => {
                url.rsplit('@').next().and_then(|place| place.split('?').next()).unwrap_or_default().to_owned()
            }
            RegistryPlace::File(file) => file.display().to_string(),
        }
    }

    /// The releases, of which there may be none.
    pub fn releases(&self) -> ReleaseStore {
        ReleaseStore::new(self.dir.join("releases"))
    }

    /// The file of how much is asked of the server, day by day; it need not be there.
    pub fn usage(&self) -> PathBuf {
        self.dir.join("usage.json")
    }

    /// What is drawn on the basemap besides the registry's places.
    pub fn basemap(&self) -> BasemapFolder {
        BasemapFolder::new(self.dir.join("basemap"))
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

/// Whether `text` is the URL of a database, and no path.
fn is_database(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}
