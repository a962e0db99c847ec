import type { Geometry } from "geojson";
import type { AddressStack } from "../view";

/** The addresses of a feature that stands for several at one point; nothing for a single address. */
export function stackOf(feature: {
  geometry: Geometry;
  properties: Record<string, unknown>;
}): AddressStack | undefined {
  const { geometry, properties } = feature;
  const count = Number(properties.count);
  if (geometry.type !== "Point" || !(count > 1)) return undefined;
  const addresses = listed(properties.list);
  if (addresses.length === 0) return undefined;
  const [lon = 0, lat = 0] = geometry.coordinates;
  return { position: { lat, lon }, count, addresses };
}

/** Tiles carry no lists: the list is JSON in a text. */
function listed(list: unknown): AddressStack["addresses"] {
  if (typeof list !== "string") return [];
  try {
    return (JSON.parse(list) as Partial<Record<"id" | "number" | "street", string>>[]).flatMap(({ id, number, street }) =>
      id ? [{ id, label: [number, street].filter(Boolean).join(" ") || id }] : [],
    );
  } catch {
    return [];
  }
}
