import type { Feature, LineString, Polygon } from "geojson";
import { Marker, type GeoJSONSource, type Map as MapLibre, type MarkerOptions } from "maplibre-gl";
import { isUnit, positionOf, type Position } from "../contract";
import { circleAround, metresBetween } from "../geometry";
import type { OpenedPlace } from "../opened";
import { colour } from "../shell/colour";

const SOURCE = "marks";
const OUTLINES = [
  { id: "chosen-province", sourceLayer: "provinces" },
  { id: "chosen-district", sourceLayer: "former_districts" },
  { id: "chosen-ward", sourceLayer: "wards" },
] as const;

/** A line shorter than this only hides under the pin. */
const SHORTEST_LINE_METRES = 1;

type Shape = Feature<LineString | Polygon>;

/** What the page draws over the map: pins, the line to the nearest address, circles and outlines. */
export class Marks {
  private pins: Marker[] = [];
  private shapes: Shape[] = [];
  private outlined = "";

  constructor(private readonly map: MapLibre) {
    map.on("style.load", () => this.addLayers());
  }

  /** The positions that are marked by a pin or a dot, for those who draw the map anew. */
  get pinned(): { position: Position; isDot: boolean }[] {
    return this.pins.map((pin) => {
      const { lat, lng } = pin.getLngLat();
      return { position: { lat, lon: lng }, isDot: pin.getElement().classList.contains("chosen-dot") };
    });
  }

  show({ place, chosen }: OpenedPlace): void {
    this.clear();
    const position = positionOf(place);
    const pin = this.pin(position, { color: colour("--accent") });
    pin.getElement().setAttribute("aria-label", place.properties.label);
    if (chosen) this.pin(chosen.position, { element: dot() });
    this.shapes = [
      ...(chosen?.accuracyMetres ? [circle(chosen.position, chosen.accuracyMetres)] : []),
      ...(chosen && !isUnit(place.properties) ? line(chosen.position, position) : []),
    ];
    this.outlined = isUnit(place.properties) ? place.properties.id : "";
    this.apply();
  }

  showPoint(position: Position): void {
    this.clear();
    this.pin(position, { element: dot() });
  }

  clear(): void {
    for (const pin of this.pins) pin.remove();
    this.pins = [];
    this.shapes = [];
    this.outlined = "";
    this.apply();
  }

  private pin({ lat, lon }: Position, options: MarkerOptions): Marker {
    const pin = new Marker(options).setLngLat([lon, lat]).addTo(this.map);
    this.pins.push(pin);
    return pin;
  }

  private apply(): void {
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    if (!source) return;
    source.setData({ type: "FeatureCollection", features: this.shapes });
    for (const { id } of OUTLINES) {
      if (this.map.getLayer(id)) this.map.setFilter(id, ["==", ["get", "code"], this.outlined]);
    }
  }

  private addLayers(): void {
    const accent = colour("--accent");
    this.map.addSource(SOURCE, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    const drawn = this.map.getStyle().layers.map((layer) => ("source-layer" in layer ? layer["source-layer"] : undefined));
    for (const { id, sourceLayer } of OUTLINES.filter((outline) => drawn.includes(outline.sourceLayer))) {
      this.map.addLayer({
        id,
        type: "line",
        source: "admin",
        "source-layer": sourceLayer,
        filter: ["==", ["get", "code"], ""],
        layout: { "line-join": "round" },
        paint: { "line-color": accent, "line-width": 3 },
      });
    }
    this.map.addLayer({
      id: "accuracy",
      type: "fill",
      source: SOURCE,
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": accent, "fill-opacity": 0.15, "fill-outline-color": accent },
    });
    this.map.addLayer({
      id: "way-to-nearest",
      type: "line",
      source: SOURCE,
      filter: ["==", ["geometry-type"], "LineString"],
      layout: { "line-cap": "round" },
      paint: { "line-color": accent, "line-width": 2.5, "line-dasharray": [1, 2] },
    });
    this.apply();
  }
}

function line(from: Position, to: Position): Shape[] {
  if (metresBetween(from, to) < SHORTEST_LINE_METRES) return [];
  const coordinates = [from, to].map(({ lat, lon }) => [lon, lat]);
  return [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }];
}

function circle(centre: Position, metres: number): Shape {
  const geometry = { type: "Polygon" as const, coordinates: [circleAround(centre, metres)] };
  return { type: "Feature", properties: {}, geometry };
}

function dot(): HTMLElement {
  const made = document.createElement("div");
  made.className = "chosen-dot";
  return made;
}
