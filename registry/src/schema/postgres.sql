-- The registry's tables in PostgreSQL: the tables and columns of `sqlite.sql`, where they are
-- explained, in a schema of their own. References are not declared: PostgreSQL would check each, six a
-- version, which this room makes itself. Texts that are looked up are compared byte by byte, whatever
-- the language of the database.

CREATE SCHEMA vmap;
SET search_path TO vmap;

-- The number under the name `schema` is that of these tables.
CREATE TABLE property (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE source (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    licence TEXT NOT NULL,
    attribution TEXT NOT NULL,
    synthetic BIGINT NOT NULL,
    precedence BIGINT NOT NULL
);

CREATE TABLE batch (
    id BIGINT PRIMARY KEY,
    work BIGINT NOT NULL,
    source BIGINT NOT NULL,
    file TEXT NOT NULL,
    source_date BIGINT,
    recorded_at TEXT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    retired BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    disagreements BIGINT NOT NULL,
    first_change BIGINT NOT NULL,
    last_change BIGINT NOT NULL,
    reverts BIGINT
);

CREATE TABLE term (
    id BIGINT PRIMARY KEY,
    text TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE version (
    change BIGINT PRIMARY KEY,
    place BIGINT NOT NULL,
    version BIGINT NOT NULL,
    previous BIGINT,
    batch BIGINT NOT NULL,
    source BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    derived BIGINT NOT NULL,
    status BIGINT NOT NULL,
    successor BIGINT,
    valid_from BIGINT,
    kind BIGINT NOT NULL,
    lon_e7 BIGINT NOT NULL,
    lat_e7 BIGINT NOT NULL,
    position BIGINT,
    name TEXT,
    house_number TEXT,
    street BIGINT,
    hamlet BIGINT,
    ward BIGINT,
    legacy_ward BIGINT,
    category BIGINT,
    lines BYTEA,
    details TEXT
);

CREATE TABLE place (
    id BIGINT PRIMARY KEY,
    current BIGINT NOT NULL
);

CREATE TABLE tally (
    kind BIGINT PRIMARY KEY,
    places BIGINT NOT NULL
);

CREATE TABLE source_key (
    source BIGINT NOT NULL,
    space BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    PRIMARY KEY (source, space, key)
);

CREATE TABLE place_key (
    ward BIGINT NOT NULL,
    key BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (ward, key, place)
);

CREATE TABLE review (
    id BIGINT PRIMARY KEY,
    place BIGINT NOT NULL,
    other BIGINT NOT NULL,
    doubt BIGINT NOT NULL,
    distance_m DOUBLE PRECISION NOT NULL,
    batch BIGINT NOT NULL,
    decision BIGINT,
    decided_by TEXT,
    decided_at TEXT,
    note TEXT,
    UNIQUE (place, other)
);

CREATE TABLE proposal (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    place BIGINT,
    content TEXT NOT NULL,
    comment TEXT NOT NULL,
    submitted_by TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    decision BIGINT,
    decided_by TEXT,
    decided_at TEXT,
    note TEXT,
    change BIGINT
);

CREATE TABLE unit (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL,
    level BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    full_name_en TEXT NOT NULL,
    parent BIGINT,
    valid_from TEXT,
    valid_until TEXT,
    valid_until_earliest TEXT,
    lon_e7 BIGINT,
    lat_e7 BIGINT
);

CREATE TABLE unit_alias (
    unit BIGINT NOT NULL,
    position BIGINT NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (unit, position)
);

CREATE TABLE unit_former_name (
    id BIGINT PRIMARY KEY,
    unit BIGINT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    full_name_en TEXT NOT NULL,
    valid_from TEXT,
    valid_until TEXT,
    valid_until_earliest TEXT,
    act TEXT NOT NULL
);

CREATE TABLE unit_succession (
    id BIGINT PRIMARY KEY,
    old BIGINT NOT NULL,
    new BIGINT NOT NULL,
    partial BIGINT NOT NULL,
    share DOUBLE PRECISION,
    act TEXT NOT NULL
);

CREATE TABLE unit_boundary (
    id BIGINT PRIMARY KEY,
    era BIGINT NOT NULL,
    level BIGINT NOT NULL,
    code TEXT NOT NULL,
    illustrative BIGINT NOT NULL,
    area BYTEA NOT NULL
);

-- History cannot be edited, and so no number can ever be used twice.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER version_is_never_changed BEFORE UPDATE ON version
    FOR EACH ROW EXECUTE FUNCTION refuse('a version is never changed: add another');
CREATE TRIGGER version_is_never_deleted BEFORE DELETE ON version
    FOR EACH ROW EXECUTE FUNCTION refuse('a version is never deleted');
CREATE TRIGGER place_is_never_deleted BEFORE DELETE ON place
    FOR EACH ROW EXECUTE FUNCTION refuse('a place is never deleted: retire it');
CREATE TRIGGER batch_is_never_changed BEFORE UPDATE ON batch
    FOR EACH ROW EXECUTE FUNCTION refuse('a batch is never changed: load another');
CREATE TRIGGER batch_is_never_deleted BEFORE DELETE ON batch
    FOR EACH ROW EXECUTE FUNCTION refuse('a batch is never deleted: load another');
