import { expect, test } from "vitest";
import { ApiError, type Api } from "../src/api";
import { changes, placeHistory } from "../src/card/history";
import type { PlaceVersion } from "../src/contract";
import { Translator } from "../src/language";

const english = new Translator("en");

const version = (fields: Partial<PlaceVersion> = {}): PlaceVersion => ({
  label: "21 Phố Hàng Gai",
  housenumber: "21",
  street: "Phố Hàng Gai",
  lat: 21.03,
  lon: 105.85,
  version: 1,
  op: "create",
  source: "hanoi",
  recorded_from: "2026-03-01T00:00:00Z",
  ...fields,
});

function historyOf(...versions: PlaceVersion[]) {
  return placeHistory("100000000018", { history: async () => ({ versions }) } as unknown as Api, english);
}

test("what changed is said field by field", () => {
  const after = version({ housenumber: "21A", street: undefined as never, lat: 21.031 });
  expect(changes(after, version(), english)).toEqual([
    "House number: 21 → 21A",
    "Street: Phố Hàng Gai → (empty)",
    "Point moved by 111 m",
  ]);
});

test("a point that was only measured again has not moved", () => {
  expect(changes(version({ lat: 21.000001 + 0.029999 }), version(), english)).toEqual([]);
});

test("the newest version comes first, each with its day and source", async () => {
  const list = await historyOf(
    version(),
    version({ version: 2, op: "update", housenumber: "21A", source: "survey", recorded_from: "2026-05-01T00:00:00Z" }),
    version({ version: 3, op: "retire", recorded_from: "2026-06-01T00:00:00Z", valid_from: "2026-05-20" }),
  );
  const entries = [...list.children].map((entry) => entry.textContent ?? "");
  expect(entries[0]).toContain("No longer there");
  expect(entries[0]).toContain("May 20, 2026");
  expect(entries[1]).toContain("Updated");
  expect(entries[1]).toContain("by source survey");
  expect(entries[2]).toContain("Added to the registry");
  expect(entries[2]).toContain("Mar 1, 2026");
});

test("a server without a registry has no history, said kindly", async () => {
  const api = { history: () => Promise.reject(new ApiError("missing", "", undefined, { type: "/problems/no-registry" })) };
  const shown = await placeHistory("1", api as unknown as Api, english);
  expect(shown.textContent).toBe(english.text("historyNone"));
});
