import type { Map as MapLibre, MapGeoJSONFeature } from "maplibre-gl";
import { element } from "../dom";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";

/** The layers worth a word, in the order of the legend, by their name in the style. */
export const LEGEND_WORDS: Record<string, MessageKey> = {
  "address-counts": "legendCounts",
  addresses: "legendAddresses",
  "ward-borders": "legendWards",
  "district-borders": "legendDistricts",
  "province-borders": "legendProvinces",
  "special-zones": "legendZones",
  "streets-major": "legendMajor",
  "streets-primary": "legendPrimary",
  "streets-minor": "legendMinor",
  "streets-service": "legendService",
  paths: "legendPaths",
  railways: "legendRailways",
  ferries: "legendFerries",
  rivers: "legendWater",
  water: "legendWater",
  buildings: "legendBuildings",
  "points-of-interest": "legendPois",
  stops: "legendStops",
};

type Paint = Record<string, unknown>;

interface Entry {
  words: MessageKey;
  type: string;
  paint: Paint;
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
  const layers = Object.keys(LEGEND_WORDS).filter((id) => map.getLayer(id));
  const drawn = new Map<string, MapGeoJSONFeature>();
  for (const feature of map.queryRenderedFeatures({ layers })) {
    if (!drawn.has(feature.layer.id)) drawn.set(feature.layer.id, feature);
  }
  const entries = new Map<MessageKey, Entry>();
  for (const [id, words] of Object.entries(LEGEND_WORDS)) {
    const layer = drawn.get(id)?.layer;
    if (layer && !entries.has(words)) entries.set(words, { words, type: layer.type, paint: (layer.paint ?? {}) as Paint });
  }
  return [...entries.values()];
}

function sign(type: string, paint: Paint): HTMLElement {
  const made = element("span", { class: `sign ${type}`, "aria-hidden": "true" });
  made.style.setProperty("--sign", String(paint[`${type}-color`] ?? "currentColor"));
  made.style.setProperty("--sign-edge", String(paint["circle-stroke-color"] ?? paint["fill-outline-color"] ?? "transparent"));
  made.style.setProperty("--sign-width", `${Math.min(Math.max(Number(paint["line-width"] ?? 1), 1), 6)}px`);
  made.classList.toggle("dashed", paint["line-dasharray"] !== undefined);
  return made;
}
