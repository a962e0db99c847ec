#!/usr/bin/env python3
"""Checks the files of data/units/admin and data/synth.

    python3 data/units/check.py [DATA_FOLDER]

Says in one sentence each what is wrong and ends with 1, or says that all is
well and ends with 0. Python 3.9 or newer, standard library only.
"""

import csv
import io
import os
import sys
import unicodedata
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
UNIT = ["code", "name", "name_en", "full_name", "full_name_en", "code_name", "type", "type_en"]
UNITS = {
    # file: rows, digits of the code, parent column, parent file
    "provinces_current.csv": (34, 2, None, None),
    "wards_current.csv": (3321, 5, "province_code", "provinces_current.csv"),
    "provinces_before_2025-07-01.csv": (63, 2, None, None),
    "districts_before_2025-07-01.csv": (696, 3, "province_code", "provinces_before_2025-07-01.csv"),
    "wards_before_2025-07-01.csv": (10035, 5, "district_code", "districts_before_2025-07-01.csv"),
}
TYPES = {
    "provinces_current.csv": {"Thành phố", "Tỉnh"},
    "wards_current.csv": {"Phường", "Xã", "Đặc khu"},
    "provinces_before_2025-07-01.csv": {"Thành phố", "Tỉnh"},
    "districts_before_2025-07-01.csv": {"Quận", "Huyện", "Thị xã", "Thành phố"},
    "wards_before_2025-07-01.csv": {"Phường", "Xã", "Thị trấn"},
}
# special zones that must never be lost, with a box in which their point lies
ARCHIPELAGOS = {
    "20333": ("Hoàng Sa", "48", (15.5, 17.5, 110.8, 113.2)),
    "22736": ("Trường Sa", "56", (6.5, 12.0, 111.0, 117.5)),
}
SPECIAL_ZONES = 13
ISLANDS_WITHOUT_COMMUNES = {"318", "471", "498", "536", "755"}
REGIONS = {"all", "north", "centre", "south"}

ACTS = "acts_2025-07-01.csv"
CHANGES = "unit_changes_2026-04-30.csv"

problems = []


def wrong(sentence):
    problems.append(sentence)


def read(folder, name):
    path = os.path.join(folder, name)
    if not os.path.isfile(path):
        wrong("%s is missing." % name)
        return []
    with open(path, "rb") as handle:
        raw = handle.read()
    if b"\r" in raw:
        wrong("%s has carriage returns; lines must end with LF only." % name)
    if raw and not raw.endswith(b"\n"):
        wrong("%s does not end with a line end." % name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong("%s is not UTF-8: %s." % (name, error))
        return []
    if text.startswith("\ufeff"):
        wrong("%s begins with a byte order mark." % name)
    for number, line in enumerate(text.splitlines(), 1):
        if unicodedata.normalize("NFC", line) != line:
            wrong("%s, line %d is not in Unicode form NFC." % (name, number))
    rows = list(csv.DictReader(io.StringIO(text)))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            wrong("%s, line %d has another number of fields than the header." % (name, number))
            return []
        for column, value in row.items():
            if value != value.strip():
                wrong("%s, line %d: the %s begins or ends with a blank." % (name, number, column))
    return rows


def need_columns(name, rows, columns):
    lacking = [c for c in columns if rows and c not in rows[0]]
    if lacking:
        wrong("%s lacks the columns %s." % (name, ", ".join(lacking)))
    return not lacking


def point(name, row):
    try:
        lat, lon = float(row["lat_approx"]), float(row["lon_approx"])
    except (KeyError, ValueError):
        wrong("%s: %s %s has no point." % (name, row["code"], row["full_name"]))
        return None
    if not (7.0 <= lat <= 23.5 and 102.0 <= lon <= 117.9):
        wrong("%s: the point of %s %s lies outside Vietnam's box." % (name, row["code"], row["full_name"]))
    return lat, lon


def check_units(folder):
    tables = {}
    for name, (count, digits, parent, _) in UNITS.items():
        rows = read(folder, name)
        tables[name] = {r["code"]: r for r in rows} if need_columns(name, rows, ["code"]) else {}
        if len(rows) != count:
            wrong("%s has %d rows, expected %d." % (name, len(rows), count))
        if not need_columns(name, rows, UNIT + ([parent] if parent else [])):
            continue
        codes = [r["code"] for r in rows]
        for code, n in Counter(codes).items():
            if n > 1:
                wrong("%s has the code %s %d times." % (name, code, n))
            if not (code.isdigit() and len(code) == digits):
                wrong("%s: the code %s is not %d digits." % (name, code, digits))
        if codes != sorted(codes):
            wrong("%s is not sorted by code." % name)
        for row in rows:
            if row["type"] not in TYPES[name]:
                wrong("%s: %s has the unknown type %s." % (name, row["code"], row["type"]))
            if row["full_name"] != "%s %s" % (row["type"], row["name"]):
                wrong("%s: %s: the full name %s is not type and name." % (name, row["code"], row["full_name"]))
            if not row["name_en"].isascii() or not row["code_name"].isascii() or not row["code_name"]:
                wrong("%s: %s: the folded names are not plain ASCII." % (name, row["code"]))
            point(name, row)
            if row.get("centroid_suspect") not in ("0", "1"):
                wrong("%s: %s: centroid_suspect must be 0 or 1." % (name, row["code"]))
    for name, (_, _, column, parent) in UNITS.items():
        if not column:
            continue
        for row in tables[name].values():
            if row.get(column) not in tables[parent]:
                wrong("%s: %s belongs to %s, which %s does not have." % (name, row["code"], row.get(column), parent))
    today = tables["wards_current.csv"]
    zones = [r for r in today.values() if r["type"] == "Đặc khu"]
    if len(zones) != SPECIAL_ZONES:
        wrong("wards_current.csv has %d special zones, expected %d." % (len(zones), SPECIAL_ZONES))
    for code, (label, province, (south, north, west, east)) in ARCHIPELAGOS.items():
        row = today.get(code)
        if not row or row["name"] != label or row["type"] != "Đặc khu" or row["province_code"] != province:
            wrong("The special zone %s (%s, province %s) is missing." % (label, code, province))
            continue
        place = point("wards_current.csv", row)
        if place and not (south <= place[0] <= north and west <= place[1] <= east):
            wrong("The point of %s (%s) does not lie in its archipelago." % (label, code))
    parents = {r["province_code"] for r in today.values() if "province_code" in r}
    for code in set(tables["provinces_current.csv"]) - parents:
        wrong("The province %s has no commune." % code)
    return tables


def check_successions(folder, tables):
    for name, old_name, complete in (
            ("ward_succession_2025-07-01.csv", "wards_before_2025-07-01.csv", True),
            ("district_succession_2025-07-01.csv", "districts_before_2025-07-01.csv", False)):
        rows = read(folder, name)
        if not need_columns(name, rows, ["old_code", "old_name", "new_code", "new_name", "kind", "is_default"]):
            continue
        old, new = tables[old_name], tables["wards_current.csv"]
        keys = [(r["old_code"], r["new_code"]) for r in rows]
        if keys != sorted(set(keys)):
            wrong("%s is not sorted by old and new code, or has a pair twice." % name)
        after = defaultdict(list)
        for row in rows:
            after[row["old_code"]].append(row)
            for side, table in (("old", old), ("new", new)):
                unit = table.get(row[side + "_code"])
                if not unit:
                    wrong("%s refers to the unknown %s code %s." % (name, side, row[side + "_code"]))
                elif unit["full_name"] != row[side + "_name"]:
                    wrong("%s calls %s %s, its table says %s." % (
                        name, row[side + "_code"], row[side + "_name"], unit["full_name"]))
        for code, group in after.items():
            kinds = {r["kind"] for r in group}
            if kinds != ({"full"} if len(group) == 1 else {"partial"}):
                wrong("%s: %s has %d successors and the kinds %s." % (name, code, len(group), ", ".join(sorted(kinds))))
            if sum(r["is_default"] == "1" for r in group) != 1:
                wrong("%s: %s must have exactly one default successor." % (name, code))
        wanted = set(old) if complete else ISLANDS_WITHOUT_COMMUNES
        for code in sorted(wanted - set(after)):
            wrong("%s: %s %s has no successor." % (name, code, old.get(code, {}).get("full_name", "")))
        if complete:
            for code in sorted(set(new) - {r["new_code"] for r in rows}):
                if new[code]["type"] != "Đặc khu":
                    wrong("%s: the current commune %s %s has no predecessor." % (name, code, new[code]["full_name"]))


def check_aliases(folder, tables):
    rows = read(folder, "aliases.csv")
    if not need_columns("aliases.csv", rows, ["level", "era", "code", "alias_key"]):
        return
    where = {("province", "current"): "provinces_current.csv", ("ward", "current"): "wards_current.csv",
             ("province", "before_2025-07-01"): "provinces_before_2025-07-01.csv",
             ("district", "before_2025-07-01"): "districts_before_2025-07-01.csv",
             ("ward", "before_2025-07-01"): "wards_before_2025-07-01.csv"}
    seen = set()
    for row in rows:
        key = tuple(row[c] for c in ("level", "era", "code", "alias_key"))
        if key in seen:
            wrong("aliases.csv has %s twice." % " ".join(key))
        seen.add(key)
        table = where.get(key[:2])
        if not table:
            wrong("aliases.csv has the unknown level and era %s %s." % key[:2])
        elif row["code"] not in tables[table]:
            wrong("aliases.csv refers to %s, which %s does not have." % (row["code"], table))
        # a few keys keep their marks, where the marks alone tell two communes apart
        if not row["alias_key"].isalnum() or row["alias_key"] != row["alias_key"].lower():
            wrong("aliases.csv: %s is not a key of small letters and digits." % row["alias_key"])


def check_acts(folder, tables):
    rows = read(folder, ACTS)
    if not need_columns(ACTS, rows, ["level", "province_code", "province", "act", "adopted"]):
        return
    provinces = tables["provinces_current.csv"]
    wards = {r["province_code"]: r for r in rows if r["level"] == "ward"}
    if set(wards) != set(provinces):
        wrong("%s does not have exactly one act for the wards of each province." % ACTS)
    for code, row in wards.items():
        if provinces.get(code, {}).get("name") != row["province"]:
            wrong("%s: the province %s is not called %s." % (ACTS, code, row["province"]))
    numbers = sorted(r["act"] for r in wards.values())
    if numbers != ["%d/NQ-UBTVQH15" % number for number in range(1654, 1688)]:
        wrong("%s: the acts on wards are not the resolutions 1654 to 1687." % ACTS)
    if [r["act"] for r in rows if r["level"] == "province"] != ["202/2025/QH15"]:
        wrong("%s: the act on provinces is not 202/2025/QH15." % ACTS)


def check_changes(folder, tables):
    rows = read(folder, CHANGES)
    if not need_columns(CHANGES, rows, ["level", "code", "former_name", "full_name", "act"]):
        return
    for row in rows:
        unit = tables["%ss_current.csv" % row["level"]].get(row["code"], {})
        if unit.get("full_name") != row["former_name"]:
            wrong("%s: %s is not called %s before." % (CHANGES, row["code"], row["former_name"]))
        if not row["act"]:
            wrong("%s: %s has no act." % (CHANGES, row["code"]))


def check_synth(folder):
    for name, columns, key in (
            ("street_names.csv", ["name", "weight", "region"], ("name",)),
            ("hamlet_names.csv", ["kind", "name", "region", "weight"], ("kind", "name"))):
        rows = read(folder, name)
        if not need_columns(name, rows, columns):
            continue
        seen = {}
        for row in rows:
            value = tuple(row[c].casefold() for c in key)
            if value in seen:
                wrong("%s has %s twice." % (name, " ".join(row[c] for c in key)))
            seen[value] = row
            if row["region"] not in REGIONS:
                wrong("%s: %s has the unknown region %s." % (name, row["name"], row["region"]))
            if not row["weight"].isdigit() or int(row["weight"]) < 1:
                wrong("%s: %s has no whole weight above 0." % (name, row["name"]))
            if not row["name"] or "  " in row["name"]:
                wrong("%s has an empty name or a double blank: %r." % (name, row["name"]))


def main():
    data = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(HERE)
    admin = os.path.join(data, "units", "admin")
    tables = check_units(admin)
    check_successions(admin, tables)
    check_aliases(admin, tables)
    check_acts(admin, tables)
    check_changes(admin, tables)
    check_synth(os.path.join(data, "synth"))
    for sentence in problems[:100]:
        print(sentence)
    if len(problems) > 100:
        print("... and %d more." % (len(problems) - 100))
    if problems:
        sys.exit(1)
    print("data: %s units, successions, aliases and word lists are in order."
          % sum(len(t) for t in tables.values()))


if __name__ == "__main__":
    main()
