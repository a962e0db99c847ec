import { afterEach, expect, test, vi } from "vitest";
import { Api } from "../src/api";
import { explain } from "../src/failure";
import { Translator } from "../src/language";
import { house } from "./places";

const api = new Api("http://host/vmap/");
const english = new Translator("en");

afterEach(() => vi.unstubAllGlobals());

function answerWith(body: unknown, status = 200, headers: Record<string, string> = {}) {
  const fetch = vi.fn(async (_url: string) => new Response(JSON.stringify(body), { status, headers }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

async function failureOf(promise: Promise<unknown>) {
  return explain(await promise.catch((error: unknown) => error), english);
}

test("routes are relative to the page and carry both eras", async () => {
  const fetch = answerWith({ type: "FeatureCollection", features: [] });
  await api.autocomplete("phố huế", { language: "vi", bias: { lat: 21.03, lon: 105.85 } });
  const url = new URL(fetch.mock.calls[0]![0]);
  expect(url.pathname).toBe("/vmap/autocomplete");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    q: "phố huế",
    admin: "both",
    lang: "vi",
    lat: "21.03",
    lon: "105.85",
  });
});

test("a single place is read like a list of one", async () => {
  const fetch = answerWith(house());
  expect((await api.place("100000000018", { language: "en" })).features).toEqual([house()]);
  expect(fetch.mock.calls[0]![0]).toBe("http://host/vmap/addresses/100000000018?lang=en");
});

test("a server that cannot be reached is said in words", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed to fetch")));
  expect((await failureOf(api.version())).title).toBe(english.text("unreachable"));
});

test("too many questions say how long to wait", async () => {
  answerWith({ title: "Too Many Requests" }, 429, { "retry-after": "7" });
  const { title, hint } = await failureOf(api.version());
  expect(title).toBe(english.text("tooMany"));
  expect(hint).toContain("7");
});

test("a server fault and a refused question are told apart", async () => {
  answerWith({}, 500);
  expect((await failureOf(api.version())).title).toBe(english.text("serverFault"));
  answerWith({ detail: "unknown parameter" }, 400);
  expect((await failureOf(api.version())).title).toBe(english.text("refused"));
});
