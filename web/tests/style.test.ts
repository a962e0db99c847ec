import { readFileSync } from "node:fs";
import { validateStyleMin, type StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";

const text = readFileSync("../tiles/src/style/light.json", "utf8");
const style = JSON.parse(text) as StyleSpecification;
const families = [...readFileSync("src/styles/fonts.css", "utf8").matchAll(/font-family: "([^"]+)"/g)].map(([, name]) => name);

test("the style is valid", () => {
  expect(validateStyleMin(style)).toEqual([]);
});

test("the style needs nothing from elsewhere", () => {
  expect(text).not.toMatch(/https?:|\/\//);
  expect(style).not.toHaveProperty("glyphs");
  expect(style).not.toHaveProperty("sprite");
});

test("every label uses a font family that the page ships", () => {
  const labelled = style.layers.filter((layer) => layer.type === "symbol");
  const fonts = labelled.flatMap((layer) => layer.layout?.["text-font"] as string[]);
  expect(labelled.length).toBeGreaterThan(0);
  for (const font of fonts) expect(families).toContain(font);
});
