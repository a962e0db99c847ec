//! A load generator that costs little: one thread, any number of keep-alive connections, each with
//! one question under way.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::task::{JoinSet, LocalSet};

use crate::questions::Request;

/// How to ask.
#[derive(Clone, Copy)]
pub struct Load {
    pub address: SocketAddr,
    pub connections: usize,
    pub length: Duration,
}

/// What came of it.
#[derive(Default)]
pub struct Done {
    /// Milliseconds, ascending.
    pub latencies: Vec<f64>,
    pub not_ok: usize,
    pub seconds: f64,
}

impl Done {
    /// The latencies at these parts of all, in milliseconds.
    pub fn latencies<const N: usize>(&self, parts: [f64; N]) -> [f64; N] {
        parts.map(|part| {
            let at = (self.latencies.len() as f64 * part) as usize;
            self.latencies.get(at.min(self.latencies.len().saturating_sub(1))).copied().unwrap_or_default()
        })
    }
}

/// Asks `requests` over and over, every connection beginning elsewhere in them.
pub fn run(load: &Load, requests: &[Request]) -> Done {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let local = LocalSet::new();
    // Tasks live as long as the process, as far as the compiler knows.
    let requests: &'static [Request] = requests.to_vec().leak();
    let load = *load;
    local.block_on(&runtime, async move {
        let begun = Instant::now();
        let mut connections = JoinSet::new();
        for at in 0..load.connections {
            let first = at * requests.len() / load.connections;
            connections.spawn_local(ask(load, requests[first..].iter().chain(requests.iter().cycle()), begun));
        }
        let mut done = Done::default();
        while let Some(one) = connections.join_next().await {
            let one = one.unwrap();
            done.latencies.extend(one.latencies);
            done.not_ok += one.not_ok;
        }
        done.seconds = begun.elapsed().as_secs_f64();
        done.latencies.sort_by(f64::total_cmp);
        done
    })
}

async fn ask(load: Load, requests: impl Iterator<Item = &'static Request>, begun: Instant) -> Done {
    let stream = TcpStream::connect(load.address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut done, mut buffer) = (Done::default(), Vec::with_capacity(1 << 16));
    for request in requests {
        let asked = Instant::now();
        if asked - begun > load.length {
            break;
        }
        send(&stream, &request.bytes).await;
        let status = receive(&stream, &mut buffer).await;
        done.latencies.push(asked.elapsed().as_secs_f64() * 1e3);
        done.not_ok += usize::from(status != 200);
    }
    done
}

async fn send(stream: &TcpStream, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => stream.writable().await.unwrap(),
            Err(error) => panic!("{error}"),
        }
    }
}

/// Reads one whole answer and gives its status.
async fn receive(stream: &TcpStream, buffer: &mut Vec<u8>) -> u16 {
    buffer.clear();
    let (mut expected, mut piece) = (None, [0; 1 << 14]);
    while expected.is_none_or(|expected| buffer.len() < expected) {
        stream.readable().await.unwrap();
        match stream.try_read(&mut piece) {
            Ok(0) => panic!("the server closed the connection"),
            Ok(count) => {
                buffer.extend_from_slice(&piece[..count]);
                expected = expected.or_else(|| length(buffer));
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => panic!("{error}"),
        }
    }
    std::str::from_utf8(&buffer[9..12]).unwrap().parse().unwrap()
}

/// Bytes of the answer that `buffer` begins with, once its head is there.
fn length(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|end| end == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&buffer[..head]).unwrap();
    let body = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    Some(head + 4 + body.expect("answers say their length").trim().parse::<usize>().unwrap())
}
