import { expect, test } from "vitest";
import { readTyped } from "../src/typed/typed";

const HOAN_KIEM = { lat: 21.0285, lon: 105.8542 };

test.each([
  "21.0285, 105.8542",
  " 21.0285,105.8542 ",
  "21.0285 105.8542",
  "21.0285;105.8542",
  "(21.0285, 105.8542)",
  "21.0285°, 105.8542°",
  "21,0285; 105,8542",
  "21,0285 105,8542",
  "21.0285° N, 105.8542° E",
  "21.0285N 105.8542E",
  "N 21.0285, E 105.8542",
  "21.0285° B, 105.8542° Đ",
  "vĩ độ 21.0285, kinh độ 105.8542",
  "kinh độ: 105.8542, vĩ độ: 21.0285",
  "lat=21.0285 lon=105.8542",
  "https://www.google.com/maps/@21.0285,105.8542,17z",
  "@21.0285,105.8542,17z",
  "https://www.google.com/maps/place/Hanoi/@20.9,105.7,12z/data=!3m1!8m2!3d21.0285!4d105.8542",
  "https://maps.google.com/?q=21.0285,105.8542",
  "https://www.openstreetmap.org/#map=17/21.0285/105.8542",
  "https://www.openstreetmap.org/?mlat=21.0285&mlon=105.8542#map=12/20/105.1",
  "geo:21.0285,105.8542?z=17",
  "POINT (105.8542 21.0285)",
])("%s is read as a position", (text) => {
  expect(readTyped(text)).toEqual({ kind: "position", position: HOAN_KIEM, swapped: false });
});

test.each([
  `21°01'42.6"N 105°51'15.12"E`,
  `21°01′42.6″N, 105°51′15.12″E`,
  `21° 1' 42.6" B, 105° 51' 15.12" Đ`,
  `21 01 42.6 N 105 51 15.12 E`,
  `N21°01'42.6" E105°51'15.12"`,
  `21°01'42,6"N 105°51'15,12"E`,
  `21°01.71'N 105°51.252'E`,
  `21°01'42.6" 105°51'15.12"`,
])("%s is read in degrees, minutes and seconds", (text) => {
  expect(readTyped(text)).toEqual({ kind: "position", position: HOAN_KIEM, swapped: false });
});

test("longitude first is turned round where only that lies in Viet Nam, and said so", () => {
  expect(readTyped("105.8542, 21.0285")).toEqual({ kind: "position", position: HOAN_KIEM, swapped: true });
  expect(readTyped("105,8542; 21,0285")).toEqual({ kind: "position", position: HOAN_KIEM, swapped: true });
  expect(readTyped("48.8566, 2.3522")).toEqual({
    kind: "position",
    position: { lat: 48.8566, lon: 2.3522 },
    swapped: false,
  });
});

test("southern and western positions keep their sides", () => {
  expect(readTyped("33.9 S, 18.4 E")).toMatchObject({ position: { lat: -33.9, lon: 18.4 } });
  expect(readTyped("-33.86, -151.2")).toMatchObject({ position: { lat: -33.86, lon: -151.2 } });
});

test.each(["12, 34", "3/2", "12 34 hue", "91.5, 190.2", "10.5", "21°75'00\"N 105°00'00\"E", "12/34/5 Nguyễn Trãi", "số 5 ngõ 21.5"])(
  "%s is left to the search",
  (text) => {
    expect(readTyped(text)).toEqual({ kind: "words", words: text });
  },
);

test("plus codes are read in full and short, with a place named behind or none", () => {
  expect(readTyped("7p28qpg3+35")).toEqual({
    kind: "plusCode",
    code: "7P28QPG3+35",
    position: { lat: 10.7751875, lon: 106.7029375 },
  });
  expect(readTyped("QRJ3+XX Hà Nội")).toEqual({ kind: "shortCode", code: "QRJ3+XX", near: "Hà Nội" });
  expect(readTyped("QRJ3+XX, Hà Nội, Việt Nam")).toMatchObject({ near: "Hà Nội Việt Nam" });
  expect(readTyped("QRJ3+XX")).toEqual({ kind: "shortCode", code: "QRJ3+XX", near: "" });
});

test("identifiers may be grouped, communes have five digits", () => {
  for (const text of ["100000157668", "1000 0015 7668", "1000.0015.7668", "1000-0015-7668"]) {
    expect(readTyped(text)).toEqual({ kind: "identifier", id: "100000157668" });
  }
  expect(readTyped("26740")).toEqual({ kind: "wardCode", code: "26740" });
  expect(readTyped("0900000000123")).toMatchObject({ kind: "words" });
});

test("words are cut to what the server takes", () => {
  expect(readTyped("a".repeat(300))).toEqual({ kind: "words", words: "a".repeat(200) });
});
