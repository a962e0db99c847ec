"""Tiles as two libraries read them, one of them GDAL, in one form: lists of features by layer, with
geometry in steps from the tile's corner, y growing south."""

import math
from collections import namedtuple
from pathlib import Path

import mapbox_vector_tile
import pyogrio
import shapely

EXTENT, BUFFER = 4096, 64
HALF_OF_THE_EARTH = 20037508.342789244

Feature = namedtuple("Feature", "properties geometry")


def by_library(tile):
    """As mapbox-vector-tile reads it."""
    layers = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    for name, layer in layers.items():
        assert (layer["extent"], layer["version"]) == (EXTENT, 2), name
    return {
        name: [Feature(feature["properties"], shapely.geometry.shape(feature["geometry"])) for feature in layer["features"]]
        for name, layer in layers.items()
    }


def by_gdal(tile, z, x, y, folder):
    """As GDAL's driver MVT reads it from a file named by the tile."""
    path = Path(folder) / str(z) / str(x) / f"{y}.mvt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tile)
    layers = {}
    for name, _ in pyogrio.list_layers(path):
        meta, _, geometries, values = pyogrio.raw.read(path, layer=name, CLIP="NO")
        assert meta["crs"] == "EPSG:3857"
        rows = zip(*values) if len(values) else [()] * len(geometries)
        layers[name] = [
            Feature(properties(meta["fields"], row), in_steps(shapely.from_wkb(geometry), z, x, y))
            for row, geometry in zip(rows, geometries)
        ]
    path.unlink()
    return layers


def properties(fields, row):
    """Those that are there, without GDAL's own number of the feature."""
    present = {name: value for name, value in zip(fields, row) if name != "mvt_id" and not is_missing(value)}
    return {name: value if isinstance(value, str) else int(value) for name, value in present.items()}


def is_missing(value):
    return value is None or (not isinstance(value, str) and math.isnan(value))


def in_steps(geometry, z, x, y):
    """Web Mercator metres as steps from the corner of a tile."""
    step = 2 * HALF_OF_THE_EARTH / 2**z / EXTENT

    def steps(metres):
        metres = metres.copy()
        metres[:, 0] = (metres[:, 0] + HALF_OF_THE_EARTH) / step - x * EXTENT
        metres[:, 1] = (HALF_OF_THE_EARTH - metres[:, 1]) / step - y * EXTENT
        return metres

    return shapely.transform(geometry, steps)


def place(z, lon, lat):
    """Position at zoom `z` in tiles, by the formula of the OpenStreetMap wiki, "Slippy map tilenames"."""
    lat = math.radians(lat)
    return (lon + 180) / 360 * 2**z, (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * 2**z


def on_tile(geometry, z, x, y):
    """Degrees as steps from the corner of a tile."""

    def steps(degrees):
        return [[(left - x) * EXTENT, (top - y) * EXTENT] for left, top in (place(z, lon, lat) for lon, lat in degrees)]

    return shapely.transform(geometry, steps)


def in_degrees(point, z, x, y):
    """A point in steps from the corner of a tile as degrees."""
    left, top = (x + point.x / EXTENT) / 2**z, (y + point.y / EXTENT) / 2**z
    return shapely.Point(left * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * top)))))
