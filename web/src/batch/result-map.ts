import { LngLatBounds, Marker, type ExpressionSpecification, type GeoJSONSource, type Map as MapLibre } from "maplibre-gl";
import type { Translator } from "../language";
import { colour } from "../shell/colour";
import { openMap, translateMap } from "../shell/plain-map";
import { KINDS, kindOf, placeOf, type Row } from "./row";

const SOURCE = "rows";
const CLOSE_ZOOM = 16;

/** The rows on the map, coloured by how far they can be trusted; the candidates of the selected one by their numbers. */
export class ResultMap {
  private markers: Marker[] = [];
  private isFitted = false;

  private constructor(
    private readonly map: MapLibre,
    onPick: (at: number) => void,
  ) {
    map.addSource(SOURCE, { type: "geojson", data: collection([]) });
    map.addLayer({ id: SOURCE, type: "circle", source: SOURCE, paint: this.paint() });
    map.on("click", SOURCE, ({ features }) => onPick(Number(features?.[0]?.properties["at"])));
    map.on("mouseenter", SOURCE, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", SOURCE, () => (map.getCanvas().style.cursor = ""));
  }

  static async open(container: HTMLElement, translator: Translator, onPick: (at: number) => void): Promise<ResultMap> {
    return new ResultMap(await openMap(container, translator), onPick);
  }

  /** Puts each row where it is found; the first rows to come also say where to look. */
  show(rows: readonly Row[]): void {
    const features = rows.flatMap(featureOf);
    this.map.getSource<GeoJSONSource>(SOURCE)?.setData(collection(features));
    if (!this.isFitted && features.length > 0) this.fit(features.map(({ geometry }) => geometry.coordinates));
    this.isFitted ||= features.length > 0;
  }

  /** Shows where the candidates of a row lie. */
  select(row: Row | undefined): void {
    for (const marker of this.markers) marker.remove();
    const candidates = row?.outcome?.candidates ?? [];
    const chosen = row && placeOf(row);
    this.markers = candidates.map((place, at) => {
      const element = document.createElement("div");
      element.className = place === chosen ? "map-number chosen" : "map-number";
      element.textContent = String(at + 1);
      return new Marker({ element }).setLngLat(place.geometry.coordinates).addTo(this.map);
    });
    const points = candidates.map(({ geometry }) => geometry.coordinates);
    if (points.length > 0) this.fit(points, CLOSE_ZOOM);
  }

  /** Colours and words again, after theme or language changed. */
  redraw(translator: Translator): void {
    translateMap(this.map, translator);
    for (const [name, value] of Object.entries(this.paint())) this.map.setPaintProperty(SOURCE, name as "circle-color", value as never);
  }

  private fit(points: [number, number][], maxZoom = 14): void {
    const bounds = points.reduce((all, point) => all.extend(point), new LngLatBounds());
    this.map.fitBounds(bounds, { padding: 50, maxZoom, duration: 0 });
  }

  private paint() {
    const colours = KINDS.flatMap((kind) => [kind, colour(`--kind-${kind}`)]);
    return {
      "circle-color": ["match", ["get", "kind"], ...colours, colour("--text-soft")] as unknown as ExpressionSpecification,
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 2.5, 10, 4.5, 16, 7] as ExpressionSpecification,
      "circle-stroke-color": colour("--surface"),
      "circle-stroke-width": 1,
    };
  }
}

function featureOf(row: Row) {
  const place = placeOf(row);
  if (!place) return [];
  return [{ type: "Feature" as const, geometry: place.geometry, properties: { at: row.at, kind: kindOf(row) } }];
}

function collection<F>(features: F[]) {
  return { type: "FeatureCollection" as const, features };
}
