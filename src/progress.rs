//! Progress of long work: a bar with rate and time left on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use vmap_pipeline::progress::Progress;

/// Tells the person at the terminal, or the log, how far the work is.
pub struct Terminal {
    bar: Mutex<Option<Stage>>,
    interactive: bool,
}

/// The stage that runs now.
struct Stage {
    name: String,
    bar: ProgressBar,
    begun: Instant,
}

impl Terminal {
    /// A bar where standard error is a terminal, else a line per stage.
    pub fn new() -> Self {
        Self { bar: Mutex::new(None), interactive: std::io::stderr().is_terminal() }
    }

    fn new_bar(&self, total: Option<u64>) -> ProgressBar {
        if !self.interactive {
            return ProgressBar::hidden();
        }
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), "{msg:30} {wide_bar} {percent:>3}% {per_sec:>14} {eta:>4} left"),
            None => (ProgressBar::new_spinner(), "{msg:30} {spinner} {elapsed}"),
        };
        bar.enable_steady_tick(Duration::from_millis(200));
        bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    fn with_stage(&self, act: impl FnOnce(&mut Option<Stage>)) {
        // A poisoned bar is still a bar.
        act(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Terminal {
    fn stage(&self, name: &str, total: Option<u64>) {
        let bar = self.new_bar(total);
        bar.set_message(name.to_owned());
        self.with_stage(|stage| *stage = Some(Stage { name: name.to_owned(), bar, begun: Instant::now() }));
    }

    fn advance(&self, amount: u64) {
        self.with_stage(|stage| stage.iter().for_each(|stage| stage.bar.inc(amount)));
    }

    fn done(&self) {
        self.with_stage(|stage| {
            let Some(stage) = stage.take() else { return };
            stage.bar.finish_and_clear();
            let _ = writeln!(std::io::stderr(), "{} ({:.1} s)", stage.name, stage.begun.elapsed().as_secs_f64());
        });
    }
}
