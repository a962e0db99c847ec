//! The server that is followed, over HTTP.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::Agent;
use vmap_registry::{ChangePage, UnitSet};

use super::Stop;
use crate::error::{ContextError, Outcome};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(300);
/// Most bytes of an answer: the boundaries of a country take some hundred megabytes.
const MOST_BYTES: u64 = 2 << 30;

/// A server with a registry.
pub struct Leader {
    agent: Agent,
    url: String,
}

/// What of a problem is told on.
#[derive(Deserialize)]
struct Problem {
    detail: String,
}

impl Leader {
    /// The server at `url`, which is not asked yet.
    pub fn new(url: &str) -> Outcome<Self> {
        if !url.starts_with("http://") && !url.starts_with("https://") {
            let detail = format!("expected the URL of a server, as https://vmap.example.vn, found {url:?}");
            return Err(ContextError::new(detail));
        }
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(ANSWER_TIMEOUT))
            .user_agent(concat!("vmap/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { agent: agent.into(), url: url.trim_end_matches('/').to_owned() })
    }

    /// The changes after the number `since`, at most `limit`.
    pub fn changes(&self, since: u64, limit: u64) -> Result<ChangePage, Stop> {
        self.get(&format!("/changes?since={since}&limit={limit}"))
    }

    /// All units and boundaries.
    pub fn units(&self) -> Result<UnitSet, Stop> {
        self.get("/changes/units")
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Stop> {
        let later = |error: ureq::Error| Stop::Later(self.error(format!("does not answer: {error}")));
        let mut response = self.agent.get(format!("{}{path}", self.url)).call().map_err(later)?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(later)?;
        if status != 200 {
            return Err(self.refused(status, &body));
        }
        serde_json::from_slice(&body).map_err(|error| {
            let detail = format!("answers {path} with something else ({error}): is it a vmap of the same version?");
            Stop::Never(self.error(detail))
        })
    }

    /// A server that is busy or broken may come back; any other refusal stays.
    fn refused(&self, status: u16, body: &[u8]) -> Stop {
        let problem = serde_json::from_slice(body).map(|problem: Problem| problem.detail).unwrap_or_default();
        let error = self.error(format!("answers {status}: {problem}"));
        match status {
            429 | 500..=599 => Stop::Later(error),
            _ => Stop::Never(error),
        }
    }

    fn error(&self, what: String) -> ContextError {
        ContextError::new(format!("{} {what}", self.url))
    }
}
