import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import type { Place } from "../src/contract";
import { byId } from "../src/dom";
import { Translator } from "../src/language";
import { SearchBox } from "../src/search-box";
import { house } from "./places";

type Question = { text: string; signal: AbortSignal; answer: (places: Place[]) => void; fail: (error: Error) => void };

let questions: Question[];
let actions: ReturnType<typeof fakeActions>;
let input: HTMLInputElement;

beforeEach(() => {
  document.body.innerHTML = readFileSync("index.html", "utf8").replace(/[\s\S]*<body>|<script[\s\S]*/g, "");
  questions = [];
  actions = fakeActions();
  input = byId<HTMLInputElement>("search-input");
  new SearchBox(
    {
      form: byId("search-form"),
      input,
      clear: byId("search-clear"),
      box: byId("suggestion-box"),
      list: byId("suggestions"),
      note: byId("suggestion-note"),
    },
    actions,
    new Translator("vi"),
  );
});

function fakeActions() {
  return {
    suggest: (text: string, signal: AbortSignal) =>
      new Promise<Place[]>((answer, fail) => questions.push({ text, signal, answer, fail })),
    choose: vi.fn(),
    submit: vi.fn(),
    clear: vi.fn(),
    announce: vi.fn(),
    explain: () => "Không kết nối được máy chủ.",
  };
}

function type(text: string): void {
  input.value = text;
  input.dispatchEvent(new Event("input"));
}

function press(key: string, options: KeyboardEventInit = {}): void {
  input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, ...options }));
}

function enter(): void {
  byId("search-form").dispatchEvent(new Event("submit", { cancelable: true }));
}

async function answer(index: number, ...labels: string[]): Promise<void> {
  questions[index]!.answer(labels.map((label) => house({ label })));
  await Promise.resolve();
  await new Promise((done) => setTimeout(done));
}

const shown = () => [...document.querySelectorAll("#suggestions .suggestion-label")].map((label) => label.textContent);

test("every keystroke asks, and aborts the question before it", () => {
  type("h");
  type("hu");
  expect(questions.map(({ text }) => text)).toEqual(["h", "hu"]);
  expect(questions.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test("an old answer that comes late does not overwrite a newer one", async () => {
  type("h");
  type("hu");
  await answer(1, "Huế");
  await answer(0, "Hà Nội");
  expect(shown()).toEqual(["Huế"]);
});

test("arrows move the active option, and past the end back to the input", async () => {
  type("h");
  await answer(0, "Huế", "Hà Nội");
  expect(input.getAttribute("aria-expanded")).toBe("true");
  press("ArrowDown");
  expect(input.getAttribute("aria-activedescendant")).toBe("suggestion-0");
  press("ArrowUp");
  expect(input.hasAttribute("aria-activedescendant")).toBe(false);
  press("ArrowUp");
  expect(input.getAttribute("aria-activedescendant")).toBe("suggestion-1");
  expect(document.querySelectorAll('[aria-selected="true"]').length).toBe(1);
});

test("Enter on an active option opens it", async () => {
  type("h");
  await answer(0, "Huế", "Hà Nội");
  press("ArrowDown");
  enter();
  expect(actions.choose).toHaveBeenCalledWith(house({ label: "Huế" }));
  expect(actions.submit).not.toHaveBeenCalled();
  expect(input.value).toBe("Huế");
});

test("Enter without an active option searches, and drops suggestions on their way", async () => {
  type("hue");
  enter();
  expect(actions.submit).toHaveBeenCalledWith("hue");
  await answer(0, "Huế");
  expect(shown()).toEqual([]);
});

test("typing on leaves the option that was active", async () => {
  type("h");
  await answer(0, "Huế");
  press("ArrowDown");
  type("ho");
  enter();
  expect(actions.choose).not.toHaveBeenCalled();
  expect(actions.submit).toHaveBeenCalledWith("ho");
});

test("keys of a Vietnamese input method are left to it", async () => {
  type("h");
  await answer(0, "Huế");
  press("ArrowDown", { isComposing: true });
  expect(input.hasAttribute("aria-activedescendant")).toBe(false);
});

test("Escape closes the list, and then clears the box", async () => {
  type("h");
  await answer(0, "Huế");
  press("Escape");
  expect(byId("suggestion-box").hidden).toBe(true);
  expect(input.value).toBe("h");
  press("Escape");
  expect(input.value).toBe("");
  expect(actions.clear).toHaveBeenCalled();
});

test("no suggestion and no server are both said", async () => {
  type("zzz");
  await answer(0);
  expect(byId("suggestion-note").textContent).toContain("Chưa có gợi ý");
  type("zzzz");
  questions[1]!.fail(new Error("down"));
  await new Promise((done) => setTimeout(done));
  expect(byId("suggestion-note").textContent).toBe("Không kết nối được máy chủ.");
});
