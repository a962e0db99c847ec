"""What the rows' units are called in the other era, and which of today's provinces they lie in."""

import csv
from collections import defaultdict

from text import without_kind

PROVINCE_KINDS = ("Tỉnh", "Thành phố")


class Units:
    """The units of both eras, from the lists that the project ships."""

    def __init__(self, folder):
        self.folder = folder / "admin"
        former_districts = self.names("districts_before_2025-07-01.csv", "province_code")
        former_provinces = self.names("provinces_before_2025-07-01.csv")
        provinces = self.names("provinces_current.csv")
        current = {code: (name, provinces[above][0]) for code, (name, above) in
                   self.names("wards_current.csv", "province_code").items()}
        former = {}
        for code, (name, above) in self.names("wards_before_2025-07-01.csv", "district_code").items():
            district, province = former_districts[above]
            former[code] = (name, district, former_provinces[province][0])
        self.in_other_era = defaultdict(set)
        self.province_today = {bare(name): bare(name) for name, _ in provinces.values()}
        for edge in self.table("ward_succession_2025-07-01.csv"):
            old, new = former.get(edge["old_code"]), current.get(edge["new_code"])
            if old and new:
                self.in_other_era[old[0], old[1], bare(old[2])].add(new[0])
                self.in_other_era[new[0], "", bare(new[1])].add(old[0])
                self.province_today[bare(old[2])] = bare(new[1])

    def communes(self, row):
        """The commune of `row` and what it, or any part of it, is called in the other era."""
        return {row.ward} | self.in_other_era.get((row.ward, row.district, bare(row.province)), set())

    def province(self, row):
        """Today's province of `row`, without its kind."""
        return self.province_today[bare(row.province)]

    def names(self, file, above=None):
        """The name of each unit in `file`, as of its last change, and the code of the unit above it."""
        changed = {row["code"]: row["full_name"] for row in self.table("unit_changes_2026-04-30.csv")}
        changed = changed if file.endswith("_current.csv") else {}
        return {row["code"]: (changed.get(row["code"], row["full_name"]), row.get(above)) for row in self.table(file)}

    def table(self, file):
        with (self.folder / file).open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))


def bare(province):
    return without_kind(province, PROVINCE_KINDS)
