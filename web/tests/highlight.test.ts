import { expect, test } from "vitest";
import { highlightedLabel, splitByRanges } from "../src/highlight";

test("ranges cut a label into matched and other parts", () => {
  expect(splitByRanges("21 Phố Huế", [[3, 6]])).toEqual([
    { text: "21 ", matched: false },
    { text: "Phố", matched: true },
    { text: " Huế", matched: false },
  ]);
});

test("without ranges the label is one part", () => {
  expect(splitByRanges("Phố Huế")).toEqual([{ text: "Phố Huế", matched: false }]);
});

test("ranges that overlap, come unsorted or pass the end lose no letter", () => {
  const parts = splitByRanges("Phố Huế", [
    [4, 99],
    [0, 2],
    [1, 3],
  ]);
  expect(parts.map(({ text }) => text).join("")).toBe("Phố Huế");
  expect(parts.filter(({ matched }) => matched).map(({ text }) => text)).toEqual(["Ph", "ố", "Huế"]);
});

test("ranges count characters, also past letters of two UTF-16 units", () => {
  expect(splitByRanges("𠀀 Huế", [[2, 5]])[1]).toEqual({ text: "Huế", matched: true });
});

test("markup in a label stays text", () => {
  const holder = document.createElement("p");
  holder.append(highlightedLabel("<b>Huế</b>", [[3, 6]]));
  expect(holder.textContent).toBe("<b>Huế</b>");
  expect(holder.querySelector("mark")?.textContent).toBe("Huế");
});
