import {
  AttributionControl,
  Map as MapLibre,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type LineLayerSpecification,
  type MarkerOptions,
  type PaddingOptions,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { OpenedPlace } from "./card";
import { isUnit, positionOf, type Place, type PlaceType, type Position } from "./contract";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";

setWorkerUrl(workerUrl);

/** The whole country with its islands: west, south, east, north. */
const COUNTRY: [number, number, number, number] = [102.0, 6.3, 117.9, 23.6];

const ZOOM_OF: Record<PlaceType, number> = {
  house: 17,
  alley: 17,
  poi: 17,
  street: 15,
  hamlet: 15,
  ward: 12,
  district: 10,
  province: 8,
};

const OUTLINE_LAYERS = [
  { id: "chosen-province", sourceLayer: "provinces" },
  { id: "chosen-ward", sourceLayer: "wards" },
] as const;

/** The map library's controls, by their class, and the message each carries. */
const CONTROL_WORDS: Record<string, MessageKey> = {
  ".maplibregl-canvas": "map",
  ".maplibregl-ctrl-zoom-in": "zoomIn",
  ".maplibregl-ctrl-zoom-out": "zoomOut",
  ".maplibregl-ctrl-compass": "resetBearing",
  ".maplibregl-ctrl-attrib-button": "toggleAttribution",
};

const GLIDE_MILLISECONDS = 600;

/** Below this zoom the view says little about where the user's interest lies. */
const BIAS_MINIMUM_ZOOM = 9;

/** The map of the page: what is shown, what is marked, where it looks. */
export class PlaceMap {
  readonly map: MapLibre;
  private placeMarker: Marker | undefined;
  private chosenMarker: Marker | undefined;
  private outlined = "";

  constructor(container: HTMLElement, onPress: (position: Position) => void) {
    this.map = new MapLibre({
      container,
      style: new URL("style.json", document.baseURI).href,
      bounds: COUNTRY,
      fitBoundsOptions: { padding: initialPadding() },
      hash: true,
      maxZoom: 20,
      attributionControl: false,
      fadeDuration: 100,
    });
    this.map.addControl(new AttributionControl({ compact: true, customAttribution: "MapLibre" }), "bottom-right");
    this.map.addControl(new NavigationControl(), "bottom-right");
    this.map.addControl(new ScaleControl(), "bottom-left");
    this.map.on("click", ({ lngLat }) => onPress(rounded(lngLat.wrap().lat, lngLat.wrap().lng, 6)));
    this.map.on("style.load", () => this.addOutlineLayers());
  }

  get bias(): Position | undefined {
    if (this.map.getZoom() < BIAS_MINIMUM_ZOOM) return undefined;
    const { lat, lng } = this.map.getCenter().wrap();
    return rounded(lat, lng, 3);
  }

  /** Marks a place, and moves there unless the view was chosen already. */
  show({ place, chosen }: OpenedPlace, move: boolean): void {
    this.clear();
    this.placeMarker = this.mark(positionOf(place), { color: colour("--accent") });
    this.placeMarker.getElement().setAttribute("aria-label", place.properties.label);
    if (chosen) this.chosenMarker = this.mark(chosen, { element: chosenDot() });
    this.outlineUnit(isUnit(place.properties) ? place.properties.id : "");
    if (move) this.moveTo(place);
  }

  clear(): void {
    this.placeMarker?.remove();
    this.chosenMarker?.remove();
    this.outlineUnit("");
  }

  /** Gives the map's own controls their words again, in the language chosen now. */
  translate(translator: Translator): void {
    const container = this.map.getContainer();
    for (const [selector, key] of Object.entries(CONTROL_WORDS)) {
      const control = container.querySelector<HTMLElement>(selector);
      control?.setAttribute("aria-label", translator.text(key));
      if (control?.matches("button, summary")) control.title = translator.text(key);
    }
  }

  private mark({ lat, lon }: Position, options: MarkerOptions): Marker {
    return new Marker(options).setLngLat([lon, lat]).addTo(this.map);
  }

  /** Glides to what is near and jumps to what is far: a flight asks for every tile on its way. */
  private moveTo({ bbox, geometry, properties }: Place): void {
    const camera = bbox
      ? this.map.cameraForBounds(bbox, { padding: panelPadding(), maxZoom: ZOOM_OF.house })
      : { center: geometry.coordinates, zoom: ZOOM_OF[properties.type], offset: panelOffset() };
    if (!camera) return;
    const isNear = this.map.getBounds().contains(geometry.coordinates);
    this.map.easeTo({ ...camera, duration: isNear && this.isSimilarZoom(camera.zoom) ? GLIDE_MILLISECONDS : 0 });
  }

  private isSimilarZoom(zoom: number | undefined): boolean {
    return zoom !== undefined && Math.abs(zoom - this.map.getZoom()) < 3;
  }

  private outlineUnit(code: string): void {
    this.outlined = code;
    if (this.map.getLayer("chosen-ward")) this.applyOutline();
  }

  private applyOutline(): void {
    for (const layer of OUTLINE_LAYERS) this.map.setFilter(layer.id, ["==", ["get", "code"], this.outlined]);
  }

  private addOutlineLayers(): void {
    for (const layer of OUTLINE_LAYERS) this.map.addLayer(outlineLayer(layer));
    this.applyOutline();
  }
}

function outlineLayer({ id, sourceLayer }: (typeof OUTLINE_LAYERS)[number]): LineLayerSpecification {
  return {
    id,
    type: "line",
    source: "admin",
    "source-layer": sourceLayer,
    layout: { "line-join": "round" },
    paint: { "line-color": colour("--accent"), "line-width": 3 },
  };
}

function chosenDot(): HTMLElement {
  const dot = document.createElement("div");
  dot.className = "chosen-point";
  return dot;
}

function isWide(): boolean {
  return window.matchMedia("(min-width: 720px)").matches;
}

/** At first only the search box stands on the map, above all of it on a phone. */
function initialPadding(): PaddingOptions {
  return isWide() ? { left: 180 } : { top: 70 };
}

/** Room for the panel, so that a place never lands under it. */
function panelPadding(): Required<PaddingOptions> {
  if (isWide()) return { top: 40, right: 40, bottom: 40, left: 440 };
  return { top: 90, right: 20, bottom: Math.round(window.innerHeight * 0.45), left: 20 };
}

function panelOffset(): [number, number] {
  const { top, right, bottom, left } = panelPadding();
  return [(left - right) / 2, (top - bottom) / 2];
}

function colour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

function rounded(lat: number, lon: number, digits: number): Position {
  return { lat: Number(lat.toFixed(digits)), lon: Number(lon.toFixed(digits)) };
}
