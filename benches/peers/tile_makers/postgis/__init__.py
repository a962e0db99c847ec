"""PostGIS with ST_AsMVT: `tiles.sql` makes every tile with one statement for the points and one for the counts."""

from pathlib import Path

from systems.postgresql import PostgreSql
from tile_makers.maker import Maker

HERE = Path(__file__).parent


class PostGis(Maker):
    name = "PostGIS, ST_AsMVT"

    def __init__(self, folder, tools):
        super().__init__(folder, tools)
        self.database = PostgreSql(folder / "database", tools)

    def prepare(self, rows):
        version = self.database.prepare()
        self.database.sql("-f", HERE / "rows.sql", "-c", f"\\copy rows from '{rows}' csv header", "-c", "analyze rows")
        return version

    def make(self):
        self.database.sql("-f", HERE / "tiles.sql")

    def tiles(self):
        """Read zoom by zoom, which keeps the text of a zoom in memory at most."""
        for zoom in range(15):
            lines = self.database.sql("-At", "-c", f"select encode(data, 'hex') from tiles where z = {zoom}")
            for line in lines.splitlines():
                yield zoom, bytes.fromhex(line)

    def kilobytes(self):
        return int(self.database.sql("-At", "-c", "select sum(octet_length(data)) from tiles")) / 1000

    def stop(self):
        self.database.stop()
