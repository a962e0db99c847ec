//! How fast answers came.

use std::time::Duration;

use serde::Serialize;

use super::Asked;

/// Figures over all requests of a run.
#[derive(Serialize)]
pub struct Figures {
    answered: usize,
    failed: usize,
    seconds: f64,
    per_second: f64,
    median_ms: f64,
    p99_ms: f64,
}

impl Figures {
    /// The figures of what was `asked` within `elapsed`; failed requests count in the latencies only.
    pub fn of(asked: &[Asked], elapsed: Duration) -> Self {
        let mut times: Vec<Duration> = asked.iter().map(|asked| asked.took).collect();
        times.sort_unstable();
        let answered = asked.iter().filter(|asked| asked.answer.is_some()).count();
        let seconds = elapsed.as_secs_f64();
        Self {
            answered,
            failed: asked.len() - answered,
            seconds,
            per_second: answered as f64 / seconds,
            median_ms: quantile_ms(&times, 0.5),
            p99_ms: quantile_ms(&times, 0.99),
        }
    }
}

/// The nearest rank of `share` in `sorted`, in milliseconds; 0 for none.
fn quantile_ms(sorted: &[Duration], share: f64) -> f64 {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
