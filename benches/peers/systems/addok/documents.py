"""Rows as addok wants them: one JSON line a street in a commune, with its house numbers."""

import json

import rows


def write_documents(path, target):
    streets = {}
    for row in rows.read(path):
        streets.setdefault((row.street, row.ward, row.district, row.province), []).append(row)
    with target.open("w", encoding="utf-8") as file:
        for homes in streets.values():
            file.write(json.dumps(document(homes), ensure_ascii=False) + "\n")


def document(homes):
    first, middle = homes[0], homes[len(homes) // 2]
    return {
        "_id": first.id,
        "id": first.id,
        "type": "street",
        "name": first.street,
        "ward": first.ward,
        "district": first.district,
        "province": first.province,
        "importance": 0.5,
        "lat": float(middle.lat),
        "lon": float(middle.lon),
        "housenumbers": {
            home.house_number: {"lat": float(home.lat), "lon": float(home.lon), "id": home.id} for home in homes
        },
    }
