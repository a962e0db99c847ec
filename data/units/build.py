#!/usr/bin/env python3
"""Makes the CSV files of data/units/admin from one PyPI package.

The package is vietnamadminunits 1.0.4 (MIT licence, see LICENSE beside this
file). Nothing else is read, so the result can be checked by anybody:

    python3 data/units/build.py                  # fetches the wheel with pip
    python3 data/units/build.py --wheel FILE     # uses a wheel already there
    python3 data/units/build.py --out DIR        # writes elsewhere

The same wheel always gives the same bytes. What is derived and what is known
to be wrong is told in README.md; this script prints the counts and the names.
Python 3.9 or newer, standard library only.
"""

import argparse
import csv
import hashlib
import io
import json
import math
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict

PACKAGE = "vietnamadminunits"
VERSION = "1.0.4"
WHEEL_SHA256 = "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
ERA_OLD = "before_2025-07-01"
ERA_NOW = "current"
HERE = os.path.dirname(os.path.abspath(__file__))

EXPECTED = {
    "provinces_current": 34,
    "wards_current": 3321,
    "provinces_old": 63,
    "districts_old": 696,
    "wards_old": 10035,
}

# Points of the package that are plainly wrong and matter too much to be left
# as a flag. level, era, code, name, lat, lon, reason. The geocoder that the
# package's author used answered with the mainland centre of the province when
# it did not know an island, which would put Hoàng Sa and Trường Sa on the
# mainland coast.
CENTROID_CORRECTIONS = [
    ("district", ERA_OLD, "498", "Huyện Hoàng Sa", 16.568, 112.135,
     "the package repeats the point of the city of Đà Nẵng; "
     "this is its own point of the special zone 20333, which has the same area"),
    ("district", ERA_OLD, "576", "Huyện Trường Sa", 9.71, 114.45,
     "the package repeats the mainland point of the province of Khánh Hòa; "
     "this is its own point of the special zone 22736, which has the same area"),
    ("ward", ERA_OLD, "22736", "Thị trấn Trường Sa", 8.6447, 111.92,
     "the package repeats the mainland point of the province of Khánh Hòa; "
     "this is the island of Trường Sa, from general geography"),
    ("ward", ERA_OLD, "22737", "Xã Song Tử Tây", 11.4296, 114.3313,
     "the package repeats the mainland point of the province of Khánh Hòa; "
     "this is the island of Song Tử Tây, from general geography"),
    ("ward", ERA_OLD, "22739", "Xã Sinh Tồn", 9.8861, 114.3289,
     "the package repeats the mainland point of the province of Khánh Hòa; "
     "this is the island of Sinh Tồn, from general geography"),
]

TYPES = {
    "province": {"Thành phố": "City", "Tỉnh": "Province"},
    "district": {"Quận": "District", "Huyện": "District", "Thị xã": "Town", "Thành phố": "City"},
    "ward": {"Phường": "Ward", "Xã": "Commune", "Thị trấn": "Township",
             "Đặc khu": "Special administrative region"},
}


# ---------------------------------------------------------------- the source

def fetch_wheel(folder):
    command = [sys.executable, "-m", "pip", "download", "%s==%s" % (PACKAGE, VERSION),
               "--no-deps", "--quiet", "--disable-pip-version-check", "--dest", folder]
    try:
        done = subprocess.run(command).returncode
    except OSError as error:
        sys.exit("pip could not be started: %s" % error)
    wheels = [f for f in os.listdir(folder) if f.endswith(".whl")]
    if done != 0 or len(wheels) != 1:
        sys.exit("pip could not download %s %s; give the file with --wheel" % (PACKAGE, VERSION))
    return os.path.join(folder, wheels[0])


def read_wheel(path):
    with open(path, "rb") as handle:
        content = handle.read()
    digest = hashlib.sha256(content).hexdigest()
    if digest != WHEEL_SHA256:
        sys.exit("%s has SHA-256 %s, expected %s: not the file this script was written for"
                 % (os.path.basename(path), digest, WHEEL_SHA256))
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        database = wheel.read(PACKAGE + "/data/dataset.db")
        parts = {name: json.loads(wheel.read(PACKAGE + "/data/%s.json" % name).decode("utf-8"))
                 for name in ("converter_2025", "parser_legacy", "parser_from_2025")}
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "dataset.db")
        with open(file, "wb") as handle:
            handle.write(database)
        connection = sqlite3.connect(file)
        connection.row_factory = sqlite3.Row
        for table in ("admin_units", "admin_units_legacy"):
            parts[table] = [dict(row) for row in connection.execute("SELECT * FROM " + table)]
        connection.close()
    return parts


# ------------------------------------------------------------------ the names

def fold(text):
    """Đắk R'Lấp -> Dak R'Lap"""
    text = text.replace("Đ", "D").replace("đ", "d")
    text = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


def code_name(name):
    """Văn Miếu - Quốc Tử Giám -> van_mieu_quoc_tu_giam"""
    text = re.sub(r"['’.]", "", fold(name).lower())
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


def split_name(level, full, notes):
    """The type is read off the full name: the package's own type column
    contradicts its full name in a few rows, and the full name is right."""
    full = unicodedata.normalize("NFC", " ".join(full.split()))
    for kind in TYPES[level]:
        if full.casefold().startswith(kind.casefold() + " "):
            name = full[len(kind) + 1:]
            if not full.startswith(kind):
                notes.append("%s is written %s %s" % (full, kind, name))
            return kind, name
    sys.exit("%s has no known type for a %s" % (full, level))


def unit_row(level, code, full, notes):
    kind, name = split_name(level, full, notes)
    english = TYPES[level][kind]
    plain = fold(name)
    numbered = bool(re.search(r"(^|\s)\d+$", name))
    return {
        "code": code,
        "name": name,
        "name_en": plain,
        "full_name": "%s %s" % (kind, name),
        "full_name_en": "%s %s" % ((english, plain) if numbered else (plain, english)),
        "code_name": code_name(name),
        "type": kind,
        "type_en": english,
    }


# ----------------------------------------------------------------- the points

def km(a, b):
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (a[0], a[1], b[0], b[1]))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def number(value, digits=6):
    if value in (None, ""):
        return ""
    text = "%.*f" % (digits, value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def median_point(points):
    def middle(values):
        values = sorted(values)
        return values[len(values) // 2]
    return (middle([p[0] for p in points]), middle([p[1] for p in points]))


def reach(area):
    """How far from the centre of a commune of this area (km2) a point in it
    may plausibly be. Half the diagonal of a square is 0.71 sqrt(area); the
    factor and the constant leave room for long communes and rough centres."""
    return 1.5 * math.sqrt(area or 60.0) + 3.0


# ------------------------------------------------------------------ the tables

def build(parts):
    now, old = parts["admin_units"], parts["admin_units_legacy"]
    notes, report = [], []
    tables = {}

    # ---- units of today
    provinces, wards = {}, {}
    for r in now:
        if r["provinceCode"] not in provinces:
            row = unit_row("province", r["provinceCode"], r["province"], notes)
            row.update(lat=r["provinceLat"], lon=r["provinceLon"], bounds_approx="")
            provinces[row["code"]] = row
        row = unit_row("ward", r["wardCode"], r["ward"], notes)
        row.update(province_code=r["provinceCode"], lat=r["wardLat"], lon=r["wardLon"],
                   bounds_approx="", area=r["wardAreaKm2"] or None)
        wards[row["code"]] = row

    # ---- units before 1 July 2025
    old_provinces, old_districts, old_wards, without_ward = {}, {}, {}, []
    for r in old:
        if r["provinceCode"] not in old_provinces:
            row = unit_row("province", r["provinceCode"], r["province"], notes)
            row.update(lat=r["provinceLat"], lon=r["provinceLon"], bounds_approx=r["provinceBounds"])
            old_provinces[row["code"]] = row
        if r["districtCode"] not in old_districts:
            row = unit_row("district", r["districtCode"], r["district"], notes)
            row.update(province_code=r["provinceCode"], lat=r["districtLat"],
                       lon=r["districtLon"], bounds_approx=r["districtBounds"])
            old_districts[row["code"]] = row
        if not r["wardCode"]:
            without_ward.append(r["districtCode"])
            continue
        row = unit_row("ward", r["wardCode"], r["ward"], notes)
        row.update(district_code=r["districtCode"], lat=r["wardLat"], lon=r["wardLon"],
                   bounds_approx=r["wardBounds"])
        row["key"] = row["code_name"]
        old_wards[row["code"]] = row

    for name, table in (("provinces_current", provinces), ("wards_current", wards),
                        ("provinces_old", old_provinces), ("districts_old", old_districts),
                        ("wards_old", old_wards)):
        if len(table) != EXPECTED[name]:
            sys.exit("%s: %d units, expected %d" % (name, len(table), EXPECTED[name]))
    report.append("Rows without a commune, island districts that had none: " + ", ".join(
        "%s %s" % (c, old_districts[c]["full_name"]) for c in sorted(without_ward)))
    report.append("Types written with another capital: " + "; ".join(sorted(set(notes))))

    # ---- what became of what
    pairs, districts = successions(parts, wards, old_wards)
    missing = sorted(set(old_wards) - {p["old_code"] for p in pairs})
    report.append("Old communes without a successor: %d %s" % (len(missing), " ".join(missing)))
    without = sorted(set(wards) - {p["new_code"] for p in pairs} - {p["new_code"] for p in districts})
    report.append("Current communes without a predecessor: %d %s" % (len(without), " ".join(without)))

    # ---- points, after the corrections
    by_level = {("district", ERA_OLD): old_districts, ("ward", ERA_OLD): old_wards}
    for level, era, code, name, lat, lon, reason in CENTROID_CORRECTIONS:
        row = by_level[level, era][code]
        if row["full_name"] != name:
            sys.exit("correction of %s names %s, the package has %s" % (code, name, row["full_name"]))
        report.append("Corrected point of %s %s: %s,%s -> %s,%s (%s)" % (
            code, name, number(row["lat"]), number(row["lon"]), number(lat), number(lon), reason))
        row.update(lat=lat, lon=lon, bounds_approx="", corrected=True)

    pairs, removed = remove_confused(pairs, wards, old_wards, old_districts)
    report.append("Successions removed because the package confuses two communes of one name: %d" % len(removed))
    for r in removed:
        report.append("  %(old_code)s %(old_name)s (%(old_district)s) -> %(new_code)s %(new_name)s, "
                      "%(distance_km)s km" % r)
    flag_points(provinces, wards, old_provinces, old_districts, old_wards, pairs, report)

    # ---- ready to write
    unit = ["code", "name", "name_en", "full_name", "full_name_en", "code_name", "type", "type_en"]
    point = ["lat_approx", "lon_approx", "bounds_approx", "centroid_suspect"]
    for table in (provinces, wards, old_provinces, old_districts, old_wards):
        for row in table.values():
            row["lat_approx"], row["lon_approx"] = number(row["lat"]), number(row["lon"])
            row["area_km2"] = number(row.get("area"), 2)
            row["centroid_suspect"] = "1" if row.get("suspect") else "0"
    coded = lambda table: [table[c] for c in sorted(table)]
    short = ["lat_approx", "lon_approx", "centroid_suspect"]
    tables["admin/provinces_current.csv"] = (unit + short, coded(provinces))
    tables["admin/wards_current.csv"] = (
        unit + ["province_code", "lat_approx", "lon_approx", "area_km2", "centroid_suspect"], coded(wards))
    tables["admin/provinces_before_2025-07-01.csv"] = (unit + point, coded(old_provinces))
    tables["admin/districts_before_2025-07-01.csv"] = (unit + ["province_code"] + point, coded(old_districts))
    tables["admin/wards_before_2025-07-01.csv"] = (unit + ["district_code"] + point, coded(old_wards))
    succession = ["old_code", "old_name", "new_code", "new_name", "kind", "is_default"]
    tables["admin/ward_succession_2025-07-01.csv"] = (succession, pairs)
    tables["admin/district_succession_2025-07-01.csv"] = (succession, districts)
    tables["removed_successions.csv"] = (
        ["old_code", "old_name", "old_district", "new_code", "new_name", "homonym_code", "distance_km"], removed)
    tables["admin/aliases.csv"] = (["level", "era", "code", "alias_key"], aliases(now, old))
    report.append("Successions: %d, %s" % (len(pairs), ", ".join(
        "%d %s" % (n, k) for k, n in sorted(Counter(p["kind"] for p in pairs).items()))))
    return tables, report


def successions(parts, wards, old_wards):
    """The converter knows units by keys (old province_district_commune), and
    new communes by a key inside the new province."""
    converter = parts["converter_2025"]
    old_code = {"%s_%s_%s" % (r["provinceKey"], r["districtKey"], r["wardKey"] or ""):
                (r["wardCode"], r["districtCode"], r["district"]) for r in parts["admin_units_legacy"]}
    new_code = {}
    for r in parts["admin_units"]:
        if new_code.setdefault((r["provinceKey"], r["wardKey"]), r["wardCode"]) != r["wardCode"]:
            sys.exit("two current communes have the key %s in %s" % (r["wardKey"], r["province"]))
    pairs, districts = [], []

    def add(key, province, ward_key, kind, default):
        if key not in old_code or (province, ward_key) not in new_code:
            sys.exit("the converter names an unknown unit: %s -> %s in %s" % (key, ward_key, province))
        ward, district, district_name = old_code[key]
        new = new_code[province, ward_key]
        row = {"old_code": ward or district,
               "old_name": old_wards[ward]["full_name"] if ward else district_name,
               "new_code": new, "new_name": wards[new]["full_name"],
               "kind": kind, "is_default": "1" if default else "0"}
        (pairs if ward else districts).append(row)

    for province, news in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward_key, olds in news.items():
            for key in olds:
                add(key, province, ward_key, "full", True)
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, news in olds.items():
            for new in news:
                add(key, province, new["newWardKey"], "partial", new["isDefaultNewWard"])
    order = lambda p: (p["old_code"], p["new_code"])
    return sorted(pairs, key=order), sorted(districts, key=order)


def remove_confused(pairs, wards, old_wards, old_districts):
    """The package was made by names. Where provinces were merged, two old
    communes of one name in the new province got each other's successors:
    Xã Thạnh Quới of Cần Thơ and Xã Thạnh Quới of Sóc Trăng, 99 km apart.

    A pair (old, new) is removed if all of this holds: the package calls it a
    partial one; another old commune with the same name, written alike without
    marks, has the same successor; the new commune took no whole commune from
    the old one's district; and the old one has another successor that is
    nearer. The last remaining successor of a commune becomes a full one."""
    successors, predecessors = defaultdict(list), defaultdict(list)
    for p in pairs:
        successors[p["old_code"]].append(p)
        predecessors[p["new_code"]].append(p)
    point = lambda row: (row["lat"], row["lon"])
    removed, gone = [], set()
    for p in pairs:
        if p["kind"] != "partial":
            continue
        old, new = old_wards[p["old_code"]], wards[p["new_code"]]
        twins = [q["old_code"] for q in predecessors[p["new_code"]]
                 if q["old_code"] != p["old_code"]
                 and old_wards[q["old_code"]]["key"] == old["key"]
                 and old_wards[q["old_code"]]["district_code"] != old["district_code"]]
        near = any(q["kind"] == "full" and
                   old_wards[q["old_code"]]["district_code"] == old["district_code"]
                   for q in predecessors[p["new_code"]])
        here = point(old)
        distance = km(here, point(new))
        nearer = any(km(here, point(wards[q["new_code"]])) < distance for q in successors[p["old_code"]])
        if twins and not near and nearer:
            gone.add((p["old_code"], p["new_code"]))
            removed.append({
                "old_code": p["old_code"], "old_name": p["old_name"],
                "old_district": old_districts[old["district_code"]]["full_name"],
                "new_code": p["new_code"], "new_name": p["new_name"],
                "homonym_code": " ".join(sorted(twins)), "distance_km": number(round(distance), 0)})
    kept = [p for p in pairs if (p["old_code"], p["new_code"]) not in gone]
    left = defaultdict(list)
    for p in kept:
        left[p["old_code"]].append(p)
    for code in sorted({g[0] for g in gone}):
        rest = left[code]
        if not rest:
            sys.exit("%s would lose its last successor" % code)
        if len(rest) == 1:
            rest[0]["kind"] = "full"
        if not any(p["is_default"] == "1" for p in rest):
            here = point(old_wards[code])
            min(rest, key=lambda p: (km(here, point(wards[p["new_code"]])), p["new_code"]))["is_default"] = "1"
    return kept, removed


def flag_points(provinces, wards, old_provinces, old_districts, old_wards, pairs, report):
    point = lambda row: (row["lat"], row["lon"])
    every = [("province", provinces), ("commune", wards), ("old province", old_provinces),
             ("old district", old_districts), ("old commune", old_wards)]
    outside = ["%s %s %s" % (level, row["code"], row["full_name"]) for level, table in every
               for row in table.values()
               if not (7.0 <= row["lat"] <= 23.5 and 102.0 <= row["lon"] <= 117.9)]
    report.append("Points outside 7.0-23.5 N, 102-117.9 E: %d %s" % (len(outside), "; ".join(outside)))

    successors, predecessors = defaultdict(list), defaultdict(list)
    for p in pairs:
        successors[p["old_code"]].append(p["new_code"])
        predecessors[p["new_code"]].append(p["old_code"])

    # 1. the geocoder did not know the old commune and answered with its
    # district or province
    reasons = Counter()
    for code, row in old_wards.items():
        district = old_districts[row["district_code"]]
        province = old_provinces[district["province_code"]]
        if not row.get("corrected") and row["bounds_approx"] in (
                district["bounds_approx"], province["bounds_approx"]):
            row["suspect"] = True
            reasons["repeat their district or province"] += 1

    # 2. a current commune against the old ones it was made of. Where all are
    # far from it, the neighbours decide who is wrong: the other communes, of
    # today and of before, of the same old districts.
    of_district, new_of_district = defaultdict(set), defaultdict(set)
    for p in pairs:
        of_district[old_wards[p["old_code"]]["district_code"]].add(p["old_code"])
        new_of_district[old_wards[p["old_code"]]["district_code"]].add(p["new_code"])
    lines = []
    for code, row in sorted(wards.items()):
        olds = predecessors[code]
        if row["type"] == "Đặc khu" or not olds:
            continue
        nearest = min(km(point(row), point(old_wards[c])) for c in olds)
        if nearest <= reach(row["area"]):
            continue
        around = []
        for district in {old_wards[c]["district_code"] for c in olds}:
            around += [point(old_wards[c]) for c in of_district[district]
                       if c not in olds and not old_wards[c].get("suspect")]
            around += [point(wards[c]) for c in new_of_district[district] if c != code]
        if around:
            around = median_point(sorted(around))
            before = median_point([point(old_wards[c]) for c in olds])
            if km(point(row), around) < km(before, around):
                continue
        row["suspect"] = True
        lines.append("  commune %s %s: its nearest predecessor is %.0f km away, area %s km2" % (
            code, row["full_name"], nearest, number(row["area"], 2) or "unknown"))
    report.append("Current communes with a suspect point: %d" % len(lines))
    report.extend(lines)

    # 3. an old commune against its successors
    lines = []
    for code, row in sorted(old_wards.items()):
        known = [wards[c] for c in successors[code] if not wards[c].get("suspect")]
        if row.get("corrected") or not known:
            continue
        away = min(km(point(row), point(w)) - reach(w["area"]) for w in known)
        if away > 0:
            row["suspect"] = True
            reasons["are far from every successor"] += 1
            district = old_districts[row["district_code"]]
            lines.append((away, "  old commune %s %s, %s, %s: %.0f km too far from its successor" % (
                code, row["full_name"], district["full_name"],
                old_provinces[district["province_code"]]["full_name"], away)))
    same = defaultdict(list)
    for code, row in old_wards.items():
        same[point(row)].append(code)
    shared = sum(len(c) for c in same.values() if len(c) > 1)
    report.append("Old communes with a suspect point: %d (%s); %d share their exact point with another" % (
        sum(1 for r in old_wards.values() if r.get("suspect")),
        ", ".join("%d %s" % (n, w) for w, n in sorted(reasons.items())), shared))
    for _, line in sorted(lines, reverse=True)[:20]:
        report.append(line)

    members = defaultdict(list)
    for row in old_wards.values():
        if not row.get("suspect"):
            members[row["district_code"]].append(point(row))
    lines = []
    for code, row in sorted(old_districts.items()):
        points = members.get(code)
        if row.get("corrected") or not points:
            continue
        middle = median_point(points)
        spread = max(km(middle, p) for p in points)
        if km(middle, point(row)) > spread + 5.0:
            row["suspect"] = True
            lines.append("  old district %s %s, %s: %.0f km from the middle of its communes" % (
                code, row["full_name"], old_provinces[row["province_code"]]["full_name"],
                km(middle, point(row))))
    report.append("Old districts with a suspect point: %d" % len(lines))
    report.extend(lines)
    for label, units, parts_of in (
            ("Old provinces", old_provinces, [(old_districts[d]["province_code"], p)
                                              for d in members for p in members[d]]),
            ("Current provinces", provinces, [(r["province_code"], point(r)) for r in wards.values()
                                              if not r.get("suspect") and r["type"] != "Đặc khu"])):
        lines, inside = [], defaultdict(list)
        for code, p in parts_of:
            inside[code].append(p)
        for code, row in sorted(units.items()):
            if min(km(point(row), p) for p in inside[code]) > 20.0:
                row["suspect"] = True
                lines.append("  %s %s: no commune of it within 20 km" % (code, row["full_name"]))
        report.append("%s with a suspect point: %d" % (label, len(lines)))
        report.extend(lines)


def aliases(now, old):
    found = set()
    for era, rows in ((ERA_NOW, now), (ERA_OLD, old)):
        for r in rows:
            for level in ("province", "district", "ward"):
                code, keys = r.get(level + "Code"), r.get(level + "Alias")
                if code and keys:
                    for key in json.loads(keys):
                        found.add((level, era, code, key))
    order = {"province": 0, "district": 1, "ward": 2}
    return [dict(zip(("level", "era", "code", "alias_key"), a))
            for a in sorted(found, key=lambda a: (order[a[0]], a[1], a[2], a[3]))]


# ------------------------------------------------------------------ the files

def write(folder, tables):
    for name, (columns, rows) in sorted(tables.items()):
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        content = out.getvalue()
        if unicodedata.normalize("NFC", content) != content:
            sys.exit("%s is not in Unicode form NFC" % name)
        with open(path, "wb") as handle:
            handle.write(content.encode("utf-8"))
        print("%6d rows  %s" % (len(rows), name))


def main():
    options = argparse.ArgumentParser(description="Make data/units/admin from %s %s." % (PACKAGE, VERSION))
    options.add_argument("--wheel", help="the wheel, if it is already here")
    options.add_argument("--out", default=HERE, help="folder to write to (default: beside this script)")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parts = read_wheel(options.wheel or fetch_wheel(folder))
    tables, report = build(parts)
    write(options.out, tables)
    print("\n".join(report))


if __name__ == "__main__":
    main()
