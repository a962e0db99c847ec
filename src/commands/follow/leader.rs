//! The server that is followed, over HTTP.

use std::io::{self, Read};
use std::time::Duration;

use flate2::read::GzDecoder;
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
        let asked = self.agent.get(format!("{}{path}", self.url)).header("accept-encoding", "gzip").call();
        let mut response = asked.map_err(|error| self.no_answer(error))?;
        let status = response.status().as_u16();
        let is_compressed = response.headers().get("content-encoding").is_some_and(|encoding| encoding == "gzip");
        let body = read(response.body_mut().as_reader(), is_compressed).map_err(|error| self.no_answer(error))?;
        if status != 200 {
            return Err(self.refused(status, &body));
        }
        serde_json::from_slice(&body).map_err(|error| {
            let detail = format!("answers {path} with something else ({error}): is it a vmap of the same version?");
            Stop::Never(self.error(detail))
        })
    }

    fn no_answer(&self, error: impl std::fmt::Display) -> Stop {
        Stop::Later(self.error(format!("does not answer: {error}")))
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

fn read(body: impl Read, is_compressed: bool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match is_compressed {
        true => GzDecoder::new(body).take(MOST_BYTES).read_to_end(&mut bytes)?,
        false => body.take(MOST_BYTES).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}
