import "maplibre-gl/dist/maplibre-gl.css";
import { AttributionControl, Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { loadFonts } from "../fonts";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";

setWorkerUrl(workerUrl);

/** The whole country with its islands: west, south, east, north. */
const COUNTRY: [number, number, number, number] = [102.0, 6.3, 117.9, 23.6];

/** The map library's controls, by their class, and the message each carries. */
const CONTROL_WORDS: Record<string, MessageKey> = {
  ".maplibregl-canvas": "map",
  ".maplibregl-ctrl-zoom-in": "zoomIn",
  ".maplibregl-ctrl-zoom-out": "zoomOut",
  ".maplibregl-ctrl-attrib-button": "toggleAttribution",
};

/** The server's map in a part of a page, with its fonts there and its style loaded. */
export async function openMap(container: HTMLElement, translator: Translator): Promise<MapLibre> {
  await loadFonts();
  const map = new MapLibre({
    container,
    style: new URL("style.json", document.baseURI).href,
    bounds: COUNTRY,
    maxZoom: 20,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 100,
  });
  map.addControl(new AttributionControl({ compact: true, customAttribution: "MapLibre" }), "bottom-right");
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  await new Promise<void>((resolve) => void map.once("style.load", () => resolve()));
  foldAttribution(container);
  translateMap(map, translator);
  // For the browser's console, and for tests that ask the map what it shows.
  Object.assign(window, { map });
  return map;
}

/** On a small map the sources open when they are asked for. */
function foldAttribution(container: HTMLElement): void {
  const attribution = container.querySelector(".maplibregl-ctrl-attrib");
  attribution?.classList.remove("maplibregl-compact-show");
  attribution?.removeAttribute("open");
}

/** Gives the map's own controls their words again, in the language chosen now. */
export function translateMap(map: MapLibre, translator: Translator): void {
  const container = map.getContainer();
  for (const [selector, key] of Object.entries(CONTROL_WORDS)) {
    const control = container.querySelector<HTMLElement>(selector);
    control?.setAttribute("aria-label", translator.text(key));
    if (control?.matches("button, summary")) control.title = translator.text(key);
  }
}
