import type { Position } from "./contract";

const EARTH_RADIUS_METRES = 6_371_008.8;
const CIRCLE_CORNERS = 64;

/** Metres between two positions on a sphere of the Earth's mean radius. */
export function metresBetween(a: Position, b: Position): number {
  const [fromLat, toLat] = [radians(a.lat), radians(b.lat)];
  const halfLat = Math.sin((toLat - fromLat) / 2);
  const halfLon = Math.sin(radians(b.lon - a.lon) / 2);
  const chord = halfLat ** 2 + Math.cos(fromLat) * Math.cos(toLat) * halfLon ** 2;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** A closed ring of longitude and latitude at a distance around a position, good for distances of a few kilometres. */
export function circleAround({ lat, lon }: Position, metres: number): [number, number][] {
  const degrees = (metres / EARTH_RADIUS_METRES) * (180 / Math.PI);
  const stretch = 1 / Math.cos(radians(lat));
  return Array.from({ length: CIRCLE_CORNERS + 1 }, (_, corner) => {
    const angle = (2 * Math.PI * (corner % CIRCLE_CORNERS)) / CIRCLE_CORNERS;
    return [lon + degrees * stretch * Math.cos(angle), lat + degrees * Math.sin(angle)];
  });
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
