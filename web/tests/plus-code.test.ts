import { expect, test } from "vitest";
import { decode, decodeNear, encode, isFullCode, isShortCode } from "../src/typed/plus-code";

/** From the specification's test data: decoding.csv, as code, south, west, north, east. */
const DECODING: [string, number, number, number, number][] = [
  ["7FG49Q00+", 20.35, 2.75, 20.4, 2.8],
  ["7FG49QCJ+2V", 20.37, 2.782125, 20.370125, 2.78225],
  ["7FG49QCJ+2VX", 20.3701, 2.78221875, 20.370125, 2.78225],
  ["7FG49QCJ+2VXGJ", 20.370113, 2.782234375, 20.370114, 2.78223632813],
  ["8FVC2222+22", 47.0, 8.0, 47.000125, 8.000125],
  ["4VCPPQGP+Q9", -41.273125, 174.785875, -41.273, 174.786],
  ["62G20000+", 0.0, -180.0, 1, -179],
  ["22220000+", -90, -180, -89, -179],
  ["7FG40000+", 20.0, 2.0, 21.0, 3.0],
  ["22222222+22", -90.0, -180.0, -89.999875, -179.999875],
  ["6VGX0000+", 0, 179.0, 1, 180],
  ["6FH32222+222", 1, 1, 1.000025, 1.00003125],
  ["84000000+", 30, -140, 50, -120],
  ["849VGJQF+VX7QR3J7QR3J", 37.53966912, -122.3750698242, 37.53966916, -122.3750697021],
];

/** From the specification's test data: shortCodeTests.csv, as full code, reference, short code with a digit before the plus. */
const SHORT_CODES: [string, number, number, string][] = [
  ["9C3W9QCJ+2VX", 51.3708675, -1.217765625, "CJ+2VX"],
  ["9C3W9QCJ+2VX", 51.3852125, -1.217765625, "9QCJ+2VX"],
  ["9C3W9QCJ+2VX", 51.3701125, -1.232865625, "9QCJ+2VX"],
  ["8FJFW222+", 42.899, 9.012, "22+"],
  ["796RXG22+", 14.95125, -23.5001, "22+"],
  ["8FRCXGRF+PM", 47.0, 8.55, "XGRF+PM"],
  ["CFX22222+22", 89.6, 0.0, "2222+22"],
  ["2CXXXXXX+XX", -81.0, 0.0, "XXXXXX+XX"],
];

test.each(DECODING)("%s is the middle of its cell", (code, south, west, north, east) => {
  expect(isFullCode(code)).toBe(true);
  const { lat, lon } = decode(code);
  expect(lat).toBeCloseTo((south + north) / 2, 7);
  expect(lon).toBeCloseTo((west + east) / 2, 7);
});

test.each(SHORT_CODES.filter(([, , , short]) => !short.startsWith("+")))(
  "%s near %d, %d is meant by %s",
  (full, lat, lon, short) => {
    expect(isShortCode(short)).toBe(true);
    expect(decodeNear(short, { lat, lon })).toEqual(decode(full));
  },
);

/** From the specification's test data: encoding.csv, rows of ten digits. */
test.each([
  [20.3701125, 2.782234375, "7FG49QCJ+2V"],
  [47.0000625, 8.0000625, "8FVC2222+22"],
  [-41.2730625, 174.7859375, "4VCPPQGP+Q9"],
  [20.5, 2.5, "7FG4GG22+22"],
  [90.0, 1.0, "CFX3X2X2+X2"],
  [1.0, 180.0, "62H22222+22"],
])("%d, %d is encoded as %s", (lat, lon, code) => {
  expect(encode({ lat, lon })).toBe(code);
});

/** From the specification's test data: validityTests.csv. */
test.each([
  ["8FWC2345+G6", true, false],
  ["8FWC2345+G6G", true, false],
  ["8fwc2345+", true, false],
  ["8FWCX400+", true, false],
  ["849VGJQF+VX7QR3JW", true, false],
  ["849VGJQF+VX7QR3JU", false, false],
  ["WC2345+G6g", false, true],
  ["2345+G6", false, true],
  ["45+G6", false, true],
  ["G+", false, false],
  ["+", false, false],
  ["8FWC2345+G", false, false],
  ["8FWC2_45+G6", false, false],
  ["8FWC2η45+G6", false, false],
  ["8FWC2345+G6+", false, false],
  ["8FWC2300+G6", false, false],
  ["WC2300+G6g", false, false],
  ["WC2345+G", false, false],
])("%s: full %s, short %s", (code, full, short) => {
  expect([isFullCode(code), isShortCode(code)]).toEqual([full, short]);
});
