import { expect, test } from "vitest";
import type { Candidate, Converted } from "../src/convert/contract";
import { explanation, sourceCode } from "../src/convert/explanation";
import { copiedText, csvLines, isOpen, linesOf, type Choice, type Line } from "../src/convert/line";
import { lineView } from "../src/convert/line-view";
import { CONVERT_MESSAGES } from "../src/convert/wording";
import { Api } from "../src/api";
import { Translator } from "../src/language";
import { Words } from "../src/shell/words";

const words = new Words(new Translator("en"), CONVERT_MESSAGES);

function candidate(ward: string, ward_code: string, share: number, oldCode = "26737"): Candidate {
  const legacy = { label: "Phường Đa Kao, Quận 1", ward: "Phường Đa Kao", ward_code: oldCode };
  return { share, share_assumed: false, current: { label: `5 ${ward}`, ward, ward_code }, legacy };
}

function line(text: string, converted: Partial<Converted>, choice: Choice = "automatic"): Line {
  return { text, to: "current", converted: { id: 0, status: "ok", ...converted }, choice };
}

const SPLIT = { status: "ambiguous", candidates: [candidate("Phường Tân Định", "26737", 0.6), candidate("Phường Sài Gòn", "26740", 0.4)] } as const;
const split = (choice: Choice) => line("5 Đa Kao", { ...SPLIT, candidates: [...SPLIT.candidates] }, choice);

test("lines are what says something", () => {
  expect(linesOf("  a   b \r\n\r\nc\n  \n12 Lê Lợi\tQuận 1\n")).toEqual(["a b", "c", "12 Lê Lợi, Quận 1"]);
});

test("what is not certain is copied as it was", () => {
  const lines = [line("5 X", { candidates: [candidate("Phường Bàn Cờ", "27154", 1)] }), split("automatic"), split(1), split("none"), line("xyzzy", { status: "not_found" })];
  expect(copiedText(lines)).toBe("5 Phường Bàn Cờ\n5 Đa Kao\n5 Phường Sài Gòn\n5 Đa Kao\nxyzzy");
});

test("every line is in the file, with how it was chosen", () => {
  const [head, ...rows] = csvLines([split("automatic"), split(1), split("none"), line("xyzzy", { status: "not_found", unmatched: ["xyzzy"] })]);
  const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1]);
  expect(column("result_status")).toEqual(["ambiguous", "ambiguous", "ambiguous", "not_found"]);
  expect(column("result_ward_code")).toEqual(["26737", "26740", "", ""]);
  expect(column("result_share")).toEqual([0.6, 0.4, "", ""]);
  expect(column("result_alternatives")).toEqual(["26740:0.4", "", "", ""]);
  expect(column("result_choice")).toEqual(["automatic", "chosen", "none", "automatic"]);
  expect(column("result_unmatched")).toEqual(["", "", "", "xyzzy"]);
});

test("a split unit is told from several units of one name", () => {
  expect(sourceCode(split("automatic"))).toBe("26737");
  expect(sourceCode(line("Tân Thành", { candidates: [candidate("A", "1", 0.5, "11111"), candidate("B", "2", 0.5, "22222")] }))).toBeUndefined();
});

test("possibilities are offered until one is chosen, and what was pasted is text", () => {
  const show = (shown: Line) => lineView(shown, 0, words, { api: new Api("http://127.0.0.1/"), copy: () => {}, choose: () => {} });
  const open = show({ ...split("automatic"), text: "<b>5</b> Đa Kao" });
  expect(isOpen(split("automatic"))).toBe(true);
  expect(open.querySelector(".line-from")?.textContent).toBe("<b>5</b> Đa Kao");
  expect(open.querySelectorAll("input[type=radio]").length).toBe(3);
  expect(open.querySelector(".line-to")).toBeNull();
  expect(open.textContent).toContain("60 % of the old unit");
  const chosen = show(split(1));
  expect(chosen.querySelector(".line-to strong")?.textContent).toBe("5 Phường Sài Gòn");
  expect(chosen.querySelectorAll("input:checked").length).toBe(1);
});

test.each([
  [0.6, true, "Phường Tân Định: 60 % · estimated from boundaries · by 1685/NQ"],
  [1, false, "Phường Tân Định: 100 % · by 1685/NQ"],
  [null, false, "Phường Tân Định · by 1685/NQ"],
])("a split is explained with its share %s where one is known", async (share, share_estimated, told) => {
  const old = { code: "26737", era: "legacy", level: "ward", full_name: "Phường Đa Kao" };
  const heir = { code: "26737", era: "current", level: "ward", full_name: "Phường Tân Định" };
  const passing = { old, new: heir, kind: "split", day: "2025-07-01", act: "1685/NQ", share, share_estimated };
  const foreign = { ...passing, old: { ...old, era: "current" } };
  const api = { get: async () => ({ successions: [passing, foreign] }) } as unknown as Api;
  const [, list] = await explanation(split("automatic"), api, words);
  expect([...(list?.children ?? [])].map(({ textContent }) => textContent)).toEqual([told]);
});
