import { LngLatBounds, Marker, type ExpressionSpecification, type GeoJSONSource, type Map as MapLibre } from "maplibre-gl";
import type { Translator } from "../language";
import { colour } from "../shell/colour";
import { PlainMap, type Drawing } from "../shell/plain-map";
import type { Theme } from "../theme";
import { KINDS, kindOf, placeOf, type Row } from "./row";

const SOURCE = "rows";
const CLOSE_ZOOM = 16;

type RowFeature = ReturnType<typeof featureOf>[number];

export interface ResultMapActions {
  /** The row of this place in the file. */
  select(at: number): void;
  /** The candidate of this place in the list of the selected row. */
  choose(at: number): void;
}

/** The rows on the map, coloured by how far they can be trusted; the candidates of the selected one by their numbers. */
export class ResultMap implements Drawing {
  private plain: PlainMap | undefined;
  private features: RowFeature[] = [];
  private markers: Marker[] = [];
  private isFitted = false;

  private constructor(private readonly actions: ResultMapActions) {}

  static async open(container: HTMLElement, theme: Theme, actions: ResultMapActions): Promise<ResultMap> {
    const made = new ResultMap(actions);
    made.plain = await PlainMap.open(container, theme, made);
    made.listen(made.plain.map);
    return made;
  }

  draw(map: MapLibre): void {
    map.addSource(SOURCE, { type: "geojson", data: collection(this.features) });
    map.addLayer({ id: SOURCE, type: "circle", source: SOURCE, paint: paint() });
  }

  /** Puts each row where it is found; the first rows to come also say where to look. */
  show(rows: readonly Row[]): void {
    this.features = rows.flatMap(featureOf);
    this.plain?.map.getSource<GeoJSONSource>(SOURCE)?.setData(collection(this.features));
    if (!this.isFitted && this.features.length > 0) this.fit(this.features.map(({ geometry }) => geometry.coordinates));
    this.isFitted ||= this.features.length > 0;
  }

  /** Shows where the candidates of a row lie. */
  select(row: Row | undefined): void {
    for (const marker of this.markers) marker.remove();
    const candidates = row?.outcome?.candidates ?? [];
    const chosen = row && placeOf(row);
    const points = candidates.map(({ geometry }) => geometry.coordinates);
    this.markers = points.flatMap((point, at) => this.mark(point, at + 1, candidates[at] === chosen));
    if (points.length > 0) this.fit(points, CLOSE_ZOOM);
  }

  useTheme(theme: Theme): void {
    this.plain?.useTheme(theme);
  }

  translate(translator: Translator): void {
    this.plain?.translate(translator);
  }

  private listen(map: MapLibre): void {
    map.on("click", SOURCE, ({ features }) => this.actions.select(Number(features?.[0]?.properties["at"])));
    map.on("mouseenter", SOURCE, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", SOURCE, () => (map.getCanvas().style.cursor = ""));
  }

  private mark(point: [number, number], number: number, isChosen: boolean): Marker[] {
    if (!this.plain) return [];
    const element = document.createElement("div");
    element.className = isChosen ? "map-number chosen" : "map-number";
    element.textContent = String(number);
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      this.actions.choose(number - 1);
    });
    return [new Marker({ element }).setLngLat(point).addTo(this.plain.map)];
  }

  private fit(points: [number, number][], maxZoom = 14): void {
    const bounds = points.reduce((all, point) => all.extend(point), new LngLatBounds());
    this.plain?.map.fitBounds(bounds, { padding: 50, maxZoom, duration: 0 });
  }
}

function paint() {
  const colours = KINDS.flatMap((kind) => [kind, colour(`--kind-${kind}`)]);
  return {
    "circle-color": ["match", ["get", "kind"], ...colours, colour("--text-soft")] as unknown as ExpressionSpecification,
    "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 2.5, 10, 4.5, 16, 7] as ExpressionSpecification,
    "circle-stroke-color": colour("--surface"),
    "circle-stroke-width": 1,
  };
}

function featureOf(row: Row) {
  const place = placeOf(row);
  if (!place) return [];
  return [{ type: "Feature" as const, geometry: place.geometry, properties: { at: row.at, kind: kindOf(row) } }];
}

function collection(features: RowFeature[]) {
  return { type: "FeatureCollection" as const, features };
}
