import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, usePage } from "./page.mjs";
import { mapIsIdle } from "./browser.mjs";

const use = usePage();
const IMAGES = new URL("../../../docs/images/", import.meta.url).pathname;
const PRINTED = new URL("../screenshots/print.pdf", import.meta.url).pathname;

const openSample = () => use.open(`?id=${use.sample.id}`);
const press = (name) => use.page.locator(`.card-button.${name}`).click();

test("the card shows the form of today and the form before July 2025", async () => {
  await openSample();
  const { label, id, legacy } = use.sample;
  assert.equal(await use.cardLabel(), label);
  assert.equal(await use.textOf(".identifier"), id);
  const former = await use.page.locator(".former-label").allTextContents();
  const formerUnit = legacy?.ward ?? legacy?.district;
  if (formerUnit) assert.ok(former[0]?.includes(formerUnit), former[0]);
  else assert.deepEqual(former, []);
  await mapIsIdle(use.page);
  if (process.env.UPDATE_SCREENSHOT) await use.page.screenshot({ path: `${IMAGES}page.png` });
});

test("one press copies the address, the identifier and both orders of coordinates", async () => {
  await openSample();
  await use.watchClipboard();
  const { label, id, lat, lon } = use.sample;
  const degrees = (value) => value.toFixed(6);
  const expected = {
    "Địa chỉ hiện nay": label,
    "Mã định danh": id,
    "Vĩ độ, kinh độ": `${degrees(lat)}, ${degrees(lon)}`,
    "Kinh độ, vĩ độ": `${degrees(lon)}, ${degrees(lat)}`,
  };
  for (const [what, text] of Object.entries(expected)) {
    await use.page.getByRole("button", { name: `Sao chép: ${what}` }).click();
    await use.page.waitForFunction((wanted) => window.copied === wanted, text);
  }
  await use.page.locator("#toast").getByText("Đã sao chép").waitFor();
});

test("a shared link opens the same place, and its QR code is drawn", async () => {
  await openSample();
  await use.watchClipboard();
  await press("share");
  const link = await (await use.page.waitForFunction(() => window.copied)).jsonValue();
  await press("qrCode");
  const code = use.page.locator(".qr-code img");
  await code.waitFor();
  assert.equal(await code.getAttribute("alt"), link);
  await use.screenshot("qr-code");
  use.noErrors();
  await use.page.goto("about:blank");
  await use.page.goto(link);
  assert.equal(await use.cardLabel(), use.sample.label);
});

test("the history tells what the registry knows", async () => {
  await openSample();
  await use.page.locator(".history summary").click();
  await use.page.locator(".history-list li").getByText("Thêm vào sổ đăng ký").waitFor();
  await use.screenshot("history");
  use.noErrors();
});

test("a mistake is reported, and gets a number", async () => {
  await openSample();
  await press("report");
  await use.page.locator(".report-form").waitFor();
  await use.page.mouse.click(900, 300);
  await use.page.locator("[name=comment]").fill("cửa ở phía sau");
  await use.screenshot("report");
  await use.page.getByRole("button", { name: "Gửi đề nghị" }).click();
  await use.page.locator(".receipt").waitFor();
  assert.match((await use.textOf(".receipt .message-title")) ?? "", /Đề nghị số \d+/);
  assert.match((await use.textOf(".receipt-state")) ?? "", /đang chờ duyệt/);
  await use.page.getByRole("button", { name: "Xem lại tình trạng" }).click();
  use.noErrors();
  await use.screenshot("report-sent");
});

test("what the server refuses in a report is said, and the form stays", async () => {
  await openSample();
  await press("report");
  await use.page.locator("[value=correct]").check();
  await use.page.locator("[name=housenumber]").fill("???");
  await use.page.getByRole("button", { name: "Gửi đề nghị" }).click();
  await use.page.locator(".report-form [role=alert]").getByText("housenumber").waitFor();
  await use.page.getByRole("button", { name: "Thôi" }).click();
  await use.page.locator(".report-form").waitFor({ state: "detached" });
});

test("a print has the address, the map, the sources, the day and the release on one page", async () => {
  await openSample();
  await use.page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await press("print");
  await use.page.locator("body[data-printed]").waitFor({ state: "attached" });
  const { release } = await use.ask("version");
  const sheet = use.page.locator(".print-sheet");
  const text = (await sheet.textContent()) ?? "";
  for (const wanted of [use.sample.label, release, new Date().toLocaleDateString("vi")]) {
    assert.ok(text.includes(wanted), `${wanted} in ${text}`);
  }
  const colours = await use.page.evaluate(coloursOfPrintedMap);
  assert.ok(colours > 2, `the printed map has ${colours} colours`);
  await use.page.emulateMedia({ media: "print" });
  assert.deepEqual(
    await use.page.evaluate(() => [...document.body.children].filter((child) => child.checkVisibility()).map((child) => child.className)),
    ["print-sheet"],
  );
  await use.screenshot("print");
  const pdf = await use.page.pdf({ path: PRINTED, preferCSSPageSize: true });
  assert.equal(pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length, 1);
});

/** How many colours the map's image has: one for a canvas that was read too late. */
function coloursOfPrintedMap() {
  const image = document.querySelector(".print-map");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}

test("a commune opens by its code, tells what it was made of, and cannot be reported", async () => {
  await use.open("?id=20333");
  assert.match((await use.cardLabel()) ?? "", /Hoàng Sa/);
  assert.equal(await use.page.locator(".card-button.report").count(), 0);
  await use.page.locator(".history summary").click();
  await use.page.locator(".history-list").getByText("Huyện Hoàng Sa").waitFor();
  use.noErrors();
});

test("going back opens the place before", async () => {
  await openSample();
  await use.card();
  await use.page.locator(".card-close").click();
  await use.page.locator(".card").waitFor({ state: "detached" });
  await use.page.goBack();
  assert.equal(await use.cardLabel(), use.sample.label);
});

test("on a phone the card is a sheet that leaves the map in sight and can be raised", async () => {
  await use.renew(PHONE);
  await openSample();
  await use.card();
  await use.fitsItsWidth();
  const search = await use.page.locator(".search").boundingBox();
  assert.ok(search && search.x >= 0 && search.x + search.width <= 390);
  const low = await use.page.locator("#sheet").evaluate((sheet) => sheet.getBoundingClientRect().y);
  assert.ok(low > 844 * 0.4, "the map is in sight");
  await use.screenshot("phone");
  await use.page.locator("#sheet-handle").click();
  await use.page.waitForFunction((low) => document.querySelector("#sheet").getBoundingClientRect().y < low - 100, low);
  await use.screenshot("phone-raised");
  await use.page.locator("#sheet-handle").click();
  await use.page.waitForFunction((low) => document.querySelector("#sheet").getBoundingClientRect().y === low, low);
  const handle = await use.page.locator("#sheet-handle").boundingBox();
  await use.page.mouse.move(195, handle.y + 10);
  await use.page.mouse.down();
  await use.page.mouse.move(195, handle.y + 120, { steps: 5 });
  await use.page.mouse.up();
  await use.page.waitForFunction((low) => document.querySelector("#sheet").getBoundingClientRect().y > low + 100, low);
  use.noErrors();
});
