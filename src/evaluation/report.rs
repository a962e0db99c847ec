//! A tally as text.

use std::fmt;

use super::tally::{BANDS_M, CLASSES, Tally};

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>8} rows judged, {} passed over", self.rows, self.passed_over)?;
        for (count, what) in [
            (self.right, "commune right"),
            (self.among_candidates, "right one among the candidates"),
            (self.answered, "answered with a commune"),
            (self.ambiguous, "ambiguous"),
        ] {
            writeln!(f, "{count:>8} {:>7} {what}", Share(count, self.rows))?;
        }
        writeln!(f, "   class     rows   share   wrong          wrong by more than 200 m")?;
        for (class, tally) in CLASSES.iter().zip(&self.classes) {
            let name = class.map_or("none".to_owned(), |class| format!("{class:?}"));
            writeln!(
                f,
                "{name:>8} {:>8} {:>7} {:>6} {:>7} {:>6} {:>7}",
                tally.rows,
                Share(tally.rows, self.rows),
                tally.wrong,
                Share(tally.wrong, tally.rows),
                tally.far_off,
                Share(tally.far_off, tally.rows),
            )?;
        }
        for (band, count) in BANDS_M.iter().zip(&self.within) {
            writeln!(f, "{count:>8} {:>7} within {band} m of the point", Share(*count, self.rows))?;
        }
        let seconds = self.asking.as_secs_f64();
        let rate = if seconds > 0.0 { self.rows as f64 / seconds } else { 0.0 };
        write!(f, "{rate:>8.0} rows a second, asked one after the other")
    }
}

/// A part of a whole in percent.
struct Share(u64, u64);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = if self.1 == 0 { 0.0 } else { 100.0 * self.0 as f64 / self.1 as f64 };
        f.pad(&format!("{percent:.2} %"))
    }
}
