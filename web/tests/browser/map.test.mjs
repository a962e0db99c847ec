import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { mapIsIdle } from "./browser.mjs";
import { PHONE, usePage } from "./page.mjs";

const use = usePage();
const FIRST_VIEW_BYTES = 600_000;
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function renderedNames(layer) {
  return use.page.evaluate(
    (id) => window.map.queryRenderedFeatures({ layers: [id] }).map((feature) => feature.properties.name),
    layer,
  );
}

test("the page opens without an error and within its weight", async () => {
  await use.open();
  const bytes = await use.page.evaluate(() =>
    performance
      .getEntries()
      .filter(({ name, entryType }) => entryType === "navigation" || name.includes("/assets/"))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  assert.ok(bytes > 100_000 && bytes <= FIRST_VIEW_BYTES, `${bytes} bytes over the wire`);
  console.log(`first view: ${bytes} bytes over the wire`);
  use.noErrors();
  await use.screenshot("country");
});

test("a keystroke is answered as soon as the page is there", async () => {
  const start = performance.now();
  await use.page.goto(use.server.url, { waitUntil: "commit" });
  await use.page.locator("#search-input").pressSequentially("h");
  await use.page.locator("#suggestion-box:not([hidden])").waitFor();
  console.log(`first keystroke answered ${Math.round(performance.now() - start)} ms after navigation`);
});

test("the fonts of the labels are there before the map draws", async () => {
  await use.open();
  for (const face of ['400 16px "Be Vietnam Pro"', '600 16px "Be Vietnam Pro SemiBold"']) {
    assert.ok(await use.page.evaluate((wanted) => document.fonts.check(wanted, "aữ"), face), face);
  }
});

test("Hoàng Sa and Trường Sa are labelled at low zooms", async () => {
  for (const zoom of [4, 4.5, 5]) {
    await use.open(`#${zoom}/13/111.5`);
    const names = await renderedNames("special-zone-names");
    assert.ok(names.includes("Hoàng Sa"), `Hoàng Sa at ${zoom}: ${names}`);
    assert.ok(names.includes("Trường Sa"), `Trường Sa at ${zoom}: ${names}`);
    await use.page.goto("about:blank");
  }
});

test("pressing the map names the nearest address and the communes of both eras, with a line to it", async () => {
  await use.open(`#17/${use.sample.lat}/${use.sample.lon}`);
  await use.page.mouse.click(760, 440);
  await use.card();
  assert.match((await use.textOf(".card .tag")) ?? "", /Địa chỉ gần nhất, cách/);
  assert.match((await use.textOf(".chosen")) ?? "", /Xã, phường hiện nay.*cách ranh giới.*Trước tháng 7\/2025/);
  await mapIsIdle(use.page);
  const lines = await use.page.evaluate(() => window.map.queryRenderedFeatures({ layers: ["way-to-nearest"] }).length);
  assert.ok(lines > 0, "the line is drawn");
  use.noErrors();
  await use.screenshot("pressed");
});

test("where addresses share a point, pressing it lists them", async () => {
  const { id, lat, lon, label } = use.sample;
  await use.open(`#17/${lat}/${lon}`);
  const list = JSON.stringify([{ id, number: "12", street: "Phố Huế" }]);
  await use.page.evaluate((feature) => {
    window.map.queryRenderedFeatures = () => [feature];
  }, { sourceLayer: "addresses", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { id, count: 25, list } });
  await use.page.mouse.click(700, 420);
  await use.page.locator(".message").getByText("Tại điểm này có 25 địa chỉ").waitFor();
  await use.page.locator(".message").getByText("Đang hiện 1 trong 25").waitFor();
  await use.page.locator(".other").getByText("12 Phố Huế").click();
  assert.equal(await use.cardLabel(), label);
});

test("a finger held still on a phone asks, a finger that pans does not", async () => {
  await use.renew(PHONE);
  await use.open(`#17/${use.sample.lat}/${use.sample.lon}`);
  const touch = await use.page.context().newCDPSession(use.page);
  const send = (type, points) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [{ x: 200, y: 400 }]);
  for (let y = 400; y > 250; y -= 10) await send("touchMove", [{ x: 200, y }]);
  await use.page.waitForTimeout(700);
  await send("touchEnd", []);
  assert.equal(await use.page.locator(".card").count(), 0);
  await send("touchStart", [{ x: 200, y: 400 }]);
  await use.card();
  await send("touchEnd", []);
  await mapIsIdle(use.page);
  await use.screenshot("phone-pressed");
  use.noErrors();
});

test("layers are hidden and shown, remembered, and the legend follows the view", async () => {
  await use.open(`#17/${use.sample.lat}/${use.sample.lon}`);
  await use.page.locator("#layers-button").click();
  const legend = use.page.locator(".legend");
  await legend.getByText(/mỗi chấm một nhà|Nơi mới biết/).waitFor();
  await use.screenshot("layers");
  const drawn = () => use.page.evaluate(() => window.map.queryRenderedFeatures({ layers: ["addresses"] }).length);
  assert.ok((await drawn()) > 0);
  await use.page.getByLabel("Địa chỉ", { exact: true }).uncheck();
  await legend.getByText(/mỗi chấm một nhà|Nơi mới biết/).waitFor({ state: "detached" });
  assert.equal(await drawn(), 0);
  await use.page.reload();
  await mapIsIdle(use.page);
  assert.equal(await drawn(), 0);
  await use.page.locator("#layers-button").click();
  await use.page.getByLabel("Địa chỉ", { exact: true }).check();
  await legend.getByText(/mỗi chấm một nhà|Nơi mới biết/).waitFor();
  await use.page.evaluate(() => window.map.jumpTo({ zoom: 8 }));
  await legend.getByText("Số địa chỉ").waitFor();
  use.noErrors();
});

test("the districts before July 2025 are drawn when they are asked for", async () => {
  await use.open(`#10/${use.sample.lat}/${use.sample.lon}`);
  await use.page.locator("#layers-button").click();
  const border = use.page.locator(".legend").getByText("Ranh giới quận, huyện cũ");
  await use.page.locator(".legend").waitFor();
  assert.equal(await border.count(), 0);
  await use.page.getByLabel("Quận, huyện trước 7/2025").check();
  await border.waitFor();
  assert.ok((await renderedNames("district-names")).length > 0);
  use.noErrors();
  await use.screenshot("districts");
});

test("dark follows the device, can be chosen, and is remembered", async () => {
  await use.renew({ colorScheme: "dark" });
  await use.open(`?id=${use.sample.id}`);
  const isDark = () =>
    use.page.evaluate(() => {
      const [red, green, blue] = getComputedStyle(document.querySelector(".search")).backgroundColor.match(/\d+/g).map(Number);
      return red + green + blue < 3 * 80;
    });
  const background = () => use.page.evaluate(() => window.map.getPaintProperty("background", "background-color"));
  assert.ok(await isDark());
  const night = await background();
  await use.screenshot("dark");
  await use.page.locator("#menu-button").click();
  await use.screenshot("menu");
  await use.page.getByLabel("Sáng").check();
  await use.page.waitForFunction((dark) => window.map.getStyle()?.layers[0]?.paint["background-color"] !== dark, night);
  assert.equal(await isDark(), false);
  await mapIsIdle(use.page);
  assert.equal(await use.page.locator(".maplibregl-marker").count(), 1);
  await use.page.reload();
  await mapIsIdle(use.page);
  assert.equal(await isDark(), false);
  assert.notEqual(await background(), night);
  use.noErrors();
});

test("the page speaks English, remembers it, and puts it in the link", async () => {
  await use.open(`?id=${use.sample.id}`);
  await use.page.locator("#menu-button").click();
  await use.page.locator("#language-switch").click();
  assert.equal(await use.page.locator("html").getAttribute("lang"), "en");
  await use.page.locator(".rows").getByText("Identifier").waitFor();
  const { properties } = await use.ask(`addresses/${use.sample.id}`, { lang: "en" });
  await use.page.locator(".card-label").getByText(properties.label, { exact: true }).waitFor();
  assert.equal(new URL(use.page.url()).searchParams.get("lang"), "en");
  await use.open();
  assert.match((await use.page.locator("#search-input").getAttribute("placeholder")) ?? "", /Address/);
  await use.screenshot("english");
});

test("the menu leads to the other pages in the same language", async () => {
  await use.open("?lang=en");
  await use.page.locator("#menu-button").click();
  const links = await use.page.locator("#menu a").evaluateAll((all) => all.map((link) => link.href));
  const expected = ["batch", "convert", "check", "status"].map((path) => `${use.server.url}${path}?lang=en`);
  assert.deepEqual(links, expected);
  await use.page.keyboard.press("Escape");
  assert.equal(await use.page.locator("#menu").isHidden(), true);
});

test("made data is marked as such", async () => {
  await use.open();
  const { synthetic } = await use.ask("version");
  const badges = await use.textOf("#badges");
  assert.equal(/Dữ liệu mẫu tổng hợp/.test(badges ?? ""), Boolean(synthetic));
});

for (const colorScheme of ["light", "dark"]) {
  test(`everyone can use the page in ${colorScheme} colours`, async () => {
    await use.renew({ colorScheme });
    const scan = async (what) => {
      const violations = await use.page.evaluate(async () => (await window.axe.run()).violations);
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(grave.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]), [], what);
    };
    await use.open();
    await use.page.evaluate(AXE);
    await scan("the first view");
    await use.type(use.sample.query);
    await scan("suggestions");
    await use.page.keyboard.press("Enter");
    await use.card();
    await mapIsIdle(use.page);
    await use.page.locator(".card-button.report").click();
    await use.page.locator(".report-form").waitFor();
    await use.page.locator("#layers-button").click();
    await use.page.locator(".legend, .layers .aside").first().waitFor();
    await scan("a card with its form, and the layers");
    await use.page.locator("#menu-button").click();
    await scan("the menu");
  });
}
