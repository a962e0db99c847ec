import type { Map as MapLibre } from "maplibre-gl";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";

/** The map library's controls, by their class, and the message each carries. */
const CONTROL_WORDS: Record<string, MessageKey> = {
  ".maplibregl-canvas": "map",
  ".maplibregl-ctrl-zoom-in": "zoomIn",
  ".maplibregl-ctrl-zoom-out": "zoomOut",
  ".maplibregl-ctrl-compass": "resetBearing",
  ".maplibregl-ctrl-attrib-button": "toggleAttribution",
};

/** Gives the map's own controls their words, in the language chosen now. */
export function translateControls(map: MapLibre, translator: Translator): void {
  const container = map.getContainer();
  for (const [selector, key] of Object.entries(CONTROL_WORDS)) {
    const control = container.querySelector<HTMLElement>(selector);
    control?.setAttribute("aria-label", translator.text(key));
    if (control?.matches("button, summary")) control.title = translator.text(key);
  }
}
