//! A small HTTP loop, one thread a core.

use std::path::Path;
use std::thread;

use serde_json::{Value, json};
use tiny_http::{Request, Response, Server};
use url::Url;

use super::Outcome;
use super::index::{Bag, Found};

const DEFAULT_LIMIT: usize = 5;

/// Answers at `listen` (`HOST:PORT`) from the index in `folder` until it is ended.
///
/// # Errors
/// Where the index cannot be opened or the address is taken.
pub fn serve(folder: &Path, listen: &str) -> Outcome<()> {
    let bag = Bag::open(folder)?;
    let server = Server::http(listen)?;
    let threads = thread::available_parallelism()?.get();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Ok(request) = server.recv() {
                    if let Err(error) = respond(&bag, request) {
                        eprintln!("{error}");
                    }
                }
            });
        }
    });
    Ok(())
}

fn respond(bag: &Bag, request: Request) -> Outcome<()> {
    match answer(bag, request.url()) {
        Ok(answer) => request.respond(Response::from_string(answer.to_string()))?,
        Err(error) => request.respond(Response::from_string(error.to_string()).with_status_code(400))?,
    }
    Ok(())
}

fn answer(bag: &Bag, path: &str) -> Outcome<Value> {
    let url = Url::parse("http://localhost")?.join(path)?;
    let parameter = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let text = parameter("q").ok_or("give q")?;
    let limit = parameter("limit").map_or(Ok(DEFAULT_LIMIT), |limit| limit.parse())?;
    let found = bag.search(&text, limit, url.path() == "/autocomplete")?;
    Ok(json!({ "type": "FeatureCollection", "features": found.iter().map(feature).collect::<Vec<_>>() }))
}

fn feature(found: &Found) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [found.lon, found.lat] },
        "properties": { "housenumber": found.number },
    })
}
