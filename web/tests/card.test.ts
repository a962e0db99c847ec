import { expect, test, vi } from "vitest";
import { placeCard, type OpenedPlace } from "../src/card";
import { Translator } from "../src/language";
import { FORMER_UNITS, house, ward } from "./places";

const vietnamese = new Translator("vi");

function cardOf(opened: Partial<OpenedPlace>) {
  const actions = { copy: vi.fn(), share: vi.fn(), close: vi.fn() };
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

test("a pressed point shows its distance and the commune around it", () => {
  const { text } = cardOf({
    place: house({ distance_m: 43.2 }),
    chosen: { lat: 21, lon: 105 },
    ward: ward({ distance_m: 231.5 }),
  });
  expect(text).toContain("43 m");
  expect(text).toContain("cách ranh giới 232 m");
});

test("the distance to the middle of the map is nobody's question", () => {
  expect(cardOf({ place: house({ distance_m: 43.2 }) }).text).not.toContain("43 m");
});

test("made addresses are marked, real units beside them are not", () => {
  const badge = vietnamese.text("syntheticBadge");
  expect(cardOf({ place: house({ synthetic: true }) }).text).toContain(badge);
  expect(cardOf({ place: ward({ synthetic: true }) }).text).not.toContain(badge);
});

test("copying takes the current form, sharing the place", () => {
  const { card, actions } = cardOf({});
  const [copy, share] = card.querySelectorAll<HTMLButtonElement>(".card-buttons button");
  copy?.click();
  share?.click();
  expect(actions.copy).toHaveBeenCalledWith(house().properties.label);
  expect(actions.share).toHaveBeenCalledWith(house());
});
