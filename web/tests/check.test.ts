import { expect, test } from "vitest";
import { worstFirst, type CountryQuality, type UnitQuality, type WardFindings } from "../src/check/contract";
import { unitsView, wardView } from "../src/check/tables";
import { checkLink, mapLink, readCheckTarget } from "../src/check/target";
import { Translator } from "../src/language";

const english = new Translator("en");

function unit(code: string, addresses: number, faulty: number, wards?: UnitQuality[]): UnitQuality {
  return { code, name: `Unit ${code}`, addresses, faulty, findings: { wrong_side: faulty }, boundary: "surveyed", ...(wards && { wards }) };
}

const WARDS = [unit("00004", 100, 1), unit("00008", 10, 1), unit("00010", 0, 0)];
const COUNTRY: CountryQuality = {
  release: "r1",
  total: unit("", 110, 2),
  provinces: [unit("01", 110, 2, WARDS), unit("02", 50, 5, [])],
};
const FOUND: WardFindings = {
  release: "r1",
  province: { code: "01", name: "Hà Nội" },
  ward: { ...unit("00004", 100, 1), findings: { duplicate_far: 2, without_number: 3 }, boundary: "illustrative" },
  total: 250,
  page: 2,
  limit: 100,
  next: "http://127.0.0.1/quality/00004?page=3",
  features: [
    {
      geometry: { coordinates: [105.8, 21] },
      properties: { id: "100000000012", label: "6 <b>Phố Vọng</b>", finding: "duplicate_far", distance_m: 2000, other_id: "100000000020" },
    },
  ],
};

function shown(views: HTMLElement[]): HTMLElement {
  const main = document.createElement("main");
  main.append(...views);
  return main;
}

const links = (root: HTMLElement) => [...root.querySelectorAll("a")].map((link) => link.getAttribute("href"));

test("units stand by their share of faults", () => {
  expect(worstFirst(WARDS).map(({ code }) => code)).toEqual(["00008", "00004", "00010"]);
  const provinces = shown(unitsView(COUNTRY, { page: 1 }, english));
  expect([...provinces.querySelectorAll(".check-name")].map((name) => name.textContent)).toEqual(["Unit 02", "Unit 01"]);
});

test("a province leads to its communes, and a commune to its rows", () => {
  expect(links(shown(unitsView(COUNTRY, { page: 1 }, english)))).toContain("./check?province=01&lang=en");
  expect(links(shown(unitsView(COUNTRY, { province: "01", page: 1 }, english)))).toContain("./check?ward=00008&lang=en");
});

test("each row leads to the map, and to the other place of its address", () => {
  const view = shown(wardView(FOUND, { ward: "00004", page: 2 }, english));
  expect(links(view)).toContain("./?id=100000000012&lang=en");
  expect(links(view)).toContain("./?id=100000000020&lang=en");
  expect(view.querySelector(".check-place")?.textContent).toBe("6 <b>Phố Vọng</b>");
  expect(view.textContent).toContain("2 km");
  expect(view.textContent).toContain(english.text("checkNotSurveyed"));
});

test("pages and findings are kept in links", () => {
  const view = shown(wardView(FOUND, { ward: "00004", finding: "duplicate_far", page: 2 }, english));
  expect(links(view)).toContain("./check?ward=00004&finding=duplicate_far&page=3&lang=en");
  expect(links(view)).toContain("./check?ward=00004&finding=duplicate_far&lang=en");
  expect(view.querySelector("[aria-current]")?.textContent).toContain(english.text("findingDuplicateFar"));
});

test("a link is read back, and what it should not have is left out", () => {
  const target = { ward: "00004", finding: "wrong_side", page: 3 } as const;
  expect(readCheckTarget(checkLink(target, "vi").split("?")[1] ?? "")).toEqual({ ...target, province: undefined });
  expect(readCheckTarget("?finding=ugly&page=-2")).toEqual({ province: undefined, ward: undefined, finding: undefined, page: 1 });
  expect(mapLink("26740", "vi")).toBe("./?id=26740&lang=vi");
});
