//! The release that is being served, and the change to a newer one.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use vmap_geocoder::Geocoder;
use vmap_release::{Release, ReleaseStore};
use vmap_tiles::TileSets;

use super::features::UnitAreas;
use crate::error::{Context, Outcome};

/// How often the server looks whether another release has been made current.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);

/// One release with everything that answers from it. A request holds on to the one it began with.
pub struct Serving {
    /// The release itself.
    pub release: Arc<Release>,
    /// Search and reverse.
    pub geocoder: Geocoder,
    /// Tiles.
    pub tiles: TileSets,
    /// Areas of units.
    pub areas: UnitAreas,
}

impl Serving {
    fn open(release: Release) -> Outcome<Self> {
        let release = Arc::new(release);
        let geocoder = Geocoder::open(release.clone()).context("cannot open the search index")?;
        let tiles = TileSets::open(&release).context("cannot open the tiles")?;
        Ok(Self { release, geocoder, tiles, areas: UnitAreas::default() })
    }
}

/// The release now served, shared by all requests.
#[derive(Clone)]
pub struct Current {
    store: ReleaseStore,
    serving: Arc<RwLock<Arc<Serving>>>,
}

impl Current {
    /// Opens the current release of `store`.
    pub fn open(store: ReleaseStore) -> Outcome<Self> {
        let release = store.open_current().context("cannot serve")?;
        let serving = Arc::new(RwLock::new(Arc::new(Serving::open(release)?)));
        Ok(Self { store, serving })
    }

    /// All releases.
    pub fn store(&self) -> &ReleaseStore {
        &self.store
    }

    /// What to answer a request from.
    pub fn get(&self) -> Arc<Serving> {
        // Only whole values are ever put in, so a poisoned lock still guards a good one.
        self.serving.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Follows the store for as long as the server lives. A release that cannot be opened is
    /// logged once, and the one that works stays.
    pub async fn follow(self) {
        let mut refused = None;
        loop {
            tokio::time::sleep(FOLLOW_EVERY).await;
            let this = self.clone();
            let known_bad = refused.clone();
            let step = tokio::task::spawn_blocking(move || this.follow_once(known_bad.as_deref())).await;
            if let Ok(Err(bad)) = step {
                refused = bad;
            }
        }
    }

    /// Switches where another release is current. `Err` names the release that could not be opened.
    fn follow_once(&self, known_bad: Option<&str>) -> Result<(), Option<String>> {
        let id = match self.store.current_id() {
            Ok(Some(id)) => id,
            Ok(None) => return Ok(()),
            Err(error) => {
                tracing::warn!(%error, "cannot tell the current release");
                return Ok(());
            }
        };
        if id == self.get().release.id() || known_bad == Some(id.as_str()) {
            return Ok(());
        }
        match self.store.open(&id).context("cannot open").and_then(Serving::open) {
            Ok(serving) => {
                *self.serving.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(serving);
                tracing::info!(release = %id, "now serving release {id}");
                Ok(())
            }
            Err(error) => {
                tracing::error!(release = %id, %error, "staying with the release that works, release {id} cannot be served");
                Err(Some(id))
            }
        }
    }
}
