"""Which of today's provinces a province of either era lies in."""

import csv

KINDS = ("Tỉnh", "Thành phố")


def today(units):
    """A dictionary from names of provinces without their kind, of both eras, to those of today."""

    def table(name):
        with (units / "admin" / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    current = {row["code"]: row["name"] for row in table("provinces_current.csv")}
    former = {row["code"]: row["name"] for row in table("provinces_before_2025-07-01.csv")}
    province_of_district = {row["code"]: row["province_code"] for row in table("districts_before_2025-07-01.csv")}
    province_of_ward = {row["code"]: row["province_code"] for row in table("wards_current.csv")}
    province_of_former = {
        row["code"]: province_of_district[row["district_code"]] for row in table("wards_before_2025-07-01.csv")
    }
    provinces = {name: name for name in current.values()}
    for row in table("ward_succession_2025-07-01.csv"):
        if row["old_code"] in province_of_former:
            name = former[province_of_former[row["old_code"]]]
            provinces[name] = current[province_of_ward[row["new_code"]]]
    return provinces
