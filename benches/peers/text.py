"""Vietnamese text as people write it."""

import unicodedata
from functools import lru_cache


def without_marks(text):
    """`text` as somebody types it who has no Vietnamese keyboard."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=100_000)
def folded(text):
    """`text` without marks, in lower case."""
    return without_marks(text).lower()


def without_kind(text, kinds):
    """`text` without the one of `kinds` it begins with."""
    for kind in kinds:
        if text.startswith(kind + " "):
            return text[len(kind) + 1 :]
    return text


def abbreviated(text, kinds, gap):
    """`text` with the one of `kinds` it begins with cut short, and `gap` after it."""
    for kind, short in kinds.items():
        if text.startswith(kind + " "):
            rest = text[len(kind) + 1 :]
            return short + (gap if short.endswith(".") else "") + rest
    return text
