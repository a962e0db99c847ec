"""Loads and asks one system, and grades its answers."""

import json
import math
import time
from dataclasses import asdict

from processes import PeakMemory, processor_seconds, processor_seconds_with_ended, run

CONNECTIONS = 8
# An answer is right when it has the house number asked for and stands no farther from the row than this.
RIGHT_METRES = 50
DEEPEST = 5
KINDS = {"prefix": "autocomplete", "reverse": "reverse"}


def kind_of(form):
    return KINDS.get(form, "search")


def measure(system, rows, queries, ask, seconds):
    """Everything that the table shows of `system`."""
    print(f"{system.name}: preparing", flush=True)
    result = {"kinds": {}, "forms": {}}
    try:
        result["version"] = system.prepare()
        print(f"{system.name}: loading", flush=True)
        begun, before = time.monotonic(), processor_seconds_with_ended()
        with PeakMemory() as memory:
            system.load(rows)
        result["load_seconds"] = time.monotonic() - begun
        result["load_processor_seconds"] = processor_seconds_with_ended() - before
        result["load_megabytes"] = memory.megabytes
        with PeakMemory() as memory:
            system.start()
            for kind in system.asks:
                print(f"{system.name}: {kind}", flush=True)
                asked = [query for query in queries if kind_of(query.form) == kind]
                answers = ask_both_ways(system, kind, asked, ask, seconds, result)
                result["forms"].update(grade(system, asked, answers))
        result["serve_megabytes"] = memory.megabytes
        result["disk_megabytes"] = system.megabytes_on_disk()
    finally:
        system.stop()
    return result


def ask_both_ways(system, kind, asked, ask, seconds, result):
    """Asks over many connections for a while, then each request once over one; gives those answers."""
    requests, answers = system.folder / f"{kind}.requests", system.folder / f"{kind}.answers"
    requests.write_text("".join(system.request(kind, query) + "\n" for query in asked), encoding="utf-8")
    command = [ask, *system.target(kind), "--requests", requests]
    before = processor_seconds()
    many = json.loads(run([*command, "--connections", CONNECTIONS, "--seconds", seconds]))
    took = processor_seconds() - before
    one = json.loads(run([*command, "--answers", answers]))
    result["kinds"][kind] = {
        "per_second": many["per_second"],
        "processor_ms": 1000 * took / many["answered"],
        "median_ms": one["median_ms"],
        "p99_ms": one["p99_ms"],
        "failed": many["failed"] + one["failed"],
    }
    return answers.read_text(encoding="utf-8").split("\n")[:-1]


def grade(system, asked, answers):
    """For each form how many queries, how many answered right first and among the first five, and the misses."""
    forms = {}
    for query, answer in zip(asked, answers, strict=True):
        form = forms.setdefault(query.form, {"asked": 0, "first": 0, "among_five": 0, "misses": []})
        right = [is_right(query, place) for place in system.found(answer)[:DEEPEST]]
        form["asked"] += 1
        form["first"] += right[:1] == [True]
        form["among_five"] += any(right)
        if right[:1] != [True]:
            form["misses"].append({**asdict(query), "answer": answer})
    return forms


def is_right(query, place):
    number, lat, lon = place
    same = number is not None and number.lower() == query.number.lower()
    return same and metres(query.lat, query.lon, lat, lon) <= RIGHT_METRES


def metres(lat, lon, other_lat, other_lon):
    """Distance on a sphere, good enough over some hundred metres."""
    per_degree = 111_195
    east = (other_lon - lon) * math.cos(math.radians(lat))
    return per_degree * math.hypot(other_lat - lat, east)
