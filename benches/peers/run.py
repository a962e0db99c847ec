#!/usr/bin/env python3
"""Vmap side by side with what people use today: the same rows, the same queries, the same machine.

Makes the rows and the queries, loads and asks one system after the other, and prints a Markdown table.
Needs Python 3.11 and Cargo, and for the others Debian's packages (it says which are missing). Whatever else
they need is installed below the work folder, which is removed at the end unless `--keep` is given.
"""

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import comparison
import rows
from processes import run
from queries import Maker
from surroundings import machine, stop_without_packages, today
from systems.addok import Addok
from systems.bag_of_words import BagOfWords
from systems.postgresql import PostgreSql
from systems.vmap import Vmap
from table import markdown

HERE = Path(__file__).parent.resolve()
PROJECT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
SYSTEMS = {"vmap": Vmap, "addok": Addok, "postgresql": PostgreSql, "tantivy": BagOfWords}


def main():
    options = arguments()
    stop_without_packages(options.systems)
    work = Path(options.work or tempfile.mkdtemp(prefix="vmap-peers-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    work.chmod(0o755)
    try:
        compare(options, work)
    finally:
        if not options.keep:
            shutil.rmtree(work)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="about so many addresses are loaded")
    parser.add_argument("--queries", type=int, default=2_000, help="over all forms")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20, help="how long many connections ask")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--vmap", type=Path, default=TARGET / "release/vmap", help="the binary to measure")
    parser.add_argument("--work", help="folder for everything that is made; by default a temporary one")
    parser.add_argument("--keep", action="store_true", help="leave the work folder; a later run of some of the "
                        "systems with the same rows and queries takes the other results from there")
    return parser.parse_args()


def compare(options, work):
    tools = SimpleNamespace(
        here=HERE, units=PROJECT / "data/units", vmap=options.vmap.resolve(), programs=build_programs()
    )
    path, count = rows.make(tools.vmap, tools.units, work, options.rows, options.seed)
    queries = Maker(path, tools.units, options.seed).queries(options.queries)
    heading = f"{count:,} rows, {len(queries):,} queries, seed {options.seed}"
    results = earlier_results(work, heading)
    for key in options.systems:
        folder = work / key
        shutil.rmtree(folder, ignore_errors=True)
        system = SYSTEMS[key](folder, tools)
        results[key] = comparison.measure(system, path, queries, tools.programs / "ask", options.seconds)
        keep_results(work, heading, results)
        shutil.rmtree(folder)
    print(report(heading, results))


def build_programs():
    """The client and the bag of words."""
    target = TARGET / "peers"
    run(["cargo", "build", "--release", "--locked", "--manifest-path", HERE / "Cargo.toml", "--target-dir", target])
    return target / "release"


def earlier_results(work, heading):
    file = work / "results.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    return kept["results"] if kept.get("heading") == heading else {}


def keep_results(work, heading, results):
    kept = {"heading": heading, "results": results}
    (work / "results.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1))


def report(heading, results):
    named = {SYSTEMS[key].name: results[key] for key in SYSTEMS if key in results}
    versions = "; ".join(result["version"] for result in named.values())
    return f"{today()}. {machine()}\n{heading}. {versions}.\n\n{markdown(named)}"


if __name__ == "__main__":
    main()
