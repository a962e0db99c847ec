import { expect, test } from "vitest";
import { linkTo, readTarget } from "../src/link";

const PAGE = "http://host/vmap/?q=cu&x=1#12/21.03/105.85";

test("a link names a place by its identifier, or a question by its words", () => {
  expect(readTarget("?id=100000000018")).toEqual({ kind: "identifier", id: "100000000018" });
  expect(readTarget("?q=ph%E1%BB%91+hu%E1%BA%BF")).toEqual({ kind: "query", query: "phố huế" });
  expect(readTarget("?lang=en")).toBeUndefined();
  expect(readTarget("?q=++")).toBeUndefined();
});

test("a new link keeps the path, the view and parameters it does not know", () => {
  const link = linkTo(PAGE, { kind: "identifier", id: "100000000018" }, "en");
  expect(link).toBe("http://host/vmap/?x=1&id=100000000018&lang=en#12/21.03/105.85");
});

test("what is written is what is read", () => {
  const target = { kind: "query", query: "12/3 Đường 3/2, Q.10 & hẻm" } as const;
  expect(readTarget(new URL(linkTo(PAGE, target, "vi")).search)).toEqual(target);
});

test("without a target the link only keeps the language", () => {
  expect(linkTo("http://host/?id=1", undefined, "vi")).toBe("http://host/?lang=vi");
});
