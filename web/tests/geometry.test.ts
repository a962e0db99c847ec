import { expect, test } from "vitest";
import { circleAround, metresBetween } from "../src/geometry";

const HANOI = { lat: 21.0285, lon: 105.8542 };
const SAIGON = { lat: 10.7769, lon: 106.7009 };

test("a degree of latitude is 111.2 km on the mean sphere, Hanoi to Saigon 1,144 km", () => {
  expect(metresBetween(HANOI, { ...HANOI, lat: HANOI.lat + 1 })).toBeCloseTo(111_195, 0);
  expect(metresBetween(HANOI, SAIGON) / 1000).toBeCloseTo(1143.5, 0);
});

test("every corner of a circle lies at its distance, and the ring is closed", () => {
  const ring = circleAround(HANOI, 500);
  for (const [lon, lat] of ring) expect(metresBetween(HANOI, { lat, lon })).toBeCloseTo(500, 0);
  expect(ring.at(-1)).toEqual(ring[0]);
});
