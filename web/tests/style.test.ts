import { readFileSync } from "node:fs";
import { validateStyleMin, type StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, test } from "vitest";
import { GROUPS, groupOf } from "../src/map/groups";
import { KIND_WORDS, LAYER_WORDS } from "../src/map/legend-words";

const FOLDER = "../tiles/src/style/";
const text = readFileSync(`${FOLDER}style.json`, "utf8");
const palettes = JSON.parse(readFileSync(`${FOLDER}palettes.json`, "utf8")) as Record<string, Record<string, string>>;
const families = [...readFileSync("src/styles/fonts.css", "utf8").matchAll(/font-family: "([^"]+)"/g)].map(([, name]) => name);

/** The style as the server makes it: each colour where its name stood. */
function painted(palette: Record<string, string>): StyleSpecification {
  return JSON.parse(text.replaceAll(/"@(\w+)"/g, (_, name: string) => JSON.stringify(palette[name]))) as StyleSpecification;
}

test("there is a palette for the day and one for the night", () => {
  expect(Object.keys(palettes)).toEqual(["light", "dark"]);
});

describe.each(Object.entries(palettes))("the style in %s colours", (_, palette) => {
  const style = painted(palette);

  test("is valid", () => {
    expect(validateStyleMin(style)).toEqual([]);
  });

  test("needs nothing from elsewhere", () => {
    expect(text).not.toMatch(/https?:|\/\//);
    expect(style).not.toHaveProperty("glyphs");
    expect(style).not.toHaveProperty("sprite");
  });

  test("uses only font families that the page ships", () => {
    const labelled = style.layers.filter((layer) => layer.type === "symbol");
    const fonts = labelled.flatMap((layer) => layer.layout?.["text-font"] as string[]);
    expect(labelled.length).toBeGreaterThan(0);
    for (const font of fonts) expect(families).toContain(font);
  });
});

test("every word of the legend is of a layer that the style has", () => {
  const layers = painted(palettes.light ?? {}).layers.map(({ id }) => id);
  for (const id of [...Object.keys(LAYER_WORDS), ...Object.keys(KIND_WORDS)]) expect(layers).toContain(id);
});

test("every group that can be hidden has layers", () => {
  const groups = painted(palettes.light ?? {}).layers.map(({ metadata }) => groupOf(metadata));
  for (const group of GROUPS) expect(groups).toContain(group);
});
