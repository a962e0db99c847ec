"""Prints every table of a registry with its rows and a digest of them; fails where the file is damaged."""

import hashlib
import sqlite3
import sys


def check(registry: sqlite3.Connection) -> None:
    """Fails unless the file is whole and every reference leads somewhere."""
    faults = [row for row in registry.execute("PRAGMA integrity_check") if row != ("ok",)]
    faults += registry.execute("PRAGMA foreign_key_check").fetchall()
    if faults:
        sys.exit(f"the registry is damaged: {faults[:5]}")


def tables(registry: sqlite3.Connection) -> list[str]:
    """The names of all tables, SQLite's own too."""
    rows = registry.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows]


def describe(registry: sqlite3.Connection, table: str) -> str:
    """The table's name, number of rows and digest, in whatever order the rows lie."""
    rows = sorted(repr(row) for row in registry.execute(f'SELECT * FROM "{table}"'))
    return f"{table} {len(rows)} {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"


def main() -> None:
    """Describes the registry named on the command line."""
    registry = sqlite3.connect(f"file:{sys.argv[1]}?mode=rw", uri=True)
    check(registry)
    for table in tables(registry):
        print(describe(registry, table))


main()
