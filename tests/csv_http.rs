//! `POST /search/csv` and `/reverse/csv`: the answer of `vmap geocode` for a file that is sent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::HashMap;

use support::{Answer, Server, Vmap};

const BOUNDARY: &str = "----a-line-that-is-in-no-file";

/// A form as clients write it: fields in any order around the file.
fn form(file: Option<(&str, &[u8])>, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    let (before, behind) = fields.split_at(fields.len() / 2);
    let field = |body: &mut Vec<u8>, (name, value): &(&str, &str)| {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    };
    before.iter().for_each(|pair| field(&mut body, pair));
    if let Some((name, content)) = file {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"data\"; filename=\"{name}\"\r\n\
             Content-Type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    behind.iter().for_each(|pair| field(&mut body, pair));
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn send(server: &Server, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    server.post_as(path, &kind, form(Some(("hồ sơ 7.csv", file)), fields))
}

type Row = HashMap<String, String>;

fn rows(answer: &Answer) -> Vec<Row> {
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    csv::Reader::from_reader(answer.body.as_slice()).deserialize().map(Result::unwrap).collect()
}

fn names_at_fault(answer: &Answer) -> Vec<String> {
    assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/problem+json")));
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| error["name"].as_str().unwrap().to_owned()).collect()
}

/// Rows of every kind: whole, split, broken, blank, too long.
const MIXED: &str = "id,address,note\n\
    1,\"Phường Bến Thành, TP Hồ Chí Minh\",\"two\nlines\"\n\
    2,Hoàng Sa,x\n\
    \n\
    3,zzzz qqqq,\n\
    4,only two\n\
    5,one,two,three\n\
    6,,blank\n";

#[test]
fn a_file_sent_is_answered_as_the_command_answers_it() {
    let vmap = Vmap::with_made_addresses(2000);
    let server = vmap.serve();
    let made = std::fs::read(vmap.path("synthetic.csv")).unwrap();
    let long = format!("{MIXED}7,{},long\n", "Lê Lợi ".repeat(60));
    for (file, path, options) in [
        (made.as_slice(), "/search/csv", &[][..]),
        (made.as_slice(), "/reverse/csv", &["--reverse"][..]),
        (long.as_bytes(), "/search/csv", &[][..]),
    ] {
        let (input, output) = (vmap.path("in.csv"), vmap.path("out.csv"));
        std::fs::write(&input, file).unwrap();
        vmap.done(&[&["geocode", input.to_str().unwrap(), "-o", output.to_str().unwrap()], options].concat());
        let answer = send(&server, path, file, &[]);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
        let named = "attachment; filename*=UTF-8''h%E1%BB%93%20s%C6%A1%207.geocoded.csv";
        assert_eq!(answer.header("content-disposition"), Some(named));
        assert!(answer.body == std::fs::read(&output).unwrap(), "{path} {options:?}");
    }
    let statuses: Vec<String> = rows(&send(&server, "/search/csv", long.as_bytes(), &[]))
        .iter()
        .map(|row| row["result_status"].clone())
        .collect();
    assert_eq!(statuses, ["ok", "ok", "invalid", "not_found", "invalid", "invalid", "invalid", "invalid"]);
}

/// What clients of France's address base send: columns to join, filters by column name, wanted results.
#[test]
fn columns_filters_and_results_are_chosen_by_name() {
    let vmap = Vmap::with_made_addresses(2000);
    let server = vmap.serve();
    let file =
        "ma;duong;phuong;ma_phuong\n1;Hoàng Sa;;\n2;Hoàng Sa;Đà Nẵng;20333\n3;Hoàng Sa;Đà Nẵng;00004\n".as_bytes();
    let fields = [
        ("columns", "duong"),
        ("columns", "phuong"),
        ("ward_code", "ma_phuong"),
        ("result_columns", "result_label"),
        ("result_columns", "result_ward_code"),
        ("with_bom", "1"),
        ("delimiter", ";"),
    ];
    let answer = send(&server, "/search/csv", file, &fields);
    let text = String::from_utf8(answer.body.clone()).unwrap();
    let mut lines = text.strip_prefix('\u{feff}').unwrap().lines();
    let header = "ma;duong;phuong;ma_phuong;result_status;result_label;result_ward_code;result_note";
    assert_eq!(lines.next(), Some(header));
    assert!(lines.next().unwrap().contains("Đặc khu Hoàng Sa"), "{text}");
    assert!(lines.next().unwrap().ends_with(";20333;"), "{text}");
    assert!(lines.next().unwrap().starts_with("3;Hoàng Sa;Đà Nẵng;00004;not_found;"), "{text}");

    let windows = b"ten\nH\xE0 N\xF4\xF2i\n";
    let found = rows(&send(&server, "/search/csv", windows, &[("columns", "ten"), ("encoding", "windows-1258")]));
    assert_eq!((found[0]["ten"].as_str(), found[0]["result_label"].as_str()), ("Hà Nội", "Thành phố Hà Nội"));
}

#[test]
fn what_is_no_file_of_rows_is_refused_with_what_to_do() {
    let vmap = Vmap::with_made_addresses(2000);
    let server = vmap.serve();
    let file = MIXED.as_bytes();
    let refused = |fields: &[(&str, &str)]| names_at_fault(&send(&server, "/search/csv", file, fields));
    assert_eq!(refused(&[("columns", "adresse")]), ["columns"]);
    assert_eq!(refused(&[("ward_code", "nothing")]), ["ward_code"]);
    assert_eq!(refused(&[("result_columns", "result_colour")]), ["result_columns"]);
    assert_eq!(refused(&[("lat", "id")]), ["lat, lon"]);
    assert_eq!(
        refused(&[("encoding", "morse"), ("colour", "red"), ("delimiter", "ab")]),
        ["encoding", "delimiter", "colour"]
    );
    assert_eq!(names_at_fault(&send(&server, "/reverse/csv", file, &[])), ["columns"]);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let post = |kind: &str, body: Vec<u8>| server.post_as("/search/csv", kind, body);
    assert_eq!(names_at_fault(&post(&kind, form(None, &[("columns", "x")]))), ["data"]);
    let whole = form(Some(("a.csv", file)), &[]);
    for (kind, body) in [
        ("text/csv", file.to_vec()),
        (kind.as_str(), whole[..whole.len() / 2].to_vec()),
        (kind.as_str(), form(Some(("a.csv", b"")), &[])),
        (kind.as_str(), form(Some(("a.xlsx", b"PK\x03\x04workbook")), &[])),
    ] {
        let answer = post(kind, body);
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/problem+json")), "{kind}");
    }
}
