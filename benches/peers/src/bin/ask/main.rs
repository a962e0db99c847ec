//! Asks one system a file of requests over so many connections, and prints as one line of JSON how
//! fast it answered. Every system of the comparison is asked by this client, over HTTP or the
//! PostgreSQL protocol, so that what differs is the system.
//!
//! Without `--seconds` each request is asked once; with it they are asked round and round until the
//! time is over. Connections take the next request as they become free (a closed loop).

mod figures;
mod http;
mod sql;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, Parser};

use figures::Figures;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Parser)]
#[command(about = "Asks a geocoder a file of requests and says how fast it answered")]
struct Arguments {
    #[command(flatten)]
    target: Target,
    /// The statement that answers a request; its parameters are the request's tab-separated parts
    #[arg(long, requires = "postgres")]
    statement: Option<String>,
    /// One request a line: a path with its query over HTTP, parameters for PostgreSQL
    #[arg(long)]
    requests: PathBuf,
    #[arg(long, default_value_t = 1)]
    connections: usize,
    /// Ask the requests round and round for so long, instead of each once
    #[arg(long)]
    seconds: Option<f64>,
    /// Write the answers here, one a line in the order of the requests; empty where it failed
    #[arg(long, conflicts_with = "seconds")]
    answers: Option<PathBuf>,
}

#[derive(Args, Clone)]
#[group(required = true, multiple = false)]
struct Target {
    /// HOST:PORT
    #[arg(long)]
    http: Option<String>,
    /// A connection string
    #[arg(long)]
    postgres: Option<String>,
}

/// One open connection to the system that is asked.
trait Connection {
    /// The answer to `request`, or why there is none.
    fn ask(&mut self, request: &str) -> Outcome<String>;
}

/// One request that was asked.
struct Asked {
    index: usize,
    took: Duration,
    answer: Option<String>,
}

/// What all connections work through.
struct Work {
    requests: Vec<String>,
    next: AtomicUsize,
    deadline: Option<Instant>,
    keep_answers: bool,
}

impl Work {
    fn take(&self) -> Option<usize> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        match self.deadline {
            Some(deadline) => (Instant::now() < deadline).then_some(index % self.requests.len()),
            None => (index < self.requests.len()).then_some(index),
        }
    }

    fn ask_all(&self, connection: &mut dyn Connection) -> Vec<Asked> {
        let mut asked = Vec::new();
        while let Some(index) = self.take() {
            let begun = Instant::now();
            let answer = connection.ask(&self.requests[index]);
            let took = begun.elapsed();
            if let Err(error) = &answer {
                eprintln!("no answer to {}: {error}", self.requests[index]);
            }
            let answer = answer.ok().map(|body| if self.keep_answers { body } else { String::new() });
            asked.push(Asked { index, took, answer });
        }
        asked
    }
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let requests: Vec<String> = fs::read_to_string(&arguments.requests)?.lines().map(str::to_owned).collect();
    if requests.is_empty() {
        return Err("no requests".into());
    }
    let connections = (0..arguments.connections).map(|_| connect(&arguments)).collect::<Outcome<Vec<_>>>()?;
    let begun = Instant::now();
    let work = Work {
        requests,
        next: AtomicUsize::new(0),
        deadline: arguments.seconds.map(|seconds| begun + Duration::from_secs_f64(seconds)),
        keep_answers: arguments.answers.is_some(),
    };
    let mut asked = ask_over(connections, &work)?;
    let figures = Figures::of(&asked, begun.elapsed());
    println!("{}", serde_json::to_string(&figures)?);
    if let Some(path) = arguments.answers {
        asked.sort_by_key(|asked| asked.index);
        let lines = asked.into_iter().map(|asked| asked.answer.unwrap_or_default().replace(['\r', '\n'], " ") + "\n");
        fs::write(path, lines.collect::<String>())?;
    }
    Ok(())
}

fn connect(arguments: &Arguments) -> Outcome<Box<dyn Connection + Send>> {
    match (&arguments.target.http, &arguments.target.postgres, &arguments.statement) {
        (Some(address), _, _) => Ok(Box::new(http::Client::new(address.clone()))),
        (None, Some(target), Some(statement)) => Ok(Box::new(sql::Client::connect(target, statement)?)),
        _ => Err("give --http, or --postgres with its --statement".into()),
    }
}

fn ask_over(connections: Vec<Box<dyn Connection + Send>>, work: &Work) -> Outcome<Vec<Asked>> {
    thread::scope(|scope| {
        let threads: Vec<_> = connections
            .into_iter()
            .map(|mut connection| scope.spawn(move || work.ask_all(connection.as_mut())))
            .collect();
        let mut asked = Vec::new();
        for thread in threads {
            asked.extend(thread.join().map_err(|_| "a connection's thread broke down")?);
        }
        Ok(asked)
    })
}
