//! One question has one answer: asked alone, in a batch, or as a row of a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::HashMap;
use std::fs;

use serde_json::value::RawValue;
use serde_json::{Value, json};
use support::{Server, Vmap};

type Row = HashMap<String, String>;

#[test]
fn one_question_has_one_answer_however_it_is_asked() {
    let vmap = Vmap::with_made_addresses(3000);
    let server = vmap.serve();
    let made = read(&vmap.path("synthetic.csv"));
    lines_are_answered_alike(&vmap, &server, &lines(&made));
    parts_are_answered_alike(&vmap, &server, &made);
    positions_are_answered_alike(&vmap, &server, &made);
    items_keep_their_places(&server);
    what_is_no_batch_is_refused(&server);
    every_row_comes_back(&vmap);
}

/// Some hundred lines: whole, shortened, unmarked, cut, wrong, and none at all.
fn lines(made: &[Row]) -> Vec<String> {
    let whole = |row: &Row| {
        let parts = ["street", "hamlet", "ward", "district", "province"].map(|name| row[name].as_str());
        let parts = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        format!("{} {parts}", row["house_number"]).trim().to_owned()
    };
    let forms: [fn(&str) -> String; 5] = [
        str::to_owned,
        vmap_core::text::fold,
        |line| line.replace("Phường ", "P.").replace("Quận ", "Q.").replace("Thành phố ", "TP. "),
        |line| line.chars().take(line.chars().count() / 2).collect(),
        |line| line.to_uppercase().replace("ƯỜ", "UỜ"),
    ];
    let made = made.iter().step_by(made.len() / 300).enumerate();
    let odd = ["Phường 1", "xyzzy", "12", "\"quoted\" & co, 5%", "   Hà   Nội  ", "a;b,c\td", "🏠 12 Lê Lợi", "?#+/\\"];
    let long = ["Lê Lợi ".repeat(40), "12 Trần Hưng Đạo, ".repeat(10)];
    let made = made.map(|(at, row)| forms[at % forms.len()](&whole(row)));
    made.chain(odd.map(str::to_owned)).chain(long).chain([String::new()]).collect()
}

fn lines_are_answered_alike(vmap: &Vmap, server: &Server, lines: &[String]) {
    let rows = geocoded(vmap, &["q"], lines.iter().map(|line| vec![line.clone()]), &["--columns", "q"]);
    let items: Vec<Value> = lines.iter().map(|line| json!({ "id": line, "q": line })).collect();
    let batch = batch(server, &items);
    assert!(rows.len() > 300 && rows.len() == lines.len() && batch.len() == lines.len());
    let mut found = 0;
    for ((line, row), item) in lines.iter().zip(&rows).zip(&batch) {
        assert_eq!((&row["q"], &item.id), (line, &json!(line)));
        let alone = server.get(&format!("/search?admin=both&q={}", encoded(line)));
        match alone.status {
            200 => assert_alike(&features(&alone.body), row, item),
            status => assert_refused_alike(status, row, item),
        }
        found += usize::from(row["result_status"] == "ok");
    }
    assert!(found > 150, "only {found} lines were found: too few to compare");
}

fn parts_are_answered_alike(vmap: &Vmap, server: &Server, made: &[Row]) {
    const PARTS: [(&str, &str); 6] = [
        ("housenumber", "house_number"),
        ("street", "street"),
        ("hamlet", "hamlet"),
        ("ward", "ward"),
        ("district", "district"),
        ("province", "province"),
    ];
    let made: Vec<&Row> = made.iter().step_by(97).collect();
    let fields = made.iter().map(|row| PARTS.map(|(_, column)| row[column].clone()).to_vec());
    let rows = geocoded(vmap, &PARTS.map(|(name, _)| name), fields, &[]);
    let parts = |row: &Row| {
        json!(PARTS.map(|(name, column)| (name, row[column].clone())).into_iter().collect::<HashMap<_, _>>())
    };
    let nested: Vec<Value> = made.iter().map(|row| json!({ "fields": parts(row) })).collect();
    let side_by_side: Vec<Value> = made.iter().map(|row| parts(row)).collect();
    let (nested, side_by_side) = (batch(server, &nested), batch(server, &side_by_side));
    for (at, row) in made.iter().enumerate() {
        let query: Vec<String> =
            PARTS.iter().map(|(name, column)| format!("{name}={}", encoded(&row[*column]))).collect();
        let alone = server.get(&format!("/search?admin=both&{}", query.join("&")));
        assert_alike(&features(&alone.body), &rows[at], &nested[at]);
        assert_alike(&features(&alone.body), &rows[at], &side_by_side[at]);
    }
}

fn positions_are_answered_alike(vmap: &Vmap, server: &Server, made: &[Row]) {
    let near = made.iter().step_by(59).map(|row| [row["lat"].clone(), row["lon"].clone()]);
    let elsewhere = [["0", "0"], ["91", "106"], ["10.7", ""], ["", ""], ["10.5", "abc"], ["21.02", "105.85"]];
    let positions: Vec<[String; 2]> = near.chain(elsewhere.map(|position| position.map(str::to_owned))).collect();
    let rows = geocoded(vmap, &["lat", "lon"], positions.iter().map(|position| position.to_vec()), &["--reverse"]);
    let items: Vec<Value> = positions.iter().map(|[lat, lon]| json!({ "lat": lat, "lon": lon })).collect();
    for (([lat, lon], row), item) in positions.iter().zip(&rows).zip(&batch(server, &items)) {
        let alone = server.get(&format!("/reverse?admin=both&lat={lat}&lon={lon}"));
        match alone.status {
            200 => assert_alike(&features(&alone.body), row, item),
            status => assert_refused_alike(status, row, item),
        }
    }
}

/// One item of a batch's answer.
#[derive(serde::Deserialize)]
struct Item {
    id: Value,
    status: String,
    #[serde(default)]
    features: Vec<Box<RawValue>>,
    problem: Option<Value>,
}

/// The features of an answer, byte by byte.
fn features(body: &[u8]) -> Vec<Box<RawValue>> {
    #[derive(serde::Deserialize)]
    struct Collection {
        features: Vec<Box<RawValue>>,
    }
    serde_json::from_slice::<Collection>(body).unwrap().features
}

fn batch(server: &Server, items: &[Value]) -> Vec<Item> {
    #[derive(serde::Deserialize)]
    struct Batch {
        release: String,
        results: Vec<Item>,
    }
    let answer = server.post("/batch?admin=both", json!(items).to_string());
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let batch: Batch = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(server.get("/version").json()["release"], batch.release);
    batch.results
}

/// A feature's bytes alone and in a batch, and its properties in a row.
fn assert_alike(alone: &[Box<RawValue>], row: &Row, item: &Item) {
    let bytes =
        |features: &[Box<RawValue>]| features.iter().map(|feature| feature.get().to_owned()).collect::<Vec<_>>();
    assert_eq!(bytes(alone), bytes(&item.features), "{:?}", item.id);
    assert_eq!(row["result_status"], item.status, "{:?}", item.id);
    let Some(first) = alone.first() else {
        assert_eq!((row["result_status"].as_str(), row["result_label"].as_str()), ("not_found", ""));
        return;
    };
    let first: Value = serde_json::from_str(first.get()).unwrap();
    for (column, value) in row.iter().filter_map(|(name, value)| Some((name.strip_prefix("result_")?, value))) {
        assert_eq!(value, &in_feature(&first, column, row), "{column} of {row:?}");
    }
}

/// What a column holds, taken from the feature.
fn in_feature(feature: &Value, column: &str, row: &Row) -> String {
    let properties = &feature["properties"];
    let value = match column {
        "status" | "alternatives" | "release" | "note" => return row[&format!("result_{column}")].clone(),
        "lat" => &feature["geometry"]["coordinates"][1],
        "lon" => &feature["geometry"]["coordinates"][0],
        "ambiguous" => return (properties["ambiguous"] == true).to_string(),
        _ => match column.strip_prefix("legacy_") {
            Some(name) => &properties["legacy"][name],
            None => &properties[column],
        },
    };
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(words) => words.iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn assert_refused_alike(status: u16, row: &Row, item: &Item) {
    assert_eq!(status, 400, "{row:?}");
    assert_eq!((row["result_status"].as_str(), item.status.as_str()), ("invalid", "invalid"), "{row:?}");
    assert!(!row["result_note"].is_empty() && item.problem.as_ref().unwrap()["status"] == 400, "{row:?}");
}

fn items_keep_their_places(server: &Server) {
    let items = [
        json!({ "id": 7, "q": "Hà Nội" }),
        json!("no object"),
        json!({ "id": { "own": [1] }, "q": ["no", "text"] }),
        json!({ "id": "two", "q": "Hà Nội", "street": "Lê Lợi" }),
        json!({ "id": "unknown", "q": "Hà Nội", "colour": "red" }),
        json!({ "id": "half", "lat": 21.0 }),
        json!({ "id": null, "q": "Huế", "lat": 16.46, "lon": 107.59 }),
        json!({ "q": "a\u{fffd}b" }),
    ];
    let answered = batch(server, &items);
    let told: Vec<(&Value, &str)> = answered.iter().map(|item| (&item.id, item.status.as_str())).collect();
    let ids = [json!(7), Value::Null, json!({ "own": [1] }), json!("two"), json!("unknown"), json!("half")];
    let expected = ["ok", "invalid", "invalid", "invalid", "invalid", "invalid"];
    assert_eq!(told[..6], ids.iter().zip(expected).collect::<Vec<_>>());
    assert!(answered[6].features[0].get().contains("\"distance_m\""), "a search near a position");
    assert_eq!(answered[7].status, "invalid");
    let named = answered[4].problem.as_ref().unwrap()["errors"][0]["name"].clone();
    assert_eq!(named, "colour");
}

fn what_is_no_batch_is_refused(server: &Server) {
    let too_many = json!(vec![json!({ "q": "Huế" }); 1001]).to_string();
    for body in ["", "{}", "[1", "[{\"q\": \"\u{1}\"}]x", &too_many] {
        let refused = server.post("/batch", body);
        assert_eq!(
            (refused.status, refused.header("content-type")),
            (400, Some("application/problem+json")),
            "{body:.20}"
        );
    }
    assert_eq!(server.post("/batch?colour=red", "[]").status, 400);
    assert_eq!(server.post("/batch", " ".repeat((16 << 20) + 1)).status, 413);
    assert_eq!(server.post("/batch", "[]").json()["results"], json!([]));
    assert_eq!(server.post("/search", "[]").status, 405);
    assert!(server.get("/batch").header("content-type").unwrap().starts_with("text/html"), "a page for people");
    let described = server.get("/openapi.json").json();
    let batch = &described["paths"]["/batch"]["post"];
    assert_eq!(
        batch["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/BatchItems"
    );
}

/// Rows in are rows out, in their order, whatever is in them.
fn every_row_comes_back(vmap: &Vmap) {
    let (input, output) = (vmap.path("odd.csv"), vmap.path("odd-out.csv"));
    let mut bytes = b"\xEF\xBB\xBFm\xC3\xA3;dia chi\n1;Ha Noi\n\n3;\"open\n4;a;b;c\n5\n6;".to_vec();
    bytes.extend(b"H\xFF\xFE\xFD\n7;".iter().chain("x".repeat(300).as_bytes()).chain(b"\n8;Hue\n"));
    fs::write(&input, bytes).unwrap();
    let told = vmap.done(&["geocode", input.to_str().unwrap(), "-o", output.to_str().unwrap(), "--encoding", "utf-8"]);
    assert!(told.contains("rows 8:"), "{told}");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(&output).unwrap();
    assert_eq!(reader.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["mã", "dia chi", "result_status"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let statuses: Vec<&str> = rows.iter().map(|row| &row[2]).collect();
    let bad = "invalid";
    assert!(statuses[0] != bad && statuses[7] != bad, "{statuses:?}");
    assert_eq!(statuses[1..7], [bad; 6]);
    assert_eq!(&rows[3][1], "a;b;c", "nothing of a row that is too long is lost");
    assert!(rows.iter().all(|row| row[2] != *bad || !row[row.len() - 1].is_empty()), "an invalid row says why");
    assert!(!vmap.path("odd-out.csv.part").exists());
    let complaint = vmap.fails(3, &["geocode", input.to_str().unwrap(), "--columns", "address"]);
    assert!(complaint.contains("dia chi"), "{complaint}");
    let complaint = vmap.fails(3, &["geocode", input.to_str().unwrap(), "--reverse"]);
    assert!(complaint.contains("--columns"), "{complaint}");
}

#[test]
fn made_addresses_need_no_units_loaded() {
    let (empty, loaded) = (Vmap::new(), Vmap::new());
    let made = |vmap: &Vmap| {
        let path = vmap.path("made.csv");
        vmap.done(&["synth", "--addresses", "50", "-o", path.to_str().unwrap()]);
        fs::read_to_string(path).unwrap().lines().count()
    };
    loaded.done(&["import", "units", support::shipped_units().to_str().unwrap()]);
    assert_eq!((made(&empty), made(&loaded)), (51, 51));
    assert!(!empty.path("synth").exists(), "nothing is left behind");
    assert!(empty.done(&["status"]).contains("0 administrative units"), "the registry stays as it was");
}

/// What `vmap geocode` gives back for `fields` under `header`.
fn geocoded(vmap: &Vmap, header: &[&str], fields: impl Iterator<Item = Vec<String>>, options: &[&str]) -> Vec<Row> {
    let (input, output) = (vmap.path("in.csv"), vmap.path("out.csv"));
    let mut writer = csv::Writer::from_path(&input).unwrap();
    writer.write_record(header).unwrap();
    fields.for_each(|fields| writer.write_record(fields).unwrap());
    writer.flush().unwrap();
    drop(writer);
    let files = ["geocode", input.to_str().unwrap(), "-o", output.to_str().unwrap()];
    vmap.done(&[&files[..], options].concat());
    read(&output)
}

fn read(path: &std::path::Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
