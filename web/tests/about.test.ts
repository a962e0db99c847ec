import { expect, test } from "vitest";
import { renderAbout, renderBadges } from "../src/about";
import type { Version } from "../src/contract";
import { Translator } from "../src/language";

const VERSION: Version = {
  release: "r1",
  counts: { addresses: 20000 },
  sources: [
    { name: "units", attribution: "Vmap", licence: "CC-BY-4.0", synthetic: false },
    { name: "sample", attribution: "Vmap sample", licence: "CC0-1.0", synthetic: true },
  ],
  synthetic: true,
  illustrative_boundaries: true,
};
const vietnamese = new Translator("vi");

test("made data and illustrative boundaries each get a badge", () => {
  const list = document.createElement("ul");
  renderBadges(list, VERSION, vietnamese);
  expect(list.textContent).toContain(vietnamese.text("syntheticBadge"));
  expect(list.textContent).toContain(vietnamese.text("illustrativeBadge"));
  renderBadges(list, { ...VERSION, synthetic: false, illustrative_boundaries: false }, vietnamese);
  expect(list.children.length).toBe(0);
});

test("sources with licences, release and size are listed", () => {
  const about = document.createElement("div");
  renderAbout(about, VERSION, vietnamese);
  expect([...about.children].map((line) => line.textContent)).toEqual([
    "Vmap — Giấy phép: CC-BY-4.0",
    "Vmap sample — Giấy phép: CC0-1.0 (Dữ liệu mẫu tổng hợp)",
    "Phiên bản dữ liệu: r1",
    "20.000 địa chỉ",
  ]);
});

test("a server that says little is still described", () => {
  const about = document.createElement("div");
  renderAbout(about, {}, vietnamese);
  expect(about.children.length).toBe(0);
});
