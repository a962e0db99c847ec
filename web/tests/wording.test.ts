import { expect, test } from "vitest";
import { Translator } from "../src/language";
import { legacyLabel, matchNotes } from "../src/wording";
import { FORMER_UNITS, house, ward } from "./places";

const english = new Translator("en");
const notesOf = (properties: Parameters<typeof house>[0]) => matchNotes(house(properties).properties, english);

test("a house found for certain needs no words", () => {
  expect(notesOf({})).toEqual([]);
});

test("a street asked for as a street needs no words", () => {
  expect(notesOf({ type: "street", match_level: "street", match_class: "A" })).toEqual([]);
});

test("a house that was not reached is said so", () => {
  expect(notesOf({ match_level: "street", match_class: "B" })).toEqual([english.text("nearestStreet")]);
  expect(notesOf({ match_level: "interpolated", match_class: "A" })).toEqual([english.text("nearestInterpolated")]);
});

test("doubt, former names and words not understood are said", () => {
  const notes = notesOf({ match_class: "C", matched_era: "legacy", unmatched: ["abc", "xyz"] });
  expect(notes).toEqual([
    english.text("doubtful"),
    english.text("unmatched", { words: "abc, xyz" }),
  ]);
});

test("an ambiguous answer asks for more instead of calling itself doubtful", () => {
  expect(notesOf({ match_class: "C", ambiguous: true })).toEqual([english.text("ambiguous")]);
});

test("the former address keeps the door and changes the units", () => {
  const { properties } = house({ legacy: FORMER_UNITS });
  expect(legacyLabel(properties)).toBe("21 Phố Hàng Gai, Phường Hàng Gai, Quận Hoàn Kiếm, Thành phố Hà Nội");
});

test("the former address of a point of interest begins with its name", () => {
  const { properties } = house({ type: "poi", name: "Chợ Hôm", legacy: FORMER_UNITS });
  expect(legacyLabel(properties)).toMatch(/^Chợ Hôm, 21 Phố Hàng Gai, Phường Hàng Gai/);
});

test("an answer without a former side has no former address", () => {
  expect(legacyLabel(house().properties)).toBeUndefined();
  expect(legacyLabel(ward({ legacy: null }).properties)).toBeUndefined();
  expect(legacyLabel(ward({ legacy: {} }).properties)).toBeUndefined();
});

test("a former province alone is worth telling only where its name was another", () => {
  const here = { province: "Thành phố Hà Nội" };
  expect(legacyLabel(ward({ ...here, legacy: here }).properties)).toBeUndefined();
  expect(legacyLabel(ward({ ...here, legacy: { province: "Tỉnh Hà Tây" } }).properties)).toContain("Tỉnh Hà Tây");
});
