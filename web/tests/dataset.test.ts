import { expect, test } from "vitest";
import type { Api } from "../src/api";
import { describeDataset, renderAbout, renderBadges, withGeocoding, type Dataset } from "../src/dataset";
import { Translator } from "../src/language";

const DATASET: Dataset = {
  release: "r1",
  addresses: 20000,
  synthetic: true,
  illustrative: true,
  attributions: ['<a href="https://host/">© Nguồn</a>'],
  licence: "",
};
const vietnamese = new Translator("vi");

test("made data and illustrative boundaries each get a badge", () => {
  const list = document.createElement("ul");
  renderBadges(list, DATASET, vietnamese);
  expect(list.textContent).toContain(vietnamese.text("syntheticBadge"));
  expect(list.textContent).toContain(vietnamese.text("illustrativeBadge"));
  renderBadges(list, { ...DATASET, synthetic: false, illustrative: false }, vietnamese);
  expect(list.children.length).toBe(0);
});

test("sources, licence, release and size are listed as plain text", () => {
  const about = document.createElement("div");
  renderAbout(about, withGeocoding(DATASET, { attribution: "Vmap", licence: "ODbL" }), vietnamese);
  const lines = [...about.children].map((line) => line.textContent);
  expect(lines).toEqual(["© Nguồn", "Vmap", "Giấy phép: ODbL", "Phiên bản dữ liệu: r1", "20.000 địa chỉ"]);
});

test("without a word from the server, an attribution in either language tells made data", async () => {
  const describe = (attribution: string) =>
    describeDataset({
      version: async () => ({}),
      tileset: async () => ({ attribution }),
    } as unknown as Api);
  expect((await describe("Synthetic sample")).synthetic).toBe(true);
  expect((await describe("Dữ liệu mẫu tổng hợp".normalize("NFD"))).synthetic).toBe(true);
  expect((await describe("© OpenStreetMap contributors")).synthetic).toBe(false);
});

test("a server that does not answer leaves the data undescribed, not the page broken", async () => {
  const silent = { version: () => Promise.reject(new Error()), tileset: () => Promise.reject(new Error()) };
  expect((await describeDataset(silent as unknown as Api)).attributions).toEqual([]);
});
