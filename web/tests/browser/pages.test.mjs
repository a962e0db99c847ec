import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import Papa from "papaparse";
import readXlsx from "read-excel-file/node";
import writeXlsx from "write-excel-file/node";
import { mapIsIdle, openBrowser, watch } from "./browser.mjs";
import { openServer } from "./server.mjs";

const SCREENSHOTS = new URL("../screenshots/", import.meta.url).pathname;
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGES = ["batch", "convert", "status", "check"];
/** Of what a page names itself, and its fonts: the map library only comes when it is needed. */
const FIRST_VIEW_BYTES = 200_000;
const MANY_ROWS = 50_000;
const PHONE = { width: 390, height: 844 };

/** A name that many communes have, and words that are in no address. */
const AMBIGUOUS = "xã Tân Thành";
const NOWHERE = "zzzzqqqq xxxyyy";

let server, browser, axe, places, page, seen;

before(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  server = await openServer();
  browser = await openBrowser();
  axe = await readFile(AXE, "utf8");
  places = await somePlaces();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  page.setDefaultTimeout(30_000);
  seen = watch(page);
});

afterEach(async () => {
  await page.close();
  const own = [server.url, `blob:${server.url}`, "data:"];
  assert.deepEqual(seen.requests.filter((url) => !own.some((start) => url.startsWith(start))), [], "every request goes to our own server");
});

async function ask(path, body) {
  const response = await fetch(new URL(path, server.url), body && { method: "POST", body: JSON.stringify(body) });
  assert.equal(response.status, 200, `${path} answers`);
  return response.json();
}

/** Addresses of the commune that has most of them, each of which is found for certain. */
async function somePlaces() {
  const { provinces } = await ask("quality");
  const wards = provinces.flatMap((province) => province.wards);
  const { code } = wards.reduce((a, b) => (b.addresses > a.addresses ? b : a));
  const { features } = await ask(`addresses?ward_code=${code}`);
  const labels = features.map(({ properties }) => properties.label);
  const { results } = await ask("batch", labels.map((q) => ({ q })));
  const found = labels.filter((_, at) => results[at].status === "ok");
  assert.ok(found.length >= 3, `${found.length} of ${labels.length} addresses are found for certain`);
  return found;
}

async function screenshot(name, fullPage = false) {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage });
}

const widthOfPage = () => page.evaluate(() => document.documentElement.scrollWidth);

/** What an automatic audit says of the page as it is now. */
async function violations() {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

async function upload(name, buffer) {
  await page.goto(`${server.url}batch`);
  await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer });
  await page.locator("#start").waitFor();
}

async function run(timeout = 30_000) {
  await page.locator("#start").click();
  await page.waitForFunction(() => window.job && window.job.state !== "running", null, { timeout });
}

async function download(name) {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/** A clerk's file below a title: what is found, what is not, what is doubtful, what is empty, and a note over two lines. */
function clerkRows() {
  return [
    ["DANH SÁCH HỒ SƠ", "", ""],
    ["Mã hồ sơ", "Địa chỉ", "Ghi chú"],
    ["HS-1", places[0], 'nói "được"; hai\ndòng'],
    ["HS-2", AMBIGUOUS, ""],
    ["HS-3", NOWHERE, "x"],
    ["HS-4", "", "trống"],
    ["HS-5", places[1], "=1+1"],
  ];
}

function csvOf(rows, delimiter = ";") {
  return Papa.unparse(rows, { delimiter, newline: "\r\n" });
}

function readCsv({ bytes }, delimiter = ";", above = []) {
  const text = bytes.toString("utf8");
  assert.ok(text.startsWith("\ufeff"), "the mark by which Excel knows UTF-8");
  const lines = text.slice(1).split("\r\n");
  assert.deepEqual(lines.slice(0, above.length), above);
  return Papa.parse(lines.slice(above.length).join("\r\n"), { delimiter, header: true, skipEmptyLines: true }).data;
}

test("a CSV goes in, the doubtful rows are decided, and every row comes out in order", async () => {
  await upload("hồ sơ.csv", Buffer.from("\ufeff" + csvOf(clerkRows()), "utf16le"));
  assert.equal(await page.locator("#role-1").inputValue(), "address");
  await screenshot("batch-columns");
  assert.deepEqual(await violations(), []);
  await run();
  await mapIsIdle(page);
  assert.deepEqual(await page.locator(".row-number").allTextContents(), ["2", "3", "4", "1", "5"]);
  await page.locator("[data-filter=all]").focus();
  await page.keyboard.press("2");
  assert.equal(await page.locator(".candidate[aria-pressed=true] kbd").textContent(), "2");
  const chosen = await page.locator(".candidate[aria-pressed=true] .candidate-label").textContent();
  await page.keyboard.press("n");
  await page.locator(".detail h3", { hasText: "3" }).waitFor();
  await page.keyboard.press("e");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(places[2]);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.job.rows[2].outcome?.status === "ok");
  await page.locator(".row-line", { hasText: AMBIGUOUS }).click();
  await mapIsIdle(page);
  await screenshot("batch-results", true);
  assert.deepEqual(await violations(), []);
  const saved = await download("Tải CSV");
  assert.equal(saved.name, "hồ sơ-vmap.csv");
  const rows = readCsv(saved, ";", ["DANH SÁCH HỒ SƠ;;"]);
  const asFile = clerkRows().slice(2);
  assert.deepEqual(rows.map((row) => [row["Mã hồ sơ"], row["Địa chỉ"], row["Ghi chú"]]), asFile);
  assert.deepEqual(rows.map((row) => row.result_status), ["ok", "ambiguous", "ok", "invalid", "ok"]);
  assert.deepEqual(rows.map((row) => row.result_choice), ["automatic", "chosen", "automatic", "automatic", "automatic"]);
  assert.deepEqual([rows[1].result_label, rows[2].result_query], [chosen, places[2]]);
  assert.ok(rows[0].result_lat > 8 && rows[0].result_lat < 24 && rows[0].result_release, JSON.stringify(rows[0]));
  assert.deepEqual(seen.errors, []);
});

test("a workbook goes in and comes out with the types of its cells", async () => {
  const day = new Date(Date.UTC(2026, 2, 5));
  const rows = [["Số", "Ngày", "Đúng", "Địa chỉ"], [1.5, day, true, places[0]], [2, null, false, NOWHERE]];
  const workbook = await writeXlsx([{ data: [["trống"]], sheet: "Khác" }, { data: rows, sheet: "Hồ sơ", dateFormat: "dd/mm/yyyy" }]).toBuffer();
  await upload("hồ sơ.xlsx", workbook);
  await page.getByLabel("Trang tính").selectOption("Hồ sơ");
  await page.locator("#role-3").waitFor();
  await run();
  const saved = await download("Tải Excel");
  assert.equal(saved.name, "hồ sơ-vmap.xlsx");
  const [{ sheet, data }] = await readXlsx(saved.bytes);
  assert.equal(sheet, "Hồ sơ");
  assert.deepEqual(data.map((row) => row.slice(0, 4)), rows);
  const column = (name) => data.slice(1).map((row) => row[data[0].indexOf(name)]);
  assert.deepEqual(column("result_status"), ["ok", "not_found"]);
  assert.equal(typeof column("result_lat")[0], "number");
  assert.equal(typeof column("result_ward_code")[0], "string");
  assert.deepEqual(seen.errors, []);
});

test("positions are asked for the nearest address", async () => {
  const { features } = await ask(`search?${new URLSearchParams({ q: places[0] })}`);
  const [lon, lat] = features[0].geometry.coordinates;
  await upload("điểm.csv", Buffer.from(csvOf([["Vĩ độ", "Kinh độ"], [String(lat).replace(".", ","), lon], ["không", "rõ"]])));
  await run();
  await page.locator("[data-filter=nearest]").waitFor();
  const rows = readCsv(await download("Tải CSV"));
  assert.deepEqual(rows.map(({ result_status }) => result_status), ["ok", "invalid"]);
  assert.ok(Number(rows[0].result_distance_m) < 1000, rows[0].result_distance_m);
  assert.match(rows[1].result_note, /tọa độ/);
});

test("where the server is away the rows wait, and go on", async () => {
  const rows = [["address"], ...Array.from({ length: 120 }, () => [places[0]])];
  await page.clock.install();
  await upload("a.csv", Buffer.from(csvOf(rows, ",")));
  await page.route("**/batch?*", (route) => route.abort("connectionrefused"));
  await page.locator("#start").click();
  for (const seconds of [2, 3, 5, 9]) await page.clock.runFor(seconds * 1000);
  await page.getByRole("button", { name: "Tìm tiếp 120 dòng còn lại" }).waitFor();
  await page.locator(".run .note").getByText("Không kết nối được máy chủ.").waitFor();
  await page.unroute("**/batch?*");
  await page.getByRole("button", { name: "Tìm tiếp" }).click();
  await page.waitForFunction(() => window.job.state === "finished");
  assert.equal(await page.evaluate(() => window.job.rows.filter(({ outcome }) => outcome?.status === "ok").length), 120);
});

test("files that are no tables are refused in words", async () => {
  await page.goto(`${server.url}batch`);
  const refused = [
    ["a.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], /kiểu cũ/],
    ["a.pdf", [0x25, 0x50, 0x44, 0x46, 0x2d], /không đọc được/i],
    ["a.csv", [], /không có dòng/],
    ["a.xlsx", [0x50, 0x4b, 0x03, 0x04, 0x00], /không đọc được/i],
  ];
  for (const [name, bytes, words] of refused) {
    await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
    await page.locator("[role=alert]", { hasText: words }).waitFor();
  }
});

test(`${MANY_ROWS} rows are found in the browser`, async (context) => {
  const rows = Array.from({ length: MANY_ROWS }, (_, at) => [at, at % 25 === 0 ? AMBIGUOUS : places[at % places.length]]);
  const file = Buffer.from(csvOf([["id", "address"], ...rows], ","));
  const seconds = [];
  const lap = (name, from) => seconds.push(`${name} ${((performance.now() - from) / 1000).toFixed(1)} s`);
  let from = performance.now();
  await upload("many.csv", file);
  lap("read", from);
  from = performance.now();
  await run(300_000);
  lap("asked", from);
  from = performance.now();
  page.setDefaultTimeout(120_000);
  const saved = readCsv(await download("Tải CSV"), ",");
  lap("CSV", from);
  from = performance.now();
  await download("Tải Excel");
  lap("Excel", from);
  context.diagnostic(`${MANY_ROWS} rows: ${seconds.join(", ")}`);
  assert.deepEqual(saved.map(({ id, address }) => [Number(id), address]), rows);
  assert.ok(saved.every(({ result_status }) => result_status === "ok" || result_status === "ambiguous"));
  assert.ok((await page.locator(".row-line").count()) < 60, "only what is in view exists");
  await page.locator(".row-list").focus();
  await page.keyboard.press("End");
  await page.locator(`[aria-posinset="${MANY_ROWS}"]`).waitFor();
});

test("pasted addresses are converted, the ambiguous ones explained and chosen", async () => {
  await page.goto(`${server.url}convert`);
  const lines = ["5 Nguyễn Huệ, Phường Bến Nghé, Quận 1, TP.HCM", "Phường Đa Kao, Quận 1, TP.HCM", NOWHERE];
  await page.locator("#addresses").fill(lines.join("\n"));
  await page.keyboard.press("Control+Enter");
  await page.locator(".line").nth(2).waitFor();
  assert.match(await page.locator(".line-to strong").first().textContent(), /Phường Sài Gòn, Thành phố Hồ Chí Minh$/);
  await page.locator("summary").click();
  await page.locator(".why li").nth(1).waitFor();
  assert.match(await page.locator(".why").textContent(), /Phường Đa Kao.*được chia vào 2 đơn vị.*1685\/NQ-UBTVQH15/);
  await screenshot("convert", true);
  assert.deepEqual(await violations(), []);
  await page.locator(".possibility", { hasText: "Phường Sài Gòn" }).click();
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      window.copied = text;
    };
  });
  await page.getByRole("button", { name: "Sao chép tất cả" }).click();
  await page.waitForFunction(() => window.copied);
  const copied = (await page.evaluate(() => window.copied)).split("\n");
  assert.deepEqual(copied.slice(1), ["Phường Sài Gòn, Thành phố Hồ Chí Minh", NOWHERE]);
  const rows = readCsv(await download("Tải CSV"), ",");
  assert.deepEqual(rows.map((row) => [row.address, row.result_status, row.result_choice]), [
    [lines[0], "ok", "automatic"],
    [lines[1], "ambiguous", "chosen"],
    [lines[2], "not_found", "automatic"],
  ]);
  assert.deepEqual(seen.errors, []);
});

test("an address of today goes back, and a thousand lines go at once", async () => {
  await page.goto(`${server.url}convert`);
  await page.locator("input[value=legacy]").check();
  await page.locator("#addresses").fill("Phường Sài Gòn, TP.HCM");
  await page.locator("button[type=submit]").click();
  await page.locator(".possibility", { hasText: "Phường Bến Nghé, Quận 1" }).waitFor();
  await page.locator("input[value=current]").check();
  const lines = Array.from({ length: 1001 }, (_, at) => `${at} Nguyễn Huệ, Phường Bến Nghé, Quận 1, TP.HCM`);
  await page.locator("#addresses").fill(lines.join("\n"));
  await page.locator("button[type=submit]").click();
  await page.locator(".line").nth(1000).waitFor();
  assert.equal(await page.locator(".line-to").count(), 1001);
  assert.deepEqual(seen.errors, []);
});

/** Thirty days of use, which no server in a test has. */
function usage() {
  const day = (at) => new Date(Date.UTC(2026, 9, 24 + at)).toISOString().slice(0, 10);
  const days = Array.from({ length: 30 }, (_, at) => ({
    day: day(at),
    search: 900 + 37 * at,
    autocomplete: 2100 + 61 * ((at * 7) % 11),
    reverse: 240 + 5 * at,
    batch_rows: at % 6 === 0 ? 2400 : 120,
    convert: 80 + at,
    addresses: 310,
    tiles: 52_000 + 300 * at,
    not_found: 41 + at,
  }));
  return { days };
}

test("the page of data shows provinces, use and files", async () => {
  await page.route("**/usage", (route) => route.fulfill({ json: usage() }));
  await page.goto(`${server.url}status`);
  await page.locator(".province-table tbody tr").first().waitFor();
  await mapIsIdle(page);
  const counts = await page.locator(".province-table tbody tr td:nth-child(2)").allTextContents();
  const numbers = counts.map((text) => Number(text.replaceAll(".", "")));
  assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a), "most addresses first");
  await page.locator("[data-order=addresses]").click();
  assert.equal(await page.locator("[aria-sort=ascending] button").textContent(), "Địa chỉ");
  await page.locator("#measure").selectOption("faulty");
  await page.locator(".province-table tbody tr").last().click();
  await page.locator(".province-table tr.chosen").waitFor();
  assert.equal(await page.locator(".chart rect").count(), 6 * 30);
  assert.equal(await page.locator(".status-releases .tag").count(), 1);
  const file = page.locator(".status-files a").first();
  const [answer] = await Promise.all([fetch(await file.evaluate(({ href }) => href), { headers: { range: "bytes=0-9" } })]);
  assert.equal(answer.status, 206);
  await page.locator("#measure").selectOption("addresses");
  await mapIsIdle(page);
  await screenshot("status", true);
  assert.deepEqual(await violations(), []);
  assert.deepEqual(seen.errors, []);
});

test("each part of the page of data stands without the others", async () => {
  await page.route("**/usage", (route) => route.fulfill({ status: 404, json: { detail: "no" } }));
  await page.route("**/releases/current", (route) => route.abort("connectionrefused"));
  await page.goto(`${server.url}status`);
  await page.locator(".status-usage").getByText("Máy chủ này không cung cấp phần này.").waitFor();
  await page.locator(".status-files").getByText("Không kết nối được máy chủ.").waitFor();
  await page.locator(".status-quality tbody tr").first().waitFor();
});

/** What came over the wire of the files that the document names, and of fonts. */
async function firstViewBytes() {
  const html = await (await fetch(page.url(), { headers: { accept: "text/html" } })).text();
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path);
  return page.evaluate((paths) => {
    const isFirst = ({ name, entryType }) => entryType === "navigation" || name.endsWith(".woff2") || paths.some((path) => name.endsWith(path));
    return performance.getEntries().filter(isFirst).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  }, named);
}

for (const name of PAGES) {
  test(`/${name} opens light, fits a phone, speaks two languages and has a dark look`, async () => {
    await page.setViewportSize(PHONE);
    await page.goto(`${server.url}${name}`);
    await page.locator("h1").waitFor();
    const bytes = await firstViewBytes();
    assert.ok(bytes > 10_000 && bytes <= FIRST_VIEW_BYTES, `${bytes} bytes over the wire`);
    assert.ok((await widthOfPage()) <= PHONE.width, "nothing is wider than the phone");
    assert.equal(await page.locator("nav [aria-current=page]").getAttribute("href"), `./${name}?lang=vi`);
    const vietnamese = await page.locator("h1").textContent();
    await page.locator("#language-switch").click();
    await page.waitForFunction((before) => document.querySelector("h1")?.textContent !== before, vietnamese);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.equal(new URL(page.url()).searchParams.get("lang"), "en");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "language-switch");
    await page.locator("#theme-switch").click();
    await page.locator("#theme-switch").click();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    assert.ok((await widthOfPage()) <= PHONE.width, "nothing is wider than the phone");
    await page.waitForTimeout(300);
    await screenshot(`${name}-phone-dark`, true);
    assert.deepEqual(await violations(), []);
    assert.deepEqual(seen.errors, []);
  });
}

test("results are printed as a table", async () => {
  await upload("a.csv", Buffer.from(csvOf(clerkRows(), ",")));
  await run();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".print-only tbody tr").count(), 3);
  assert.equal(await page.locator(".row-list").isVisible(), false);
  await screenshot("batch-print", true);
});
