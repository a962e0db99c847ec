//! What the registry asks of a database: few calls, one SQL that SQLite and PostgreSQL both speak.
//!
//! Statements are standard SQL with `?1`, `?2` ... in the order of the values. All numbers are
//! 64-bit, truth is 0 or 1, times are RFC 3339 text, days are counted from 1970-01-01. The tables are
//! those of `schema/`; a test holds that both files have the same tables and columns.
//!
//! Calls that take many rows or questions at once are where a database across a socket is kept from
//! waiting for each answer.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::RegistryError;

/// One value given to, or got from, a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
}

/// Table and columns that rows are written into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
}

/// One row of an answer.
pub(crate) trait Row {
    /// The value in column `at`, counted from 0.
    fn value(&self, at: usize) -> Result<Value<'_>, RegistryError>;
}

/// Visits rows of an answer; it must not ask the database anything itself.
pub(crate) type Visitor<'v> = &'v mut dyn FnMut(&dyn Row) -> Result<(), RegistryError>;

/// Visits rows of several answers, told which question each answers.
pub(crate) type EachVisitor<'v> = &'v mut dyn FnMut(usize, &dyn Row) -> Result<(), RegistryError>;

/// A connection to the registry's tables.
pub(crate) trait Database: Send {
    /// Begins to write. One writes at a time; another waits some seconds, then is told so.
    fn begin(&self) -> Result<(), RegistryError>;

    /// Makes durable what was written since [`Database::begin`].
    fn commit(&self) -> Result<(), RegistryError>;

    /// Takes back what was written since [`Database::begin`]; nothing where nothing was begun.
    fn roll_back(&self);

    /// Begins to read one state of the tables, whatever others write meanwhile, until
    /// [`Database::roll_back`].
    fn begin_reading(&self) -> Result<(), RegistryError>;

    /// Runs one statement; how many rows it changed.
    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, RegistryError>;

    /// Runs one statement for each `width` of `values`, in order.
    fn execute_each(&self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<(), RegistryError>;

    /// Visits every row of the answer, at constant memory.
    fn query(&self, sql: &str, values: &[Value<'_>], visit: Visitor<'_>) -> Result<(), RegistryError>;

    /// Asks one question for each `width` of `values` and visits the rows of the answers in the
    /// order of the questions.
    fn query_each(
        &self,
        sql: &str,
        width: usize,
        values: &[Value<'_>],
        visit: EachVisitor<'_>,
    ) -> Result<(), RegistryError>;

    /// Appends rows to `table`, `values` being those of one row after the other.
    fn insert(&self, table: &Table, values: &[Value<'_>]) -> Result<(), RegistryError>;

    /// Forgets every row of `table`, one that is made anew from others.
    fn clear(&self, table: &str) -> Result<(), RegistryError>;
}

impl dyn Database + '_ {
    /// The first row of the answer through `read`, where there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Row) -> Result<T, RegistryError>,
    ) -> Result<Option<T>, RegistryError> {
        let mut first = None;
        self.query(sql, values, &mut |row| {
            if first.is_none() {
                first = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// Every row of the answer through `read`.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Row) -> Result<T, RegistryError>,
    ) -> Result<Vec<T>, RegistryError> {
        let mut all = Vec::new();
        self.query(sql, values, &mut |row| {
            all.push(read(row)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// The one number that a query gives.
    pub(crate) fn number(&self, sql: &str, values: &[Value<'_>]) -> Result<i64, RegistryError> {
        let found = self.first(sql, values, |row| row.integer(0))?;
        found.ok_or_else(|| RegistryError::damaged("a count that counts nothing"))
    }
}

impl dyn Row + '_ {
    pub(crate) fn integer(&self, at: usize) -> Result<i64, RegistryError> {
        self.optional_integer(at)?.ok_or_else(|| missing(at))
    }

    pub(crate) fn optional_integer(&self, at: usize) -> Result<Option<i64>, RegistryError> {
        match self.value(at)? {
            Value::Null => Ok(None),
            Value::Integer(number) => Ok(Some(number)),
            other => Err(unexpected(at, other)),
        }
    }

    /// A number that is never negative, in the type that it is kept in.
    pub(crate) fn count<T: TryFrom<i64>>(&self, at: usize) -> Result<T, RegistryError> {
        let number = self.integer(at)?;
        T::try_from(number).map_err(|_| RegistryError::damaged(format!("{number} in column {at} is no count")))
    }

    pub(crate) fn truth(&self, at: usize) -> Result<bool, RegistryError> {
        Ok(self.integer(at)? != 0)
    }

    pub(crate) fn optional_real(&self, at: usize) -> Result<Option<f64>, RegistryError> {
        match self.value(at)? {
            Value::Null => Ok(None),
            Value::Real(number) => Ok(Some(number)),
            other => Err(unexpected(at, other)),
        }
    }

    pub(crate) fn text(&self, at: usize) -> Result<String, RegistryError> {
        self.optional_text(at)?.ok_or_else(|| missing(at))
    }

    pub(crate) fn optional_text(&self, at: usize) -> Result<Option<String>, RegistryError> {
        match self.value(at)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text.to_owned())),
            other => Err(unexpected(at, other)),
        }
    }

    pub(crate) fn optional_blob(&self, at: usize) -> Result<Option<Vec<u8>>, RegistryError> {
        match self.value(at)? {
            Value::Null => Ok(None),
            Value::Blob(bytes) => Ok(Some(bytes.to_owned())),
            other => Err(unexpected(at, other)),
        }
    }
}

fn missing(at: usize) -> RegistryError {
    RegistryError::damaged(format!("nothing in column {at}"))
}

fn unexpected(at: usize, found: Value<'_>) -> RegistryError {
    RegistryError::damaged(format!("{found:?} in column {at}"))
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u64> for Value<'_> {
    /// Counts and change numbers stay far below the largest 64-bit integer.
    fn from(number: u64) -> Self {
        Self::Integer(number as i64)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Integer(truth.into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}
