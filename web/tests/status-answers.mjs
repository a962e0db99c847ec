/** Answers of a server that has been in use for some weeks, for its page of data; provinces as `/quality` names them. */
export function statusAnswers(provinces) {
  const counts = (addresses) => ({ addresses, streets: Math.ceil(addresses / 9), hamlets: Math.ceil(addresses / 6), points_of_interest: Math.ceil(addresses / 8) });
  const release = (number, current) => ({
    id: `00000000${number}-789d11cf`,
    created_at: `2026-11-${10 + (number % 20)}T09:44:54Z`,
    change_number: number,
    counts: { ...counts(number * 3), units: 15167, boundaries: 3355 },
    sources: [{ name: "osm", attribution: "© OpenStreetMap contributors", licence: "ODbL-1.0", synthetic: false }],
    current,
    bytes: number * 12_345,
  });
  const releases = [release(1203, false), release(2407, false), release(4811, true)];
  const days = Array.from({ length: 30 }, (_, at) => ({
    day: new Date(Date.UTC(2026, 9, 24 + at)).toISOString().slice(0, 10),
    search: 900 + 37 * at,
    autocomplete: 2100 + 61 * ((at * 7) % 11),
    reverse: 240 + 5 * at,
    batch_rows: at % 6 === 0 ? 2400 : 120,
    convert: 80 + at,
    tiles: 52_000 + 300 * at,
    addresses: 310,
    not_found: 41 + at,
  }));
  const files = [
    { name: "addresses.pmtiles", href: "tiles/addresses.pmtiles", bytes: 182_345_678, media_type: "application/vnd.pmtiles" },
    { name: "admin.fgb", href: "releases/current/admin.fgb", bytes: 48_123_456, media_type: "application/flatgeobuf" },
    { name: "units.json", href: "releases/current/units.json", bytes: 812_345, media_type: "application/json" },
  ];
  const named = provinces.map(({ code, name, addresses }) => ({ code, name, ...counts(addresses) }));
  return {
    "**/releases": { current: releases[2].id, releases },
    "**/releases/current": { ...releases[2], provinces: named, files },
    "**/usage": { days },
  };
}

/** Lets `page` be answered so. */
export async function answerStatus(page, provinces) {
  for (const [path, body] of Object.entries(statusAnswers(provinces))) {
    await page.route(path, (route) => route.fulfill({ json: body }));
  }
}
