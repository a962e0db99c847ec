//! Questions made of a release's own addresses.

use std::fmt::Write;

use vmap_core::Point;
use vmap_core::release::AddressTable;
use vmap_geocoder::{AdminForm, Geocoder, Language};
use vmap_release::Release;

use crate::Address;
use crate::forms::FORMS;
use crate::random::Random;

/// The forms asked for, in equal parts.
const ASKED: [&str; 9] = [
    "today's, marked",
    "today's, unmarked",
    "former, marked",
    "former, unmarked",
    "today's, abbreviated",
    "former, abbreviated",
    "one slip",
    "one slip, unmarked",
    "no commune, former",
];

/// One request, ready to be sent.
#[derive(Clone)]
pub struct Request {
    pub bytes: Vec<u8>,
}

impl Request {
    pub fn get(path: String) -> Self {
        Self { bytes: format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").into_bytes() }
    }

    /// The same from a client that takes gzip.
    pub fn taking_gzip(self) -> Self {
        let text = String::from_utf8(self.bytes).unwrap();
        Self { bytes: text.replace("\r\n\r\n", "\r\nAccept-Encoding: gzip\r\n\r\n").into_bytes() }
    }

    fn post(path: &str, body: &str) -> Self {
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n");
        Self { bytes: [head.as_bytes(), body.as_bytes()].concat() }
    }
}

/// Lines, beginnings of lines and positions.
pub struct Questions {
    pub lines: Vec<String>,
    beginnings: Vec<String>,
    positions: Vec<Point>,
}

impl Questions {
    /// Every address is asked for in one of the forms.
    pub fn new(geocoder: &Geocoder, release: &Release, addresses: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let addresses = sample(geocoder, release, addresses, &mut random);
        let forms: Vec<_> = FORMS.iter().filter(|form| ASKED.contains(&form.name)).collect();
        assert_eq!(forms.len(), ASKED.len(), "a form has another name now");
        let written = addresses.iter().enumerate();
        let lines: Vec<String> =
            written.filter_map(|(at, address)| (forms[at % forms.len()].write)(address, &mut random)).collect();
        let beginnings = lines.iter().map(|line| beginning(line, &mut random)).collect();
        Self { lines, beginnings, positions: addresses.iter().map(|address| address.current.point).collect() }
    }

    pub fn searches(&self) -> Vec<Request> {
        self.lines.iter().map(|line| Request::get(format!("/search?q={}", encoded(line)))).collect()
    }

    /// The same from clients that take gzip, as browsers and most libraries do.
    pub fn compressed_searches(&self) -> Vec<Request> {
        self.searches().into_iter().map(Request::taking_gzip).collect()
    }

    pub fn prefixes(&self) -> Vec<Request> {
        self.beginnings.iter().map(|text| Request::get(format!("/autocomplete?q={}", encoded(text)))).collect()
    }

    pub fn reverses(&self) -> Vec<Request> {
        let get = |point: &Point| Request::get(format!("/reverse?lat={}&lon={}", point.lat(), point.lon()));
        self.positions.iter().map(get).collect()
    }

    pub fn batches(&self, items: usize) -> Vec<Request> {
        let batch = |lines: &[String]| {
            let items = lines.iter().enumerate().map(|(id, line)| serde_json::json!({ "id": id, "q": line }));
            Request::post("/batch", &items.collect::<serde_json::Value>().to_string())
        };
        self.lines.chunks_exact(items).map(batch).collect()
    }

    pub fn csv_of_lines(&self, rows: usize) -> String {
        csv("address", self.lines.iter().map(|line| format!("\"{line}\"")), rows)
    }

    pub fn csv_of_positions(&self, rows: usize) -> String {
        csv("lat,lon", self.positions.iter().map(|point| format!("{},{}", point.lat(), point.lon())), rows)
    }
}

/// `rows` lines under `header`, taken round and round.
fn csv(header: &str, lines: impl Iterator<Item = String> + Clone, rows: usize) -> String {
    lines.cycle().take(rows).enumerate().fold(format!("id,{header}\n"), |mut text, (at, line)| {
        writeln!(text, "{at},{line}").unwrap();
        text
    })
}

fn sample(geocoder: &Geocoder, release: &Release, asked: usize, random: &mut Random) -> Vec<Address> {
    let addresses = AddressTable::open(release).unwrap();
    let one = |_| {
        let address = addresses.get(random.below(addresses.len()) as u32)?;
        let named = address.number.is_some() && (address.street.is_some() || address.hamlet.is_some());
        let hit = |admin| geocoder.place(address.id, admin, Language::Vi);
        named
            .then(|| Some(Address { current: hit(AdminForm::Current)?, legacy: hit(AdminForm::Legacy)?, only: false }))
            .flatten()
    };
    (0..asked).filter_map(one).collect()
}

/// `line` cut after two letters or more.
fn beginning(line: &str, random: &mut Random) -> String {
    let length = line.chars().count();
    line.chars().take(2 + random.below(length.saturating_sub(1).max(1))).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            _ => write!(encoded, "%{byte:02X}").unwrap(),
        }
        encoded
    })
}
