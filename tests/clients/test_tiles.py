"""The tiles of `vmap serve`, read by GDAL and by mapbox-vector-tile, beside what they were made of.

VMAP_TILES says how many tiles of each tileset are read at most, VMAP_UNITS names a folder of units
with boundaries to read instead of the shipped ones, VMAP_OSM an .osm.pbf to draw besides made streets
(of another town than Huế, where those are)."""

import csv
import json
import os
import random
import tempfile
import unicodedata
import unittest
from collections import defaultdict
from pathlib import Path

import pyogrio
import shapely

from decoding import BUFFER, EXTENT, by_gdal, by_library, in_degrees, on_tile, place
from vmap import PROJECT, Home

TILES = int(os.environ.get("VMAP_TILES", 150))
UNITS = os.environ.get("VMAP_UNITS", PROJECT / "data/units")
OSM = os.environ.get("VMAP_OSM")
# GDAL opens a file for each layer of a tile, so it reads every tile of so many only.
EVERY_GDAL_TILE = 5
MADE_ADDRESSES = 20_000

# A pixel on a screen that shows a tile as 512 pixels, in steps.
PIXEL = EXTENT / 512
LAST_ADMIN_ZOOM = 12
COUNTS_UNTIL, ADDRESSES_UNTIL, STACKS_FROM = 13, 16, 16
BASEMAP_ZOOMS = range(4, 15)
MADE_STREETS = 400
CLASSES = ["trunk", "primary", "secondary", "tertiary", "residential", "service"]
# Twenty-five addresses at one position.
TOWER = "housenumber,street,ward,district,province,lat,lon\n" + "".join(
    f"{2 * number},Đường Tôn Đức Thắng,Phường Bến Nghé,Quận 1,Thành phố Hồ Chí Minh,10.778201,106.706402\n"
    for number in range(1, 26)
)
HOANG_SA, TRUONG_SA = "20333", "22736"


class Tiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="vmap-tiles-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.home = Home(cls.folder / "home")
        cls.random = random.Random(42)
        cls.streets = cls.made_streets()
        cls.publish()
        cls.places = cls.exported()
        cls.wards = cls.boundaries()
        cls.server = cls.enterClassContext(cls.home.served())
        cls.tiles = {tileset: cls.read(tileset, coords) for tileset, coords in cls.chosen().items()}
        cls.tiles["basemap"] = cls.walked("basemap", BASEMAP_ZOOMS)

    @classmethod
    def made_streets(cls):
        """Crooked lines in Huế."""

        def street(number):
            at, line = (cls.random.gauss(107.585, 0.01), cls.random.gauss(16.455, 0.01)), []
            for _ in range(cls.random.randint(2, 12)):
                line.append(at)
                at = tuple(round(place + cls.random.gauss(0, 0.001), 7) for place in at)
            return {
                "type": "Feature",
                "properties": {"name": f"Đường Nguyễn Huệ {number}", "highway": cls.random.choice(CLASSES)},
                "geometry": {"type": "LineString", "coordinates": line},
            }

        return [street(number) for number in range(MADE_STREETS)]

    @classmethod
    def publish(cls):
        made, tower, streets = (cls.folder / name for name in ("made.csv", "tower.csv", "streets.geojsonl"))
        tower.write_text(TOWER, encoding="utf-8")
        streets.write_text("".join(json.dumps(street) + "\n" for street in cls.streets), encoding="utf-8")
        cls.home.vmap("import", "units", UNITS)
        cls.home.vmap("synth", "--addresses", MADE_ADDRESSES, "-o", made)
        for path, source in ((made, "made"), (tower, "tower"), (streets, "streets")):
            cls.home.vmap("import", "addresses", path, "--source", source)
        if OSM:
            cls.home.vmap("import", "osm", OSM, "--source", "osm")
        cls.home.vmap("publish")
        cls.home.vmap("export", "--kind", "house", "--format", "csv", "-o", cls.folder / "houses.csv")

    @classmethod
    def exported(cls):
        """Longitude and latitude of each address by its identifier."""
        with open(cls.folder / "houses.csv", encoding="utf-8-sig") as file:
            return {row["id"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}

    @classmethod
    def boundaries(cls):
        """The areas of today's wards by their code, as the release has them."""
        meta, _, geometries, values = pyogrio.raw.read(cls.home.release / "admin.fgb")
        columns = dict(zip(meta["fields"], values))
        rows = zip(columns["era"], columns["level"], columns["code"], shapely.from_wkb(geometries))
        return {code: area for era, level, code, area in rows if (era, level) == ("current", "ward")}

    @classmethod
    def archipelago(cls, code):
        """A place in it."""
        return cls.wards[code].representative_point().coords[0]

    @classmethod
    def chosen(cls):
        """Tiles where something is, by tileset."""
        positions = sorted(cls.places.values())
        tower = max(positions, key=positions.count)

        def some(last):
            return {tile_of(cls.random.randint(0, last), *cls.random.choice(positions)) for _ in range(TILES)}

        zooms = range(4, LAST_ADMIN_ZOOM + 1)
        archipelagos = [cls.archipelago(code) for code in (HOANG_SA, TRUONG_SA)]
        return {
            "addresses": some(ADDRESSES_UNTIL) | {tile_of(z, *tower) for z in range(ADDRESSES_UNTIL + 1)},
            "admin": some(LAST_ADMIN_ZOOM) | {tile_of(z, *at) for at in archipelagos for z in zooms},
        }

    @classmethod
    def walked(cls, tileset, zooms):
        """Tiles found by going from tiles to those below them: within the bounds for some zooms, then
        from those that have something."""
        west, south, east, north = cls.server.json(f"/tiles/{tileset}.json")["bounds"]
        waiting, found = [tile_of(zooms[0], *at) for at in ((west, north), (east, south))], {}
        while waiting and len(found) < TILES:
            z, x, y = waiting.pop(cls.random.randrange(len(waiting)))
            tile = cls.server.tile(tileset, z, x, y)
            if tile:
                found[z, x, y] = by_library(tile)
            if z < zooms[-1] and (tile or z < 10):
                below = [(z + 1, 2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)]
                (left, top), (right, bottom) = place(z + 1, west, north), place(z + 1, east, south)
                waiting += [at for at in below if left - 1 < at[1] <= right and top - 1 < at[2] <= bottom]
        return found

    @classmethod
    def read(cls, tileset, coords):
        tiles = {coord: cls.server.tile(tileset, *coord) for coord in sorted(coords)}
        return {coord: by_library(tile) for coord, tile in tiles.items() if tile}

    def layers(self, tileset, name):
        """The tiles that have the layer, with its features."""
        return [(coord, layers[name]) for coord, layers in self.tiles[tileset].items() if name in layers]

    def test_gdal_reads_the_same(self):
        compared = 0
        for tileset, tiles in self.tiles.items():
            for coord, layers in list(tiles.items())[::EVERY_GDAL_TILE]:
                others = by_gdal(self.server.tile(tileset, *coord), *coord, self.folder)
                with self.subTest(tileset=tileset, tile=coord):
                    self.assertEqual(set(others), set(layers))
                    for name, features in layers.items():
                        found, expected = ([each.properties for each in read] for read in (others[name], features))
                        self.assertEqual(found, expected)
                        for feature, other in zip(features, others[name]):
                            self.assertLess(feature.geometry.hausdorff_distance(other.geometry), 0.01)
                            self.assertAlmostEqual(feature.geometry.area, other.geometry.area, delta=1)
                            compared += 1
        self.assertGreater(compared, TILES)

    def test_layers_and_fields_are_those_of_tilejson(self):
        kinds = {"String": str, "Number": int, "Boolean": bool}
        for tileset, tiles in self.tiles.items():
            tilejson = self.server.json(f"/tiles/{tileset}.json")
            described = {layer["id"]: layer for layer in tilejson["vector_layers"]}
            for (z, x, y), layers in tiles.items():
                for name, features in layers.items():
                    layer = described[name]
                    self.assertTrue(layer["minzoom"] <= z <= layer["maxzoom"], (tileset, name, z))
                    for key, value in ((key, value) for feature in features for key, value in feature.properties.items()):
                        self.assertIs(type(value), kinds[layer["fields"][key].split(":")[0]], (tileset, name, key))

    def test_texts_are_composed_and_codes_are_whole(self):
        digits = {"id": 12, "province_code": 2, "district_code": 3, "ward_code": 5}
        codes = {"provinces": 2, "former_provinces": 2, "former_districts": 3, "wards": 5, "former_wards": 5}
        for tiles in self.tiles.values():
            for name, features in ((name, features) for layers in tiles.values() for name, features in layers.items()):
                for key, value in ((key, value) for feature in features for key, value in feature.properties.items()):
                    if isinstance(value, str):
                        self.assertEqual(value, unicodedata.normalize("NFC", value))
                        self.assertNotIn("\N{REPLACEMENT CHARACTER}", value)
                    length = codes.get(name) if key == "code" else digits.get(key)
                    if length:
                        self.assertRegex(value, rf"^\d{{{length}}}$", (name, key))

    def test_polygons_are_valid_and_wound_as_the_specification_asks(self):
        polygons = 0
        for tileset, tiles in self.tiles.items():
            for coord, layers in tiles.items():
                for feature in (feature for features in layers.values() for feature in features):
                    left, top, right, bottom = feature.geometry.bounds
                    reach = BUFFER if feature.geometry.geom_type != "Point" else 0
                    inside = -reach <= min(left, top) and max(right, bottom) <= EXTENT + reach
                    self.assertTrue(inside, (tileset, coord, feature.geometry.bounds))
                    self.assertTrue(feature.geometry.is_valid, (tileset, coord, shapely.is_valid_reason(feature.geometry)))
                    for part in shapely.get_parts(feature.geometry):
                        if part.geom_type == "Polygon":
                            # Anti-clockwise where y grows north is clockwise on the screen.
                            self.assertTrue(part.exterior.is_ccw, (tileset, coord, feature.properties))
                            self.assertFalse(any(hole.is_ccw for hole in part.interiors), (tileset, coord))
                            polygons += 1
        self.assertGreater(polygons, TILES)

    def test_units_lie_side_by_side(self):
        wards = shapely.STRtree(list(self.wards.values()))
        for layer in ("provinces", "wards", "former_provinces", "former_districts"):
            with self.subTest(layer):
                tiles = self.layers("admin", layer)
                self.assertGreater(len(tiles), 0)
                for coord, features in tiles:
                    pixel = 360 / 2 ** coord[0] / 512
                    areas = [feature.geometry for feature in features]
                    together = shapely.union_all(areas)
                    self.assertAlmostEqual(sum(area.area for area in areas), together.area, delta=0.01, msg=coord)
                    holes = [hole for part in shapely.get_parts(together) for hole in part.interiors]
                    for hole in holes if layer in ("provinces", "wards") else ():
                        empty = shapely.Polygon(hole).difference(together)
                        around = in_degrees(empty.representative_point(), *coord).buffer(pixel)
                        near = shapely.union_all(wards.geometries[wards.query(around)])
                        self.assertFalse(near.contains(around), (coord, around.centroid.wkt))

    def test_wards_have_the_borders_of_the_release_within_a_pixel(self):
        self.assertGreater(len(self.wards), 3_000)
        frame = shapely.box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
        compared = 0
        for (z, x, y), wards in self.layers("admin", "wards"):
            if z != LAST_ADMIN_ZOOM:
                continue
            for ward in wards:
                expected = on_tile(self.wards[ward.properties["code"]], z, x, y).intersection(frame).boundary
                for vertices, border in ((ward.geometry, expected), (expected, ward.geometry.boundary)):
                    # On the frame itself slivers come and go.
                    vertices = shapely.points(shapely.get_coordinates(vertices))
                    inside = vertices[shapely.within(vertices, frame.buffer(-PIXEL))]
                    farthest = shapely.distance(inside, border).max(initial=0)
                    self.assertLess(farthest, PIXEL, (z, x, y, ward.properties))
                compared += 1
        self.assertGreater(compared, 10)

    def test_names_stand_inside_their_units(self):
        inside = 0
        for coord, names in self.layers("admin", "unit_labels"):
            for name in names:
                layer = ("former_" if name.properties["former"] else "") + name.properties["level"] + "s"
                units = self.tiles["admin"][coord].get(layer, [])
                for unit in (unit for unit in units if unit.properties["code"] == name.properties["code"]):
                    self.assertTrue(unit.geometry.intersects(name.geometry), (coord, name.properties))
                    inside += 1
        self.assertGreater(inside, 100)

    def test_the_archipelagos_are_there_from_zoom_4_on(self):
        for code in (HOANG_SA, TRUONG_SA):
            at = self.archipelago(code)
            for z in range(4, LAST_ADMIN_ZOOM + 1):
                tile = self.tiles["admin"].get(tile_of(z, *at), {})
                with self.subTest(code=code, zoom=z):
                    self.assertIn(code, [ward.properties["code"] for ward in tile.get("wards", [])])
        names = {name.properties["code"] for _, names in self.layers("admin", "unit_labels") for name in names}
        self.assertLessEqual({HOANG_SA, TRUONG_SA}, names)

    def test_counts_add_up_to_the_addresses_of_the_tile(self):
        counted = defaultdict(lambda: defaultdict(int))
        for z in range(COUNTS_UNTIL + 1):
            for at in self.places.values():
                counted[z][tile_of(z, *at)] += 1
        tiles = self.layers("addresses", "address_counts")
        self.assertGreater(len(tiles), 20)
        for coord, cells in tiles:
            self.assertEqual(sum(cell.properties["count"] for cell in cells), counted[coord[0]][coord], coord)

    def test_addresses_lie_where_the_export_has_them(self):
        in_tile = defaultdict(set)
        for z in range(COUNTS_UNTIL + 1, ADDRESSES_UNTIL + 1):
            for key, at in self.places.items():
                in_tile[tile_of(z, *at)].add(key)
        tiles = self.layers("addresses", "addresses")
        self.assertGreater(len(tiles), 10)
        for (z, x, y), addresses in tiles:
            for address in addresses:
                at = shapely.Point(self.places[address.properties["id"]])
                self.assertLess(on_tile(at, z, x, y).distance(address.geometry), 2, (z, x, y))
            shown = sum(address.properties.get("count", 1) + address.properties.get("left_out", 0) for address in addresses)
            self.assertEqual(shown, len(in_tile[z, x, y]), (z, x, y))
            self.assertLessEqual({address.properties["id"] for address in addresses}, in_tile[z, x, y])

    def test_addresses_that_share_a_position_are_listed(self):
        stacks = [
            address.properties
            for coord, addresses in self.layers("addresses", "addresses")
            for address in addresses
            if coord[0] >= STACKS_FROM and "count" in address.properties
        ]
        tower = max(stacks, key=lambda stack: stack["count"])
        self.assertEqual(tower["count"], 25)
        listed = json.loads(tower["list"])
        self.assertEqual([address["number"] for address in listed], [str(2 * number) for number in range(1, 21)])
        self.assertEqual({self.places[address["id"]] for address in listed}, {self.places[tower["id"]]})

    def test_streets_lie_where_they_are(self):
        lines = shapely.STRtree([shapely.geometry.shape(street["geometry"]) for street in self.streets])
        frame = shapely.box(0, 0, EXTENT, EXTENT)
        compared = 0
        for (z, x, y), streets in self.layers("basemap", "streets"):
            corners = [in_degrees(shapely.Point(at, at), z, x, y) for at in (-BUFFER, EXTENT + BUFFER)]
            near = lines.query(shapely.box(*shapely.MultiPoint(corners).bounds))
            if z == BASEMAP_ZOOMS[-1] and len(near):
                drawn = shapely.union_all([street.geometry for street in streets])
                expected = on_tile(shapely.union_all(lines.geometries[near]), z, x, y)
                vertices = shapely.points(shapely.get_coordinates(drawn))
                self.assertLess(shapely.distance(vertices, expected).max(), PIXEL, (z, x, y))
                vertices = shapely.points(shapely.get_coordinates(expected.intersection(frame)))
                self.assertLess(shapely.distance(vertices, drawn).max(initial=0), PIXEL, (z, x, y))
                compared += 1
        self.assertGreater(compared, 0)


def tile_of(z, lon, lat):
    """The tile of zoom `z` that holds a place."""
    x, y = place(z, lon, lat)
    return z, int(x), int(y)


if __name__ == "__main__":
    unittest.main()
