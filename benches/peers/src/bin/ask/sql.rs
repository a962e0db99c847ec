//! PostgreSQL over its own protocol, one prepared statement.

use postgres::types::ToSql;
use postgres::{NoTls, Statement};

use super::{Connection, Outcome};

/// A connection with its statement prepared.
pub struct Client {
    client: postgres::Client,
    statement: Statement,
}

impl Client {
    /// Connects to `target` (a connection string) and prepares `statement`, whose parameters are
    /// texts and whose one answer is a text.
    ///
    /// # Errors
    /// Where the server cannot be reached or refuses the statement.
    pub fn connect(target: &str, statement: &str) -> Outcome<Self> {
        let mut client = postgres::Client::connect(target, NoTls)?;
        let statement = client.prepare(statement)?;
        Ok(Self { client, statement })
    }
}

impl Connection for Client {
    fn ask(&mut self, request: &str) -> Outcome<String> {
        let parts: Vec<&str> = request.split('\t').collect();
        let parameters: Vec<&(dyn ToSql + Sync)> = parts.iter().map(|part| part as &(dyn ToSql + Sync)).collect();
        Ok(self.client.query_one(&self.statement, &parameters)?.get(0))
    }
}
