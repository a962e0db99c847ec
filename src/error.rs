//! The one error type of the binary: what was being done, and what a room said about it.

use std::error::Error;
use std::fmt;
use std::io::Write;

/// What went wrong, told to a person, with the errors below it.
#[derive(Debug)]
pub struct ContextError {
    context: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// The result of anything that the binary does.
pub type Outcome<T> = Result<T, ContextError>;

impl ContextError {
    /// An error of the binary itself.
    pub fn new(context: impl Into<String>) -> Self {
        Self { context: context.into(), source: None }
    }

    /// What was being done when a room said `source`.
    pub fn of(doing: impl Into<String>, source: impl Error + Send + Sync + 'static) -> Self {
        Self { context: doing.into(), source: Some(Box::new(source)) }
    }
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.context)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl Error for ContextError {}

/// Says what was being done when a room failed.
pub trait Context<T> {
    /// Adds `doing`, as in `cannot publish`.
    fn context(self, doing: impl Into<String>) -> Outcome<T>;
}

impl<T, E: Error + Send + Sync + 'static> Context<T> for Result<T, E> {
    fn context(self, doing: impl Into<String>) -> Outcome<T> {
        self.map_err(|error| ContextError::of(doing, error))
    }
}

/// Writes `error` for the person at the terminal. A closed standard error is nobody's to tell.
pub fn tell(error: &ContextError) {
    let _ = writeln!(std::io::stderr(), "vmap: {error}");
}
