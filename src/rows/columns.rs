//! Which columns of a table hold what is asked.

use vmap_core::Point;
use vmap_geocoder::{SearchText, StructuredText};
use vmap_pipeline::readers::{Field, Table, TableRow, degrees};

use crate::answering::{LONGEST_TEXT, checked};

/// Why it cannot be told which columns of a table are meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnFault {
    /// A name that no column has.
    #[error("there is no column {name:?}: the file has {found}")]
    Missing {
        /// The name.
        name: String,
        /// The names there are.
        found: String,
    },
    /// No column is known by its name.
    #[error("none of the columns {found} is known to hold {what}: say which do")]
    Unknown {
        /// What is looked for.
        what: &'static str,
        /// The names there are.
        found: String,
    },
    /// Not two columns of a position.
    #[error("a position takes two columns, that of the latitude first")]
    NotTwo,
}

/// Which columns of a table make an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressColumns {
    /// These, joined in their order.
    Line(Vec<usize>),
    /// One for each part that the table has.
    Parts(Vec<(Field, usize)>),
}

impl AddressColumns {
    /// The columns called `names`; without any, the one that holds whole addresses, else those of
    /// its parts, by their names.
    pub fn of(table: &Table, names: &[String]) -> Result<Self, ColumnFault> {
        if !names.is_empty() {
            return names.iter().map(|name| position(table, name)).collect::<Result<_, _>>().map(Self::Line);
        }
        if let Some(line) = table.column(Field::Line) {
            return Ok(Self::Line(vec![line]));
        }
        let fields = [Field::HouseNumber, Field::Street, Field::Hamlet, Field::Ward, Field::District, Field::Province];
        let parts: Vec<_> = fields.into_iter().filter_map(|field| Some((field, table.column(field)?))).collect();
        match parts.is_empty() {
            false => Ok(Self::Parts(parts)),
            true => Err(unknown(table, "addresses")),
        }
    }

    /// The address in `row`, or why there is none to ask for.
    pub fn text(&self, row: &TableRow) -> Result<SearchText, String> {
        let text = match self {
            Self::Line(columns) => line(columns, row)?.map(SearchText::Free),
            Self::Parts(parts) => structured(parts, row)?.map(SearchText::Structured),
        };
        text.ok_or_else(|| "there is no address".to_owned())
    }
}

/// The columns of latitude and longitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionColumns {
    lat: usize,
    lon: usize,
}

impl PositionColumns {
    /// The two columns called `names`, latitude first; without any, those known by their names.
    pub fn of(table: &Table, names: &[String]) -> Result<Self, ColumnFault> {
        match names {
            [] => {
                let columns = table.column(Field::Lat).zip(table.column(Field::Lon));
                let (lat, lon) = columns.ok_or_else(|| unknown(table, "latitude and longitude"))?;
                Ok(Self { lat, lon })
            }
            [lat, lon] => Ok(Self { lat: position(table, lat)?, lon: position(table, lon)? }),
            _ => Err(ColumnFault::NotTwo),
        }
    }

    /// Whether `row` says nothing of a position.
    pub fn are_blank(&self, row: &TableRow) -> bool {
        text_of(row, self.lat).is_none() && text_of(row, self.lon).is_none()
    }

    /// The position in `row`, or why there is none.
    pub fn point(&self, row: &TableRow) -> Result<Point, String> {
        let (lat, lon) = (text_of(row, self.lat).unwrap_or_default(), text_of(row, self.lon).unwrap_or_default());
        let unreadable = || format!("latitude {lat:?} and longitude {lon:?} are no position in degrees");
        let numbers = degrees(lat).filter(|lat| lat.abs() <= 90.0).zip(degrees(lon).filter(|lon| lon.abs() <= 180.0));
        let (lat, lon) = numbers.ok_or_else(unreadable)?;
        Point::from_degrees(lon, lat).ok_or_else(unreadable)
    }
}

fn line(columns: &[usize], row: &TableRow) -> Result<Option<String>, String> {
    let line = columns.iter().filter_map(|at| text_of(row, *at)).collect::<Vec<_>>().join(", ");
    let line = checked(&line, LONGEST_TEXT).map_err(|fault| format!("the address {fault}"))?;
    Ok(line.map(str::to_owned))
}

fn structured(parts: &[(Field, usize)], row: &TableRow) -> Result<Option<StructuredText>, String> {
    let mut text = StructuredText::default();
    for (kind, at) in parts {
        let part = checked(row.fields.get(*at).map_or("", String::as_str), LONGEST_TEXT);
        let part = part.map_err(|fault| format!("the {kind} {fault}"))?.map(str::to_owned);
        match kind {
            Field::HouseNumber => text.housenumber = part,
            Field::Street => text.street = part,
            Field::Hamlet => text.hamlet = part,
            Field::Ward => text.ward = part,
            Field::District => text.district = part,
            Field::Province => text.province = part,
            _ => {}
        }
    }
    Ok(Some(text).filter(|text| *text != StructuredText::default()))
}

/// The text of a column; `None` where it is blank.
pub(super) fn text_of(row: &TableRow, at: usize) -> Option<&str> {
    row.fields.get(at).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The column called `name`.
pub fn position(table: &Table, name: &str) -> Result<usize, ColumnFault> {
    let found = table.names().iter().position(|known| known == name.trim());
    found.ok_or_else(|| ColumnFault::Missing { name: name.to_owned(), found: table.names().join(", ") })
}

fn unknown(table: &Table, what: &'static str) -> ColumnFault {
    ColumnFault::Unknown { what, found: table.names().join(", ") }
}
