//! The registry's tables in PostgreSQL, in a schema of their own, so that many machines may write.
//!
//! Every answer crosses a socket. So questions are asked together in one statement, rows to be
//! changed are sent without waiting for each answer, and many rows are copied in.

use std::cell::RefCell;
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

use bytes::BytesMut;
use futures_util::{StreamExt, TryStreamExt, stream};
use hashbrown::HashMap;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;

use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::{Database, EachVisitor, Row, Table, Value, Visitor};
use crate::RegistryError;
use crate::schema::{SCHEMA_VERSION, enter_analyser};

const SCHEMA: &str = include_str!("../schema/postgres.sql");

/// How long a server is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who holds the lock of this number, the letters `VMAP`, writes; it is let go with the transaction.
const BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock(1447903568)";

/// COMMIT takes a transaction that has failed back and says nothing of it; any other statement fails.
const COMMIT: &str = "SELECT 1; COMMIT";

/// Statements are many and short: compiling one costs more than it gains.
const SETTINGS: &str = "SET search_path TO vmap; SET jit TO off; SET client_min_messages TO warning";

/// Statements sent before their answers are read.
const SENT_AHEAD: usize = 256;
/// From this many rows on, copying costs less than inserting.
const COPIED: usize = 32;

/// A connection to a registry's database. Its calls block: where other tasks are to go on meanwhile,
/// make them on a thread that may block.
pub(crate) struct Postgres {
    client: Client,
    /// By what they do.
    statements: RefCell<HashMap<String, Statement>>,
    /// Drives the connection while a call waits.
    runtime: Runtime,
}

impl Postgres {
    /// Connects to the database at `url`, `postgres://user:password@host/database`, and makes the
    /// tables where there are none. The connection is not encrypted.
    pub(crate) fn open(url: &str) -> Result<Self, RegistryError> {
        let mut config: Config = url.parse().map_err(|error| unreachable_at("the URL given", &error))?;
        config.application_name("vmap");
        config.connect_timeout(PATIENCE);
        let place = place_of(&config);
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| RegistryError::Database(error.to_string()))?;
        let (client, connection) =
            runtime.block_on(config.connect(NoTls)).map_err(|error| unreachable_at(&place, &error))?;
        runtime.spawn(connection);
        let postgres = Self { client, statements: RefCell::default(), runtime };
        postgres.run(SETTINGS)?;
        postgres.make_unless_made(&place)?;
        postgres.check_schema(place)?;
        Ok(postgres)
    }

    fn make_unless_made(&self, place: &str) -> Result<(), RegistryError> {
        if self.is_made()? {
            return Ok(());
        }
        self.begin()?;
        let made = self.make(place).and_then(|()| self.commit());
        made.inspect_err(|_| self.roll_back())
    }

    fn make(&self, place: &str) -> Result<(), RegistryError> {
        // Another process may have made it while we waited.
        if self.is_made()? {
            return Ok(());
        }
        self.runtime.block_on(self.client.batch_execute(SCHEMA)).map_err(|error| match error.code() {
            Some(&SqlState::DUPLICATE_SCHEMA) => RegistryError::NotARegistry(PathBuf::from(place)),
            _ => error.into(),
        })?;
        let version = [i64::from(SCHEMA_VERSION).into()];
        self.execute("INSERT INTO property (name, value) VALUES ('schema', ?1)", &version)?;
        enter_analyser(self)
    }

    fn is_made(&self) -> Result<bool, RegistryError> {
        let sql = "SELECT count(*) FROM pg_tables WHERE schemaname = 'vmap' AND tablename = 'property'";
        Ok((self as &dyn Database).number(sql, &[])? > 0)
    }

    fn check_schema(&self, place: String) -> Result<(), RegistryError> {
        let sql = "SELECT coalesce(max(value), 0) FROM property WHERE name = 'schema'";
        match (self as &dyn Database).number(sql, &[])? {
            found if found == i64::from(SCHEMA_VERSION) => Ok(()),
            found => {
                let found = i32::try_from(found).map_err(RegistryError::damaged)?;
                Err(RegistryError::Schema { place, found, expected: SCHEMA_VERSION })
            }
        }
    }

    fn run(&self, sql: &str) -> Result<(), RegistryError> {
        Ok(self.runtime.block_on(self.client.batch_execute(sql))?)
    }

    /// The statement that does `sql`, prepared once.
    fn statement(&self, sql: &str) -> Result<Statement, RegistryError> {
        self.prepared(sql, || Ok(with_parameters(sql, |number| format!("${number}"))))
    }

    /// The statement that asks `sql` of many questions at once: its parameters are arrays, its last
    /// column is the number of the question, from 1. The OFFSET keeps the planner from joining the
    /// questions with whole tables.
    fn questions(&self, sql: &str) -> Result<Statement, RegistryError> {
        self.prepared(&format!("each: {sql}"), || {
            let statement = self.statement(sql)?;
            let types = statement.params().iter().map(Type::name).enumerate();
            let (names, arrays): (Vec<_>, Vec<_>) =
                types.map(|(at, name)| (format!("v{}", at + 1), format!("${}::{name}[]", at + 1))).unzip();
            let asked = with_parameters(sql, |number| format!("question.v{number}"));
            Ok(format!(
                "SELECT answer.*, question.number FROM unnest({}) WITH ORDINALITY AS question ({}, number), \
                 LATERAL ({asked} OFFSET 0) AS answer ORDER BY question.number",
                arrays.join(", "),
                names.join(", ")
            ))
        })
    }

    fn prepared(
        &self,
        what: &str,
        sql: impl FnOnce() -> Result<String, RegistryError>,
    ) -> Result<Statement, RegistryError> {
        let known = self.statements.borrow().get(what).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.runtime.block_on(self.client.prepare(&sql()?))?;
        self.statements.borrow_mut().insert(what.to_owned(), statement.clone());
        Ok(statement)
    }

    fn copy(&self, table: &Table, types: &[Type], values: &[Value<'_>]) -> Result<(), RegistryError> {
        let sql = format!("COPY {} ({}) FROM STDIN BINARY", table.name, table.columns.join(", "));
        self.runtime.block_on(async {
            let sink = self.client.copy_in(&sql).await?;
            let mut writer = pin!(BinaryCopyInWriter::new(sink, types));
            for row in values.chunks_exact(types.len()) {
                writer.as_mut().write_raw(row).await?;
            }
            writer.finish().await?;
            Ok(())
        })
    }
}

impl Database for Postgres {
    fn begin(&self) -> Result<(), RegistryError> {
        self.run(BEGIN).inspect_err(|_| self.roll_back())
    }

    fn commit(&self) -> Result<(), RegistryError> {
        self.run(COMMIT)
    }

    fn roll_back(&self) {
        let _taken_back_when_closed_at_the_latest = self.run("ROLLBACK");
    }

    fn begin_reading(&self) -> Result<(), RegistryError> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, RegistryError> {
        let statement = self.statement(sql)?;
        Ok(self.runtime.block_on(self.client.execute_raw(&statement, values))?)
    }

    fn execute_each(&self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<(), RegistryError> {
        let statement = &self.statement(sql)?;
        let executions = values.chunks_exact(width).map(|values| self.client.execute_raw(statement, values));
        let done = stream::iter(executions).buffered(SENT_AHEAD).try_for_each(async |_| Ok(()));
        Ok(self.runtime.block_on(done)?)
    }

    fn query(&self, sql: &str, values: &[Value<'_>], visit: Visitor<'_>) -> Result<(), RegistryError> {
        let statement = self.statement(sql)?;
        self.runtime.block_on(async {
            let mut rows = pin!(self.client.query_raw(&statement, values).await?);
            while let Some(row) = rows.try_next().await? {
                visit(&row)?;
            }
            Ok(())
        })
    }

    fn query_each(
        &self,
        sql: &str,
        width: usize,
        values: &[Value<'_>],
        visit: EachVisitor<'_>,
    ) -> Result<(), RegistryError> {
        if values.is_empty() {
            return Ok(());
        }
        let statement = self.questions(sql)?;
        let columns = (0..width).map(|at| values.iter().skip(at).step_by(width).collect::<Vec<_>>());
        self.runtime.block_on(async {
            let mut rows = pin!(self.client.query_raw(&statement, columns.collect::<Vec<_>>()).await?);
            while let Some(row) = rows.try_next().await? {
                let number: i64 = row.try_get(row.len() - 1)?;
                visit(number as usize - 1, &row)?;
            }
            Ok(())
        })
    }

    fn insert(&self, table: &Table, values: &[Value<'_>]) -> Result<(), RegistryError> {
        let marks: Vec<String> = (1..=table.columns.len()).map(|at| format!("?{at}")).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.columns.join(", "), marks.join(", "));
        let width = table.columns.len();
        match values.len() / width >= COPIED {
            true => self.copy(table, self.statement(&sql)?.params(), values),
            false => self.execute_each(&sql, width, values),
        }
    }

    fn clear(&self, table: &str) -> Result<(), RegistryError> {
        self.run(&format!("DELETE FROM {table}"))
    }
}

/// Where `config` leads, without its password: `host/database`.
fn place_of(config: &Config) -> String {
    let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(folder) => folder.display().to_string(),
    });
    format!("{host}/{}", config.get_dbname().or(config.get_user()).unwrap_or_default())
}

fn unreachable_at(place: &str, error: &tokio_postgres::Error) -> RegistryError {
    RegistryError::Unreachable { place: place.to_owned(), reason: told(error) }
}

/// `sql` with each `?1`, `?2` ... as `parameter` writes it.
fn with_parameters(sql: &str, parameter: impl Fn(usize) -> String) -> String {
    let mut parts = sql.split('?');
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        written += &parameter(part[..digits].parse().unwrap_or_default());
        written += &part[digits..];
    }
    written
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql_checked(ty, out),
            Self::Real(number) => number.to_sql_checked(ty, out),
            Self::Text(text) => text.to_sql_checked(ty, out),
            Self::Blob(bytes) => bytes.to_sql_checked(ty, out),
        }
    }

    /// Each value looks for itself, because nothing is of every type.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Row for tokio_postgres::Row {
    fn value(&self, at: usize) -> Result<Value<'_>, RegistryError> {
        let ty = self.columns().get(at).map(tokio_postgres::Column::type_);
        Ok(match ty {
            Some(&Type::INT8) => self.try_get::<_, Option<i64>>(at)?.into(),
            Some(&Type::INT4) => self.try_get::<_, Option<i32>>(at)?.map(i64::from).into(),
            Some(&Type::FLOAT8) => self.try_get::<_, Option<f64>>(at)?.map_or(Value::Null, Value::Real),
            Some(&Type::TEXT) => self.try_get::<_, Option<&str>>(at)?.into(),
            Some(&Type::BYTEA) => self.try_get::<_, Option<&[u8]>>(at)?.into(),
            other => return Err(RegistryError::damaged(format!("column {at} is of the type {other:?}"))),
        })
    }
}

impl From<tokio_postgres::Error> for RegistryError {
    fn from(error: tokio_postgres::Error) -> Self {
        let reason = told(&error);
        let Some(code) = error.code() else {
            return Self::Unreachable { place: "its server".to_owned(), reason };
        };
        match *code {
            SqlState::LOCK_NOT_AVAILABLE => Self::Locked,
            SqlState::DISK_FULL => Self::DiskFull,
            SqlState::IO_ERROR => Self::Disk(reason),
            SqlState::INSUFFICIENT_PRIVILEGE | SqlState::READ_ONLY_SQL_TRANSACTION => Self::ReadOnly,
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Self::Damaged(reason),
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
                Self::Unreachable { place: "its server".to_owned(), reason }
            }
            _ => Self::Database(reason),
        }
    }
}

/// What the server said, or else what went wrong on the way to it.
fn told(error: &tokio_postgres::Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    error.as_db_error().map(|error| error.message().to_owned()).or(source).unwrap_or_else(|| error.to_string())
}
