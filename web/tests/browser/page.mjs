import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, afterEach, before, beforeEach } from "node:test";
import { mapIsIdle, openBrowser, watch } from "./browser.mjs";
import { openServer } from "./server.mjs";

const SCREENSHOTS = new URL("../screenshots/", import.meta.url).pathname;
const REAL_QUERY = "92-96 nguyen hue quan 1";

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/**
 * One server and browser for the tests of a file, and a fresh page for each of
 * them. After each, every request must have gone to our own server.
 */
export function usePage() {
  const use = new Page();
  before(() => use.start());
  after(() => use.stop());
  beforeEach(() => use.renew());
  afterEach(() => use.finish());
  return use;
}

class Page {
  async start() {
    await mkdir(SCREENSHOTS, { recursive: true });
    this.server = await openServer();
    this.sample = await this.samplePlace();
    this.browser = await openBrowser();
  }

  async stop() {
    await this.browser?.close();
    await this.server?.close();
  }

  /** A page with an empty profile; `options` are Playwright's for a new context. */
  async renew(options = {}) {
    await this.page?.context().close();
    const context = await this.browser.newContext({ viewport: DESKTOP, ...options });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(20_000);
    this.seen = watch(this.page);
  }

  async finish() {
    const { requests } = this.seen;
    await this.page.context().close();
    this.page = undefined;
    const own = [this.server.url, "blob:", "data:"];
    const strangers = requests.filter((url) => !own.some((start) => url.startsWith(start)));
    assert.deepEqual(strangers, [], "every request goes to our own server");
  }

  async open(path = "") {
    await this.page.goto(this.server.url + path);
    await mapIsIdle(this.page);
  }

  async ask(path, parameters = {}) {
    const response = await fetch(new URL(`${path}?${new URLSearchParams(parameters)}`, this.server.url));
    assert.equal(response.status, 200, `${path} answers`);
    return response.json();
  }

  /** Types as a person does and waits for what is offered. */
  async type(text) {
    await this.page.locator("#search-input").pressSequentially(text, { delay: 15 });
    await this.page.locator("#suggestions [role=option]").first().waitFor();
  }

  async search(text) {
    await this.page.locator("#search-input").fill(text);
    await this.page.keyboard.press("Enter");
    await this.card();
  }

  async card() {
    await this.page.locator(".card").waitFor();
  }

  cardLabel() {
    return this.page.locator(".card-label").textContent();
  }

  textOf(selector) {
    return this.page.locator(selector).first().textContent();
  }

  screenshot(name) {
    return this.page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
  }

  /** Keeps what the page copies where a test can see it. */
  watchClipboard() {
    return this.page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        window.copied = text;
      };
    });
  }

  noErrors() {
    assert.deepEqual(this.seen.errors, []);
  }

  async fitsItsWidth() {
    const [wide, room] = await this.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= room, `${wide} wide where ${room} are`);
  }

  /** A place of the data served: the house nearest to whatever a common name finds. */
  async samplePlace() {
    const query = process.env.VMAP_REAL ? REAL_QUERY : (process.env.VMAP_QUERY ?? "nguyen");
    const [found] = (await this.ask("search", { q: query, admin: "both" })).features;
    assert.ok(found, `${query} finds something`);
    const [lon, lat] = found.geometry.coordinates;
    const nearest = await this.ask("reverse", { lat, lon, admin: "both" });
    const place = nearest.features.find(({ properties }) => properties.type === "house") ?? found;
    const { id, label, legacy, plus_code: plusCode } = place.properties;
    const [placeLon, placeLat] = place.geometry.coordinates;
    const typed = process.env.VMAP_REAL ? REAL_QUERY : label;
    return { id, label, legacy, plusCode, lat: placeLat, lon: placeLon, query: typed };
  }
}
