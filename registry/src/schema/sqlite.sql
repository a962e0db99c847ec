-- The registry's tables in SQLite; `postgres.sql` has the same tables and columns. Identifiers of
-- places are stored as ordinals (PlaceId::from_ordinal), in the order of registration, because small
-- numbers take fewer bytes than twelve digits.

-- Facts about this registry as a whole.
CREATE TABLE property (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who made data. Where sources disagree about a place, the one of higher precedence wins.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    licence TEXT NOT NULL,
    attribution TEXT NOT NULL,
    synthetic INTEGER NOT NULL,
    precedence INTEGER NOT NULL
) STRICT;

-- One load, decision or reform that changed something: all of its changes, or none. `work` says
-- which; `first_change` to `last_change` are its change numbers; `reverts` is the batch it took back.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    work INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    file TEXT NOT NULL,
    source_date INTEGER,
    recorded_at TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    disagreements INTEGER NOT NULL,
    first_change INTEGER NOT NULL,
    last_change INTEGER NOT NULL,
    reverts INTEGER REFERENCES batch
) STRICT;

-- Texts that many versions share: streets, hamlets, categories and codes of wards.
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- Append-only. `change` is the change number; `previous` is the change that this version follows,
-- so that history is walked without an index. `reason` says why the row was taken to mean this
-- place; `valid_from` is the first day on which it is so in the world, absent where not known;
-- `details` are the rarer facts, as JSON.
CREATE TABLE version (
    change INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES place,
    version INTEGER NOT NULL,
    previous INTEGER REFERENCES version,
    batch INTEGER NOT NULL REFERENCES batch,
    source INTEGER NOT NULL REFERENCES source,
    reason INTEGER NOT NULL,
    derived INTEGER NOT NULL,
    status INTEGER NOT NULL,
    successor INTEGER REFERENCES place,
    valid_from INTEGER,
    kind INTEGER NOT NULL,
    lon_e7 INTEGER NOT NULL,
    lat_e7 INTEGER NOT NULL,
    position INTEGER,
    name TEXT,
    house_number TEXT,
    street INTEGER REFERENCES term,
    hamlet INTEGER REFERENCES term,
    ward INTEGER REFERENCES term,
    legacy_ward INTEGER REFERENCES term,
    category INTEGER REFERENCES term,
    lines BLOB,
    details TEXT
) STRICT;

-- Every place ever registered, with its current version.
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    current INTEGER NOT NULL REFERENCES version
) STRICT;

-- Number of current places of each kind.
CREATE TABLE tally (
    kind INTEGER PRIMARY KEY,
    places INTEGER NOT NULL
) STRICT;

-- What a source calls a place: its own key, or for a row without one a fingerprint of the row's
-- content. `space` keeps keys of different kinds of places, and fingerprints, apart; `reason` says
-- why the row was taken to mean the place when the key was first seen.
CREATE TABLE source_key (
    source INTEGER NOT NULL REFERENCES source,
    space INTEGER NOT NULL,
    key TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES place,
    reason INTEGER NOT NULL,
    PRIMARY KEY (source, space, key)
) STRICT, WITHOUT ROWID;

-- The places of every ward under the key of their address: an index of all that are not rejected,
-- which can be made again at any time.
CREATE TABLE place_key (
    ward INTEGER NOT NULL,
    key INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES place,
    PRIMARY KEY (ward, key, place)
) STRICT, WITHOUT ROWID;

-- Pairs of places that may be one, for a person to decide.
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES place,
    other INTEGER NOT NULL REFERENCES place,
    doubt INTEGER NOT NULL,
    distance_m REAL NOT NULL,
    batch INTEGER NOT NULL,
    decision INTEGER,
    decided_by TEXT,
    decided_at TEXT,
    note TEXT,
    UNIQUE (place, other)
) STRICT;

-- What people and agencies say should be changed, for a person to decide.
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    place INTEGER REFERENCES place,
    content TEXT NOT NULL,
    comment TEXT NOT NULL,
    submitted_by TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    decision INTEGER,
    decided_by TEXT,
    decided_at TEXT,
    note TEXT,
    change INTEGER REFERENCES version
) STRICT;

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
