import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, usePage } from "./page.mjs";
import { mapIsIdle } from "./browser.mjs";

const use = usePage();

const grouped = (id) => id.match(/.{4}/g).join(" ");
const shortened = (code) => code.slice(4);

test("typing gives suggestions, and the keyboard opens one", async () => {
  await use.open();
  await use.type(use.sample.query);
  await use.screenshot("suggestions");
  const first = await use.textOf("#suggestions .suggestion-label");
  await use.page.keyboard.press("ArrowDown");
  assert.equal(await use.page.locator("#search-input").getAttribute("aria-activedescendant"), "suggestion-0");
  await use.page.keyboard.press("Enter");
  assert.equal(await use.cardLabel(), first);
  assert.match(use.page.url(), /[?&](id|q)=/);
  await mapIsIdle(use.page);
  use.noErrors();
  await use.screenshot("card");
});

test("a suggestion opens by a press, too", async () => {
  await use.open();
  await use.type(use.sample.query);
  const first = await use.textOf("#suggestions .suggestion-label");
  await use.page.locator("#suggestions [role=option]").first().click();
  assert.equal(await use.cardLabel(), first);
});

test("Enter without a choice searches", async () => {
  await use.open();
  await use.search(use.sample.query);
  assert.equal(new URL(use.page.url()).searchParams.get("q"), use.sample.query);
});

test("what is typed before the script has come is kept and answered", async () => {
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await use.page.route("**/assets/index-*.js", async (route) => {
    await held;
    await route.continue();
  });
  await use.page.goto(use.server.url, { waitUntil: "commit" });
  await use.page.locator("#search-input").pressSequentially("ha noi");
  release();
  await use.page.locator("#suggestions [role=option]").first().waitFor();
  assert.equal(await use.page.locator("#search-input").inputValue(), "ha noi");
});

test("the search answers before the map is there, and the place is on the map when it comes", async () => {
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await use.page.route("**/assets/place-map-*.js", async (route) => {
    await held;
    await route.continue();
  });
  await use.page.goto(use.server.url);
  await use.search(use.sample.query);
  release();
  await use.page.locator(".maplibregl-marker").waitFor();
});

test("coordinates open the nearest address, and their order is told when it was turned round", async () => {
  const { lat, lon, label } = use.sample;
  await use.open();
  await use.search(`${lat}, ${lon}`);
  assert.equal(await use.cardLabel(), label);
  assert.equal(await use.page.locator(".note").getByText("Đã đổi thứ tự").count(), 0);
  await use.search(`${lon}, ${lat}`);
  await use.page.locator(".note").getByText("Đã đổi thứ tự").waitFor();
  assert.equal(await use.cardLabel(), label);
  await mapIsIdle(use.page);
  use.noErrors();
  await use.screenshot("coordinates");
});

test("coordinates in the open sea are shown on the map", async () => {
  await use.open();
  await use.page.locator("#search-input").fill("9.5, 112.5");
  await use.page.keyboard.press("Enter");
  await use.page.locator(".message").getByText("Không có địa chỉ nào gần điểm này.").waitFor();
  await use.page.locator(".chosen-dot").waitFor();
  const [lon, lat] = await use.page.evaluate(() => window.map.getCenter().toArray());
  assert.deepEqual([lat, lon].map((value) => value.toFixed(3)), ["9.500", "112.500"]);
});

test("identifiers, plus codes and commune codes are understood", async () => {
  const { id, label, plusCode, lat, lon } = use.sample;
  await use.open(`#16/${lat}/${lon}`);
  await use.type(grouped(id));
  assert.equal(await use.textOf(".suggestion-type"), "Mã định danh");
  await use.page.keyboard.press("Enter");
  assert.equal(await use.cardLabel(), label);
  for (const code of [plusCode, shortened(plusCode)]) {
    await use.page.locator(".card-close").click();
    await use.search(code);
    const point = await use.textOf(".chosen");
    assert.ok(point?.includes(plusCode), `${code} is in ${point}`);
  }
  await use.search("20333");
  await use.page.locator(".card-label").getByText("Hoàng Sa").waitFor();
  use.noErrors();
});

test("a short plus code needs a place or a near view, and says so", async () => {
  await use.open();
  await use.page.locator("#search-input").fill("QRJ3+XX");
  await use.page.keyboard.press("Enter");
  await use.page.locator(".message").getByText("QRJ3+XX Hà Nội").waitFor();
  await use.search("QRJ3+XX Hà Nội");
  assert.match((await use.textOf(".chosen")) ?? "", /7PH7QRJ3\+XX|QRJ3\+XX/);
});

test("places seen lately are offered in the empty box, and can be cleared", async () => {
  await use.open(`?id=${use.sample.id}`);
  await use.card();
  await use.page.locator("#search-clear").click();
  await use.page.locator("#recent-head").waitFor();
  assert.equal(await use.textOf("#suggestions .suggestion-label"), use.sample.label);
  await use.screenshot("recent");
  await use.page.keyboard.press("ArrowDown");
  await use.page.keyboard.press("Enter");
  assert.equal(await use.cardLabel(), use.sample.label);
  await use.page.locator("#search-clear").click();
  await use.page.locator("#recent-head").waitFor();
  await use.page.keyboard.press("Tab");
  await use.page.keyboard.press("Enter");
  assert.equal(await use.page.locator("#suggestion-box").isHidden(), true);
  assert.equal(await use.page.evaluate(() => localStorage.getItem("vmap.recent")), "[]");
});

test("the device's position opens the nearest address with a circle of how sure it is", async () => {
  const { lat, lon, label } = use.sample;
  await use.renew({
    ...PHONE,
    permissions: ["geolocation"],
    geolocation: { latitude: lat, longitude: lon, accuracy: 40 },
  });
  await use.open();
  await use.page.locator("#near-me").click();
  assert.equal(await use.cardLabel(), label);
  assert.match((await use.textOf(".chosen")) ?? "", /sai số khoảng 40 m/);
  await mapIsIdle(use.page);
  const circles = await use.page.evaluate(() => window.map.queryRenderedFeatures({ layers: ["accuracy"] }).length);
  assert.ok(circles > 0, "the circle is drawn");
  use.noErrors();
  await use.screenshot("near-me");
});

test("a device that may not tell its position is explained", async () => {
  await use.open();
  await use.page.evaluate(() => {
    navigator.geolocation.getCurrentPosition = (_, failed) => failed({ code: 1, PERMISSION_DENIED: 1 });
  });
  await use.page.locator("#near-me").click();
  await use.page.locator(".message").getByText("Trình duyệt chưa cho phép").waitFor();
});

test("nothing found and no server are said in words", async () => {
  await use.open();
  await use.page.locator("#search-input").fill("zzzzqqqq xxxyyy");
  await use.page.keyboard.press("Enter");
  await use.page.getByText("Không tìm thấy “zzzzqqqq xxxyyy”.", { exact: true }).first().waitFor();
  await use.page.route("**/search?*", (route) => route.abort("connectionrefused"));
  await use.page.locator("#search-input").fill(use.sample.query);
  await use.page.keyboard.press("Enter");
  await use.page.locator(".message").getByText("Không kết nối được máy chủ.").waitFor();
  await use.screenshot("unreachable");
  await use.page.unroute("**/search?*");
  await use.page.getByRole("button", { name: "Thử lại" }).click();
  await use.card();
});
