//! Where a registry lies, and what stands there, seen without the registry's own eyes.

use std::path::PathBuf;

use rusqlite::types::ValueRef;
use vmap_registry::Registry;

/// Where a registry lies.
#[derive(Clone, Debug)]
pub enum Store {
    /// In this file of SQLite.
    File(PathBuf),
    /// In the database of PostgreSQL at this URL.
    Database(String),
}

impl std::fmt::Display for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Database(url) => f.write_str(url),
        }
    }
}

/// The values of a row as text; `None` where there is none.
pub type TextRow = Vec<Option<String>>;

impl Store {
    pub fn open(&self) -> Registry {
        match self {
            Self::File(path) => Registry::open(path).unwrap(),
            Self::Database(url) => Registry::connect(url).unwrap(),
        }
    }

    /// Every row of every table, in an order of their own.
    pub fn dump(&self) -> Vec<String> {
        let mut session = self.session();
        let tables = match self {
            Self::File(_) => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            Self::Database(_) => "SELECT tablename FROM pg_tables WHERE schemaname = 'vmap' ORDER BY tablename",
        };
        let tables = session.run(tables).unwrap().into_iter().filter_map(|mut row| row.pop()?);
        tables.flat_map(|table| session.dump(&table)).collect()
    }

    /// The rows that a query gives.
    pub fn rows(&self, sql: &str) -> Vec<TextRow> {
        self.run(sql).unwrap()
    }

    /// Runs any statement; what the database says where it refuses.
    pub fn run(&self, sql: &str) -> Result<Vec<TextRow>, String> {
        self.session().run(sql)
    }

    /// A connection of its own.
    pub fn session(&self) -> Session {
        match self {
            Self::File(path) => Session::Sqlite(rusqlite::Connection::open(path).unwrap()),
            Self::Database(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
                client.batch_execute("SET search_path TO vmap").unwrap();
                Session::Postgres(client)
            }
        }
    }
}

/// A connection that knows nothing of the registry.
pub enum Session {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Client),
}

impl Session {
    /// Runs any statement; what the database says where it refuses.
    pub fn run(&mut self, sql: &str) -> Result<Vec<TextRow>, String> {
        match self {
            Self::Sqlite(db) => run_in_sqlite(db, sql).map_err(|error| error.to_string()),
            Self::Postgres(client) => run_in_postgres(client, sql),
        }
    }

    fn dump(&mut self, table: &str) -> Vec<String> {
        let text = |row: TextRow| {
            let values: Vec<String> = row.into_iter().map(|value| value.unwrap_or_else(|| "NULL".into())).collect();
            format!("{table}: {}", values.join(", "))
        };
        let rows = self.run(&format!("SELECT * FROM {table}")).unwrap();
        let mut rows: Vec<String> = rows.into_iter().map(text).collect();
        rows.sort_unstable();
        rows
    }
}

fn run_in_sqlite(db: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Vec<TextRow>> {
    let mut statement = db.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|at| Ok(sqlite_text(row.get_ref(at)?))).collect())?;
    rows.collect()
}

/// As PostgreSQL writes it.
fn sqlite_text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8(text.to_vec()).unwrap()),
        ValueRef::Blob(bytes) => Some(bytes.iter().fold("\\x".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))),
    }
}

fn run_in_postgres(client: &mut postgres::Client, sql: &str) -> Result<Vec<TextRow>, String> {
    let answer = client.simple_query(sql);
    let answer = answer.map_err(|error| error.as_db_error().map_or(error.to_string(), |said| said.message().into()))?;
    let row = |message| match message {
        postgres::SimpleQueryMessage::Row(row) => {
            Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect())
        }
        _ => None,
    };
    Ok(answer.into_iter().filter_map(row).collect())
}
