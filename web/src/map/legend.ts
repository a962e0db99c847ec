import type { Map as MapLibre, MapGeoJSONFeature } from "maplibre-gl";
import { element } from "../dom";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";
import { KIND_WORDS, LAYER_WORDS } from "./legend-words";

type Paint = Record<string, unknown>;

interface Entry {
  words: MessageKey;
  type: string;
  paint: Paint;
  /** The place of its layer in the legend. */
  order: number;
}

/** What the map draws where it looks now, each kind of thing with its sign and its word. */
export function legend(map: MapLibre, translator: Translator): HTMLElement {
  const entries = entriesOf(map);
  if (entries.length === 0) return element("p", { class: "aside" }, translator.text("legendNothing"));
  const lines = entries.map(({ words, type, paint }) => element("li", {}, sign(type, paint), translator.text(words)));
  return element("ul", { class: "legend" }, ...lines);
}

/** One entry for each word, with the paint of the first feature seen. */
function entriesOf(map: MapLibre): Entry[] {
  const ids = Object.keys(LAYER_WORDS);
  const features = map.queryRenderedFeatures({ layers: ids.filter((id) => map.getLayer(id)) });
  const entries = new Map<MessageKey, Entry>();
  for (const { layer, properties } of features.filter((feature) => isInSight(feature, features))) {
    const words = wordsOf(layer.id, properties.kind);
    if (!words || entries.has(words)) continue;
    entries.set(words, { words, type: layer.type, paint: (layer.paint ?? {}) as Paint, order: ids.indexOf(layer.id) });
  }
  return [...entries.values()].sort((a, b) => a.order - b.order);
}

/** The border of an area is found wherever the area is: it is in sight only where another one begins. */
function isInSight({ layer, geometry, properties }: MapGeoJSONFeature, all: MapGeoJSONFeature[]): boolean {
  if (layer.type !== "line" || !geometry.type.endsWith("Polygon")) return true;
  return all.some((other) => other.layer.id === layer.id && other.properties.code !== properties.code);
}

/** A kind has a word of its own where its layer paints kinds differently. */
function wordsOf(layer: string, kind: unknown): MessageKey | undefined {
  return KIND_WORDS[layer]?.[String(kind)] ?? LAYER_WORDS[layer];
}

function sign(type: string, paint: Paint): HTMLElement {
  const made = element("span", { class: `sign ${type}`, "aria-hidden": "true" });
  made.style.setProperty("--sign", String(paint[`${type}-color`] ?? "currentColor"));
  made.style.setProperty("--sign-edge", String(paint["circle-stroke-color"] ?? paint["fill-outline-color"] ?? "transparent"));
  made.style.setProperty("--sign-width", `${Math.min(Math.max(Number(paint["line-width"] ?? 1), 1), 6)}px`);
  made.classList.toggle("dashed", paint["line-dasharray"] !== undefined);
  return made;
}
