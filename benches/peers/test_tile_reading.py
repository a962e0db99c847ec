"""Tests of reading tiles: `python3 -m unittest` in this folder."""

import gzip
import struct
import tempfile
import unittest
from pathlib import Path

from tile_reading import addresses_in, archive_tiles, zoom_of


def number(field, value):
    return bytes([field << 3, value])


def message(field, content):
    return bytes([field << 3 | 2, len(content)]) + content


def layer(*features):
    """A layer with the attributes `id`, `count` and `left_out` and the numbers 0 to 9."""
    keys = b"".join(message(3, key) for key in (b"id", b"count", b"left_out"))
    values = b"".join(message(4, number(5, value)) for value in range(10))
    return message(3, message(1, b"addresses") + b"".join(message(2, message(2, bytes(tags))) for tags in features)
                   + keys + values + number(15, 2))


class Addresses(unittest.TestCase):
    def test_a_feature_is_one_address_where_it_says_nothing_else(self):
        self.assertEqual(addresses_in(layer([0, 7], [0, 8])), 2)

    def test_counts_and_what_is_left_out_are_added(self):
        self.assertEqual(addresses_in(layer([0, 1, 1, 5], [0, 2, 2, 9], [1, 3, 2, 4])), 5 + 10 + 7)

    def test_layers_are_added(self):
        self.assertEqual(addresses_in(layer([0, 1]) + layer([1, 4])), 5)


class Archives(unittest.TestCase):
    def test_every_tile_of_every_directory_is_read(self):
        tiles = [gzip.compress(content) for content in (b"first", b"second")]
        # Two runs: tile 0, then tiles 5 and 6 of the same content.
        leaf = gzip.compress(bytes([2, 0, 5, 1, 2, len(tiles[0]), len(tiles[1]), 1, 0]))
        root = gzip.compress(bytes([1, 0, 0, len(leaf), 1]))
        content = b"".join(tiles)
        at = 127
        header = struct.pack("<8s", b"PMTiles\x03") + struct.pack("<8Q", at, len(root), 0, 0, at + len(root), len(leaf),
                                                                  at + len(root) + len(leaf), len(content))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "tiles.pmtiles"
            path.write_bytes(header.ljust(at, b"\0") + root + leaf + content)
            self.assertEqual(list(archive_tiles(path)), [(0, b"first"), (2, b"second"), (2, b"second")])

    def test_zooms_begin_where_the_specification_says(self):
        self.assertEqual([zoom_of(tile) for tile in (0, 1, 4, 5, 20, 21)], [0, 1, 1, 2, 2, 3])


if __name__ == "__main__":
    unittest.main()
