-- The registry's tables. Identifiers of places are stored as ordinals (PlaceId::from_ordinal), in
-- the order of registration, because small numbers take fewer bytes than twelve digits.

-- Facts about this file as a whole.
CREATE TABLE property (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    licence TEXT NOT NULL,
    attribution TEXT NOT NULL,
    synthetic INTEGER NOT NULL
) STRICT;

-- One load that changed something.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    file TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    last_change INTEGER NOT NULL
) STRICT;

-- Texts that many versions share: streets, hamlets, categories and codes of wards.
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- Append-only. `change` is the change number; `previous` is the change that this version follows,
-- so that history is walked without an index.
CREATE TABLE version (
    change INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES place,
    version INTEGER NOT NULL,
    previous INTEGER REFERENCES version,
    batch INTEGER NOT NULL REFERENCES batch,
    source INTEGER NOT NULL REFERENCES source,
    operation INTEGER NOT NULL,
    derived INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    lon_e7 INTEGER NOT NULL,
    lat_e7 INTEGER NOT NULL,
    name TEXT,
    house_number TEXT,
    street INTEGER REFERENCES term,
    hamlet INTEGER REFERENCES term,
    ward INTEGER REFERENCES term,
    legacy_ward INTEGER REFERENCES term,
    category INTEGER REFERENCES term,
    lines BLOB
) STRICT;

-- Every place ever registered, with its current version.
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    current INTEGER NOT NULL REFERENCES version
) STRICT;

-- Number of places of each kind.
CREATE TABLE tally (
    kind INTEGER PRIMARY KEY,
    places INTEGER NOT NULL
) STRICT;

-- What a source calls a place: its own key (text), or for a row without one a fingerprint of the
-- row's content (integer).
CREATE TABLE source_key (
    source INTEGER NOT NULL REFERENCES source,
    kind INTEGER NOT NULL,
    key ANY NOT NULL,
    place INTEGER NOT NULL REFERENCES place,
    PRIMARY KEY (source, kind, key)
) STRICT, WITHOUT ROWID;

-- The address key of every current version: an index that can be made again at any time.
CREATE TABLE place_key (
    key INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES place,
    PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    level INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    full_name_en TEXT NOT NULL,
    parent INTEGER REFERENCES unit,
    valid_from TEXT,
    valid_until TEXT,
    valid_until_earliest TEXT,
    lon_e7 INTEGER,
    lat_e7 INTEGER
) STRICT;

CREATE TABLE unit_alias (
    unit INTEGER NOT NULL REFERENCES unit,
    position INTEGER NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (unit, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_former_name (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    full_name_en TEXT NOT NULL,
    valid_from TEXT,
    valid_until TEXT,
    valid_until_earliest TEXT,
    act TEXT NOT NULL
) STRICT;

CREATE TABLE unit_succession (
    id INTEGER PRIMARY KEY,
    old INTEGER NOT NULL REFERENCES unit,
    new INTEGER NOT NULL REFERENCES unit,
    partial INTEGER NOT NULL,
    share REAL,
    act TEXT NOT NULL
) STRICT;

CREATE TABLE unit_boundary (
    id INTEGER PRIMARY KEY,
    era INTEGER NOT NULL,
    level INTEGER NOT NULL,
    code TEXT NOT NULL,
    illustrative INTEGER NOT NULL,
    area BLOB NOT NULL
) STRICT;

-- History cannot be edited, and so no number can ever be used twice.
CREATE TRIGGER version_is_never_changed BEFORE UPDATE ON version
    BEGIN SELECT RAISE(ABORT, 'a version is never changed: add another'); END;
CREATE TRIGGER version_is_never_deleted BEFORE DELETE ON version
    BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TRIGGER place_is_never_deleted BEFORE DELETE ON place
    BEGIN SELECT RAISE(ABORT, 'a place is never deleted: retire it'); END;
CREATE TRIGGER batch_is_never_changed BEFORE UPDATE ON batch
    BEGIN SELECT RAISE(ABORT, 'a batch is never changed: load another'); END;
CREATE TRIGGER batch_is_never_deleted BEFORE DELETE ON batch
    BEGIN SELECT RAISE(ABORT, 'a batch is never deleted: load another'); END;
