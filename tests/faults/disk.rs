//! A disk that fails on demand, see `disk.c`, under the real binary.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// What befalls the files that are watched.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Nothing.
    None,
    /// The process dies at this step: a write, a cut, a sync, a renaming or a removal, from 1.
    KilledAtStep(u64),
    /// No byte behind this many can be written.
    FullAfter(u64),
    /// This sync fails, from 1.
    SyncFails(u64),
    /// This sync fails and all behind it.
    SyncsFailFrom(u64),
}

/// The disk under the files whose path begins in one way.
pub struct Disk {
    folder: TempDir,
}

/// How a process ended.
#[derive(Debug)]
pub struct End {
    /// Its exit status; `None` where it was killed.
    pub status: Option<i32>,
    /// What it complained.
    pub complaint: String,
    /// What it did to the disk; `None` where it was killed.
    pub tally: Option<Tally>,
}

/// What a process did to the disk.
#[derive(Debug)]
pub struct Tally {
    /// How often the disk failed.
    pub failures: u64,
    /// Its steps.
    pub steps: u64,
    /// Bytes that it wrote or tried to.
    pub bytes: u64,
    /// The steps that were syncs.
    pub syncs: Vec<u64>,
}

impl Disk {
    /// Compiles it.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/disk.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"]);
        let compiled = compiler.arg(folder.path().join("disk.so")).arg(source).status().unwrap();
        assert!(compiled.success(), "cc cannot compile tests/faults/disk.c");
        Self { folder }
    }

    /// Starts `command`, whose files that begin with `under` meet `fault`.
    pub fn start(&self, mut command: Command, under: &Path, fault: Fault) -> Child {
        let _ = fs::remove_file(self.log());
        command.env("LD_PRELOAD", self.folder.path().join("disk.so")).env("FAULTS_LOG", self.log());
        command.env("FAULTS_UNDER", under).env("FAULTS_PLAN", fault.plan());
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Waits until what was started last has ended.
    pub fn end(&self, child: Child) -> End {
        let output = child.wait_with_output().unwrap();
        let complaint = String::from_utf8(output.stderr).unwrap();
        let status = output.status;
        assert!(status.code().is_some() || status.signal() == Some(9), "{status}: {complaint}");
        assert!(!complaint.contains("panicked"), "{complaint}");
        let tally = fs::read_to_string(self.log()).ok().map(|log| Tally::read(&log));
        End { status: status.code(), complaint, tally }
    }

    /// Runs `command` to its end.
    pub fn run(&self, command: Command, under: &Path, fault: Fault) -> End {
        self.end(self.start(command, under, fault))
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Fault {
    fn plan(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::KilledAtStep(step) => format!("kill:{step}"),
            Self::FullAfter(bytes) => format!("full:{bytes}"),
            Self::SyncFails(number) => format!("sync:{number}"),
            Self::SyncsFailFrom(number) => format!("sync-from:{number}"),
        }
    }
}

impl End {
    /// What it did; it must have ended by itself.
    pub fn tally(&self) -> &Tally {
        self.tally.as_ref().unwrap_or_else(|| panic!("killed: {}", self.complaint))
    }
}

impl Tally {
    fn read(log: &str) -> Self {
        let numbers: Vec<u64> = log.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let &[failures, steps, bytes, ref syncs @ ..] = numbers.as_slice() else { panic!("{log:?}") };
        Self { failures, steps, bytes, syncs: syncs.to_vec() }
    }
}

/// `count` numbers from 1 to `last`, one at random in each of as many equal parts.
pub fn spread(count: u64, last: u64, seed: u64) -> Vec<u64> {
    let place = |part: u64| (part * 1_000_000 + random(seed, part) % 1_000_000) as f64 / (count * 1_000_000) as f64;
    (0..count).map(|part| 1 + (place(part) * last as f64) as u64).collect()
}

/// SplitMix64.
fn random(seed: u64, at: u64) -> u64 {
    let mut mixed = seed.wrapping_add((at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
