//! `vmap publish` beside an earlier release.

use std::fs;
use std::path::Path;

use crate::disk::{Disk, End, Fault, spread};
use crate::support::{Vmap, shipped_units};

const SEED: u64 = 20_250_702;

/// A home with a release and places imported since, and what an unharmed publishing does there.
struct Scene {
    disk: Disk,
    origin: Vmap,
    before: Releases,
    after: Releases,
    unharmed: End,
}

/// What lies in `releases/`.
#[derive(Debug, PartialEq, Eq)]
struct Releases {
    current: String,
    entries: Vec<String>,
}

impl Scene {
    fn new() -> Self {
        let (disk, origin) = (Disk::new(), Vmap::new());
        origin.done(&["import", "units", shipped_units().to_str().unwrap()]);
        import_made(&origin, 200);
        origin.done(&["publish"]);
        import_made(&origin, 400);

        let vmap = copy_of(&origin);
        let before = Releases::of(&vmap);
        let unharmed = disk.run(vmap.command(&["publish"]), &vmap.path("releases"), Fault::None);
        assert_eq!(unharmed.status, Some(0), "{}", unharmed.complaint);
        let after = Releases::of(&vmap);
        assert_eq!((before.entries.len(), after.entries.len()), (2, 3), "{after:?}");
        Self { disk, origin, before, after, unharmed }
    }

    /// How a publishing that meets `fault` ended, and whether its release is current. What is
    /// listed must be whole, what has failed must leave nothing, and publishing again must succeed.
    fn meet(&self, fault: Fault) -> (bool, End) {
        let vmap = copy_of(&self.origin);
        let end = self.disk.run(vmap.command(&["publish"]), &vmap.path("releases"), fault);
        let left = Releases::of(&vmap);
        match end.status {
            Some(0) => assert_eq!(left, self.after, "{fault:?}: {}", end.complaint),
            Some(_) => assert_eq!(left, self.before, "{fault:?}: {}", end.complaint),
            None => assert!([&self.before.current, &self.after.current].contains(&&left.current), "{left:?}"),
        }
        vmap.done(&["publish"]);
        assert_eq!(Releases::of(&vmap), self.after, "{fault:?}, then published again");
        (left.current == self.after.current, end)
    }
}

impl Releases {
    /// Those of `vmap`, each of which must be whole.
    fn of(vmap: &Vmap) -> Self {
        let folder = vmap.path("releases");
        let current = fs::read_to_string(folder.join("CURRENT")).unwrap().trim().to_owned();
        let listed = vmap.done(&["releases"]);
        assert!(listed.contains(&format!("* {current} ")), "{current} is not marked in\n{listed}");
        for line in listed.lines() {
            vmap.done(&["verify", line[2..].split(' ').next().unwrap()]);
        }
        let mut entries: Vec<String> = names(&folder);
        entries.sort();
        Self { current, entries }
    }
}

#[test]
fn killed_at_any_step_publishing_leaves_whole_releases() {
    let scene = Scene::new();
    let steps = scene.unharmed.tally().steps;
    let mut places = spread(4, steps, SEED);
    // The last steps: the renaming of the folder, the sync of its name, and CURRENT.
    places.extend(steps - 5..=steps);
    let current: Vec<bool> = places.iter().map(|&step| scene.meet(Fault::KilledAtStep(step)).0).collect();
    println!("killed at steps {places:?} of {steps}: the new release is current: {current:?}");
    assert!(!current[0] && current[current.len() - 1]);
}

#[test]
fn a_disk_that_fills_is_told_and_nothing_is_published() {
    let scene = Scene::new();
    let bytes = scene.unharmed.tally().bytes;
    let mut places = spread(4, bytes - 100, SEED);
    places.extend([0, bytes - 1]);
    for bytes in places {
        let (_, end) = scene.meet(Fault::FullAfter(bytes));
        println!("full after {bytes} bytes: {}", end.complaint.trim());
        assert!(end.tally().failures > 0, "the disk never was full");
        assert_refused(&end, "No space left");
    }
}

#[test]
fn a_failing_sync_is_told_and_nothing_is_published() {
    let scene = Scene::new();
    let syncs = scene.unharmed.tally().syncs.len() as u64;
    // The last three: the name of the folder, what CURRENT says, its name.
    let mut numbers = spread(2, syncs, SEED);
    numbers.extend(syncs - 2..=syncs);
    for number in numbers {
        let (_, end) = scene.meet(Fault::SyncFails(number));
        println!("sync {number} of {syncs} fails: {}", end.complaint.trim());
        assert!(end.tally().failures > 0, "no sync ever failed");
        assert_refused(&end, "Input/output error");
    }
}

fn assert_refused(end: &End, words: &str) {
    assert_eq!(end.status, Some(3), "{}", end.complaint);
    for words in [words, "nothing was published"] {
        assert!(end.complaint.contains(words), "not said, {words:?}: {}", end.complaint);
    }
}

fn import_made(vmap: &Vmap, addresses: u64) {
    let file = vmap.path("rows.csv");
    vmap.done(&["synth", "--addresses", &addresses.to_string(), "-o", file.to_str().unwrap()]);
    vmap.done(&["import", "addresses", file.to_str().unwrap(), "--source", "made"]);
}

fn copy_of(origin: &Vmap) -> Vmap {
    let copy = Vmap::new();
    fs::copy(origin.path("registry.db"), copy.path("registry.db")).unwrap();
    copy_folder(&origin.path("releases"), &copy.path("releases"));
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        match from.is_dir() {
            true => copy_folder(&from, &to),
            false => drop(fs::copy(&from, &to).unwrap()),
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
