import { expect, test } from "vitest";
import { stackOf } from "../src/map/stack";

const geometry = { type: "Point" as const, coordinates: [105.85, 21.03] };
const listed = (list: unknown) => JSON.stringify(list);

test("several addresses at one point are listed as they are written", () => {
  const list = listed([{ id: "1", number: "12", street: "Phố Huế" }, { id: "2" }]);
  expect(stackOf({ geometry, properties: { id: "1", count: 30, list } })).toEqual({
    position: { lat: 21.03, lon: 105.85 },
    count: 30,
    addresses: [
      { id: "1", label: "12 Phố Huế" },
      { id: "2", label: "2" },
    ],
  });
});

test("a single address is no stack, nor is one whose list cannot be read", () => {
  for (const properties of [{ id: "1" }, { count: 1, list: listed([{ id: "1" }]) }, { count: 2 }, { count: 2, list: "{" }]) {
    expect(stackOf({ geometry, properties })).toBeUndefined();
  }
});
