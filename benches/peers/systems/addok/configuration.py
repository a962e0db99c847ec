"""addok's configuration for Vietnamese addresses."""

import os

REDIS = {
    "unix_socket_path": os.environ["REDIS_SOCKET"],
    "indexes": {"db": 0},
    "documents": {"db": 1},
}
FIELDS = [
    {"key": "name", "boost": 4, "null": False},
    {"key": "ward"},
    {"key": "district"},
    {"key": "province"},
    {"key": "housenumbers"},
]
FILTERS = ["type"]
SYNONYMS_PATHS = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "synonyms.txt")]
PROCESSORS_PYPATHS = [
    "processors.one_token_numbers",
    "addok.helpers.text.tokenize",
    "addok.helpers.text.normalize",
    "processors.flag_number",
    "addok.helpers.text.synonymize",
]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber",
    "processors.make_labels",
    "addok.helpers.results.score_by_importance",
    "addok.helpers.results.score_by_autocomplete_distance",
    "addok.helpers.results.score_by_ngram_distance",
    "addok.helpers.results.score_by_geo_distance",
    "addok.helpers.results.adjust_scores",
]
REVERSE_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.load_closer",
    "processors.make_labels",
    "addok.helpers.results.score_by_geo_distance",
]
BATCH_WORKERS = 2
# The keys beside each key; addok's own are those of a French keyboard.
FUZZY_KEY_MAP = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv",
    "h": "gyujnb", "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm",
    "o": "iklp", "p": "ol", "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji",
    "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx",
}
