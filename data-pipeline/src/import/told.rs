//! What a row tells the registry beside the address, read.

use std::str::FromStr;

use jiff::civil::Date;
use vmap_core::address::RegistryTexts;
use vmap_core::text::fold;
use vmap_core::{PlaceId, Point};
use vmap_registry::{Certification, Details, OutsideCode, PositionKind, Status};

use super::report::{Issue, Rejection};
use crate::readers::RowOperation;

/// What a row tells the registry beside the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The place's own identifier.
    pub identifier: Option<PlaceId>,
    /// Where the place stands in its life.
    pub status: Status,
    /// The first day on which this is so.
    pub valid_from: Option<Date>,
    /// What the point is a point of.
    pub position: Option<PositionKind>,
    /// The rarer facts.
    pub details: Details,
    /// What could not be read; nothing was taken from it.
    pub issues: Vec<Issue>,
}

/// What is to be done with the place of a row that tells this.
///
/// # Errors
/// Where the row asks for something that is nothing to be done.
pub fn operation_of(texts: Option<&RegistryTexts>) -> Result<RowOperation, Rejection> {
    let text = texts.and_then(|texts| texts.operation.as_deref()).unwrap_or_default();
    RowOperation::of(text).ok_or_else(|| Rejection::OperationUnknown(text.to_owned()))
}

/// Reads what a row tells. A fact that cannot be read is left out and remarked on: the address of the
/// row is as good without it.
pub fn read_told(texts: &RegistryTexts) -> Told {
    let mut told = Told::default();
    let mut issues = Vec::new();
    told.identifier = take(&texts.identifier, "place_id", &mut issues, |text| PlaceId::from_str(text).ok());
    told.status = take(&texts.status, "status", &mut issues, status).unwrap_or_default();
    told.valid_from = take(&texts.valid_from, "valid_from", &mut issues, day);
    told.position = take(&texts.position, "position_kind", &mut issues, position_kind);
    told.details.entrances = take(&texts.entrances, "entrances", &mut issues, entrances).unwrap_or_default();
    told.details.codes = take(&texts.codes, "outside_codes", &mut issues, codes).unwrap_or_default();
    let on = take(&texts.certified_on, "certified_on", &mut issues, day);
    told.details.certified = match (&texts.certified_by, on) {
        (Some(by), Some(on)) => Some(Certification { by: by.clone(), on }),
        (Some(by), None) => {
            issues.push(Issue::FactUnreadable { field: "certified_on", text: by.clone() });
            None
        }
        (None, _) => None,
    };
    told.issues = issues;
    told
}

fn take<T>(
    text: &Option<String>,
    field: &'static str,
    issues: &mut Vec<Issue>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let text = text.as_deref()?;
    let value = read(text);
    if value.is_none() {
        issues.push(Issue::FactUnreadable { field, text: text.to_owned() });
    }
    value
}

fn status(text: &str) -> Option<Status> {
    match fold(text).as_str() {
        "proposed" | "du kien" => Some(Status::Proposed),
        "current" | "hien hanh" | "dang dung" => Some(Status::Current),
        "retired" | "da bo" | "khong con" => Some(Status::Retired),
        "rejected" | "bi tu choi" => Some(Status::Rejected),
        _ => None,
    }
}

fn position_kind(text: &str) -> Option<PositionKind> {
    match fold(text).as_str() {
        "entrance" | "loi vao" | "cong" => Some(PositionKind::Entrance),
        "building" | "toa nha" | "nha" => Some(PositionKind::Building),
        "parcel" | "thua dat" => Some(PositionKind::Parcel),
        "interpolated" | "noi suy" => Some(PositionKind::Interpolated),
        "hamlet centre" | "hamlet center" | "hamletcentre" | "tam thon" => Some(PositionKind::HamletCentre),
        _ => None,
    }
}

/// A day as standards write it, or as Vietnamese papers do: day, month, year.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let mut parts = text.splitn(3, ['/', '-', '.']);
        let mut next = || parts.next()?.trim().parse::<i16>().ok();
        let (day, month, year) = (next()?, next()?, next()?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

/// `lat lon; lat lon`, degrees.
fn entrances(text: &str) -> Option<Vec<Point>> {
    let point = |pair: &str| {
        let mut numbers = pair.split([' ', ',']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
        let (lat, lon) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        Point::from_degrees(lon, lat).filter(|_| numbers.next().is_none())
    };
    text.split(';').map(str::trim).filter(|pair| !pair.is_empty()).map(point).collect()
}

/// `scheme=code; scheme=code`.
fn codes(text: &str) -> Option<Vec<OutsideCode>> {
    let code = |pair: &str| {
        let (scheme, code) = pair.split_once('=')?;
        let (scheme, code) = (scheme.trim().to_owned(), code.trim().to_owned());
        (!scheme.is_empty() && !code.is_empty()).then_some(OutsideCode { scheme, code })
    };
    let mut codes: Vec<_> =
        text.split(';').map(str::trim).filter(|pair| !pair.is_empty()).map(code).collect::<Option<_>>()?;
    codes.sort();
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> RegistryTexts {
        let text = |text: &str| Some(text.to_owned());
        RegistryTexts {
            status: text("Proposed"),
            valid_from: text("05/03/2026"),
            position: text("lối vào"),
            entrances: text("21.01 105.85; 21.02,105.86"),
            codes: text("post=70000; cadastre=12-7"),
            certified_by: text("UBND phường Bến Nghé"),
            certified_on: text("2026-03-06"),
            ..RegistryTexts::default()
        }
    }

    #[test]
    fn facts_are_read() {
        let told = read_told(&texts());
        assert_eq!(told.issues, []);
        assert_eq!((told.status, told.position), (Status::Proposed, Some(PositionKind::Entrance)));
        assert_eq!(told.valid_from, Some(Date::constant(2026, 3, 5)));
        assert_eq!(told.details.entrances.len(), 2);
        assert_eq!(told.details.codes[0].scheme, "cadastre");
        assert_eq!(told.details.certified.map(|certified| certified.on), Some(Date::constant(2026, 3, 6)));
    }

    #[test]
    fn what_cannot_be_read_is_remarked_on_and_left_out() {
        let broken = RegistryTexts { valid_from: Some("sometime".to_owned()), certified_on: None, ..texts() };
        let told = read_told(&broken);
        assert_eq!(told.valid_from, None);
        assert_eq!(told.details.certified, None);
        assert_eq!(told.issues.len(), 2);
        let unknown = RegistryTexts { operation: Some("perhaps".to_owned()), ..RegistryTexts::default() };
        assert!(operation_of(Some(&unknown)).is_err());
        assert_eq!(operation_of(None), Ok(RowOperation::Put));
    }
}
