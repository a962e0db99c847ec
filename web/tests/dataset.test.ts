import { expect, test } from "vitest";
import { renderAbout, renderBadges, saysSynthetic, withGeocoding, type Dataset } from "../src/dataset";
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

test("an attribution says in either language that data is made", () => {
  expect(saysSynthetic("Synthetic sample")).toBe(true);
  expect(saysSynthetic("Dữ liệu mẫu tổng hợp".normalize("NFD"))).toBe(true);
  expect(saysSynthetic("© OpenStreetMap contributors")).toBe(false);
});
