//! The registry's tables in PostgreSQL.
