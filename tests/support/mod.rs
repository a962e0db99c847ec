//! The real binary, run from outside.
#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of state of its own, and the binary that works on it.
pub struct Vmap {
    home: TempDir,
}

impl Vmap {
    /// An empty home, removed when dropped.
    pub fn new() -> Self {
        Self { home: TempDir::new().unwrap() }
    }

    /// A home with the shipped units and `addresses` made addresses, published.
    pub fn with_made_addresses(addresses: u64) -> Self {
        let vmap = Self::with_units();
        let sample = vmap.path("synthetic.csv");
        vmap.done(&["synth", "--addresses", &addresses.to_string(), "-o", sample.to_str().unwrap()]);
        vmap.done(&["import", "addresses", sample.to_str().unwrap(), "--source", "made"]);
        vmap.done(&["publish"]);
        vmap
    }

    /// A home with the shipped units alone.
    pub fn with_units() -> Self {
        let vmap = Self::new();
        vmap.done(&["import", "units", shipped_units().to_str().unwrap()]);
        vmap
    }

    /// Imports `rows` of CSV under `header`, as a file of `source`, with further arguments.
    pub fn import(&self, source: &str, header: &str, rows: &[&str], args: &[&str]) -> String {
        let file = self.path(&format!("{source}.csv"));
        std::fs::write(&file, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
        self.done(&[&["import", "addresses", file.to_str().unwrap(), "--source", source], args].concat())
    }

    /// A path within the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The command `vmap ARGS` on this home, not started yet.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vmap"));
        command.arg("--home").arg(self.home.path()).args(args).stdin(Stdio::null());
        command
    }

    /// Runs `vmap ARGS` to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs `vmap ARGS`, which must succeed, and gives what it printed.
    pub fn done(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "vmap {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs `vmap ARGS`, which must end with `status`, and gives what it complained.
    pub fn fails(&self, status: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "vmap {args:?}: {complaint}");
        assert!(!complaint.contains("panicked"), "vmap {args:?}: {complaint}");
        complaint
    }

    /// Starts `vmap serve` on a free port and waits until it answers.
    pub fn serve(&self) -> Server {
        self.serve_with(&["--listen", "127.0.0.1:0"])
    }

    /// The same with these arguments of `vmap serve`.
    pub fn serve_with(&self, args: &[&str]) -> Server {
        let mut child =
            self.command(&[&["serve"], args].concat()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.starts_with("http://"));
        let url = url.unwrap_or_else(|| panic!("the server printed {line:?}")).to_owned();
        Server { child, url, out }
    }
}

/// A running server, killed when dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub url: String,
    out: BufReader<std::process::ChildStdout>,
}

/// One answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        Self {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }
}

impl Server {
    /// GET of `path_and_query`, whose non-ASCII letters are percent-encoded here.
    pub fn get(&self, path_and_query: &str) -> Answer {
        self.get_with(path_and_query, &[])
    }

    /// The same with request headers.
    pub fn get_with(&self, path_and_query: &str, headers: &[(&str, &str)]) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = agent.get(format!("{}{}", self.url, percent_encoded(path_and_query)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.call().unwrap())
    }

    /// POST of `body` as JSON.
    pub fn post(&self, path_and_query: &str, body: impl AsRef<[u8]>) -> Answer {
        self.post_as(path_and_query, "application/json", body)
    }

    /// POST of `body` as what `kind` says.
    pub fn post_as(&self, path_and_query: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(format!("{}{path_and_query}", self.url)).header("content-type", kind);
        Answer::of(request.send(body.as_ref()).unwrap())
    }

    /// The features of a search or reverse, which must succeed.
    pub fn features(&self, path_and_query: &str) -> Vec<Value> {
        let answer = self.get(path_and_query);
        assert_eq!(answer.status, 200, "{path_and_query}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()["features"].as_array().unwrap().clone()
    }

    /// Waits until another release than `first` answers, as the server follows what is published.
    pub fn wait_for_another_release(&self, first: &str) {
        let answers_from_first = || self.get("/version").json()["release"] == first;
        for _ in (0..100).take_while(|_| answers_from_first()) {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert!(!answers_from_first(), "the server stays with release {first}");
    }

    /// Asks the process to stop as a service manager does, and gives exit status, last output and log.
    pub fn stop(mut self) -> (Option<i32>, String, String) {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let status = self.child.wait().unwrap();
        let (mut out, mut log) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (status.code(), out, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "%20".to_owned(),
            0x21..=0x7e if !b"\"<>\\^`{|}".contains(&byte) => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The units that the project ships.
pub fn shipped_units() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/units")
}

/// Real data beside the checkout, or a clear line that a test is left out.
pub fn real_data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !path.is_dir() {
        println!("LEFT OUT: no real data in ../shared/data");
        return None;
    }
    Some(path)
}

/// Longitude and latitude of a feature.
pub fn position(feature: &Value) -> (f64, f64) {
    let coordinates = &feature["geometry"]["coordinates"];
    (coordinates[0].as_f64().unwrap(), coordinates[1].as_f64().unwrap())
}
