"""This project's tiles, from the tables of a release."""

from processes import run
from tile_makers.maker import Maker
from tile_reading import archive_tiles


class Vmap(Maker):
    name = "Vmap"

    def prepare(self, rows):
        home = self.folder / "home"
        for arguments in (["import", "units", self.tools.units],
                          ["import", "addresses", rows, "--source", "made"], ["publish"]):
            run([self.tools.vmap, "--home", home, *arguments])
        return run([self.tools.vmap, "--version"]).strip()

    def make(self):
        run([self.tools.build_tiles, "addresses", self.folder / "home/releases", self.folder])

    def tiles(self):
        return archive_tiles(self.folder / "addresses.pmtiles")

    def kilobytes(self):
        return (self.folder / "addresses.pmtiles").stat().st_size / 1000
