//! A PostgreSQL of the test's own, in a temporary folder.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests stop at the first failure, and say what they leave out"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

/// Set where a missing PostgreSQL is a failure, as in CI.
const REQUIRED: &str = "VMAP_REQUIRE_POSTGRES";
/// The one role.
const ROLE: &str = "vmap";

/// Makes a cluster, says `ready`, and removes it when standard input ends: when the cluster is
/// dropped or its process ends, in whatever way. `$1` is where the programs lie, `$2` the folder, `$3`
/// whether what is committed is flushed to the disk.
/// A signal to the whole group, as Ctrl-C at a terminal, must not keep it from cleaning up.
const KEEPER: &str = r#"
trap '' INT TERM HUP
cd "$2" &&
"$1/initdb" --pgdata=data --username=vmap --auth=trust --encoding=UTF8 --locale=C --no-sync >log 2>&1 &&
"$1/pg_ctl" --pgdata=data --log=log --wait --options="-k '$2' -c listen_addresses= -c fsync=$3" start >>log 2>&1 &&
echo ready &&
cat >/dev/null
test -f data/postmaster.pid && "$1/pg_ctl" --pgdata=data --mode=immediate --wait stop >>log 2>&1
cd / && rm -rf "$2"
"#;

/// A running cluster, reached through a socket in its folder alone. Stopped and removed when
/// dropped, or when the process ends.
pub struct Cluster {
    programs: PathBuf,
    owner: Option<(u32, u32)>,
    keeper: Child,
    databases: AtomicU32,
    folder: TempDir,
}

impl Cluster {
    /// The one of this process; `None`, with a line on standard error, where PostgreSQL is not
    /// installed.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
        SHARED.get_or_init(Self::start).as_ref()
    }

    /// Starts one; `None`, with a line on standard error, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        Self::start_syncing("off")
    }

    /// Starts one as people use it, which flushes what is committed to the disk.
    pub fn start_durable() -> Option<Self> {
        Self::start_syncing("on")
    }

    fn start_syncing(fsync: &str) -> Option<Self> {
        let Some(programs) = find_programs() else {
            let complaint = "no initdb in PATH or /usr/lib/postgresql/*/bin: install postgresql";
            assert!(std::env::var_os(REQUIRED).is_none(), "{complaint}");
            eprintln!("LEFT OUT: {complaint}");
            return None;
        };
        let folder = TempDir::new().unwrap();
        let owner = unprivileged_owner(folder.path());
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut keeper = run_as(owner, "sh");
        keeper.arg("-c").arg(KEEPER).arg("sh").arg(&programs).arg(folder.path()).arg(fsync);
        let keeper = keeper.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut cluster = Self { programs, owner, keeper, databases: AtomicU32::new(0), folder };
        cluster.wait_until_ready();
        Some(cluster)
    }

    /// A new, empty database, whose name begins with `name`: its URL.
    pub fn database(&self, name: &str) -> String {
        let database = format!("{name}_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut create = run_as(self.owner, self.programs.join("createdb"));
        create.arg("--host").arg(self.folder.path()).args(["--username", ROLE, &database]);
        let created = create.output().unwrap();
        assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
        self.url(&database)
    }

    /// The URL of `database`.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{ROLE}@{}/{database}", percent_encoded(self.folder.path()))
    }

    /// CPU seconds of all its processes so far, on Linux.
    pub fn cpu_seconds(&self) -> f64 {
        let data = self.folder.path().join("data").canonicalize().unwrap();
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
        let of_cluster = processes.filter(|process| fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == data));
        of_cluster.map(|process| cpu_seconds(&process)).sum()
    }

    fn wait_until_ready(&mut self) {
        let mut line = String::new();
        BufReader::new(self.keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line != "ready\n" {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            panic!("PostgreSQL does not start:\n{log}");
        }
    }
}

/// Of a process and of its children that have ended; a tick is a hundredth of a second on Linux.
fn cpu_seconds(process: &Path) -> f64 {
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// The folder of `initdb` and its companions: of the PATH, else of the newest installed version.
fn find_programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(installed_versions());
    // A link in the PATH may stand alone: its companions lie where it leads.
    let mut found = folders.iter().filter_map(|folder| folder.join("initdb").canonicalize().ok());
    found.find_map(|initdb| initdb.parent().filter(|folder| folder.join("createdb").is_file()).map(Path::to_owned))
}

/// Where Debian keeps each version's programs, newest first.
fn installed_versions() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, programs)| programs).collect()
}

/// User and group that PostgreSQL runs as where the test, which made `folder`, runs as root:
/// PostgreSQL refuses that.
fn unprivileged_owner(folder: &Path) -> Option<(u32, u32)> {
    let id = |kind: &str| {
        let output = Command::new("id").args([kind, "nobody"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
    };
    (fs::metadata(folder).unwrap().uid() == 0).then(|| (id("-u"), id("-g")))
}

fn run_as(owner: Option<(u32, u32)>, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command.current_dir("/");
    command
}

fn percent_encoded(path: &Path) -> String {
    let byte = |&byte: &u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    path.as_os_str().as_encoded_bytes().iter().map(byte).collect()
}
