//! HTTP/1.1 with as little work as it takes, so that two cores are left to who answers: one
//! connection kept open (opened again where the other side closes it), bodies with a length.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use super::{Connection, Outcome};

/// A client of one server.
pub struct Client {
    address: String,
    open: Option<BufReader<TcpStream>>,
}

/// What the head of an answer says of its body.
struct Head {
    status: u16,
    length: usize,
    closes: bool,
}

impl Client {
    /// A client that connects to `address` (`HOST:PORT`) when it is first asked.
    pub fn new(address: String) -> Self {
        Self { address, open: None }
    }
}

impl Connection for Client {
    fn ask(&mut self, path: &str) -> Outcome<String> {
        let mut stream = match self.open.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_nodelay(true)?;
                BufReader::with_capacity(1 << 16, stream)
            }
        };
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: */*\r\n\r\n", self.address);
        stream.get_mut().write_all(request.as_bytes())?;
        let head = read_head(&mut stream)?;
        let mut body = vec![0; head.length];
        stream.read_exact(&mut body)?;
        if !head.closes {
            self.open = Some(stream);
        }
        match head.status {
            200 => Ok(String::from_utf8(body)?),
            status => Err(format!("status {status}: {}", String::from_utf8_lossy(&body)).into()),
        }
    }
}

fn read_head(stream: &mut impl BufRead) -> Outcome<Head> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no HTTP answer")?;
    let mut length = None;
    let mut closes = false;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse()?);
        } else if name.eq_ignore_ascii_case("connection") {
            closes = value.trim().eq_ignore_ascii_case("close");
        }
    }
    Ok(Head { status, length: length.ok_or("an answer without a length")?, closes })
}
