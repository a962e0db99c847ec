import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map-controls.css";
import "../styles/map.css";
import {
  AttributionControl,
  Map as MapLibre,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type IControl,
  type MapGeoJSONFeature,
  type Point,
  type PointLike,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Place, PlaceType, Position } from "../contract";
import type { Translator } from "../language";
import type { OpenedPlace } from "../opened";
import type { Theme } from "../theme";
import type { AddressStack } from "../view";
import { COUNTRY, initialPadding, panelOffset, panelPadding } from "./camera";
import { colour } from "../shell/colour";
import { translateControls } from "./controls";
import { LayerGroups } from "./groups";
import { onLongPress } from "./long-press";
import { Marks } from "./marks";
import { stackOf } from "./stack";
import { styleUrl } from "./style-url";

setWorkerUrl(workerUrl);

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

const GLIDE_MILLISECONDS = 600;

/** Below this zoom the view says little about where the user's interest lies. */
const BIAS_MINIMUM_ZOOM = 9;

/** A pressed point whose nearest address is farther than this is looked at by itself. */
const WIDEST_DEGREES = 0.05;

/** Nobody presses a dot in its very middle. */
const FINGER_PIXELS = 6;

export interface MapActions {
  press(position: Position): void;
  pressStack(stack: AddressStack): void;
}

/** The map of the page: what is shown, what is marked, where it looks. */
export class PlaceMap {
  readonly map: MapLibre;
  readonly groups: LayerGroups;
  readonly marks: Marks;
  /** The pin of a position that is being chosen; it goes where the map is pressed. */
  private picked: { pin: Marker; move: (position: Position) => void } | undefined;

  constructor(
    container: HTMLElement,
    private readonly actions: MapActions,
    theme: Theme,
    buttons: HTMLElement,
  ) {
    this.map = new MapLibre({
      container,
      style: styleUrl(theme),
      bounds: COUNTRY,
      fitBoundsOptions: { padding: initialPadding() },
      hash: true,
      maxZoom: 20,
      attributionControl: false,
      fadeDuration: 100,
    });
    this.map.addControl(new AttributionControl({ compact: true, customAttribution: "MapLibre" }), "bottom-right");
    this.map.addControl(new NavigationControl(), "bottom-right");
    this.map.addControl(buttonControl(buttons), "bottom-right");
    this.map.addControl(new ScaleControl(), "bottom-left");
    this.groups = new LayerGroups(this.map);
    this.marks = new Marks(this.map);
    this.map.on("click", ({ point, lngLat }) => this.press(point, lngLat));
    onLongPress(this.map, (point, lngLat) => this.press(point, lngLat));
  }

  get bias(): Position | undefined {
    if (this.map.getZoom() < BIAS_MINIMUM_ZOOM) return undefined;
    const { lat, lng } = this.map.getCenter().wrap();
    return rounded(lat, lng, 3);
  }

  /** Resolves when the style of the theme is drawn. */
  async useTheme(theme: Theme): Promise<void> {
    this.map.setStyle(styleUrl(theme), { diff: false });
    await this.map.once("idle");
  }

  /** Marks a place, and moves there unless the view was chosen already. */
  show(opened: OpenedPlace, move: boolean): void {
    this.marks.show(opened);
    if (move) this.moveTo(opened);
  }

  /** Marks a point around which nothing is known. */
  showPoint({ lat, lon }: Position, move: boolean): void {
    this.marks.showPoint({ lat, lon });
    if (move) this.map.jumpTo({ center: [lon, lat], zoom: ZOOM_OF.ward });
  }

  clear(): void {
    this.marks.clear();
  }

  /** Lets a person choose a position with a pin of its own. */
  pick(start: Position, onMove: (position: Position) => void): void {
    this.endPicking();
    const pin = new Marker({ color: colour("--pick"), draggable: true }).setLngLat([start.lon, start.lat]).addTo(this.map);
    const move = (position: Position) => {
      pin.setLngLat([position.lon, position.lat]);
      onMove(position);
    };
    pin.on("dragend", () => move(positionAt(pin.getLngLat())));
    this.picked = { pin, move };
  }

  endPicking(): void {
    this.picked?.pin.remove();
    this.picked = undefined;
  }

  /** Gives the map's own controls their words again, in the language chosen now. */
  translate(translator: Translator): void {
    translateControls(this.map, translator);
  }

  private press(point: Point, lngLat: { wrap(): { lat: number; lng: number } }): void {
    const position = positionAt(lngLat);
    if (this.picked) return this.picked.move(position);
    const stack = this.addressesAt(point).map(stackOf).find((found) => found !== undefined);
    if (stack) this.actions.pressStack(stack);
    else this.actions.press(position);
  }

  private addressesAt({ x, y }: Point): MapGeoJSONFeature[] {
    if (!this.map.isStyleLoaded()) return [];
    const around: [PointLike, PointLike] = [
      [x - FINGER_PIXELS, y - FINGER_PIXELS],
      [x + FINGER_PIXELS, y + FINGER_PIXELS],
    ];
    return this.map.queryRenderedFeatures(around).filter(({ sourceLayer }) => sourceLayer === "addresses");
  }

  /** Glides to what is near and jumps to what is far: a flight asks for every tile on its way. */
  private moveTo(opened: OpenedPlace): void {
    const { geometry } = opened.place;
    const camera = this.cameraFor(opened);
    if (!camera) return;
    const isNear = this.map.getBounds().contains(geometry.coordinates);
    this.map.easeTo({ ...camera, duration: isNear && this.isSimilarZoom(camera.zoom) ? GLIDE_MILLISECONDS : 0 });
  }

  private cameraFor({ place, chosen }: OpenedPlace) {
    const bounds = chosen ? boundsAround(chosen.position, place) : place.bbox;
    if (bounds) return this.map.cameraForBounds(bounds, { padding: panelPadding(), maxZoom: ZOOM_OF.house });
    const { geometry, properties } = place;
    const center: [number, number] = chosen ? [chosen.position.lon, chosen.position.lat] : geometry.coordinates;
    return { center, zoom: chosen ? ZOOM_OF.street : ZOOM_OF[properties.type], offset: panelOffset() };
  }

  private isSimilarZoom(zoom: number | undefined): boolean {
    return zoom !== undefined && Math.abs(zoom - this.map.getZoom()) < 3;
  }
}

/** Both the point and its nearest address, where one view can show them. */
function boundsAround({ lat, lon }: Position, { geometry }: Place): [number, number, number, number] | undefined {
  const [otherLon, otherLat] = geometry.coordinates;
  if (Math.abs(lat - otherLat) > WIDEST_DEGREES || Math.abs(lon - otherLon) > WIDEST_DEGREES) return undefined;
  return [Math.min(lon, otherLon), Math.min(lat, otherLat), Math.max(lon, otherLon), Math.max(lat, otherLat)];
}

/** The page's own buttons, among the controls of the map. */
function buttonControl(buttons: HTMLElement): IControl {
  buttons.hidden = false;
  return { onAdd: () => buttons, onRemove: () => buttons.remove() };
}

function positionAt(lngLat: { wrap(): { lat: number; lng: number } }): Position {
  const { lat, lng } = lngLat.wrap();
  return rounded(lat, lng, 6);
}

function rounded(lat: number, lon: number, digits: number): Position {
  return { lat: Number(lat.toFixed(digits)), lon: Number(lon.toFixed(digits)) };
}
