"""OGC API Features, read by GDAL's OAPIF driver."""

import csv
import tempfile
import unittest
from pathlib import Path

import pyogrio

from vmap import PROJECT, Home

MADE_ADDRESSES = 2_000
AROUND_HANOI = (105.5, 20.5, 106.5, 21.5)


class FeaturesTest(unittest.TestCase):
    """A made sample, as a GIS sees it over HTTP."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        home = Home(Path(folder.name))
        home.vmap("import", "units", PROJECT / "data/units")
        home.vmap("synth", "--addresses", MADE_ADDRESSES, "-o", home.folder / "made.csv")
        home.vmap("import", "addresses", home.folder / "made.csv", "--source", "made")
        home.vmap("publish")
        home.vmap("export", "-o", home.folder / "open.csv")
        with open(home.folder / "open.csv", encoding="utf-8", newline="") as file:
            cls.exported = {row["id"]: row for row in csv.DictReader(file) if row["type"] == "house"}
        server = cls.enterClassContext(home.served())
        cls.url = f"OAPIF:http://127.0.0.1:{server.connection.port}/"

    def read(self, layer, **options):
        meta, _, geometries, values = pyogrio.raw.read(self.url, layer=layer, **options)
        rows = [dict(zip(meta["fields"], row)) for row in zip(*values)]
        return meta, geometries, rows

    def test_every_collection_is_a_layer(self):
        layers = {name for name, _ in pyogrio.list_layers(self.url)}
        self.assertLessEqual({"addresses", "provinces", "wards"}, layers)

    def test_every_address_comes_once_with_what_the_export_says(self):
        _, _, rows = self.read("addresses")
        self.assertEqual(len(rows), len(self.exported))
        self.assertEqual({row["id"] for row in rows}, set(self.exported))
        for row in rows:
            exported = self.exported[row["id"]]
            self.assertEqual(row["label"], exported["label"])
            self.assertEqual(row["legacy_label"] or "", exported["legacy_label"])

    def test_a_box_gives_what_lies_in_it(self):
        west, south, east, north = AROUND_HANOI
        inside = {
            row["id"]
            for row in self.exported.values()
            if west <= float(row["lon"]) <= east and south <= float(row["lat"]) <= north
        }
        self.assertGreater(len(inside), 20)
        _, _, rows = self.read("addresses", bbox=AROUND_HANOI)
        self.assertEqual({row["id"] for row in rows}, inside)

    def test_today_has_its_wards_and_provinces(self):
        for layer, count in [("wards", 3321), ("provinces", 34)]:
            meta, geometries, rows = self.read(layer)
            self.assertEqual((len(rows), len(geometries)), (count, count))
            self.assertIn("WGS 84", meta["crs"])
        self.assertIn("Đặc khu Hoàng Sa", {row["full_name"] for row in self.read("wards")[2]})


if __name__ == "__main__":
    unittest.main()
