"""The files of `vmap export`, opened by GDAL."""

import json
import struct
import tempfile
import unicodedata
import unittest
from pathlib import Path

import pyogrio

from vmap import PROJECT, Home

FILES = {"CSV": "open.csv", "FlatGeobuf": "open.fgb", "GeoJSONSeq": "open.geojsonl"}
MADE_ADDRESSES = 2_000

FIELDS = [
    "id", "type", "housenumber", "street", "hamlet", "name", "category",
    "ward", "ward_code", "province", "province_code",
    "legacy_ward", "legacy_ward_code", "legacy_district", "legacy_district_code",
    "legacy_province", "legacy_province_code",
    "label", "legacy_label", "plus_code", "lon", "lat", "sources", "licence", "synthetic", "release",
]  # fmt: skip

# Phường Bến Nghé of Quận 1 went into Phường Sài Gòn whole on 1 July 2025.
ADDRESS = """id,housenumber,street,ward,district,province,lat,lon
4261,92-96,Nguyễn Huệ,Phường Bến Nghé,Quận 1,Thành phố Hồ Chí Minh,10.775127,106.702883
"""
LINE = [[105.8470, 21.0290], [105.8483, 21.0301], [105.8497, 21.0309]]
STREET_AND_TEMPLE = [
    {
        "type": "Feature",
        "properties": {"name": "Phố Lý Quốc Sư", "highway": "residential"},
        "geometry": {"type": "LineString", "coordinates": LINE},
    },
    {
        "type": "Feature",
        "properties": {"name": "Đền Bà Kiệu", "tourism": "attraction"},
        "geometry": {"type": "Point", "coordinates": [105.8530, 21.0308]},
    },
]


class Layer:
    """What GDAL reads of a file."""

    def __init__(self, path, **options):
        if path.suffix == ".csv":
            options |= {"X_POSSIBLE_NAMES": "lon", "Y_POSSIBLE_NAMES": "lat"}
        self.info = pyogrio.read_info(path, force_feature_count=True, force_total_bounds=True, **gdal_options(options))
        meta, _, self.geometries, values = pyogrio.raw.read(path, **options)
        self.fields = list(meta["fields"])
        self.columns = {name: [plain(value) for value in column] for name, column in zip(self.fields, values)}

    def rows(self):
        return [dict(zip(self.fields, row)) for row in zip(*self.columns.values())]

    def row(self, **wanted):
        [row] = [row for row in self.rows() if all(row[name] == value for name, value in wanted.items())]
        return row


def gdal_options(options):
    return {name: value for name, value in options.items() if name.isupper()}


def plain(value):
    """The value as text, whatever type the format has for it; absent is absent in CSV where it is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    return str(bool(value)).lower() if value.dtype == bool else float(value)


def point(geometry):
    """Longitude and latitude of a point in well-known binary."""
    order = "<" if geometry[0] == 1 else ">"
    kind, lon, lat = struct.unpack_from(order + "Idd", geometry, 1)
    assert kind == 1, kind
    return lon, lat


def lines(geometry):
    """The positions of the lines of a multiple line in well-known binary, little-endian."""
    kind, count = struct.unpack_from("<II", geometry, 1)
    assert kind == 5, kind
    at, found = 9, []
    for _ in range(count):
        (length,) = struct.unpack_from("<I", geometry, at + 5)
        found.append([list(struct.unpack_from("<dd", geometry, at + 9 + 16 * index)) for index in range(length)])
        at += 9 + 16 * length
    return found


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="vmap-clients-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.home = Home(cls.folder / "home")
        cls.publish()
        cls.home.vmap("export", "--kind", "house,street,hamlet,poi", "--format", "csv,fgb,geojsonseq", "-o", cls.folder / "open")
        cls.layers = {driver: Layer(cls.folder / name) for driver, name in FILES.items()}

    @classmethod
    def publish(cls):
        made, one, places = (cls.folder / name for name in ("made.csv", "one.csv", "places.geojsonl"))
        one.write_text(ADDRESS, encoding="utf-8")
        places.write_text("".join(json.dumps(feature) + "\n" for feature in STREET_AND_TEMPLE), encoding="utf-8")
        cls.home.vmap("import", "units", PROJECT / "data/units")
        cls.home.vmap("synth", "--addresses", MADE_ADDRESSES, "-o", made)
        cls.home.vmap("import", "addresses", made, "--source", "made")
        cls.home.vmap("import", "addresses", one, "--source", "one", "--licence", "CC0-1.0")
        cls.home.vmap("import", "addresses", places, "--source", "places", "--licence", "ODbL-1.0")
        cls.home.vmap("publish")
        cls.manifest = cls.home.manifest

    def test_every_format_is_known_by_its_name_and_in_wgs84(self):
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                self.assertEqual(layer.info["driver"], driver)
                # CSV has no place for it.
                self.assertEqual(layer.info["crs"], None if driver == "CSV" else "EPSG:4326")

    def test_every_format_has_every_place_of_the_release(self):
        counts = self.manifest["counts"]
        places = sum(counts[kind] for kind in ("addresses", "streets", "hamlets", "points_of_interest"))
        self.assertGreater(places, MADE_ADDRESSES)
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                self.assertEqual(layer.info["features"], places)
                self.assertEqual(layer.columns["type"].count("house"), counts["addresses"])
                self.assertEqual(layer.columns["type"].count("street"), counts["streets"])
                self.assertEqual(len(set(layer.columns["id"])), places)

    def test_every_format_has_the_same_fields_and_values(self):
        rows = self.layers["CSV"].rows()
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                self.assertEqual(layer.fields, FIELDS)
                self.assertEqual(layer.rows(), rows)

    def test_the_bounds_are_those_of_the_positions(self):
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                lon, lat = layer.columns["lon"], layer.columns["lat"]
                bounds = layer.info["total_bounds"]
                for found, expected in zip(bounds, (min(lon), min(lat), max(lon), max(lat))):
                    self.assertAlmostEqual(found, expected, places=7)

    def test_a_box_holds_the_same_places_in_every_format(self):
        box = (106.5, 10.5, 107.0, 11.0)
        csv = self.layers["CSV"]
        positions = zip(csv.columns["lon"], csv.columns["lat"])
        inside = sum(box[0] <= lon <= box[2] and box[1] <= lat <= box[3] for lon, lat in positions)
        self.assertGreater(inside, 10)
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                layer = Layer(self.folder / FILES[driver], bbox=box)
                self.assertEqual(len(layer.geometries), inside)

    def test_an_address_has_both_forms(self):
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                row = layer.row(sources="one")
                self.assertEqual((row["housenumber"], row["street"]), ("92-96", "Nguyễn Huệ"))
                self.assertEqual((row["ward"], row["ward_code"]), ("Phường Sài Gòn", "26740"))
                self.assertEqual((row["province"], row["province_code"]), ("Thành phố Hồ Chí Minh", "79"))
                self.assertEqual((row["legacy_ward"], row["legacy_ward_code"]), ("Phường Bến Nghé", "26740"))
                self.assertEqual((row["legacy_district"], row["legacy_district_code"]), ("Quận 1", "760"))
                self.assertEqual(row["label"], "92-96 Nguyễn Huệ, Phường Sài Gòn, Thành phố Hồ Chí Minh")
                self.assertEqual(
                    row["legacy_label"], "92-96 Nguyễn Huệ, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"
                )
                self.assertEqual((row["licence"], row["synthetic"]), ("CC0-1.0", "false"))
                self.assertEqual((row["lon"], row["lat"]), (106.702883, 10.775127))
                at = layer.columns["sources"].index("one")
                self.assertEqual(point(layer.geometries[at]), (106.702883, 10.775127))

    def test_letters_are_whole(self):
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                self.assertEqual(layer.row(type="poi")["name"], "Đền Bà Kiệu")
                for label in layer.columns["label"]:
                    self.assertEqual(label, unicodedata.normalize("NFC", label))
                    self.assertNotIn("\N{REPLACEMENT CHARACTER}", label)

    def test_made_data_says_so(self):
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                labels = {row["synthetic"] for row in layer.rows() if row["sources"] == "made"}
                self.assertEqual(labels, {"true"})

    def test_streets_are_lines_where_the_format_has_them(self):
        for driver, layer in self.layers.items():
            with self.subTest(driver):
                at = layer.columns["street"].index("Phố Lý Quốc Sư")
                if driver == "CSV":
                    point(layer.geometries[at])
                else:
                    self.assertEqual(lines(layer.geometries[at]), [LINE])


if __name__ == "__main__":
    unittest.main()
