import { expect, test } from "vitest";
import { breaksOf, classOf } from "../src/status/classes";
import type { Release, Releases, UsageDay } from "../src/status/contract";
import { provincesOf } from "../src/status/measure";
import { filesSection, releasesSection, usageSection } from "../src/status/sections";
import { usageChart } from "../src/status/usage-chart";
import { bytesWord, STATUS_MESSAGES } from "../src/status/wording";
import { Translator } from "../src/language";
import { Words } from "../src/shell/words";

const words = new Words(new Translator("en"), STATUS_MESSAGES);

test("classes hold about equally many provinces, and nothing is a class of its own", () => {
  const values = [0, ...Array.from({ length: 10 }, (_, at) => (at + 1) * 10)];
  const breaks = breaksOf(values);
  expect(breaks).toEqual([30, 50, 70, 90]);
  expect(values.map((value) => classOf(value, breaks))).toEqual([-1, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

test.each([[[]], [[0, 0]], [[5]], [[5, 5, 5, 5, 5, 5]]])("few values make few classes: %j", (values) => {
  expect(breaksOf(values)).toEqual([]);
});

test("a province has its share of faults beside its counts", () => {
  const counts = { code: "01", name: "Hà Nội", addresses: 200, streets: 3, hamlets: 4, points_of_interest: 5 };
  const total = { addresses: 200, faulty: 10, findings: {}, boundary: "surveyed" } as const;
  const quality = { release: "r1", total, provinces: [{ code: "01", name: "Hà Nội", ...total }] };
  expect(provincesOf([counts], quality)[0]?.values).toEqual({ addresses: 200, streets: 3, hamlets: 4, points_of_interest: 5, faulty: 0.05 });
  expect(provincesOf([counts], undefined)[0]?.values.faulty).toBe(0);
});

test("the chart has a bar for each kind of answer of each day, and the table says the same", () => {
  const days: UsageDay[] = [
    { day: "2026-11-21", search: 3, reverse: 1, tiles: 900 },
    { day: "2026-11-22", search: 6, not_found: 2 },
  ];
  const bars = usageChart(days, words).querySelectorAll("rect");
  const heights = [...bars].map((bar) => Number(bar.getAttribute("height")));
  expect(heights.length).toBe(3);
  expect((heights[0] ?? 0) * 2).toBeCloseTo(heights[2] ?? 0);
  const table = usageSection({ days }, words).map(({ textContent }) => textContent).join(" ");
  expect(table).toContain("10 answers in 2 days; 2 searches found nothing.");
  expect(table).toContain("900");
});

test("days without an answer are drawn as well", () => {
  expect(usageChart([{ day: "2026-11-22" }], words).querySelectorAll("rect").length).toBe(0);
});

test("releases stand with the newest first, the one in use is marked", () => {
  const release = (id: string, created_at: string, current: boolean): Release => ({ id, created_at, change_number: 1, counts: { addresses: 5 }, sources: [], current, bytes: 7 });
  const releases: Releases = { release: "b", releases: [release("a", "2026-01-01T00:00:00Z", false), release("b", "2026-02-01T00:00:00Z", true)] };
  const [table] = releasesSection(releases, words);
  expect([...(table?.querySelectorAll("tbody th") ?? [])].map(({ textContent }) => textContent)).toEqual(["bin use", "a"]);
});

test("files are linked, with their sizes", () => {
  const file = { name: "units.json", href: "http://127.0.0.1/releases/r1/files/units.json", bytes: 1_500_000, media_type: "application/json" };
  const [table] = filesSection({ provinces: [], files: [file] }, words);
  expect(table?.querySelector("a")?.getAttribute("href")).toBe(file.href);
  expect(table?.textContent).toContain("1.5 MB");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [48_123_456, "48 MB"],
  [2_400_000_000, "2.4 GB"],
])("%i bytes in words", (bytes, text) => {
  expect(bytesWord(bytes, words)).toBe(text);
});
