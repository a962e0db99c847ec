//! One version of a place as a row of the table `version`.

use vmap_core::address::whole_hamlet;
use vmap_core::place::{Place, PlaceKey, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_core::{PlaceId, Point};

use crate::RegistryError;
use crate::database::{Database, Row, Table, Value};
use crate::facts::{Details, Facts, PositionKind, Status, day_number, day_of, numbered};
use crate::keys::{self, Spot};
use crate::term::Terms;
use crate::wkb;

/// The table, its columns in the order in which they are written and read.
pub(crate) const TABLE: Table = Table {
    name: "version",
    columns: &[
        "change",
        "place",
        "version",
        "previous",
        "batch",
        "source",
        "reason",
        "derived",
        "status",
        "successor",
        "valid_from",
        "kind",
        "lon_e7",
        "lat_e7",
        "position",
        "name",
        "house_number",
        "street",
        "hamlet",
        "ward",
        "legacy_ward",
        "category",
        "lines",
        "details",
    ],
};

/// All columns of a row of `version v`, in the order of [`TABLE`].
macro_rules! version_columns {
    () => {
        "v.change, v.place, v.version, v.previous, v.batch, v.source, v.reason, v.derived, v.status, v.successor, \
         v.valid_from, v.kind, v.lon_e7, v.lat_e7, v.position, v.name, v.house_number, v.street, v.hamlet, v.ward, \
         v.legacy_ward, v.category, v.lines, v.details"
    };
}
pub(crate) use version_columns;

/// Number of columns of [`version_columns`].
pub(crate) const COLUMNS: usize = TABLE.columns.len();

/// A row of the table `version`.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) change: i64,
    pub(crate) place: i64,
    pub(crate) version: i64,
    pub(crate) previous: Option<i64>,
    pub(crate) batch: i64,
    pub(crate) source: i64,
    pub(crate) reason: i64,
    pub(crate) derived: bool,
    pub(crate) content: Content,
}

/// What a version says, shared texts as numbers. Two say the same exactly when these are equal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Content {
    pub(crate) status: Status,
    pub(crate) successor: Option<i64>,
    pub(crate) valid_from: Option<i64>,
    pub(crate) kind: PlaceKind,
    pub(crate) point: Point,
    pub(crate) position: Option<PositionKind>,
    name: Option<String>,
    house_number: Option<String>,
    street: Option<i64>,
    hamlet: Option<i64>,
    pub(crate) ward: Option<i64>,
    pub(crate) legacy_ward: Option<i64>,
    category: Option<i64>,
    lines: Option<Vec<u8>>,
    pub(crate) details: Option<String>,
}

impl Content {
    /// What `place` and `facts` say; the texts of `place` have been entered into `terms`.
    pub(crate) fn of(place: &Place, facts: &Facts, terms: &Terms) -> Result<Self, RegistryError> {
        let number = |text: Option<&str>| text.and_then(|text| terms.number(text));
        Ok(Self {
            status: facts.status,
            successor: facts.successor.map(ordinal),
            valid_from: facts.valid_from.map(day_number),
            kind: place.kind,
            point: place.point,
            position: facts.position,
            name: place.name.clone(),
            house_number: place.house_number.clone(),
            street: number(place.street.as_deref()),
            hamlet: number(place.hamlet.as_deref()),
            ward: number(place.ward.as_ref().map(UnitCode::as_str)),
            legacy_ward: number(place.legacy_ward.as_ref().map(UnitCode::as_str)),
            category: number(place.category.as_deref()),
            lines: (!place.lines.is_empty()).then(|| wkb::write_lines(&place.lines)),
            details: facts.details.to_json()?,
        })
    }

    /// The same place at another point of its life.
    pub(crate) fn with_status(&self, status: Status) -> Self {
        Self { status, ..self.clone() }
    }

    /// Whether `other` describes the same place as this does: its address, point and lines.
    pub(crate) fn same_place(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.point == other.point
            && self.house_number == other.house_number
            && self.name == other.name
            && (self.street, self.hamlet, self.category) == (other.street, other.hamlet, other.category)
            && (self.ward, self.legacy_ward) == (other.ward, other.legacy_ward)
            && self.lines == other.lines
    }

    /// Whether `place`, whose texts have been entered into `terms`, is called the same to the letter.
    pub(crate) fn called_exactly(&self, place: &Place, terms: &Terms) -> bool {
        let is = |number: Option<i64>, text: Option<&str>| number == text.and_then(|text| terms.number(text));
        self.kind == place.kind
            && self.house_number == place.house_number
            && self.name == place.name
            && is(self.street, place.street.as_deref())
            && is(self.hamlet, place.hamlet.as_deref())
            && is(self.ward, place.ward.as_ref().map(UnitCode::as_str))
    }

    /// Whether `place` names the same hamlet, or one of them names none.
    pub(crate) fn same_hamlet(&self, place: &Place, terms: &Terms) -> Result<bool, RegistryError> {
        let (Some(own), Some(other)) = (self.hamlet, &place.hamlet) else { return Ok(true) };
        let own = terms.text(own)?;
        Ok(own == other || whole_hamlet(own) == whole_hamlet(other))
    }

    /// The place, whose texts have been read into `terms`.
    pub(crate) fn place(&self, terms: &Terms) -> Result<Place, RegistryError> {
        let text = |number: Option<i64>| number.map(|number| terms.text(number).map(str::to_owned)).transpose();
        Ok(Place {
            kind: self.kind,
            point: self.point,
            name: self.name.clone(),
            house_number: self.house_number.clone(),
            street: text(self.street)?,
            hamlet: text(self.hamlet)?,
            ward: text(self.ward)?.map(UnitCode),
            legacy_ward: text(self.legacy_ward)?.map(UnitCode),
            category: text(self.category)?,
            lines: self.lines()?,
        })
    }

    /// What it says beside the place.
    pub(crate) fn facts(&self) -> Result<Facts, RegistryError> {
        Ok(Facts {
            status: self.status,
            successor: self.successor.map(place_id).transpose()?,
            valid_from: self.valid_from.map(day_of).transpose()?,
            position: self.position,
            details: self.details()?,
        })
    }

    pub(crate) fn details(&self) -> Result<Details, RegistryError> {
        Details::of_json(self.details.as_deref())
    }

    fn lines(&self) -> Result<Vec<Vec<Point>>, RegistryError> {
        let Some(lines) = &self.lines else { return Ok(Vec::new()) };
        wkb::read_lines(lines).ok_or_else(|| RegistryError::damaged("lines that are no lines"))
    }

    /// The numbers of its shared texts.
    pub(crate) fn terms(&self) -> impl Iterator<Item = i64> {
        [self.street, self.hamlet, self.ward, self.legacy_ward, self.category].into_iter().flatten()
    }

    /// Where it lies, if nothing but that tells it from others.
    pub(crate) fn spot(&self) -> Spot {
        keys::spot_of(self.kind, self.house_number.is_some() || self.name.is_some(), self.point)
    }

    /// Under what it is found: the number of its ward, 0 where it has none, and its key. Its texts
    /// have been read into `terms`.
    pub(crate) fn key(&self, terms: &Terms) -> Result<(i64, PlaceKey), RegistryError> {
        Ok((self.ward.unwrap_or(0), self.place(terms)?.key()))
    }
}

/// The shared texts of `place`.
pub(crate) fn shared_texts(place: &Place) -> impl Iterator<Item = &str> {
    let wards = [&place.ward, &place.legacy_ward].map(|ward| ward.as_ref().map(UnitCode::as_str));
    let texts = [&place.street, &place.hamlet, &place.category].map(|text| text.as_deref());
    texts.into_iter().chain(wards).flatten()
}

impl Version {
    /// The version in the columns of `row` from `first` on.
    pub(crate) fn read(row: &dyn Row, first: usize) -> Result<Self, RegistryError> {
        let point = read_point(row.count(first + 12)?, row.count(first + 13)?)?;
        Ok(Self {
            change: row.integer(first)?,
            place: row.integer(first + 1)?,
            version: row.integer(first + 2)?,
            previous: row.optional_integer(first + 3)?,
            batch: row.integer(first + 4)?,
            source: row.integer(first + 5)?,
            reason: row.integer(first + 6)?,
            derived: row.truth(first + 7)?,
            content: Content {
                status: Status::of(row.integer(first + 8)?)?,
                successor: row.optional_integer(first + 9)?,
                valid_from: row.optional_integer(first + 10)?,
                kind: kind_of(row.integer(first + 11)?)?,
                point,
                position: row.optional_integer(first + 14)?.map(PositionKind::of).transpose()?,
                name: row.optional_text(first + 15)?,
                house_number: row.optional_text(first + 16)?,
                street: row.optional_integer(first + 17)?,
                hamlet: row.optional_integer(first + 18)?,
                ward: row.optional_integer(first + 19)?,
                legacy_ward: row.optional_integer(first + 20)?,
                category: row.optional_integer(first + 21)?,
                lines: row.optional_blob(first + 22)?,
                details: row.optional_text(first + 23)?,
            },
        })
    }

    fn values(&self) -> [Value<'_>; COLUMNS] {
        let content = &self.content;
        [
            self.change.into(),
            self.place.into(),
            self.version.into(),
            self.previous.into(),
            self.batch.into(),
            self.source.into(),
            self.reason.into(),
            self.derived.into(),
            content.status.number().into(),
            content.successor.into(),
            content.valid_from.into(),
            kind_number(content.kind).into(),
            i64::from(content.point.lon_e7()).into(),
            i64::from(content.point.lat_e7()).into(),
            content.position.map(PositionKind::number).into(),
            content.name.as_deref().into(),
            content.house_number.as_deref().into(),
            content.street.into(),
            content.hamlet.into(),
            content.ward.into(),
            content.legacy_ward.into(),
            content.category.into(),
            content.lines.as_deref().into(),
            content.details.as_deref().into(),
        ]
    }
}

/// Appends `versions`, in the order of their changes.
pub(crate) fn append(db: &dyn Database, versions: &[Version]) -> Result<(), RegistryError> {
    let values: Vec<Value<'_>> = versions.iter().flat_map(Version::values).collect();
    db.insert(&TABLE, &values)
}

/// The position stored as these two columns.
pub(crate) fn read_point(lon_e7: i32, lat_e7: i32) -> Result<Point, RegistryError> {
    Point::from_e7(lon_e7, lat_e7).ok_or_else(|| RegistryError::damaged(format!("{lon_e7}, {lat_e7} is off the globe")))
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
    numbered(&KINDS, number, "kind of places")
}

/// The identifier of the place stored as `ordinal`.
pub(crate) fn place_id(ordinal: i64) -> Result<PlaceId, RegistryError> {
    let id = u64::try_from(ordinal).ok().and_then(PlaceId::from_ordinal);
    id.ok_or(RegistryError::NoIdentifierLeft)
}

/// How the place `id` is stored.
pub(crate) fn ordinal(id: PlaceId) -> i64 {
    // Identifiers have eleven digits before the last one: far below the largest 64-bit integer.
    id.ordinal() as i64
}
