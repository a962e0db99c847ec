import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { initialLanguage, Translator } from "../src/language";
import type { MessageKey } from "../src/messages";
import { english } from "../src/words/english";
import { vietnamese } from "../src/words/vietnamese";

beforeEach(() => localStorage.clear());

const namesIn = (message: string) => (message.match(/\{\w+\}/g) ?? []).sort();

test("both languages fill in the same values", () => {
  for (const key of Object.keys(vietnamese) as MessageKey[]) {
    expect(namesIn(english[key]), key).toEqual(namesIn(vietnamese[key]));
  }
});

test("Vietnamese messages are NFC", () => {
  for (const message of Object.values(vietnamese)) expect(message).toBe(message.normalize("NFC"));
});

test("every message the markup names exists", () => {
  const markup = readFileSync("index.html", "utf8");
  for (const [, key] of markup.matchAll(/data-(?:text|label|placeholder)="(\w+)"/g)) {
    expect(Object.keys(vietnamese)).toContain(key);
  }
});

test("the link's language wins, then the one chosen before, then Vietnamese", () => {
  expect(initialLanguage(null)).toBe("vi");
  new Translator("vi").choose("en");
  expect(initialLanguage(null)).toBe("en");
  expect(initialLanguage("vi")).toBe("vi");
  expect(initialLanguage("fr")).toBe("vi");
});

test("distances are written as each language writes numbers", () => {
  expect(new Translator("vi").distance(1234)).toBe("1,2 km");
  expect(new Translator("en").distance(1234)).toBe("1.2 km");
  expect(new Translator("vi").distance(43.4)).toBe("43 m");
});
