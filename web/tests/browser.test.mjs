import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { mapIsIdle, openBrowser, watch } from "./browser.mjs";
import { openServer } from "./server.mjs";

const SCREENSHOTS = new URL("screenshots/", import.meta.url).pathname;
const IMAGES = new URL("../../docs/images/", import.meta.url).pathname;
const FIRST_VIEW_BYTES = 600_000;
const REAL_QUERY = "92-96 nguyen hue quan 1";

let server, browser, sample, page, seen;

before(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  server = await openServer();
  sample = await samplePlace();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  seen = watch(page);
});

afterEach(async () => {
  await page.close();
  const own = [server.url, "blob:", "data:"];
  const strangers = seen.requests.filter((url) => !own.some((start) => url.startsWith(start)));
  assert.deepEqual(strangers, [], "every request goes to our own server");
});

async function ask(path, parameters) {
  const response = await fetch(new URL(`${path}?${new URLSearchParams(parameters)}`, server.url));
  assert.equal(response.status, 200, `${path} answers`);
  return response.json();
}

/** A place of the data served: the house nearest to whatever a common name finds. */
async function samplePlace() {
  const query = process.env.VMAP_REAL ? REAL_QUERY : (process.env.VMAP_QUERY ?? "nguyen");
  const [found] = (await ask("search", { q: query, admin: "both" })).features;
  assert.ok(found, `${query} finds something`);
  const [lon, lat] = found.geometry.coordinates;
  const nearest = await ask("reverse", { lat, lon, admin: "both" });
  const place = nearest.features.find(({ properties }) => properties.type === "house") ?? found;
  const { id, label, legacy } = place.properties;
  const [placeLon, placeLat] = place.geometry.coordinates;
  return { id, label, legacy, lat: placeLat, lon: placeLon, query: process.env.VMAP_REAL ? REAL_QUERY : label };
}

/** The codes of a commune in which something was found, and of its province. */
async function unitsWithFindings() {
  const { provinces } = await ask("quality", {});
  const pairs = provinces.flatMap((province) => province.wards.map((ward) => ({ province, ward })));
  const found = pairs.find(({ ward }) => ward.findings.without_number > 0);
  assert.ok(found, "some commune has addresses without a number");
  return { province: found.province.code, ward: found.ward.code };
}

async function open(path = "") {
  await page.goto(server.url + path);
  await mapIsIdle(page);
}

async function typeQuery(text) {
  await page.locator("#search-input").pressSequentially(text, { delay: 15 });
  await page.locator("#suggestions [role=option]").first().waitFor();
}

const cardLabel = () => page.locator(".card-label").textContent();
const screenshot = (name) => page.screenshot({ path: `${SCREENSHOTS}${name}.png` });

function renderedNames(layer) {
  return page.evaluate(
    (id) => window.map.queryRenderedFeatures({ layers: [id] }).map((feature) => feature.properties.name),
    layer,
  );
}

test("the page opens without an error and within its weight", async () => {
  await open();
  const bytes = await page.evaluate(() =>
    performance
      .getEntries()
      .filter(({ name, entryType }) => entryType === "navigation" || name.includes("/assets/"))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  assert.ok(bytes > 100_000 && bytes <= FIRST_VIEW_BYTES, `${bytes} bytes over the wire`);
  assert.deepEqual(seen.errors, []);
  await screenshot("country");
});

test("the fonts of the labels are there before the map draws", async () => {
  await open();
  for (const face of ['400 16px "Be Vietnam Pro"', '600 16px "Be Vietnam Pro SemiBold"']) {
    assert.ok(await page.evaluate((wanted) => document.fonts.check(wanted, "aữ"), face), face);
  }
});

test("Hoàng Sa and Trường Sa are labelled at low zooms", async () => {
  for (const zoom of [4, 4.5, 5]) {
    await open(`#${zoom}/13/111.5`);
    const names = await renderedNames("special-zone-names");
    assert.ok(names.includes("Hoàng Sa"), `Hoàng Sa at ${zoom}: ${names}`);
    assert.ok(names.includes("Trường Sa"), `Trường Sa at ${zoom}: ${names}`);
    await page.goto("about:blank");
  }
});

test("typing gives suggestions, and the keyboard opens one", async () => {
  await open();
  await typeQuery(sample.query);
  await screenshot("suggestions");
  const first = await page.locator("#suggestions .suggestion-label").first().textContent();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#search-input").getAttribute("aria-activedescendant"), "suggestion-0");
  await page.keyboard.press("Enter");
  assert.equal(await cardLabel(), first);
  assert.match(page.url(), /[?&](id|q)=/);
  await mapIsIdle(page);
  assert.deepEqual(seen.errors, []);
  await screenshot("card");
});

test("Enter without a choice searches", async () => {
  await open();
  await page.locator("#search-input").fill(sample.query);
  await page.keyboard.press("Enter");
  await page.locator(".card").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("q"), sample.query);
});

test("the card shows the form of today and the form before July 2025", async () => {
  await open(`?id=${sample.id}`);
  assert.equal(await cardLabel(), sample.label);
  assert.equal(await page.locator(".identifier").textContent(), sample.id);
  const former = await page.locator(".former-label").allTextContents();
  const formerUnit = sample.legacy?.ward ?? sample.legacy?.district;
  if (formerUnit) assert.ok(former[0]?.includes(formerUnit), former[0]);
  else assert.deepEqual(former, []);
  await mapIsIdle(page);
  if (process.env.UPDATE_SCREENSHOT) await page.screenshot({ path: `${IMAGES}page.png` });
});

test("pressing the map names the nearest address and the commune around it", async () => {
  await open(`#17/${sample.lat}/${sample.lon}`);
  await page.mouse.click(700, 420);
  await page.locator(".card").waitFor();
  assert.match((await page.locator(".rows").textContent()) ?? "", /Nằm trong.*cách ranh giới/);
  assert.deepEqual(seen.errors, []);
  await screenshot("pressed");
});

test("the page speaks English, remembers it, and puts it in the link", async () => {
  await open(`?id=${sample.id}`);
  await page.locator("#language-switch").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match((await page.locator(".rows").textContent()) ?? "", /Identifier/);
  assert.equal(new URL(page.url()).searchParams.get("lang"), "en");
  await open();
  assert.match((await page.locator("#search-input").getAttribute("placeholder")) ?? "", /Search/);
  await screenshot("english");
});

test("a shared link opens the same place", async () => {
  await open(`?id=${sample.id}`);
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      window.copied = text;
    };
  });
  await page.locator(".card-buttons button").nth(1).click();
  await page.waitForFunction(() => window.copied);
  const link = await page.evaluate(() => window.copied);
  await page.goto("about:blank");
  await page.goto(link);
  assert.equal(await cardLabel(), sample.label);
});

test("a commune opens by its code", async () => {
  await open("?id=20333");
  assert.match((await cardLabel()) ?? "", /Hoàng Sa/);
});

test("going back opens the place before", async () => {
  await open(`?id=${sample.id}`);
  await cardLabel();
  await page.locator(".card-close").click();
  await page.locator(".card").waitFor({ state: "detached" });
  await page.goBack();
  assert.equal(await cardLabel(), sample.label);
});

test("made data is marked as such", async () => {
  await open();
  const { synthetic } = await ask("version", {});
  const badges = await page.locator("#badges").textContent();
  assert.equal(/Dữ liệu mẫu tổng hợp/.test(badges ?? ""), Boolean(synthetic));
});

test("a phone shows the search box, the card and nothing wider than itself", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(`?id=${sample.id}`);
  await page.locator(".card").waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  const box = await page.locator(".search").boundingBox();
  assert.ok(width <= 390, `${width} wide`);
  assert.ok(box && box.x >= 0 && box.x + box.width <= 390);
  await screenshot("phone");
});

test("the page of data quality leads from provinces to a place on the map", async () => {
  await page.goto(`${server.url}check`);
  await page.locator(".check-table tbody tr").first().waitFor();
  assert.equal(await page.locator(".check-table tbody tr").count(), 34);
  await screenshot("check-country");
  const { province, ward } = await unitsWithFindings();
  await page.goto(`${server.url}check?province=${province}`);
  await page.locator(".check-name a").first().waitFor();
  await screenshot("check-province");
  await page.goto(`${server.url}check?ward=${ward}`);
  const first = page.locator(".check-place").first();
  await first.waitFor();
  const label = await first.textContent();
  await screenshot("check-ward");
  assert.deepEqual(seen.errors, []);
  await first.click();
  assert.equal(await cardLabel(), label);
});

test("the page of data quality fits a phone, speaks English and says what is missing", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { ward } = await unitsWithFindings();
  await page.goto(`${server.url}check?ward=${ward}`);
  await page.locator(".check-place").first().waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await screenshot("check-phone");
  await page.locator("#language-switch").click();
  await page.getByText("Whole country").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("lang"), "en");
  await page.goto(`${server.url}check?ward=00000`);
  await page.locator(".message").getByText("00000").waitFor();
});

test("nothing found and no server are said in words", async () => {
  await open();
  await page.locator("#search-input").fill("zzzzqqqq xxxyyy");
  await page.keyboard.press("Enter");
  await page.getByText("Không tìm thấy “zzzzqqqq xxxyyy”.", { exact: true }).first().waitFor();
  await page.route("**/search?*", (route) => route.abort("connectionrefused"));
  await page.locator("#search-input").fill(sample.query);
  await page.keyboard.press("Enter");
  await page.locator(".message").getByText("Không kết nối được máy chủ.").waitFor();
  await screenshot("unreachable");
  await page.unroute("**/search?*");
  await page.getByRole("button", { name: "Thử lại" }).click();
  await page.locator(".card").waitFor();
});
