//! Arguments of the commands that look at the registry, decide in it, and follow another one.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use vmap_core::PlaceId;

/// Arguments of `vmap status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Also hash every change, and the units: two registries with the same hashes are equal. Reads everything
    #[arg(long)]
    pub hash: bool,
}

/// Arguments of `vmap history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// Identifier of the place, 12 digits
    pub id: PlaceId,
    /// Only how it was on this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub at: Option<Date>,
    /// Only what the registry knew at the end of this day (UTC)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub known: Option<Date>,
    /// One JSON object a version, as `/addresses/ID/history` has them
    #[arg(long)]
    pub json: bool,
}

/// Who decides, and why.
#[derive(Debug, Args)]
pub struct DecisionArgs {
    /// Numbers, as `list` shows them
    #[arg(required = true, value_name = "NUMBER")]
    pub numbers: Vec<u64>,
    /// Who decides; without it, the name of the user
    #[arg(long, env = "USER", default_value = "unnamed", hide_env = true, value_name = "NAME")]
    pub by: String,
    /// Why; whoever asks for a proposal sees it
    #[arg(long, default_value = "", value_name = "TEXT", hide_default_value = true)]
    pub note: String,
}

/// What to do with pairs of places that may be one.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Show the pairs that wait, the oldest first
    List {
        /// Most pairs to show
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u64,
    },
    /// They are one: the newer place is retired, and the older one follows it
    Merge(DecisionArgs),
    /// They are two, and are not shown again
    Keep(DecisionArgs),
}

/// What to do with proposals.
#[derive(Debug, Subcommand)]
pub enum ProposalsCommand {
    /// Show the proposals that wait, the oldest first
    List {
        /// Most proposals to show
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u64,
    },
    /// They are right: each becomes a version of its place, or a new place
    Accept {
        /// Which, by whom and why
        #[command(flatten)]
        decision: DecisionArgs,
        /// Source in whose name they are recorded
        #[arg(long, default_value = "proposals", value_name = "NAME")]
        source: String,
        /// Authority that vouches for them as of today
        #[arg(long, value_name = "NAME")]
        certified_by: Option<String>,
    },
    /// They are not
    Reject(DecisionArgs),
}

/// Arguments of `vmap sources`.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    /// Which source wins where two disagree about a place: the one of the higher number
    #[arg(long, value_name = "NAME=N")]
    pub set: Vec<String>,
}

/// Arguments of `vmap follow`.
#[derive(Debug, Args)]
pub struct FollowArgs {
    /// The other server, as `https://vmap.example.vn`
    #[arg(value_name = "URL")]
    pub url: String,
    /// Stop when nothing is left to copy
    #[arg(long)]
    pub once: bool,
    /// How long to wait before asking again, in seconds
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub every: u64,
    /// Changes copied in one go
    #[arg(long, default_value_t = 10_000, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000))]
    pub page: u64,
}
