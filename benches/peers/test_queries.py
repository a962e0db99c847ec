"""What every query of the comparison keeps to."""

import csv
import random
import re
import tempfile
import unittest
from pathlib import Path

from queries import FORMS, Maker
from rows import Row
from slips import with_slips
from text import abbreviated, folded, without_marks

UNITS = Path(__file__).parents[2] / "data/units"
LINE = "12/3A Đường số 7A, Phường Đa Kao, Quận 1, Thành phố Hồ Chí Minh"
# The same number and street in two provinces, twice in one of them. Phường Bến Nghé lies in Phường Sài Gòn today.
ROWS = [
    Row("1", "12", "Đường Lê Lợi", "Phường Bến Nghé", "Quận 1", "Thành phố Hồ Chí Minh", "10.77", "106.70"),
    Row("2", "12", "Lê Lợi", "Phường Sài Gòn", "", "Thành phố Hồ Chí Minh", "10.78", "106.69"),
    Row("3", "12", "Phố Lê Lợi", "Phường Ba Đình", "", "Thành phố Hà Nội", "21.03", "105.84"),
]


class Slips(unittest.TestCase):
    def test_each_changes_one_word_and_no_number(self):
        for seed in range(500):
            for count in (1, 2):
                slipped = with_slips(LINE, count, random.Random(seed))
                self.assertEqual(re.findall(r"\w*\d\w*", slipped), re.findall(r"\w*\d\w*", LINE))
                changed = [pair for pair in zip(slipped.split(), LINE.split(), strict=True) if pair[0] != pair[1]]
                self.assertEqual(len(changed), count, slipped)

    def test_too_few_words_have_none(self):
        self.assertIsNone(with_slips("12 Lê", 1, random.Random(1)))


class Text(unittest.TestCase):
    def test_marks_go_and_letters_stay(self):
        self.assertEqual(without_marks("Đường Nguyễn Ái Quốc"), "Duong Nguyen Ai Quoc")
        self.assertEqual(folded("Đắk Lắk"), "dak lak")

    def test_a_kind_is_cut_short_only_at_the_beginning(self):
        self.assertEqual(abbreviated("Xã Đàn", {"Xã": "X."}, " "), "X. Đàn")
        self.assertEqual(abbreviated("Thị xã Kiến Xã", {"Xã": "X."}, " "), "Thị xã Kiến Xã")


class Queries(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "rows.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([Row._fields, *ROWS])
        self.maker = Maker(path, UNITS, 1)

    def test_without_its_commune_an_address_is_asked_only_where_it_is_once_in_the_province(self):
        answers = [self.maker.hard(row, random.Random(1)) for row in self.maker.rows]
        self.assertEqual([answer is not None for answer in answers], [False, False, True])

    def test_a_beginning_names_one_address_in_the_names_of_either_era(self):
        for seed in range(50):
            answers = [self.maker.prefix(row, random.Random(seed)) for row in self.maker.rows]
            self.assertEqual(answers[:2], [None, None])
            self.assertTrue(answers[2].startswith("12 Phố Lê Lợi, Phường Ba"))

    def test_the_same_seed_asks_the_same(self):
        forms = [form for form in FORMS if form not in ("hard", "prefix")]
        for form in forms:
            self.assertEqual(self.maker.of_form(form, 20), self.maker.of_form(form, 20))


if __name__ == "__main__":
    unittest.main()
