"""PostgreSQL with pg_trgm and PostGIS, in a cluster of its own; `schema.sql` says how it is set up."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from processes import Server, run
from systems.system import LIMIT, System

HERE = Path(__file__).parent
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
# For a machine with 16 GB or more and a solid-state disk, and short queries: compiling them costs more
# than they do.
SETTINGS = {
    "shared_buffers": "4GB",
    "effective_cache_size": "8GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "200",
    "jit": "off",
}
# A beginning is only found by its index where the plan knows the text asked for.
SESSION = "-c plan_cache_mode=force_custom_plan"


class PostgreSql(System):
    name = "PostgreSQL, PostGIS, pg_trgm"

    def prepare(self):
        self.data = self.folder / "data"
        self.data.mkdir()
        if os.geteuid() == 0:
            run(["chown", "postgres", self.data])
        run([PROGRAMS / "initdb", "--pgdata", self.data, "--auth", "trust", "--username", "postgres",
             "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"], **as_user())
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [PROGRAMS / "postgres", "-D", self.data, "-p", str(self.port), "-h", "127.0.0.1",
                   "-k", self.data, *settings]
        self.server = Server(command, self.folder / "postgresql.log", self.port, **as_user())
        self.wait_until_ready()
        self.sql("-c", "create extension postgis", "-c", "create extension pg_trgm", "-c", "create extension unaccent",
                 "-c", "create extension btree_gist")
        versions = self.sql("-At", "-c", "show server_version", "-c", "select postgis_lib_version()").split()
        return f"PostgreSQL {versions[0]}, PostGIS {versions[-1]}"

    def wait_until_ready(self):
        """It listens before it lets anybody in."""
        asks = [PROGRAMS / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(self.port)]
        while subprocess.run(asks, check=False).returncode:
            time.sleep(0.1)

    def sql(self, *arguments):
        connection = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        return run([PROGRAMS / "psql", *connection, "-v", "ON_ERROR_STOP=1", *arguments])

    def load(self, rows):
        self.sql("-f", HERE / "schema.sql", "-c", f"\\copy rows from '{rows}' csv header", "-f", HERE / "build.sql")

    def start(self):
        """It answers already."""

    def stop(self):
        if self.server:
            self.server.stop(signal.SIGINT)

    def megabytes_on_disk(self):
        return int(self.sql("-At", "-c", "select pg_database_size(current_database())")) / 1e6

    def target(self, kind):
        connection = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres options='{SESSION}'"
        statement = (HERE / f"{kind}.sql").read_text().replace(":limit", str(LIMIT))
        return ["--postgres", connection, "--statement", statement]

    def request(self, kind, query):
        return f"{query.lat}\t{query.lon}" if kind == "reverse" else query.text

    def found(self, answer):
        places = json.loads(answer) if answer else []
        return [(place["house_number"], place["lat"], place["lon"]) for place in places]


def as_user():
    """The user of Debian's package where this runs as root, as whom PostgreSQL refuses to run."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
