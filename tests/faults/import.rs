//! `vmap import addresses` into a registry that holds an earlier batch.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::disk::{Disk, End, Fault, spread};
use crate::support::{Vmap, shipped_units};

const SEED: u64 = 20_250_701;

/// A registry, a file to import, and what an unharmed import of it does.
struct Scene {
    disk: Disk,
    origin: Vmap,
    file: PathBuf,
    before: Content,
    after: Content,
    unharmed: End,
    took: Duration,
}

/// What a registry that is whole holds.
struct Content {
    bytes: Vec<u8>,
    /// All rows of all tables, digested.
    rows: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Before,
    After,
}

impl Scene {
    /// The file moves and renames some of what is there, lacks the rest and brings new rows.
    fn new() -> Self {
        let (disk, origin) = (Disk::new(), Vmap::new());
        origin.done(&["import", "units", shipped_units().to_str().unwrap()]);
        let earlier = made_rows(&origin, 600, 1);
        origin.done(&["import", "addresses", earlier.to_str().unwrap(), "--source", "made"]);
        let file = made_rows(&origin, 1_200, 2);

        let vmap = copy_of(&origin);
        let before = Content::of(&vmap);
        let started = Instant::now();
        let unharmed = disk.run(import(&vmap, &file), &registry(&vmap), Fault::None);
        let took = started.elapsed();
        assert_eq!(unharmed.status, Some(0), "{}", unharmed.complaint);
        let after = Content::of(&vmap);
        assert_ne!(before.rows, after.rows);
        Self { disk, origin, file, before, after, unharmed, took }
    }

    /// What an import that meets `fault` leaves, and how it ended.
    fn meet(&self, fault: Fault) -> (State, End) {
        self.harm(&format!("{fault:?}"), |vmap| self.disk.run(import(vmap, &self.file), &registry(vmap), fault))
    }

    /// What an import killed from outside after `moment` leaves, and how it ended.
    fn kill_after(&self, moment: Duration) -> (State, End) {
        self.harm(&format!("killed after {moment:?}"), |vmap| {
            let mut child = self.disk.start(import(vmap, &self.file), &registry(vmap), Fault::None);
            std::thread::sleep(moment);
            child.kill().unwrap();
            self.disk.end(child)
        })
    }

    /// Lets `strike` befall an import into a copy of the registry. It must leave what was there or what
    /// an unharmed one leaves, and the same import must succeed then.
    fn harm(&self, fault: &str, strike: impl FnOnce(&Vmap) -> End) -> (State, End) {
        let vmap = copy_of(&self.origin);
        let end = strike(&vmap);
        let left = self.state(&vmap, fault);
        if let Some(status) = end.status {
            let told = if status == 0 { State::After } else { State::Before };
            assert_eq!(left, told, "{fault}: status {status} does not tell what is left: {}", end.complaint);
        }
        let again = self.disk.run(import(&vmap, &self.file), &registry(&vmap), Fault::None);
        assert_eq!(again.status, Some(0), "{fault}, then: {}", again.complaint);
        assert_eq!(self.state(&vmap, fault), State::After, "{fault}, then imported again");
        (left, end)
    }

    fn state(&self, vmap: &Vmap, fault: &str) -> State {
        vmap.done(&["status"]);
        assert!(
            !vmap.path("registry.db-wal").exists(),
            "{fault}: who closes the registry last writes all into one file"
        );
        // The same bytes hold the same rows: no need to read them.
        let (before, after) = (&self.before, &self.after);
        let bytes = fs::read(registry(vmap)).unwrap();
        let known = [before, after].into_iter().find(|known| known.bytes == bytes);
        match known.map_or_else(|| rows(vmap), |known| known.rows.clone()) {
            rows if rows == before.rows => State::Before,
            rows if rows == after.rows => State::After,
            rows => panic!("{fault} left\n{rows}\nbefore\n{}\nafter\n{}", before.rows, after.rows),
        }
    }
}

impl Content {
    fn of(vmap: &Vmap) -> Self {
        Self { rows: rows(vmap), bytes: fs::read(registry(vmap)).unwrap() }
    }
}

#[test]
fn killed_at_random_moments_an_import_is_whole_or_never_was() {
    let scene = Scene::new();
    for percent in spread(8, 100, SEED) {
        let (left, end) = scene.kill_after(scene.took * u32::try_from(percent).unwrap() / 100);
        println!("killed at {percent} % of its time: {left:?}, status {:?}", end.status);
    }
}

#[test]
fn killed_at_any_step_of_its_commit_an_import_is_whole_or_never_was() {
    let scene = Scene::new();
    let tally = scene.unharmed.tally();
    let mut steps: Vec<u64> = tally.syncs.iter().take(4).flat_map(|&step| [step, step + 1]).collect();
    steps.extend(spread(10 - steps.len() as u64, tally.steps, SEED));
    steps.extend([1, tally.steps]);
    steps.sort_unstable();
    let left: Vec<State> = steps.iter().map(|&step| scene.meet(Fault::KilledAtStep(step)).0).collect();
    println!("killed at steps {steps:?} of {}: {left:?}", tally.steps);
    assert!(left.is_sorted(), "what was durable at one step is lost at a later one: {steps:?} {left:?}");
    assert_eq!((left[0], left[left.len() - 1]), (State::Before, State::After));
}

#[test]
fn a_disk_that_fills_is_told_and_nothing_stays() {
    let scene = Scene::new();
    for bytes in spread(7, scene.unharmed.tally().bytes, SEED) {
        let (left, end) = scene.meet(Fault::FullAfter(bytes));
        println!("full after {bytes} bytes: {left:?}, {}", end.complaint.trim());
        assert!(end.tally().failures > 0, "the disk never was full");
        if left == State::Before {
            assert_refused(&end, &["disk of the registry is full"]);
        }
    }
    let (left, end) = scene.meet(Fault::FullAfter(0));
    assert_eq!(left, State::Before);
    assert_refused(&end, &["disk"]);
}

#[test]
fn a_failing_sync_is_told_and_nothing_stays() {
    let scene = Scene::new();
    for number in 1..=scene.unharmed.tally().syncs.len() as u64 {
        for fault in [Fault::SyncFails(number), Fault::SyncsFailFrom(number)] {
            let (left, end) = scene.meet(fault);
            println!("{fault:?}: {left:?}, {}", end.complaint.trim());
            assert!(end.tally().failures > 0, "no sync ever failed");
            if left == State::Before {
                assert_refused(&end, &["cannot read or write", "check the disk"]);
            }
        }
    }
}

fn assert_refused(end: &End, words: &[&str]) {
    assert_eq!(end.status, Some(3), "{}", end.complaint);
    assert!(words.iter().all(|word| end.complaint.contains(word)), "not said {words:?}: {}", end.complaint);
}

fn made_rows(vmap: &Vmap, rows: u64, seed: u64) -> PathBuf {
    let file = vmap.path(&format!("rows-{seed}.csv"));
    let (rows, seed) = (rows.to_string(), seed.to_string());
    vmap.done(&["synth", "--addresses", &rows, "--seed", &seed, "-o", file.to_str().unwrap()]);
    file
}

fn registry(vmap: &Vmap) -> PathBuf {
    vmap.path("registry.db")
}

fn import(vmap: &Vmap, file: &Path) -> Command {
    vmap.command(&["import", "addresses", file.to_str().unwrap(), "--source", "made", "--max-retired", "100"])
}

fn copy_of(origin: &Vmap) -> Vmap {
    let copy = Vmap::new();
    fs::copy(registry(origin), registry(&copy)).unwrap();
    copy
}

/// All rows of all tables, digested, of a registry that must be whole.
fn rows(vmap: &Vmap) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/registry_state.py");
    let output = Command::new("python3").arg(script).arg(registry(vmap)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
