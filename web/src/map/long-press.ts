import type { LngLat, Map as MapLibre, MapTouchEvent } from "maplibre-gl";

const HELD_MILLISECONDS = 500;
/** A finger that stays this near its place, in pixels, is not panning. */
const STILL_PIXELS = 8;

/**
 * Tells when one finger is held still on the map. A second finger, a move or an
 * early release makes it something else. The browser's own menu stays away.
 */
export function onLongPress(map: MapLibre, onPress: (point: MapTouchEvent["point"], lngLat: LngLat) => void): void {
  let timer = 0;
  let start: MapTouchEvent | undefined;
  const forget = () => {
    window.clearTimeout(timer);
    start = undefined;
  };
  map.on("touchstart", (event) => {
    forget();
    if (event.points.length !== 1) return;
    start = event;
    timer = window.setTimeout(() => {
      const held = start;
      start = undefined;
      if (held) onPress(held.point, held.lngLat);
    }, HELD_MILLISECONDS);
  });
  map.on("touchmove", (event) => {
    if (event.points.length > 1 || (start && event.point.dist(start.point) > STILL_PIXELS)) forget();
  });
  for (const end of ["touchend", "touchcancel", "movestart"] as const) map.on(end, forget);
  map.getCanvas().addEventListener("contextmenu", (event) => event.preventDefault());
}
