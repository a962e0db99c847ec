import { beforeEach, expect, test } from "vitest";
import { RecentPlaces, type RecentPlace } from "../src/recent";

beforeEach(() => localStorage.clear());

const place = (label: string): RecentPlace => ({ label, type: "house", target: { kind: "query", query: label } });
const labels = (recent: RecentPlaces) => recent.all.map(({ label }) => label);

test("the newest comes first, once, and is there at the next visit", () => {
  const recent = new RecentPlaces();
  for (const label of ["a", "b", "a"]) recent.add(place(label));
  expect(labels(recent)).toEqual(["a", "b"]);
  expect(labels(new RecentPlaces())).toEqual(["a", "b"]);
});

test("only the last few are kept", () => {
  const recent = new RecentPlaces();
  for (let number = 1; number <= 20; number += 1) recent.add(place(String(number)));
  expect(labels(recent)).toEqual(["20", "19", "18", "17", "16", "15", "14", "13"]);
});

test("clearing forgets them for good", () => {
  const recent = new RecentPlaces();
  recent.add(place("a"));
  recent.clear();
  expect(labels(new RecentPlaces())).toEqual([]);
});

test("what another version of the page stored is not trusted", () => {
  for (const stored of ["{", '{"a":1}', '[{"label":1}]', "[null]"]) {
    localStorage.setItem("vmap.recent", stored);
    expect(labels(new RecentPlaces())).toEqual([]);
  }
});
