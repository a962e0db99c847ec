"""Reads tiles and archives of them, as plain as can be.

Sources: mapbox/vector-tile-spec 2.1, PMTiles Version 3 Specification.
"""

import gzip
import struct

# What a feature stands for besides itself is told by these attributes, by program.
COUNTS = {"count", "point_count"}
LEFT_OUT = "left_out"


def archive_tiles(path):
    """Zoom and plain bytes of every tile of a PMTiles archive in gzip."""
    archive = path.read_bytes()
    root, root_length = struct.unpack_from("<QQ", archive, 8)
    leaves, _, tiles = struct.unpack_from("<QQQ", archive, 40)
    waiting = [archive[root:root + root_length]]
    while waiting:
        for tile, run, length, offset in directory(gzip.decompress(waiting.pop())):
            if run == 0:
                waiting.append(archive[leaves + offset:leaves + offset + length])
            for number in range(tile, tile + run):
                yield zoom_of(number), gzip.decompress(archive[tiles + offset:tiles + offset + length])


def directory(plain):
    """Tile number, run, length and offset of each entry."""
    numbers = varints(plain)
    count = next(numbers)
    steps, runs, lengths, offsets = ([next(numbers) for _ in range(count)] for _ in range(4))
    tile, behind = 0, 0
    for step, run, length, offset in zip(steps, runs, lengths, offsets, strict=True):
        tile += step
        start = offset - 1 if offset else behind
        behind = start + length
        yield tile, run, length, start


def zoom_of(number):
    """Tiles are numbered zoom by zoom, a zoom has four times as many as the one before."""
    zoom = 0
    while number >= 4 ** zoom:
        number -= 4 ** zoom
        zoom += 1
    return zoom


def addresses_in(tile):
    """How many addresses the features of a tile stand for."""
    return sum(layer_addresses(layer) for field, layer in fields(tile) if field == 3)


def layer_addresses(layer):
    keys, values, tags = [], [], []
    for field, content in fields(layer):
        match field:
            case 2:
                tags.append(next((packed for number, packed in fields(content) if number == 2), b""))
            case 3:
                keys.append(content.decode())
            case 4:
                values.append(content)
    counting = {row for row, key in enumerate(keys) if key in COUNTS or key == LEFT_OUT}
    if not counting:
        return len(tags)
    return sum(feature_addresses(packed, counting, keys, values) for packed in tags)


def feature_addresses(packed, counting, keys, values):
    """One, or what the attributes say."""
    itself, left_out = 1, 0
    numbers = varints(packed)
    for key, value in zip(numbers, numbers, strict=True):
        if key in counting:
            said = next(content for _, content in fields(values[value]))
            if keys[key] == LEFT_OUT:
                left_out = said
            else:
                itself = said
    return itself + left_out


def fields(message):
    """Number and content of each field of a protobuf message: a whole number or bytes."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        match tag & 7:
            case 0:
                content, at = varint(message, at)
            case 1:
                content, at = message[at:at + 8], at + 8
            case 2:
                length, at = varint(message, at)
                content, at = message[at:at + length], at + length
            case 5:
                content, at = message[at:at + 4], at + 4
            case other:
                raise ValueError(f"protobuf has no wire type {other}")
        yield tag >> 3, content


def varints(message):
    at = 0
    while at < len(message):
        number, at = varint(message, at)
        yield number


def varint(message, at):
    value, shift = 0, 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
