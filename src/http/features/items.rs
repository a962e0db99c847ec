//! The features of a collection, page by page.
//!
//! A page names the release that it comes from and the row behind its last one, so that who follows `next`
//! gets every feature once, also when another release is published in between: pages go on in the release
//! they began with for as long as that is kept.

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use vmap_core::PlaceId;
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};
use vmap_geocoder::{BoundingBox, Places};
use vmap_pipeline::export::Row;
use vmap_release::Boundary;

use super::collection::{Kind, link};
use super::crs::Crs;
use super::landing::{as_json, known};
use super::snapshot::{EarlierReleases, Snapshot};
use crate::http::answer;
use crate::http::aside::aside;
use crate::http::base_url::BaseUrl;
use crate::http::parameters::Parameters;
use crate::http::problem::Problem;
use crate::http::segments::Segments;
use crate::http::serving::Current;

/// Features on a page when no `limit` says otherwise, and at most.
const DEFAULT_LIMIT: usize = 100;
const MOST_ON_A_PAGE: usize = 10_000;
const GEOJSON: &str = "application/geo+json";

/// Where a page begins: written `RELEASE.ROW`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cursor {
    release: String,
    row: u32,
}

/// What is asked of a collection.
struct Query {
    limit: usize,
    bbox: Option<BoundingBox>,
    crs: Crs,
    /// First and last day; open where there is none.
    days: (Option<Date>, Option<Date>),
    ward_code: Option<String>,
    province_code: Option<String>,
    cursor: Option<Cursor>,
}

/// A page of features.
#[derive(Serialize)]
struct Page {
    #[serde(rename = "type")]
    kind: &'static str,
    release: String,
    attribution: String,
    #[serde(rename = "numberReturned")]
    number_returned: usize,
    /// Where counting costs nothing.
    #[serde(rename = "numberMatched", skip_serializing_if = "Option::is_none")]
    number_matched: Option<u64>,
    links: Vec<Value>,
    features: Vec<Value>,
}

/// `GET /collections/{id}/items`: a page of features.
pub async fn items(
    State(current): State<Current>,
    State(earlier): State<EarlierReleases>,
    Segments(id): Segments<String>,
    base: BaseUrl,
    OriginalUri(asked): OriginalUri,
    parameters: Parameters,
) -> Result<Response, Problem> {
    let collection = known(&id)?;
    let query = Query::take(collection.kind, parameters)?;
    aside(move || {
        let cursor = query.cursor.as_ref();
        let snapshot = Snapshot::of(&current, &earlier, cursor.map(|cursor| cursor.release.as_str()))?;
        let page = page(&snapshot, collection.kind, &query, &base, &asked)?;
        geojson(&page, query.crs)
    })
    .await
}

/// `GET /collections/{id}/items/{feature}`: one feature of the release that is served.
pub async fn item(
    State(current): State<Current>,
    State(earlier): State<EarlierReleases>,
    Segments((id, feature)): Segments<(String, String)>,
    base: BaseUrl,
    mut parameters: Parameters,
) -> Result<Response, Problem> {
    let collection = known(&id)?;
    as_json(&mut parameters);
    let crs = parameters.choice("crs", &Crs::ALL).unwrap_or_default();
    parameters.finish()?;
    aside(move || {
        let snapshot = Snapshot::of(&current, &earlier, None)?;
        let found = one(&snapshot, collection.kind, &feature, crs)?;
        let mut found = found.ok_or_else(|| {
            let release = snapshot.release().id();
            Problem::not_found(format!("no feature {feature:?} in {id} of release {release}"))
        })?;
        let here = format!("{}/collections/{id}", base.as_str());
        found["links"] = json!([
            link(&format!("{here}/items/{feature}"), "self", GEOJSON, &feature),
            link(&here, "collection", "application/json", &id),
        ]);
        geojson(&found, crs)
    })
    .await
}

impl Query {
    fn take(kind: Kind, mut parameters: Parameters) -> Result<Self, Problem> {
        as_json(&mut parameters);
        let bbox_crs = parameters.choice("bbox-crs", &Crs::ALL).unwrap_or_default();
        let mut query = Self {
            limit: parameters.number("limit", 1..=usize::MAX).unwrap_or(DEFAULT_LIMIT).min(MOST_ON_A_PAGE),
            bbox: parameters.text("bbox", 200).and_then(|text| bbox(&text, bbox_crs, &mut parameters)),
            crs: parameters.choice("crs", &Crs::ALL).unwrap_or_default(),
            days: parameters.text("datetime", 100).and_then(|text| days(&text, &mut parameters)).unwrap_or_default(),
            ward_code: None,
            province_code: None,
            cursor: parameters.text("cursor", 100).and_then(|text| cursor(&text, &mut parameters)),
        };
        if kind == Kind::Addresses {
            query.ward_code = parameters.text("ward_code", 5);
        }
        if !matches!(kind, Kind::Units(_, UnitLevel::Province)) {
            query.province_code = parameters.text("province_code", 2);
        }
        parameters.finish()?;
        Ok(query)
    }

    fn from(&self) -> u32 {
        self.cursor.as_ref().map_or(0, |cursor| cursor.row)
    }

    fn wants_all(&self) -> bool {
        self.bbox.is_none() && self.ward_code.is_none() && self.province_code.is_none() && self.days == (None, None)
    }

    /// The units of today that addresses are to lie in.
    fn within(&self, units: &UnitTable) -> Result<Vec<UnitId>, Problem> {
        let codes = [(&self.ward_code, UnitLevel::Ward), (&self.province_code, UnitLevel::Province)];
        let given = codes.into_iter().filter_map(|(code, level)| Some((code.as_ref()?, level)));
        let unit = |(code, level): (&String, UnitLevel)| units.by_code(Era::Current, level, code).ok_or(code.clone());
        let units: Result<Vec<UnitId>, String> = given.map(unit).collect();
        let units = units.map_err(|code| Problem::not_found(format!("no unit of today has the code {code:?}")))?;
        Ok(units.into_iter().take(1).collect())
    }
}

/// Four numbers, or six with heights, which do not matter here.
fn bbox(text: &str, crs: Crs, parameters: &mut Parameters) -> Option<BoundingBox> {
    let numbers: Vec<f64> = text.split(',').map_while(|part| part.trim().parse().ok()).collect();
    let corners = match numbers[..] {
        [a, b, c, d] if text.split(',').count() == 4 => Some(([a, b], [c, d])),
        [a, b, _, c, d, _] if text.split(',').count() == 6 => Some(([a, b], [c, d])),
        _ => None,
    };
    let corners = corners.and_then(|(min, max)| Some((crs.point(min)?, crs.point(max)?)));
    let found = corners.filter(|(min, max)| min.lon() <= max.lon() && min.lat() <= max.lat());
    if found.is_none() {
        parameters
            .refuse("bbox", format!("expected the lower and the upper corner in the axes of bbox-crs, found {text:?}"));
    }
    found.map(|(min, max)| BoundingBox { min, max })
}

/// A day or an instant, or two with a slash between, `..` or nothing where an end is open.
fn days(text: &str, parameters: &mut Parameters) -> Option<(Option<Date>, Option<Date>)> {
    let day = |text: &str| match text.trim() {
        "" | ".." => Some(None),
        text => text.get(..10).and_then(|day| day.parse().ok()).filter(|_| is_instant(&text[10..])).map(Some),
    };
    let found = match text.split_once('/') {
        Some((first, last)) => day(first).zip(day(last)),
        None => day(text).map(|day| (day, day)).filter(|(day, _)| day.is_some()),
    };
    let found = found.filter(|(first, last)| first.is_none() || last.is_none() || first <= last);
    if found.is_none() {
        parameters.refuse(
            "datetime",
            format!("expected an instant, or two with / between as in ../2025-06-30, found {text:?}"),
        );
    }
    found
}

/// Whether `rest` may stand behind a day: nothing, or a time as RFC 3339 has it.
fn is_instant(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['T', 't']) && rest.len() >= 9
}

fn cursor(text: &str, parameters: &mut Parameters) -> Option<Cursor> {
    let read = text.rsplit_once('.').and_then(|(release, row)| Some((release.to_owned(), row.parse().ok()?)));
    if read.is_none() {
        parameters.refuse("cursor", "expected what a link with rel=next has".to_owned());
    }
    read.map(|(release, row)| Cursor { release, row })
}

fn page(snapshot: &Snapshot, kind: Kind, query: &Query, base: &BaseUrl, asked: &Uri) -> Result<Page, Problem> {
    let manifest = snapshot.release().manifest();
    let (features, next, total) = match kind {
        Kind::Addresses => {
            let within = query.within(snapshot.release().units())?;
            let mut rows = snapshot.addresses(query.bbox, &within, query.from());
            let shown: Vec<u32> = rows.by_ref().take(query.limit).collect();
            let licence = manifest.licence();
            let feature = |row: &u32| address(snapshot.places(), *row, &manifest.id, &licence, query.crs);
            (shown.iter().filter_map(feature).collect::<Vec<_>>(), rows.next(), manifest.counts.addresses)
        }
        Kind::Units(era, level) => {
            let units = snapshot.release().units();
            let areas = snapshot.areas()?.iter().filter(|area| (area.era, area.level) == (era, level));
            let mut rows =
                (0_u32..).zip(areas).skip(query.from() as usize).filter(|(_, area)| is_wanted(area, query, units));
            let shown: Vec<_> = rows.by_ref().take(query.limit).collect();
            let features = shown.iter().filter_map(|(_, area)| unit(area, units, query.crs)).collect();
            let next = rows.next().map(|(row, _)| row);
            (
                features,
                next,
                snapshot.areas()?.iter().filter(|area| (area.era, area.level) == (era, level)).count() as u64,
            )
        }
    };
    let here = |cursor: Option<u32>| page_address(base, asked, cursor.map(|row| format!("{}.{row}", manifest.id)));
    let mut links = vec![link(&format!("{}{asked}", base.as_str()), "self", GEOJSON, "This page")];
    links.extend(next.map(|row| link(&here(Some(row)), "next", GEOJSON, "The next page")));
    Ok(Page {
        kind: "FeatureCollection",
        release: manifest.id.clone(),
        attribution: manifest.attribution(),
        number_returned: features.len(),
        number_matched: query.wants_all().then_some(total),
        links,
        features,
    })
}

/// The address of `asked` with another cursor.
fn page_address(base: &BaseUrl, asked: &Uri, cursor: Option<String>) -> String {
    let pairs =
        form_urlencoded::parse(asked.query().unwrap_or_default().as_bytes()).filter(|(name, _)| name != "cursor");
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    if let Some(cursor) = cursor {
        query.append_pair("cursor", &cursor);
    }
    format!("{}{}?{}", base.as_str(), asked.path(), query.finish())
}

fn address(places: &Places, row: u32, release: &str, licence: &str, crs: Crs) -> Option<Value> {
    let place = places.get(vmap_geocoder::PlaceRow::Address(row))?;
    Some(address_feature(&Row::new(place, release, licence), crs))
}

fn address_feature(row: &Row<'_>, crs: Crs) -> Value {
    json!({
        "type": "Feature",
        "id": row.id(),
        "geometry": { "type": "Point", "coordinates": crs.position(row.point().lon(), row.point().lat()) },
        "properties": row,
    })
}

fn is_wanted(area: &Boundary, query: &Query, units: &UnitTable) -> bool {
    let Some(id) = units.by_code(area.era, area.level, area.code.as_str()) else { return false };
    let lies_in = |code: &String| {
        units.lineage(id).any(|(_, above)| above.code.as_str() == code && above.level == UnitLevel::Province)
    };
    query.province_code.as_ref().is_none_or(lies_in)
        && query.bbox.is_none_or(|bbox| meets(area, bbox))
        && units.get(id).is_some_and(|unit| {
            let (first, last) = query.days;
            last.is_none_or(|last| unit.validity.from.is_none_or(|from| from <= last))
                && first.is_none_or(|first| unit.validity.until.is_none_or(|until| first < until))
        })
}

/// Whether the box around `area` meets `bbox`.
fn meets(area: &Boundary, bbox: BoundingBox) -> bool {
    let positions = || area.area.iter().flat_map(|polygon| polygon.exterior().coords());
    let span = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
    };
    let (west, east) = span(&mut positions().map(|at| at.x));
    let (south, north) = span(&mut positions().map(|at| at.y));
    west <= bbox.max.lon() && bbox.min.lon() <= east && south <= bbox.max.lat() && bbox.min.lat() <= north
}

fn unit(area: &Boundary, units: &UnitTable, crs: Crs) -> Option<Value> {
    let id = units.by_code(area.era, area.level, area.code.as_str())?;
    let unit = units.get(id)?;
    let above = |level| units.lineage(id).skip(1).map(|(_, unit)| unit).find(|unit| unit.level == level);
    let (province, district) = (above(UnitLevel::Province), above(UnitLevel::District));
    let rings = area.area.iter().map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(|line| line.coords().map(|at| crs.position(at.x, at.y)).collect::<Vec<_>>()).collect::<Vec<_>>()
    });
    Some(json!({
        "type": "Feature",
        "id": unit.code,
        "geometry": { "type": "MultiPolygon", "coordinates": rings.collect::<Vec<_>>() },
        "properties": {
            "code": unit.code,
            "name": unit.name,
            "full_name": unit.full_name,
            "full_name_en": unit.full_name_en,
            "kind": unit.kind,
            "district_code": district.map(|unit| &unit.code),
            "district": district.map(|unit| &unit.full_name),
            "province_code": province.map(|unit| &unit.code),
            "province": province.map(|unit| &unit.full_name),
            "valid_from": unit.validity.from,
            "valid_until": unit.validity.until,
            "illustrative": area.illustrative,
        },
    }))
}

fn one(snapshot: &Snapshot, kind: Kind, id: &str, crs: Crs) -> Result<Option<Value>, Problem> {
    let manifest = snapshot.release().manifest();
    Ok(match kind {
        Kind::Addresses => {
            let place = id.parse::<PlaceId>().ok().and_then(|id| snapshot.places().address(id));
            place.map(|place| address_feature(&Row::new(place, &manifest.id, &manifest.licence()), crs))
        }
        Kind::Units(era, level) => {
            let mut areas = snapshot.areas()?.iter();
            let area = areas.find(|area| (area.era, area.level, area.code.as_str()) == (era, level, id));
            area.and_then(|area| unit(area, snapshot.release().units(), crs))
        }
    })
}

/// `value` as GeoJSON, with the coordinate system in the header that the standard has for it.
fn geojson(value: &impl Serialize, crs: Crs) -> Result<Response, Problem> {
    let mut response = answer::json(value)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(GEOJSON));
    let named = HeaderValue::try_from(format!("<{}>", crs.uri())).map_err(|_| Problem::internal())?;
    headers.insert("content-crs", named);
    Ok(response)
}
