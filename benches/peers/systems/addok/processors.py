"""Steps that addok-france has for French addresses, for Vietnamese ones."""

import re

from addok.helpers import yielder

# A house number with its alley path at the beginning: 12, 12A, 12/34/5B, 12-14.
NUMBER = re.compile(r"^\s*(?:(?:số|so)\s+)?(\d+[a-z]{0,3}(?:[/-]\d+[a-z]{0,3})*)(?=[\s,]|$)", re.IGNORECASE)
# A road known by its number: QL1A, TL 10.
ROADS = [
    (re.compile(r"\bQL\.?\s*(?=\d)", re.IGNORECASE), "quốc lộ "),
    (re.compile(r"\bTL\.?\s*(?=\d)", re.IGNORECASE), "tỉnh lộ "),
    (re.compile(r"\bHL\.?\s*(?=\d)", re.IGNORECASE), "hương lộ "),
]


@yielder
def one_token_numbers(text):
    """Keeps a house number one token. Queries arrive folded, without slashes: the text as typed is in `_raw`."""
    text = str(getattr(text, "_raw", text))
    for short, whole in ROADS:
        text = short.sub(whole, text)
    number = NUMBER.match(text)
    if not number:
        return text
    return re.sub("[/-]", "_", number.group(1)) + text[number.end() :]


@yielder
def flag_number(token):
    if token.is_first and re.match(r"^\d\w*$", token):
        token.kind = "housenumber"
    return token


def make_labels(_helper, result):
    """The ways in which the address is written, for the score to compare with."""
    if result.labels:
        return
    number = getattr(result, "housenumber", None)
    name = f"{number} {result.name}" if number else result.name
    units = [result.ward, result.district, result.province]
    ways = [units, units[:1], units[1:]]
    result.labels = [", ".join(part for part in [name, *way] if part) for way in ways]
