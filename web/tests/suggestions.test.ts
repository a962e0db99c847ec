import { beforeEach, expect, test, vi } from "vitest";
import type { Api } from "../src/api";
import { Translator } from "../src/language";
import { RecentPlaces } from "../src/recent";
import { Suggestions } from "../src/suggestions";
import { house } from "./places";

const autocomplete = vi.fn();
const openers = { place: vi.fn(), text: vi.fn(), recent: vi.fn() };
const translator = new Translator("vi");
const make = () => new Suggestions({ autocomplete } as unknown as Api, translator, new RecentPlaces(), openers);
const suggest = (text: string) => make().for(text, { language: "vi" });

beforeEach(() => {
  localStorage.clear();
  vi.resetAllMocks();
  autocomplete.mockResolvedValue({ features: [house()] });
});

test.each([
  ["105.8542, 21.0285", "21.0285, 105.8542", "typedSwapped"],
  ["21.0285, 105.8542", "21.0285, 105.8542", "typedPosition"],
  ["7p28qpg3+35", "7P28QPG3+35", "typedPlusCode"],
  ["qrj3+xx hà nội", "QRJ3+XX hà nội", "typedPlusCode"],
  ["1000 0015 7668", "100000157668", "typedIdentifier"],
] as const)("%s is offered as what it is, without asking the server", async (text, label, kind) => {
  const [first] = await suggest(text);
  expect(first).toMatchObject({ label, kind: translator.text(kind) });
  first!.open();
  expect(openers.text).toHaveBeenCalledWith(text);
  expect(autocomplete).not.toHaveBeenCalled();
});

test("five digits are offered as a commune's code beside what they begin", async () => {
  const labels = (await suggest("00070")).map(({ label }) => label);
  expect(labels).toEqual(["00070", house().properties.label]);
});

test("words are completed by the server, and open the place itself", async () => {
  const [first] = await suggest("hang gai");
  first!.open();
  expect(openers.place).toHaveBeenCalledWith(house());
});

test("a place found by its former name shows that name", async () => {
  const legacy = { ward: "Phường Hàng Gai" };
  autocomplete.mockResolvedValue({ features: [house({ legacy, matched_era: "legacy" }), house({ legacy })] });
  const formers = (await suggest("hang gai")).map(({ former }) => former);
  expect(formers).toEqual(["21 Phố Hàng Gai, Phường Hàng Gai", undefined]);
});

test("places seen lately open as they were opened", () => {
  const place = { label: "Phố Huế", type: "street", target: { kind: "identifier", id: "1" } } as const;
  new RecentPlaces().add(place);
  const [first] = make().recent();
  first!.open();
  expect(openers.recent).toHaveBeenCalledWith(place);
});
