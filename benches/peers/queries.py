"""What is asked: addresses of random rows, in the forms in which people write them.

Every query names one row. Where a form leaves something out, only rows are drawn that stay the only one:
`hard` has no commune, so its number and street are once in the province of today; `prefix` has only the
beginning of the commune, so no other row with its number and street is in a commune that begins like it,
by its name in either era.
"""

import random
from collections import defaultdict
from dataclasses import dataclass

import rows
from slips import with_slips
from text import abbreviated, folded, without_kind, without_marks
from units import Units

SEARCHES = ["full", "unmarked", "abbreviated", "unmarked abbreviated", "one slip", "hard"]
FORMS = [*SEARCHES, "prefix", "reverse"]

STREET_KINDS = ("Đường", "Phố")
COMMUNE_KINDS = ("Phường", "Xã", "Thị trấn", "Đặc khu")
SHORT_STREETS = {"Đường": "Đ.", "Quốc lộ": "QL", "Tỉnh lộ": "TL", "Hương lộ": "HL"}
SHORT_UNITS = {
    "Thành phố": "TP.",
    "Thị xã": "TX.",
    "Thị trấn": "TT.",
    "Phường": "P.",
    "Quận": "Q.",
    "Huyện": "H.",
    "Xã": "X.",
}
# So many letters of a commune's name a prefix has at least.
FIRST_LETTERS = 2


@dataclass(frozen=True)
class Query:
    form: str
    text: str
    number: str
    lat: float
    lon: float
    label: str


class Maker:
    """Makes queries of the rows of one file; the same for the same rows and seed."""

    def __init__(self, path, units, seed):
        self.rows = list(rows.read(path))
        self.seed = seed
        self.units = Units(units)
        self.namesakes = defaultdict(list)
        for row in self.rows:
            self.namesakes[number_and_street(row)].append(row)

    def queries(self, count):
        """`count` queries in all, equally many of each form."""
        return [query for form in FORMS for query in self.of_form(form, count // len(FORMS))]

    def of_form(self, form, count):
        dice = random.Random(f"{self.seed} {form}")
        made = []
        while len(made) < count:
            row = dice.choice(self.rows)
            text = self.written(form, row, dice)
            if text is not None:
                made.append(Query(form, text, row.house_number, float(row.lat), float(row.lon), row.label))
        return made

    def written(self, form, row, dice):
        """`row` in the words of `form`, or None where they would not name it alone."""
        match form:
            case "full":
                return row.label
            case "unmarked":
                return folded(row.label)
            case "abbreviated":
                return shortened(row, dice)
            case "unmarked abbreviated":
                return without_marks(shortened(row, dice))
            case "one slip":
                return with_slips(row.label, 1, dice)
            case "hard":
                return self.hard(row, dice)
            case "prefix":
                return self.prefix(row, dice)
            case "reverse":
                return ""

    def hard(self, row, dice):
        province = self.units.province(row)
        if any(self.units.province(other) == province for other in self.others(row)):
            return None
        return with_slips(folded(row._replace(ward="").label), 2, dice)

    def prefix(self, row, dice):
        name = without_kind(row.ward, COMMUNE_KINDS)
        letters = dice.randint(min(FIRST_LETTERS, len(name)), max(FIRST_LETTERS, len(name) - 1))
        begun = row.ward[: len(row.ward) - len(name) + letters].rstrip()
        communes = (commune for other in self.others(row) for commune in self.units.communes(other))
        if any(folded(commune).startswith(folded(begun)) for commune in communes):
            return None
        return f"{row.house_number} {row.street}, {begun}"

    def others(self, row):
        """The other rows with its number and street."""
        return (other for other in self.namesakes[number_and_street(row)] if other is not row)


def number_and_street(row):
    return row.house_number, street_name(row)


def street_name(row):
    return folded(without_kind(row.street, STREET_KINDS))


def shortened(row, dice):
    """`row` with the kinds of its parts cut short, as in most letters and forms."""
    gap = dice.choice(["", " "])
    units = [abbreviated(unit, SHORT_UNITS, gap) for unit in (row.ward, row.district)]
    province = without_kind(row.province, ["Tỉnh"]).replace("Thành phố Hồ Chí Minh", "TP.HCM")
    street = abbreviated(row.street, SHORT_STREETS, gap)
    parts = [f"{row.house_number} {street}", *units, abbreviated(province, SHORT_UNITS, gap)]
    return ", ".join(part for part in parts if part)
