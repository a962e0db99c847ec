"""The rows that every system loads: made addresses with a house number and a street."""

import csv
from typing import NamedTuple

from processes import run

# So many of the made addresses have a house number and a street; the others are homes known by their hamlet.
SHARE_WITH_STREET = 0.5685


class Row(NamedTuple):
    id: str
    house_number: str
    street: str
    ward: str
    district: str
    province: str
    lat: str
    lon: str

    @property
    def label(self):
        parts = [f"{self.house_number} {self.street}", self.ward, self.district, self.province]
        return ", ".join(part for part in parts if part)


def make(vmap, units, folder, count, seed):
    """Writes about `count` rows to `rows.csv` in `folder` and gives its path and their exact number."""
    made, kept = folder / "made.csv", folder / "rows.csv"
    home = ["--home", folder / "made"]
    run([vmap, *home, "import", "units", units])
    run([vmap, *home, "synth", "--addresses", round(count / SHARE_WITH_STREET), "--seed", seed, "-o", made])
    written = 0
    with made.open(newline="", encoding="utf-8") as source, kept.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(Row._fields)
        for row in csv.DictReader(source):
            if row["house_number"] and row["street"]:
                writer.writerow(row[field] for field in Row._fields)
                written += 1
    made.unlink()
    return kept, written


def read(path):
    """The rows of the file `path`, one after the other."""
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        yield from map(Row._make, reader)
