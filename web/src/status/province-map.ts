import { Popup, type ExpressionSpecification, type Map as MapLibre } from "maplibre-gl";
import type { Translator } from "../language";
import { colour } from "../shell/colour";
import { PlainMap, type Drawing } from "../shell/plain-map";
import type { Theme } from "../theme";
import { classOf } from "./classes";

const FILL = "province-values";
const EDGE = "province-edges";
const CHOSEN = "province-chosen";

/** Provinces coloured by the class of their value. */
export class ProvinceMap implements Drawing {
  private plain: PlainMap | undefined;
  private readonly popup = new Popup({ closeButton: false, closeOnClick: false });
  private classes = new Map<string, number>();
  private told: (code: string) => string = () => "";
  private chosen = "";

  private constructor(private readonly onPick: (code: string) => void) {}

  static async open(container: HTMLElement, theme: Theme, onPick: (code: string) => void): Promise<ProvinceMap> {
    const made = new ProvinceMap(onPick);
    made.plain = await PlainMap.open(container, theme, made);
    made.listen(made.plain.map);
    return made;
  }

  draw(map: MapLibre): void {
    hideOthers(map);
    const under = map.getStyle().layers.find(({ type }) => type === "symbol")?.id;
    const source = { source: "admin", "source-layer": "provinces" } as const;
    map.addLayer({ id: FILL, type: "fill", ...source, paint: { "fill-opacity": 0.85, "fill-color": this.fillColour() } }, under);
    map.addLayer({ id: EDGE, type: "line", ...source, paint: { "line-color": colour("--surface"), "line-width": 0.8 } }, under);
    map.addLayer({ id: CHOSEN, type: "line", ...source, paint: { "line-width": 3, "line-color": colour("--text") } }, under);
    map.setFilter(CHOSEN, ["==", "code", this.chosen]);
  }

  /** Colours each province by its value; `told` says a province in words where the pointer is. */
  show(values: ReadonlyMap<string, number>, breaks: readonly number[], told: (code: string) => string): void {
    this.classes = new Map([...values].map(([code, value]) => [code, classOf(value, breaks)]));
    this.told = told;
    if (this.plain?.map.getLayer(FILL)) this.plain.map.setPaintProperty(FILL, "fill-color", this.fillColour());
  }

  choose(code: string): void {
    this.chosen = code;
    if (this.plain?.map.getLayer(CHOSEN)) this.plain.map.setFilter(CHOSEN, ["==", "code", code]);
  }

  useTheme(theme: Theme): void {
    this.plain?.useTheme(theme);
  }

  translate(translator: Translator): void {
    this.plain?.translate(translator);
  }

  private listen(map: MapLibre): void {
    map.on("click", FILL, ({ features }) => this.onPick(codeOf(features?.[0]?.properties)));
    map.on("mousemove", FILL, ({ features, lngLat }) => {
      const told = this.told(codeOf(features?.[0]?.properties));
      if (told) this.popup.setLngLat(lngLat).setText(told).addTo(map);
    });
    map.on("mouseleave", FILL, () => this.popup.remove());
  }

  private fillColour(): string | ExpressionSpecification {
    const pairs = [...this.classes].flatMap(([code, place]) => [code, colour(rampOf(place))]);
    const nothing = colour(rampOf(-1));
    return pairs.length > 0 ? (["match", ["get", "code"], ...pairs, nothing] as unknown as ExpressionSpecification) : nothing;
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
