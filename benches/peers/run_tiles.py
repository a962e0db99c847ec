#!/usr/bin/env python3
"""Vmap's tiles of addresses side by side with those of other programs: the same points, the same machine.

Makes the rows, lets one program after the other make its tiles of zooms 0 to 14, counts the addresses in
them, and prints a Markdown table. Needs Python 3.11, Cargo and PyPI, and for PostGIS Debian's packages.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import rows
from processes import PeakMemory, processor_seconds_with_ended, run
from surroundings import machine, stop_without_packages, today
from table import row, short
from tile_makers.postgis import PostGis
from tile_makers.tippecanoe import Tippecanoe, TippecanoeAsAdvised
from tile_makers.vmap import Vmap
from tile_reading import addresses_in

HERE = Path(__file__).parent.resolve()
PROJECT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
MAKERS = {"vmap": Vmap, "tippecanoe": Tippecanoe, "tippecanoe-dropping": TippecanoeAsAdvised, "postgis": PostGis}
LAST_ZOOM = 14
SAMPLE_SECONDS = 0.05


def main():
    options = arguments()
    stop_without_packages("postgresql" for key in options.makers if key == "postgis")
    work = Path(options.work or tempfile.mkdtemp(prefix="vmap-tiles-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    work.chmod(0o755)
    try:
        compare(options, work)
    finally:
        shutil.rmtree(work)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="about so many addresses")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--makers", nargs="+", choices=MAKERS, default=list(MAKERS))
    parser.add_argument("--vmap", type=Path, default=TARGET / "release/vmap", help="the binary that makes the release")
    parser.add_argument("--work", help="folder for everything that is made, removed at the end")
    return parser.parse_args()


def compare(options, work):
    tools = SimpleNamespace(units=PROJECT / "data/units", vmap=options.vmap.resolve(), build_tiles=build_program())
    path, count = rows.make(tools.vmap, tools.units, work, options.rows, options.seed)
    results = []
    for key in options.makers:
        results.append(measure(MAKERS[key](work / key, tools), path, count))
        print(markdown(results[-1:]), flush=True)
    versions = "; ".join(dict.fromkeys(result["version"] for result in results))
    print(f"{today()}. {machine()}\n{count:,} addresses, seed {options.seed}. {versions}.\n\n{markdown(results)}")


def build_program():
    """Our tiles alone, without the rest of a release."""
    run(["cargo", "build", "--release", "--locked", "-p", "vmap-tiles", "--example", "build_tiles",
         "--target-dir", TARGET], cwd=PROJECT)
    return TARGET / "release/examples/build_tiles"


def measure(maker, path, count):
    print(f"{maker.name}: preparing", flush=True)
    try:
        result = {"name": maker.name, "version": maker.prepare(path)}
        print(f"{maker.name}: making tiles", flush=True)
        begun, before = time.monotonic(), processor_seconds_with_ended()
        with PeakMemory(SAMPLE_SECONDS) as memory:
            maker.make()
        result["seconds"] = time.monotonic() - begun
        result["processor_seconds"] = processor_seconds_with_ended() - before
        result["memory"] = memory.megabytes
        result["kept"] = maker.kilobytes() / 1000
        print(f"{maker.name}: counting", flush=True)
        return result | counted(maker.tiles(), count)
    finally:
        maker.stop()
        shutil.rmtree(maker.folder)


def counted(tiles, count):
    """What lies in the tiles, and at how many zooms it is all of `count`."""
    shown, plain, longest, number = [0] * (LAST_ZOOM + 1), 0, 0, 0
    for zoom, tile in tiles:
        shown[zoom] += addresses_in(tile)
        plain += len(tile)
        longest = max(longest, len(tile))
        number += 1
    return {
        "tiles": number, "plain": plain / 1e6, "longest": longest / 1000,
        "last_zoom": 100 * shown[-1] / count, "first_zoom": 100 * shown[0] / count,
        "exact": sum(found == count for found in shown),
    }


FIGURES = [
    ("time, s", "seconds"),
    ("processor time, s", "processor_seconds"),
    ("peak memory, MB", "memory"),
    ("size as kept, MB", "kept"),
    ("size without compression, MB", "plain"),
    ("longest tile without compression, kB", "longest"),
    ("tiles", "tiles"),
    ("addresses in the tiles of zoom 14, %", "last_zoom"),
    ("addresses counted at zoom 0, %", "first_zoom"),
    ("zooms of 15 that add up exactly", "exact"),
]


def markdown(results):
    lines = [row("", [result["name"] for result in results]), row("---", ["---:"] * len(results))]
    lines += [row(label, [short(result[key]) for result in results]) for label, key in FIGURES]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
