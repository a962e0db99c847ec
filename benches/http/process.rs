//! The binary as a process of its own, and what the system says of it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Processor, load and memory, as Linux tells them.
pub fn print_machine() {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let processor = read("/proc/cpuinfo");
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let threads = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "machine: {threads} x {}, {}, load {}",
        model.trim_matches([' ', '\t', ':']),
        read("/proc/meminfo").lines().next().unwrap_or_default(),
        read("/proc/loadavg").trim()
    );
}

/// `vmap serve`, killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it on a free port and waits until it answers.
    pub fn start(home: &Path) -> Self {
        let mut child = vmap(home)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find_map(|word| word.strip_prefix("http://"));
        let address = address.and_then(|address| address.parse().ok());
        Self { child, address: address.unwrap_or_else(|| panic!("the server printed {line:?}")) }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs `vmap geocode` and gives its wall and CPU seconds.
pub fn run(home: &Path, input: &Path, output: &Path, options: &[&str]) -> (f64, f64) {
    let begun = Instant::now();
    let before = cpu_seconds_of_children();
    let done = vmap(home).arg("geocode").arg(input).arg("-o").arg(output).args(options).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (begun.elapsed().as_secs_f64(), cpu_seconds_of_children() - before)
}

fn vmap(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vmap"));
    command.arg("--home").arg(home);
    command
}

/// User and system time of a process (`proc(5)`, fields 14 and 15).
pub fn cpu_seconds(process: u32) -> f64 {
    times(process, 11)
}

/// The same of this process's children that have ended (fields 16 and 17).
fn cpu_seconds_of_children() -> f64 {
    times(std::process::id(), 13)
}

/// Two fields of `stat` behind the name, the first of them at `at`, which Linux counts in hundredths of a second.
fn times(process: u32, at: usize) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(at).take(2).filter_map(|field| field.parse::<u64>().ok());
    ticks.sum::<u64>() as f64 / 100.0
}
