//! `vmap follow`: a copy of the registry behind another server.

mod leader;

use std::thread::sleep;
use std::time::{Duration, Instant};

use vmap_registry::{Registry, RegistryError};

use super::{Status, say};
use crate::cli::FollowArgs;
use crate::error::{ContextError, Outcome};
use crate::home::Home;
use leader::Leader;

/// With `--once`, how often a server that does not answer is asked in a row before that is an error.
const TRIES: u32 = 6;
/// Longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often a long copy says how far it is.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Why copying stopped.
#[derive(Debug)]
enum Stop {
    /// It may go on later: the server is away, or somebody else writes here.
    Later(ContextError),
    /// It will not go on by itself.
    Never(ContextError),
}

/// Copies all changes behind the last one here, and then each new one. Every page is written whole or
/// not at all, so it may be stopped at any moment.
pub fn run(home: &Home, args: &FollowArgs) -> Outcome<Status> {
    let leader = Leader::new(&args.url)?;
    let mut registry = home.registry()?;
    let mut failures = 0;
    loop {
        let wait = match catch_up(&mut registry, &leader, args.page) {
            Ok(()) if args.once => return Ok(Status::Done),
            Ok(()) => {
                failures = 0;
                Duration::from_secs(args.every)
            }
            Err(Stop::Never(error)) => return Err(error),
            Err(Stop::Later(error)) => {
                failures += 1;
                if args.once && failures == TRIES {
                    return Err(error);
                }
                let wait = LONGEST_WAIT.min(Duration::from_millis(250) * 2_u32.saturating_pow(failures));
                tracing::warn!("{error}; trying again in {} s", wait.as_secs_f32());
                wait
            }
        };
        sleep(wait);
    }
}

/// Copies page after page until nothing is left.
fn catch_up(registry: &mut Registry, leader: &Leader, limit: u64) -> Result<(), Stop> {
    let (mut copied, mut told) = (0, Instant::now());
    loop {
        let here = registry.change_number()?;
        // The last change here is asked for again: it shows that both are still the same registry.
        let page = leader.changes(here.saturating_sub(1), limit)?;
        if page.units != registry.units_revision()? {
            registry.follow_units(&leader.units()?)?;
            tell("units copied")?;
        }
        copied += registry.follow(&page)?;
        let here = registry.change_number()?;
        let is_done = here >= page.latest;
        if (is_done && copied > 0) || told.elapsed() > TELL_EVERY {
            tell(&format!("{copied} changes copied, at {here} of {}", page.latest))?;
            told = Instant::now();
        }
        if is_done {
            return Ok(());
        }
    }
}

fn tell(text: &str) -> Result<(), Stop> {
    say(text).map_err(Stop::Never)
}

impl From<RegistryError> for Stop {
    fn from(error: RegistryError) -> Self {
        let is_busy = matches!(error, RegistryError::Locked);
        let error = ContextError::of("cannot copy", error);
        if is_busy { Self::Later(error) } else { Self::Never(error) }
    }
}
