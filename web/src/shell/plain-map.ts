import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map-controls.css";
import { AttributionControl, Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { loadFonts } from "../fonts";
import type { Translator } from "../language";
import { COUNTRY } from "../map/camera";
import { translateControls } from "../map/controls";
import { styleUrl } from "../map/style-url";
import type { Theme } from "../theme";

setWorkerUrl(workerUrl);

/** What a page draws on top of the server's map. */
export interface Drawing {
  /** Adds sources and layers to a style that has just come. */
  draw(map: MapLibre): void;
}

/** The server's map in a part of a page: drawn when its fonts are there, and drawn upon again with each theme. */
export class PlainMap {
  private constructor(
    readonly map: MapLibre,
    drawing: Drawing,
  ) {
    map.on("style.load", () => drawing.draw(map));
    map.addControl(new AttributionControl({ compact: true, customAttribution: "MapLibre" }), "bottom-right");
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    // For the browser's console, and for tests that ask the map what it shows.
    Object.assign(window, { map });
  }

  static async open(container: HTMLElement, theme: Theme, drawing: Drawing): Promise<PlainMap> {
    await loadFonts();
    const map = new MapLibre({
      container,
      style: styleUrl(theme),
      bounds: COUNTRY,
      maxZoom: 20,
      attributionControl: false,
      dragRotate: false,
      fadeDuration: 100,
    });
    const plain = new PlainMap(map, drawing);
    await map.once("style.load");
    foldAttribution(container);
    return plain;
  }

  useTheme(theme: Theme): void {
    this.map.setStyle(styleUrl(theme), { diff: false });
  }

  /** Gives the map's own controls their words again, in the language chosen now. */
  translate(translator: Translator): void {
    translateControls(this.map, translator);
  }
}

/** On a small map the sources open when they are asked for. */
function foldAttribution(container: HTMLElement): void {
  const attribution = container.querySelector(".maplibregl-ctrl-attrib");
  attribution?.classList.remove("maplibregl-compact-show");
  attribution?.removeAttribute("open");
}
