import { beforeEach, expect, test, vi } from "vitest";
import { ApiError, type Api } from "../src/api";
import type { Place } from "../src/contract";
import { Questions } from "../src/questions";
import type { View } from "../src/view";
import { FORMER_UNITS, house, ward } from "./places";

const { signal } = new AbortController();
const HANOI = { lat: 21.0285, lon: 105.8542 };

const api = {
  search: vi.fn(),
  reverse: vi.fn(),
  place: vi.fn(),
  formerWards: vi.fn(),
};
let bias: typeof HANOI | undefined;
const questions = new Questions(api as unknown as Api, () => ({ language: "vi", signal, ...(bias && { bias }) }));

beforeEach(() => {
  vi.resetAllMocks();
  vi.unstubAllGlobals();
  bias = undefined;
  api.formerWards.mockResolvedValue({ candidates: [] });
});

const answer = (...features: Place[]) => ({ type: "FeatureCollection", features });
const gone = (successor?: string) => new ApiError("missing", "", undefined, successor ? { successor } : {});

function opened(view: View) {
  if (view.kind !== "opened") throw new Error(`${view.kind} instead of a place`);
  return view;
}

test("a position is answered by the nearest address and the commune around it", async () => {
  api.reverse.mockResolvedValue(answer(house({ distance_m: 300 }), house({ id: "2" }), ward()));
  const view = opened(await questions.typed("105.8542, 21.0285")(signal));
  expect(api.reverse).toHaveBeenCalledWith(HANOI, expect.anything());
  expect(view.opened.place.properties.id).toBe(house().properties.id);
  expect(view.opened.chosen).toMatchObject({ position: HANOI, swapped: true, ward: ward() });
  expect(view.others.map(({ properties }) => properties.id)).toEqual(["2"]);
});

test("where there is nothing, the map can still go there", async () => {
  api.reverse.mockResolvedValue(answer());
  expect(await questions.typed("9.5, 112.5")(signal)).toMatchObject({
    kind: "absent",
    title: "nothingHere",
    position: { lat: 9.5, lon: 112.5 },
  });
});

test("the former commune comes from an address beside the point, or is one of those the commune was made of", async () => {
  const beside = house({ distance_m: 20, ward_code: "00070", legacy: FORMER_UNITS });
  const around = ward({ ward_code: "00070" });
  const candidates = ["A", "B"].map((label) => ({ legacy: { label }, share: 1 }));
  api.formerWards.mockResolvedValue({ candidates });
  const formerOf = async (place: Place) => {
    api.reverse.mockResolvedValue(answer(place, around));
    return opened(await questions.point(HANOI)(signal)).opened.chosen?.former;
  };
  expect(await formerOf(beside)).toEqual({
    certainty: "nearest",
    labels: ["Phường Hàng Gai, Quận Hoàn Kiếm, Thành phố Hà Nội"],
  });
  expect(await formerOf({ ...beside, properties: { ...beside.properties, distance_m: 900 } })).toEqual({
    certainty: "oneOf",
    labels: ["A", "B"],
  });
  api.formerWards.mockRejectedValue(new ApiError("serverFault"));
  expect(await formerOf(house({ distance_m: 900 }))).toEqual({ certainty: "known", labels: [] });
});

test("a short plus code is looked for near the place named behind it, else near the view", async () => {
  api.search.mockResolvedValue(answer(house()));
  api.reverse.mockResolvedValue(answer(house()));
  await questions.typed("2VJ2+V9 Hà Nội")(signal);
  expect(api.search).toHaveBeenCalledWith("Hà Nội", expect.anything());
  expect(api.reverse.mock.calls[0]![0]).toEqual({ lat: 21.0321875, lon: 105.8509375 });
  bias = HANOI;
  await questions.typed("2VJ2+V9")(signal);
  expect(api.reverse.mock.calls[1]![0]).toEqual({ lat: 21.0321875, lon: 105.8509375 });
});

test("a short plus code with neither says what to do", async () => {
  expect(await questions.typed("2VJ2+V9")(signal)).toMatchObject({ kind: "absent", title: "shortCodeFar" });
});

test("five digits are a commune's code, or else words", async () => {
  api.place.mockResolvedValueOnce(answer(ward()));
  expect(opened(await questions.typed("00070")(signal)).opened.place).toEqual(ward());
  api.place.mockRejectedValueOnce(gone());
  api.search.mockResolvedValue(answer(house()));
  expect(opened(await questions.typed("99999")(signal)).opened.place).toEqual(house());
});

test("of a place that was merged into another, that other is opened", async () => {
  api.place.mockRejectedValueOnce(gone("100000000026")).mockResolvedValueOnce(answer(house({ id: "100000000026" })));
  const view = opened(await questions.identifier("100000000018")(signal));
  expect(view.opened.place.properties.id).toBe("100000000026");
  api.place.mockRejectedValueOnce(gone());
  expect(await questions.identifier("100000000018")(signal)).toMatchObject({ kind: "absent", title: "noSuchPlace" });
  api.place.mockRejectedValueOnce(new ApiError("refused", "the check digit is wrong"));
  expect(await questions.identifier("100000000019")(signal)).toMatchObject({ kind: "absent", title: "noSuchPlace" });
});

test("a server that fails is not taken for one that knows nothing", async () => {
  api.place.mockRejectedValue(new ApiError("unreachable"));
  await expect(questions.identifier("100000000018")(signal)).rejects.toMatchObject({ kind: "unreachable" });
  await expect(questions.typed("00070")(signal)).rejects.toMatchObject({ kind: "unreachable" });
});

function stubDevice(getCurrentPosition: Geolocation["getCurrentPosition"], isSecureContext = true) {
  vi.stubGlobal("isSecureContext", isSecureContext);
  vi.stubGlobal("navigator", { geolocation: { getCurrentPosition } });
}

test("where the device is, with how sure it is", async () => {
  stubDevice((found) =>
    found({ coords: { latitude: 21.0285, longitude: 105.8542, accuracy: 30 } } as GeolocationPosition),
  );
  api.reverse.mockResolvedValue(answer(house(), ward()));
  expect(opened(await questions.nearMe()(signal)).opened.chosen).toMatchObject({ position: HANOI, accuracyMetres: 30 });
});

test("a device that does not tell where it is is explained", async () => {
  const failing = (code: number) => (_: unknown, failed: PositionErrorCallback) =>
    failed({ code, PERMISSION_DENIED: 1 } as GeolocationPositionError);
  stubDevice(failing(1) as Geolocation["getCurrentPosition"]);
  expect(await questions.nearMe()(signal)).toMatchObject({ title: "locationRefused" });
  stubDevice(failing(3) as Geolocation["getCurrentPosition"]);
  expect(await questions.nearMe()(signal)).toMatchObject({ title: "locationUnavailable" });
  stubDevice(() => {}, false);
  expect(await questions.nearMe()(signal)).toMatchObject({ title: "locationInsecure" });
});
