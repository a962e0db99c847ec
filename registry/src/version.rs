//! A place's content as columns of the table `version`.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;

use crate::RegistryError;
use crate::read::Operation;
use crate::term::{TermNumbers, TermTexts};
use crate::wkb;

/// The content's columns of a row of `version v`, in the order in which they are read.
macro_rules! content_columns {
    () => {
        "v.kind, v.lon_e7, v.lat_e7, v.name, v.house_number, v.street, v.hamlet, v.ward, v.legacy_ward, v.category, \
         v.lines"
    };
}
pub(crate) use content_columns;

/// A [`Place`] with shared texts as numbers. Two places are equal exactly when these are.
pub(crate) struct Content<'a> {
    kind: i64,
    point: Point,
    name: Option<&'a str>,
    house_number: Option<&'a str>,
    street: Option<i64>,
    hamlet: Option<i64>,
    ward: Option<i64>,
    legacy_ward: Option<i64>,
    category: Option<i64>,
    lines: Option<Vec<u8>>,
}

/// What a version says besides its content.
pub(crate) struct VersionHead {
    pub(crate) change: i64,
    pub(crate) place: i64,
    pub(crate) version: i64,
    pub(crate) previous: Option<i64>,
    pub(crate) batch: i64,
    pub(crate) source: i64,
    pub(crate) operation: Operation,
    pub(crate) derived: bool,
}

impl<'a> Content<'a> {
    /// The columns of `place`; texts not met before get their numbers.
    pub(crate) fn of(place: &'a Place, terms: &mut TermNumbers, db: &Connection) -> Result<Self, RegistryError> {
        let mut number = |text: Option<&str>| text.map(|text| terms.number(db, text)).transpose();
        Ok(Self {
            kind: kind_number(place.kind),
            point: place.point,
            name: place.name.as_deref(),
            house_number: place.house_number.as_deref(),
            street: number(place.street.as_deref())?,
            hamlet: number(place.hamlet.as_deref())?,
            ward: number(place.ward.as_ref().map(UnitCode::as_str))?,
            legacy_ward: number(place.legacy_ward.as_ref().map(UnitCode::as_str))?,
            category: number(place.category.as_deref())?,
            lines: (!place.lines.is_empty()).then(|| wkb::write_lines(&place.lines)),
        })
    }

    /// Whether the content's columns of `row`, from column `first` on, say the same.
    pub(crate) fn equals(&self, row: &Row<'_>, first: usize) -> Result<bool, RegistryError> {
        let text = |text: Option<&'a str>| text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()));
        let number = |number: Option<i64>| number.map_or(ValueRef::Null, ValueRef::Integer);
        let columns = [
            ValueRef::Integer(self.kind),
            ValueRef::Integer(self.point.lon_e7().into()),
            ValueRef::Integer(self.point.lat_e7().into()),
            text(self.name),
            text(self.house_number),
            number(self.street),
            number(self.hamlet),
            number(self.ward),
            number(self.legacy_ward),
            number(self.category),
            self.lines.as_deref().map_or(ValueRef::Null, ValueRef::Blob),
        ];
        for (at, column) in columns.into_iter().enumerate() {
            if row.get_ref(first + at)? != column {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Appends one version.
pub(crate) fn append(db: &Connection, head: &VersionHead, content: &Content<'_>) -> Result<(), RegistryError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO version (change, place, version, previous, batch, source, operation, derived, kind, lon_e7, \
         lat_e7, name, house_number, street, hamlet, ward, legacy_ward, category, lines) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    insert.execute(params![
        head.change,
        head.place,
        head.version,
        head.previous,
        head.batch,
        head.source,
        head.operation.number(),
        head.derived,
        content.kind,
        content.point.lon_e7(),
        content.point.lat_e7(),
        content.name,
        content.house_number,
        content.street,
        content.hamlet,
        content.ward,
        content.legacy_ward,
        content.category,
        content.lines,
    ])?;
    Ok(())
}

/// The place in the content's columns of `row`, from column `first` on.
pub(crate) fn read_place(row: &Row<'_>, first: usize, terms: &TermTexts<'_>) -> Result<Place, RegistryError> {
    let text = |at: usize| row.get::<_, Option<String>>(first + at);
    let term = |at: usize| -> Result<Option<String>, RegistryError> {
        let number: Option<i64> = row.get(first + at)?;
        number.map(|number| Ok(terms.text(number)?.as_ref().to_owned())).transpose()
    };
    Ok(Place {
        kind: kind_of(row.get(first)?)?,
        point: read_point(row.get(first + 1)?, row.get(first + 2)?)?,
        name: text(3)?,
        house_number: text(4)?,
        street: term(5)?,
        hamlet: term(6)?,
        ward: term(7)?.map(UnitCode),
        legacy_ward: term(8)?.map(UnitCode),
        category: term(9)?,
        lines: read_lines(row.get_ref(first + 10)?)?,
    })
}

/// The position stored as these two columns.
pub(crate) fn read_point(lon_e7: i32, lat_e7: i32) -> Result<Point, RegistryError> {
    Point::from_e7(lon_e7, lat_e7).ok_or_else(|| RegistryError::damaged(format!("{lon_e7}, {lat_e7} is off the globe")))
}

fn read_lines(column: ValueRef<'_>) -> Result<Vec<Vec<Point>>, RegistryError> {
    match column {
        ValueRef::Null => Ok(Vec::new()),
        ValueRef::Blob(blob) => wkb::read_lines(blob).ok_or_else(|| RegistryError::damaged("lines that are no lines")),
        _ => Err(RegistryError::damaged("lines that are no geometry")),
    }
}

/// Every kind, at the position of its number.
pub(crate) const KINDS: [PlaceKind; 4] =
    [PlaceKind::Address, PlaceKind::Street, PlaceKind::Hamlet, PlaceKind::PointOfInterest];

/// How `kind` is stored; for ever.
pub(crate) fn kind_number(kind: PlaceKind) -> i64 {
    match kind {
        PlaceKind::Address => 0,
        PlaceKind::Street => 1,
        PlaceKind::Hamlet => 2,
        PlaceKind::PointOfInterest => 3,
    }
}

/// The kind stored as `number`.
pub(crate) fn kind_of(number: i64) -> Result<PlaceKind, RegistryError> {
    let kind = usize::try_from(number).ok().and_then(|at| KINDS.get(at));
    kind.copied().ok_or_else(|| RegistryError::damaged(format!("there is no kind {number} of places")))
}
