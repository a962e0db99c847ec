//! Coordinates as people write them into tables.

use std::ops::RangeInclusive;

use super::RejectionReason;

/// Longitudes of Vietnam with its islands, in degrees.
pub(super) const LON_RANGE: RangeInclusive<f64> = 102.0..=118.0;
/// Latitudes of Vietnam with its islands, in degrees.
pub(super) const LAT_RANGE: RangeInclusive<f64> = 6.5..=23.5;

/// A position in degrees, longitude first, that lies in Vietnam's box.
pub(super) type Position = (f64, f64);

/// The position of a row with one text for each coordinate, in degrees with point or comma.
pub(super) fn from_columns(lat: Option<&str>, lon: Option<&str>) -> Result<Position, RejectionReason> {
    match (lat, lon) {
        (None, None) => Err(RejectionReason::CoordinatesMissing),
        (Some(lat), Some(lon)) => match (degrees(lat), degrees(lon)) {
            (Some(lat), Some(lon)) => in_vietnam(lon, lat),
            _ => Err(RejectionReason::CoordinatesUnreadable(format!("{lat}, {lon}"))),
        },
        (Some(one), None) | (None, Some(one)) => Err(RejectionReason::CoordinatesUnreadable(one.to_owned())),
    }
}

/// The position in a text `lat,lon` (or `lat; lon`, `lat lon`; brackets around it are allowed).
pub(super) fn from_pair(text: &str) -> Result<Position, RejectionReason> {
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || "()[]{}\"'".contains(letter));
    let two = |separator: fn(char) -> bool| {
        let mut parts = bare.split(separator).filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(lat), Some(lon), None) => Some((degrees(lat.trim_end_matches(','))?, degrees(lon)?)),
            _ => None,
        }
    };
    let pair = two(|c| c == ';').or_else(|| two(char::is_whitespace)).or_else(|| two(|c| c == ','));
    match pair {
        Some((lat, lon)) => in_vietnam(lon, lat),
        None => Err(RejectionReason::CoordinatesUnreadable(text.to_owned())),
    }
}

/// The position in a WKT text `POINT (lon lat)`, with or without `SRID=4326;` before it.
pub(super) fn from_wkt(text: &str) -> Result<Position, RejectionReason> {
    let unreadable = || RejectionReason::CoordinatesUnreadable(text.to_owned());
    let upper = text.to_ascii_uppercase();
    let bare = upper.rsplit(';').next().unwrap_or_default().trim();
    let body = bare.strip_prefix("POINT").ok_or_else(unreadable)?.trim_start_matches([' ', 'Z', 'M']);
    let inside = body.strip_prefix('(').and_then(|body| body.strip_suffix(')')).ok_or_else(unreadable)?;
    let numbers: Option<Vec<f64>> = inside.split_ascii_whitespace().map(|number| number.parse().ok()).collect();
    match numbers.as_deref() {
        Some([lon, lat, ..]) => in_vietnam(*lon, *lat),
        _ => Err(unreadable()),
    }
}

/// The position, if it lies in Vietnam's box.
pub(super) fn in_vietnam(lon: f64, lat: f64) -> Result<Position, RejectionReason> {
    if LON_RANGE.contains(&lon) && LAT_RANGE.contains(&lat) {
        return Ok((lon, lat));
    }
    match LON_RANGE.contains(&lat) && LAT_RANGE.contains(&lon) {
        true => Err(RejectionReason::CoordinatesSwapped { lat, lon }),
        false => Err(RejectionReason::OutsideVietnam { lat, lon }),
    }
}

/// A number of degrees with a point or a comma, as people write it into tables; not `inf`, not `NaN`.
pub fn degrees(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('°');
    let number: f64 = match text.parse() {
        Ok(number) => number,
        Err(_) if text.matches(',').count() == 1 => text.replace(',', ".").parse().ok()?,
        Err(_) => return None,
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const THERE: Result<Position, RejectionReason> = Ok((106.69, 10.77));

    #[test]
    fn reads_the_ways_a_position_is_written() {
        assert_eq!(from_columns(Some("10.77"), Some("106.69")), THERE);
        assert_eq!(from_columns(Some("10,77"), Some(" 106,69 ")), THERE);
        for pair in
            ["10.77,106.69", "10.77, 106.69", "(10.77; 106.69)", "10,77; 106,69", "10.77 106.69", "10,77, 106,69"]
        {
            assert_eq!(from_pair(pair), THERE, "{pair}");
        }
        for wkt in ["POINT (106.69 10.77)", "point(106.69 10.77)", "SRID=4326;POINT Z (106.69 10.77 5)"] {
            assert_eq!(from_wkt(wkt), THERE, "{wkt}");
        }
    }

    #[test]
    fn tells_what_is_wrong_with_a_position() {
        let code = |found: Result<Position, RejectionReason>| found.unwrap_err().code();
        assert_eq!(code(from_columns(None, None)), "coordinates_missing");
        assert_eq!(code(from_columns(Some("10.77"), None)), "coordinates_unreadable");
        assert_eq!(code(from_columns(Some("10.77"), Some("đông"))), "coordinates_unreadable");
        assert_eq!(code(from_columns(Some("NaN"), Some("106.69"))), "coordinates_unreadable");
        assert_eq!(code(from_columns(Some("106.69"), Some("10.77"))), "coordinates_swapped");
        assert_eq!(code(from_columns(Some("0"), Some("0"))), "outside_vietnam");
        assert_eq!(code(from_columns(Some("1190000"), Some("603000"))), "outside_vietnam");
        assert_eq!(code(from_pair("10.77")), "coordinates_unreadable");
        assert_eq!(code(from_pair("10.77,106.69,5")), "coordinates_unreadable");
        assert_eq!(code(from_wkt("POINT EMPTY")), "coordinates_unreadable");
        assert_eq!(code(from_wkt("LINESTRING (106 10, 107 11)")), "coordinates_unreadable");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
            let read = [from_pair(&text), from_wkt(&text), from_columns(Some(&text), Some(&text))];
            for (lon, lat) in read.into_iter().flatten() {
                prop_assert!(LON_RANGE.contains(&lon) && LAT_RANGE.contains(&lat));
            }
        }

        #[test]
        fn a_position_is_read_back_from_every_form(lon in 102.0..118.0, lat in 6.5..23.5) {
            prop_assert_eq!(from_pair(&format!("{lat},{lon}")), Ok((lon, lat)));
            prop_assert_eq!(from_wkt(&format!("POINT ({lon} {lat})")), Ok((lon, lat)));
            let comma = |number: f64| number.to_string().replace('.', ",");
            prop_assert_eq!(from_columns(Some(&comma(lat)), Some(&comma(lon))), Ok((lon, lat)));
        }
    }
}
