//! The registry beside the releases, where there is one: asked on threads that may wait for the disk.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use vmap_registry::{Registry, RegistryError};

use super::problem::Problem;
use crate::home::Home;

/// Most that read the registry at once; others wait for their turn. Each may hold some megabytes.
const READERS: usize = 8;
/// Most that wait to write to the registry, which takes one at a time; others are told to come again.
const WRITERS: usize = 4;
/// After how many seconds those may come again whom a long import kept out.
const COME_AGAIN_S: u32 = 30;

/// The registry of a home. It is opened anew for each request, in some tenths of a millisecond, so that
/// one that is put there, taken away or restored while the server runs is seen at once.
#[derive(Clone)]
pub struct Records {
    home: Home,
    readers: Arc<Semaphore>,
    writers: Arc<Semaphore>,
}

impl Records {
    /// The registry of `home`, which need not be there.
    pub fn new(home: Home) -> Self {
        Self { home, readers: Arc::new(Semaphore::new(READERS)), writers: Arc::new(Semaphore::new(WRITERS)) }
    }

    /// What `read` gives of the registry.
    ///
    /// # Errors
    /// A problem of `read`'s own, or that there is no registry or that it cannot be used.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Registry) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = self.readers.clone().acquire_owned().await.map_err(|_| Problem::internal())?;
        self.with_registry(turn, |registry| read(registry)).await
    }

    /// What `write` gives that changes the registry. Waits some seconds for another that is writing.
    pub async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Registry) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = self.writers.clone().try_acquire_owned().map_err(|_| being_written())?;
        self.with_registry(turn, write).await
    }

    async fn with_registry<T: Send + 'static>(
        &self,
        turn: impl Send + 'static,
        ask: impl FnOnce(&mut Registry) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let home = self.home.clone();
        let asked = spawn_blocking(move || {
            let _turn = turn;
            ask(&mut home.registry_if_there()?.ok_or_else(Problem::no_registry)?)
        });
        asked.await.map_err(|error| {
            tracing::error!(%error, "the registry was not asked to the end");
            Problem::internal()
        })?
    }
}

fn being_written() -> Problem {
    Problem::unavailable("the registry is being written to: try again later", COME_AGAIN_S)
}

impl From<RegistryError> for Problem {
    fn from(error: RegistryError) -> Self {
        if matches!(error, RegistryError::Locked) {
            return being_written();
        }
        tracing::error!(%error, "the registry cannot be used");
        Self::unavailable("the registry cannot be used now; the server's log says why", COME_AGAIN_S)
    }
}
