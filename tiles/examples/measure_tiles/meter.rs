//! What each stage of a program takes, from Linux's `/proc/self`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Kilobytes of anonymous memory at the worst moment of the stage so far.
static ANONYMOUS: AtomicU64 = AtomicU64::new(0);

/// Prints a stage when the next one begins.
pub struct Meter(Mutex<Stage>);

struct Stage {
    name: String,
    begin: Instant,
    cpu_seconds: f64,
}

impl Stage {
    fn begin(name: &str) -> Self {
        ANONYMOUS.store(0, Ordering::Relaxed);
        Self { name: name.to_owned(), begin: Instant::now(), cpu_seconds: cpu_seconds() }
    }
}

impl Meter {
    pub fn start() -> Self {
        std::thread::spawn(|| {
            loop {
                ANONYMOUS.fetch_max(kilobytes("RssAnon:"), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        println!("{} threads", std::thread::available_parallelism().unwrap());
        Self(Mutex::new(Stage::begin("start")))
    }

    pub fn stage(&self, name: &str) {
        let mut last = self.0.lock().unwrap();
        let (wall, cpu) = (last.begin.elapsed().as_secs_f64(), cpu_seconds() - last.cpu_seconds);
        let (anonymous, all) = (ANONYMOUS.load(Ordering::Relaxed) >> 10, kilobytes("VmHWM:") >> 10);
        println!("{wall:>8.2} s {cpu:>8.2} CPU s, {anonymous:>5} MiB ({all} with mapped files so far)  {}", last.name);
        *last = Stage::begin(name);
    }
}

/// A line of `status` in kilobytes.
fn kilobytes(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// User and system time so far: fields 14 and 15 of `stat`, in hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
