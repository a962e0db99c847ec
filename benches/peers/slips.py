"""Slips of the finger in the words of an address; never in its numbers."""

import re

# A word of letters alone, long enough that a slip leaves something of it.
WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")

NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv",
    "h": "gyujnb", "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm",
    "o": "iklp", "p": "ol", "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji",
    "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx",
}


def with_slips(text, count, random):
    """`text` with one slip in each of `count` of its words; None where it has fewer words."""
    words = list(WORD.finditer(text))
    if len(words) < count:
        return None
    for word in sorted(random.sample(words, count), key=lambda word: -word.start()):
        text = text[: word.start()] + slipped(word.group(), random) + text[word.end() :]
    return text


def slipped(word, random):
    """`word` with one slip that changes it."""
    while True:
        changed = random.choice(SLIPS)(word, random.randrange(len(word)), random)
        if changed != word:
            return changed


def left_out(word, at, _random):
    return word[:at] + word[at + 1 :]


def doubled(word, at, _random):
    return word[: at + 1] + word[at:]


def swapped(word, at, _random):
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def key_beside(word, at, random):
    beside = NEIGHBOURS.get(word[at].lower())
    return word[:at] + random.choice(beside) + word[at + 1 :] if beside else word


SLIPS = [left_out, doubled, swapped, key_beside]
