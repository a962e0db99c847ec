//! `vmap serve`: the server, until it is told to stop.

use super::{Status, say};
use crate::cli::ServeArgs;
use crate::error::{Context, Outcome};
use crate::home::Home;
use crate::http;

/// Serves the current release until Ctrl-C or a termination signal.
pub fn run(home: &Home, args: &ServeArgs) -> Outcome<Status> {
    let proposals = http::Allowance {
        per_minute: args.proposals_per_minute,
        burst: args.proposals_at_once,
        behind_proxy: args.behind_proxy,
    };
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
    runtime.block_on(async {
        let server = http::Server::bind(home, args.listen, proposals).await?;
        say(&format!("serving http://{}  (Ctrl-C stops)", server.address()))?;
        server.run().await
    })?;
    say("stopped")?;
    Ok(Status::Done)
}
