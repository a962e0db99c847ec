import { Popup, type ExpressionSpecification, type Map as MapLibre } from "maplibre-gl";
import type { Translator } from "../language";
import { colour } from "../shell/colour";
import { openMap, translateMap } from "../shell/plain-map";
import { classOf } from "./classes";

const FILL = "province-values";
const EDGE = "province-chosen";

/** Provinces coloured by the class of their value. */
export class ProvinceMap {
  private readonly popup = new Popup({ closeButton: false, closeOnClick: false });
  private classes = new Map<string, number>();
  private told: (code: string) => string = () => "";

  private constructor(
    private readonly map: MapLibre,
    onPick: (code: string) => void,
  ) {
    hideOthers(map);
    const under = map.getStyle().layers.find(({ type }) => type === "symbol")?.id;
    const source = { source: "admin", "source-layer": "provinces" } as const;
    map.addLayer({ id: FILL, type: "fill", ...source, paint: { "fill-opacity": 0.85 } }, under);
    map.addLayer({ id: `${FILL}-edge`, type: "line", ...source, paint: { "line-color": colour("--surface"), "line-width": 0.8 } }, under);
    map.addLayer({ id: EDGE, type: "line", ...source, filter: ["==", "code", ""], paint: { "line-width": 3, "line-color": colour("--text") } }, under);
    map.on("click", FILL, ({ features }) => onPick(codeOf(features?.[0]?.properties)));
    map.on("mousemove", FILL, ({ features, lngLat }) => {
      const told = this.told(codeOf(features?.[0]?.properties));
      if (told) this.popup.setLngLat(lngLat).setText(told).addTo(map);
    });
    map.on("mouseleave", FILL, () => this.popup.remove());
  }

  static async open(container: HTMLElement, translator: Translator, onPick: (code: string) => void): Promise<ProvinceMap> {
    return new ProvinceMap(await openMap(container, translator), onPick);
  }

  /** Colours each province by its value; `told` says a province in words where the pointer is. */
  show(values: ReadonlyMap<string, number>, breaks: readonly number[], told: (code: string) => string): void {
    this.classes = new Map([...values].map(([code, value]) => [code, classOf(value, breaks)]));
    this.told = told;
    this.paint();
  }

  choose(code: string): void {
    this.map.setFilter(EDGE, ["==", "code", code]);
  }

  redraw(translator: Translator): void {
    translateMap(this.map, translator);
    this.map.setPaintProperty(`${FILL}-edge`, "line-color", colour("--surface"));
    this.map.setPaintProperty(EDGE, "line-color", colour("--text"));
    this.paint();
  }

  private paint(): void {
    const pairs = [...this.classes].flatMap(([code, place]) => [code, colour(rampOf(place))]);
    const nothing = colour(rampOf(-1));
    const paint = pairs.length > 0 ? (["match", ["get", "code"], ...pairs, nothing] as unknown as ExpressionSpecification) : nothing;
    this.map.setPaintProperty(FILL, "fill-color", paint);
  }
}

/** The custom property of a class's colour. */
function rampOf(place: number): string {
  return place < 0 ? "--ramp-none" : `--ramp-${place}`;
}

function codeOf(properties: Record<string, unknown> | undefined): string {
  return String(properties?.["code"] ?? "");
}

/** Only boundaries and their names stay below the colours. */
function hideOthers(map: MapLibre): void {
  for (const layer of map.getStyle().layers) {
    if ("source" in layer && layer.source !== "admin") map.setLayoutProperty(layer.id, "visibility", "none");
  }
}
