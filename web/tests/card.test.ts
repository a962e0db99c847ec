import { expect, test, vi } from "vitest";
import { placeCard } from "../src/card/card";
import type { Place } from "../src/contract";
import { Translator } from "../src/language";
import type { ChosenPoint, OpenedPlace } from "../src/opened";
import { FORMER_UNITS, house, ward } from "./places";

const vietnamese = new Translator("vi");

function cardOf(opened: Partial<OpenedPlace>) {
  const actions = {
    copy: vi.fn(),
    share: vi.fn(),
    print: vi.fn(),
    close: vi.fn(),
    qrCode: vi.fn(async () => document.createElement("figure")),
    report: vi.fn(async () => document.createElement("form")),
    history: vi.fn(async () => document.createElement("ol")),
    formerWards: vi.fn(async () => document.createElement("ul")),
  };
  const card = placeCard({ place: house(), ...opened }, actions, vietnamese);
  return { card, actions, text: card.textContent ?? "" };
}

test("the card shows both forms of the address", () => {
  const { card } = cardOf({ place: house({ legacy: FORMER_UNITS }) });
  expect(card.querySelector(".card-label")?.textContent).toBe("21 Phố Hàng Gai, Phường Hoàn Kiếm, Thành phố Hà Nội");
  expect(card.querySelector(".former-label")?.textContent).toBe(
    "21 Phố Hàng Gai, Phường Hàng Gai, Quận Hoàn Kiếm, Thành phố Hà Nội",
  );
});

test("the identifier is grouped for the eye and whole when copied", () => {
  const identifier = cardOf({}).card.querySelector(".identifier");
  expect(identifier?.textContent).toBe("100000000018");
  expect(identifier?.children.length).toBe(3);
});

test("codes and coordinates are shown, latitude first", () => {
  const { text } = cardOf({ place: house({ plus_code: "7PH72VJ2+V9" }) });
  expect(text).toContain("7PH72VJ2+V9");
  expect(text).toContain("21.032190, 105.850937");
});

const CHOSEN: ChosenPoint = {
  position: { lat: 21, lon: 105 },
  ward: ward({ distance_m: 231.5 }),
  former: { certainty: "oneOf", labels: ["Phường Hàng Gai, Quận Hoàn Kiếm", "Phường Hàng Trống, Quận Hoàn Kiếm"] },
};

test("a pressed point shows its distance and the communes of both eras around it", () => {
  const { text } = cardOf({ place: house({ distance_m: 43.2 }), chosen: CHOSEN });
  expect(text).toContain("cách 43 m");
  expect(text).toContain("cách ranh giới 232 m");
  expect(text).toContain(vietnamese.text("communeFormerOneOf"));
  expect(text).toContain("Phường Hàng Trống");
  expect(text).toContain("21.000000, 105.000000");
});

test("the measured position tells how sure it is, a swapped one that it was turned round", () => {
  const measured = cardOf({ place: house({ distance_m: 5 }), chosen: { ...CHOSEN, accuracyMetres: 24 } });
  expect(measured.text).toContain("Vị trí của bạn, sai số khoảng 24 m");
  const swapped = cardOf({ chosen: { ...CHOSEN, swapped: true } });
  expect(swapped.text).toContain(vietnamese.text("swappedNote"));
});

test("the distance to the middle of the map is nobody's question", () => {
  expect(cardOf({ place: house({ distance_m: 43.2 }) }).text).not.toContain("43 m");
});

test("made addresses are marked, real units beside them are not", () => {
  const badge = vietnamese.text("syntheticBadge");
  expect(cardOf({ place: house({ synthetic: true }) }).text).toContain(badge);
  expect(cardOf({ place: ward({ synthetic: true }) }).text).not.toContain(badge);
});

test("each form, code and order of coordinates is copied by one press", () => {
  const { card, actions } = cardOf({ place: house({ legacy: FORMER_UNITS, plus_code: "7PH72VJ2+V9" }) });
  card.querySelectorAll<HTMLButtonElement>(".copy-button").forEach((copy) => copy.click());
  expect(actions.copy.mock.calls.map(([text]) => text)).toEqual([
    "21 Phố Hàng Gai, Phường Hoàn Kiếm, Thành phố Hà Nội",
    "21 Phố Hàng Gai, Phường Hàng Gai, Quận Hoàn Kiếm, Thành phố Hà Nội",
    "100000000018",
    "7PH72VJ2+V9",
    "21.032190, 105.850937",
    "105.850937, 21.032190",
    "00070",
  ]);
});

test("a drawer opens, gives way to another, and closes", async () => {
  const { card, actions } = cardOf({});
  const press = async (name: string) => {
    card.querySelector<HTMLButtonElement>(`.card-button.${name}`)?.click();
    await new Promise((done) => setTimeout(done));
  };
  const shown = () => card.querySelector(".drawer:not([hidden])")?.firstElementChild?.tagName;
  await press("qrCode");
  expect(shown()).toBe("FIGURE");
  await press("report");
  expect(shown()).toBe("FORM");
  expect(card.querySelector('[aria-expanded="true"]')?.textContent).toBe(vietnamese.text("report"));
  await press("report");
  expect(shown()).toBeUndefined();
  expect(actions.report).toHaveBeenCalledTimes(1);
});

test("what is in no registry has no history, and nothing of it can be reported", () => {
  const folded = (place: Place) => cardOf({ place }).card.querySelector("summary")?.textContent;
  for (const place of [ward(), house({ match_level: "interpolated" })]) {
    expect(folded(place)).not.toBe(vietnamese.text("history"));
    expect(cardOf({ place }).card.querySelector(".card-button.report")).toBeNull();
  }
  expect(folded(house())).toBe(vietnamese.text("history"));
});

test("a commune tells what it was made of, once it is asked", async () => {
  const { card, actions } = cardOf({ place: ward() });
  expect(actions.formerWards).not.toHaveBeenCalled();
  card.querySelector("details")?.dispatchEvent(new Event("toggle"));
  await new Promise((done) => setTimeout(done));
  expect(actions.formerWards).toHaveBeenCalledWith(ward());
  expect(card.querySelector(".history ul")).not.toBeNull();
});

test("at a chosen point a missing address can be told even where the registry has nothing", () => {
  expect(cardOf({ place: ward(), chosen: CHOSEN }).card.querySelector(".card-button.report")).not.toBeNull();
});
