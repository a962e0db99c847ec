//! Units in time and conversions, asked of the real server and command on the units that the project
//! ships.
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

use serde_json::{Value, json};
use support::{Server, Vmap};

/// Phường Đa Kao, Quận 1 was split between Tân Định and Sài Gòn, in whose middle the second house is
/// put; the first is a bus stop in what was Phường Bến Nghé, which went whole into Sài Gòn.
const KNOWN_PLACES: &str = "id,house_number,street,lat,lon\n\
    1,92-96,Nguyễn Huệ,10.775127,106.702883\n2,11,Đường Có Thật,10.780833,106.702825\n";

struct Served {
    server: Server,
    vmap: Vmap,
}

fn served() -> Served {
    let vmap = Vmap::new();
    vmap.done(&["import", "units", support::shipped_units().to_str().unwrap()]);
    let places = vmap.path("places.csv");
    fs::write(&places, KNOWN_PLACES).unwrap();
    vmap.done(&["import", "addresses", places.to_str().unwrap(), "--source", "known"]);
    vmap.done(&["publish"]);
    Served { server: vmap.serve(), vmap }
}

/// One server for all tests of this file: they only read.
#[test]
fn units_and_conversions_over_http_and_on_the_command_line() {
    let served = served();
    let server = &served.server;
    units_are_listed_by_level_day_and_name(server);
    a_code_shared_by_two_eras_gives_both_units(server);
    changes_carry_kind_day_act_and_share(server);
    a_unit_that_changed_its_kind_keeps_its_former_name(server);
    a_day_is_answered_with_the_units_of_that_day(server);
    a_merged_ward_is_converted_for_certain(server);
    a_split_ward_gives_every_candidate_unless_the_house_is_known(server);
    a_name_of_today_and_of_former_wards_is_not_sure(server);
    todays_form_goes_back(server);
    many_are_converted_as_each_alone(server);
    a_reader_of_convert_gets_a_page_and_a_program_the_answer(server);
    faults_are_named(server);
    answers_are_cached_and_described(server);
    every_row_of_a_file_comes_back(&served.vmap, server);
    a_row_of_another_era_goes_back(&served.vmap);
}

fn get(server: &Server, path: &str) -> Value {
    let answer = server.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

fn texts<'a>(values: &'a Value, field: &str) -> Vec<&'a str> {
    values.as_array().unwrap().iter().filter_map(|value| value[field].as_str()).collect()
}

fn units_are_listed_by_level_day_and_name(server: &Server) {
    let release = get(server, "/version")["release"].clone();
    let provinces = get(server, "/units?level=province");
    assert_eq!((&provinces["total"], &provinces["release"]), (&34.into(), &release));
    assert_eq!(get(server, "/units?level=province&at=2025-06-30")["total"], 63);
    assert_eq!(get(server, "/units?level=district&at=2025-06-30")["total"], 696);
    assert_eq!(get(server, "/units?level=district&at=2025-07-01")["total"], 0);
    assert_eq!(get(server, "/units?level=ward&era=legacy&parent=760")["total"], 10, "Quận 1 had ten wards");
    let pages: Vec<usize> = [1, 2, 34, 35]
        .map(|page| get(server, &format!("/units?level=ward&limit=100&page={page}"))["units"].as_array().unwrap().len())
        .to_vec();
    assert_eq!(pages, [100, 100, 21, 0]);
    let found = get(server, "/units?level=ward&q=hoang sa");
    assert_eq!(texts(&found["units"], "full_name"), ["Đặc khu Hoàng Sa"]);
    assert_eq!(found["units"][0]["within"][0]["full_name"], "Thành phố Đà Nẵng");
}

fn a_code_shared_by_two_eras_gives_both_units(server: &Server) {
    let both = get(server, "/units/26740");
    assert_eq!(texts(&both["units"], "full_name"), ["Phường Sài Gòn", "Phường Bến Nghé"]);
    assert_eq!(both["units"][1]["valid_until"], "2025-07-01");
    let then = get(server, "/units/26740?at=2025-06-30");
    assert_eq!(texts(&then["units"], "full_name"), ["Phường Bến Nghé"]);
    assert_eq!(server.get("/units/99999").status, 404);
}

fn changes_carry_kind_day_act_and_share(server: &Server) {
    let split = get(server, "/units/26737/successors?era=legacy");
    let edges = split["successions"].as_array().unwrap();
    assert_eq!(edges.len(), 2, "{split}");
    for edge in edges {
        assert_eq!((&edge["kind"], &edge["day"]), (&"split".into(), &"2025-07-01".into()), "{edge}");
        assert_eq!(edge["act"], "1685/NQ-UBTVQH15", "the resolution on the wards of Ho Chi Minh City");
        assert_eq!(edge.get("day_earliest"), None, "the day is known");
    }
    let province = get(server, "/units/77/successors");
    assert_eq!(province["successions"][0]["act"], "202/2025/QH15");
    assert_eq!(province["successions"][0]["kind"], "merge");
    let untouched = get(server, "/units/01/successors?era=legacy");
    assert_eq!(
        (&untouched["successions"][0]["act"], &untouched["successions"][0]["kind"]),
        (&Value::Null, &"whole".into())
    );
    let into = get(server, "/units/00097/predecessors");
    assert!(texts(&into["successions"], "kind").contains(&"merge"), "{into}");
    let whole_way = get(server, "/units/26737/successors?era=legacy&to=current");
    assert_eq!(whole_way["successions"].as_array().unwrap().len(), 2);
}

fn a_unit_that_changed_its_kind_keeps_its_former_name(server: &Server) {
    let unit = &get(server, "/units/75?era=current")["units"][0];
    assert_eq!(unit["full_name"], "Thành phố Đồng Nai");
    assert_eq!(unit["former_names"][0]["full_name"], "Tỉnh Đồng Nai");
    let edges = get(server, "/units/25270/predecessors?era=current");
    let retyped = edges["successions"].as_array().unwrap().iter().find(|edge| edge["kind"] == "retype").unwrap();
    assert_eq!((&retyped["day"], &retyped["act"]), (&"2026-04-30".into(), &"237/NQ-UBTVQH16".into()));
    let before = get(server, "/units/75?at=2026-04-29");
    assert_eq!(before["units"][0]["full_name"], "Tỉnh Đồng Nai");
}

fn a_day_is_answered_with_the_units_of_that_day(server: &Server) {
    let first = |path: &str| server.features(path)[0]["properties"].clone();
    let before = first("/search?q=92-96 Nguyễn Huệ, Phường Bến Nghé, Quận 1&at=2025-06-30");
    assert_eq!((&before["ward"], &before["district"]), (&"Phường Bến Nghé".into(), &"Quận 1".into()), "{before}");
    let after = first("/search?q=92-96 Nguyễn Huệ, Sài Gòn&at=2025-07-01");
    assert_eq!((&after["ward"], after.get("district")), (&"Phường Sài Gòn".into(), None), "{after}");
    assert_eq!(first("/search?q=Đồng Nai&type=province&at=2026-04-29")["label"], "Tỉnh Đồng Nai");
    assert_eq!(first("/search?q=Đồng Nai&type=province&at=2026-04-30")["label"], "Thành phố Đồng Nai");
    let unborn = server.features("/search?q=Phường Sài Gòn, Quận 1&at=2025-06-30&type=ward");
    assert!(unborn.iter().all(|hit| hit["properties"]["ward"] != "Phường Sài Gòn"), "{unborn:?}");
}

fn a_merged_ward_is_converted_for_certain(server: &Server) {
    let answer = get(server, "/convert?q=Số 5 ngõ 12 phố Hàng Than, Phường Phúc Xá, Quận Ba Đình, Hà Nội");
    assert_eq!(answer["ambiguous"], false, "{answer}");
    let candidate = &answer["candidates"][0];
    assert_eq!((&candidate["share"], &candidate["current"]["ward_code"]), (&1.0.into(), &"00097".into()));
    let line = candidate["current"]["label"].as_str().unwrap();
    assert!(line.ends_with(", Phường Hồng Hà, Thành phố Hà Nội"), "{line}");
    for kept in ["5", "12", "Hàng Than"] {
        assert!(line.contains(kept), "{kept} is missing in {line}");
    }
    assert_eq!(candidate["legacy"]["district"], "Quận Ba Đình");
}

fn a_split_ward_gives_every_candidate_unless_the_house_is_known(server: &Server) {
    let answer = get(server, "/convert?q=7 Đường Nào Đó, Phường Đa Kao, Quận 1, TP.HCM");
    assert_eq!(answer["ambiguous"], true);
    let candidates = answer["candidates"].as_array().unwrap();
    let shares: f64 = candidates.iter().map(|candidate| candidate["share"].as_f64().unwrap()).sum();
    assert!(candidates.len() == 2 && (shares - 1.0).abs() < 0.01, "{answer}");
    let known = get(server, "/convert?q=11 Đường Có Thật, Phường Đa Kao, Quận 1, TP.HCM");
    assert_eq!((&known["ambiguous"], &known["decided_by"]), (&false.into(), &"house".into()), "{known}");
    assert_eq!(known["candidates"][0]["current"]["ward"], "Phường Sài Gòn");
    let by_code = get(server, "/convert?ward_code=26737");
    assert_eq!(by_code["candidates"].as_array().unwrap().len(), 2);
    let nothing = get(server, "/convert?q=xyzzy");
    assert_eq!((nothing["candidates"].as_array().unwrap().len(), &nothing["unmatched"][0]), (0, &"xyzzy".into()));
}

fn todays_form_goes_back(server: &Server) {
    let answer = get(server, "/convert?ward_code=00097&to=legacy");
    let names: Vec<&str> =
        answer["candidates"].as_array().unwrap().iter().filter_map(|each| each["legacy"]["ward"].as_str()).collect();
    assert!(names.len() > 1 && names.contains(&"Phường Phúc Xá"), "{answer}");
    assert_eq!(answer["ambiguous"], true);
}

fn many_are_converted_as_each_alone(server: &Server) {
    let lines = ["Phường Phúc Xá, Quận Ba Đình, Hà Nội", "7 Đường Nào Đó, Phường Đa Kao, Quận 1, TP.HCM", "xyzzy"];
    let items: Vec<Value> = lines.iter().enumerate().map(|(at, line)| json!({ "id": at, "q": line })).collect();
    let faulty = [json!({ "id": "none" }), json!({ "q": "a", "ward_code": "26740" }), json!(5)];
    let body = Value::from([items, faulty.to_vec()].concat()).to_string();
    let answer = server.post("/convert", body).json();
    let results = answer["results"].as_array().unwrap();
    let statuses: Vec<&str> = results.iter().map(|result| result["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["ok", "ambiguous", "not_found", "invalid", "invalid", "invalid"]);
    for (at, line) in lines.iter().enumerate() {
        let alone = get(server, &format!("/convert?q={line}"));
        assert_eq!(results[at]["id"], at);
        for member in ["ambiguous", "candidates", "unmatched"] {
            assert_eq!(results[at][member], alone[member], "{line}");
        }
    }
    assert_eq!((&results[3]["id"], &results[3]["problem"]["errors"][0]["name"]), (&"none".into(), &"q".into()));
    let too_many = Value::from(vec![json!({ "q": "a" }); 1001]).to_string();
    assert_eq!(server.post("/convert", too_many).status, 400);
    assert_eq!(server.post("/convert?colour=red", "[]").status, 400);
}

fn a_reader_of_convert_gets_a_page_and_a_program_the_answer(server: &Server) {
    let kind = |path: &str, accept: &str| {
        let answer = server.get_with(path, &[("accept", accept)]);
        assert!(answer.header("vary").is_some_and(|vary| vary.contains("accept")), "{path}");
        answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default().to_owned()
    };
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let counted = || get(server, "/usage")["days"][0]["convert"].clone();
    let before = counted();
    for path in ["/convert", "/convert?lang=en"] {
        // Without a built page it is the hint how to build it, as text.
        assert!(kind(path, browser).starts_with("text/"), "{path}");
        assert_eq!(kind(path, "application/json"), "application/problem+json", "{path}");
        assert_eq!(kind(path, "*/*"), "application/problem+json", "{path}");
    }
    assert_eq!(counted(), before, "a page that is opened is no question");
    assert_eq!(kind("/convert?q=Quận 1", browser), "application/json");
}

fn faults_are_named(server: &Server) {
    for (path, name) in [
        ("/convert", "q"),
        ("/convert?q=a&ward_code=26740", "q"),
        ("/convert?q=a&to=both", "to"),
        ("/units?level=hamlet", "level"),
        ("/units?at=2025-13-01", "at"),
        ("/units?at=2018-12-31", "at"),
        ("/units?at=2025-07-01&era=legacy", "era"),
        ("/search?q=a&at=1990-01-01", "at"),
        ("/units/79?colour=red", "colour"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/problem+json")), "{path}");
        assert_eq!(answer.json()["errors"][0]["name"], name, "{path}");
    }
    let too_early = server.get("/units?at=1990-01-01").json();
    assert!(too_early["detail"].as_str().unwrap().contains("2025-06-30"), "the range is named: {too_early}");
}

fn answers_are_cached_and_described(server: &Server) {
    let document = get(server, "/openapi.json");
    for path in ["/units?level=province", "/units/79", "/units/79/successors", "/convert?q=Quận 1"] {
        let tag = server.get(path).header("etag").unwrap().to_owned();
        assert_eq!(server.get_with(path, &[("if-none-match", &tag)]).status, 304, "{path}");
    }
    for path in ["/units", "/units/{code}", "/units/{code}/successors", "/units/{code}/predecessors", "/convert"] {
        assert!(document["paths"].get(path).is_some(), "{path} is not described");
    }
}

/// Rows of every kind, among them ones that are no rows.
const FILE: &str = "mã,địa chỉ,ghi chú\n\
    1,\"11 Đường Có Thật, Phường Đa Kao, Quận 1, TP.HCM\",có\n\
    2,\"7 Đường Nào Đó, P. Đa Kao, Q.1, TP.HCM\",\n\
    \n\
    4,không ở đâu cả,x\n\
    5,ít\n\
    6,\"Phường Phúc Xá, Quận Ba Đình, Hà Nội\",thừa,nữa\n\
    7,,trống\n\
    8,\"Phường Phúc Xá, Quận Ba Đình, Hà Nội\",cuối\n";

/// Phường Tân Phú is a ward of today; those of Quận 7 and of Thủ Đức, whose district the line may
/// leave out, went whole to Tân Mỹ and Tăng Nhơn Phú.
fn a_name_of_today_and_of_former_wards_is_not_sure(server: &Server) {
    let wards = |line: &str| -> Vec<String> {
        let converted = get(server, &format!("/convert?q={line}"));
        let candidates = converted["candidates"].as_array().unwrap().iter();
        candidates.map(|candidate| candidate["current"]["ward"].as_str().unwrap().to_owned()).collect()
    };
    let unsure = wards("Phường Tân Phú, Thành phố Hồ Chí Minh");
    assert_eq!(unsure[0], "Phường Tân Phú");
    assert!(unsure.contains(&"Phường Tân Mỹ".to_owned()), "{unsure:?}");
    assert!(unsure.contains(&"Phường Tăng Nhơn Phú".to_owned()), "{unsure:?}");
    assert_eq!(wards("Phường Tân Phú, Quận 7, Thành phố Hồ Chí Minh"), ["Phường Tân Mỹ"]);
}

fn every_row_of_a_file_comes_back(vmap: &Vmap, server: &Server) {
    let (input, output) = (vmap.path("in.csv"), vmap.path("out.csv"));
    fs::write(&input, FILE).unwrap();
    let told = vmap.done(&["convert", input.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    assert!(told.contains("rows 8:"), "{told}");
    let rows = read(&output);
    let column = |name: &str| rows.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(column("mã"), ["1", "2", "", "4", "5", "6", "7", "8"]);
    assert_eq!(
        column("result_status"),
        ["ok", "ambiguous", "invalid", "not_found", "invalid", "invalid", "invalid", "ok"]
    );
    assert_eq!(rows[5]["ghi chú"], "thừa,nữa", "nothing of a row that is too long is lost");
    assert!(rows[7]["result_note"].is_empty() && rows[4]["result_note"].contains('2'), "{:?}", rows[4]);
    assert_eq!(rows[0]["result_ward"], "Phường Sài Gòn");
    assert_eq!(rows[1]["result_alternatives"].split(';').count(), 1);
    let same = get(server, &format!("/convert?q={}", rows[0]["địa chỉ"]));
    assert_eq!(same["candidates"][0]["current"]["label"], rows[0]["result_address"].as_str());
    let complaint = vmap.fails(3, &["convert", input.to_str().unwrap(), "--columns", "address"]);
    assert!(complaint.contains("địa chỉ"), "{complaint}");
}

fn a_row_of_another_era_goes_back(vmap: &Vmap) {
    let (input, output) = (vmap.path("back.csv"), vmap.path("back-out.csv"));
    fs::write(&input, "so_nha;duong;phuong;tinh\n1;Lê Lợi;Phường Hồng Hà;Hà Nội\n").unwrap();
    vmap.done(&["convert", input.to_str().unwrap(), "--to", "legacy", "-o", output.to_str().unwrap()]);
    let row = &read_with(&output, b';')[0];
    assert_eq!(row["result_status"], "ambiguous");
    assert!(row["result_address"].starts_with("1 Lê Lợi, "), "{row:?}");
    assert!(row["result_district"].starts_with("Quận "), "{row:?}");
}

fn read(path: &std::path::Path) -> Vec<HashMap<String, String>> {
    read_with(path, b',')
}

fn read_with(path: &std::path::Path, delimiter: u8) -> Vec<HashMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}
