import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { byId } from "../src/dom";
import { Translator } from "../src/language";
import { SearchBox } from "../src/search-box";
import type { Suggestion } from "../src/suggestions";

type Question = {
  text: string;
  signal: AbortSignal;
  answer: (suggestions: Suggestion[]) => void;
  fail: (error: Error) => void;
};

const opened = vi.fn<(label: string) => void>();

let recent: string[];
let questions: Question[];
let actions: ReturnType<typeof fakeActions>;
let input: HTMLInputElement;
let box: SearchBox;

beforeEach(() => {
  document.body.innerHTML = readFileSync("index.html", "utf8").replace(/[\s\S]*<body>|<script[\s\S]*/g, "");
  opened.mockClear();
  recent = [];
  questions = [];
  actions = fakeActions();
  input = byId<HTMLInputElement>("search-input");
  box = new SearchBox(
    {
      form: byId("search-form"),
      input,
      clear: byId("search-clear"),
      box: byId("suggestion-box"),
      list: byId("suggestions"),
      note: byId("suggestion-note"),
      recentHead: byId("recent-head"),
      clearRecent: byId("clear-recent"),
    },
    actions,
    new Translator("vi"),
  );
});

function fakeActions() {
  return {
    suggest: (text: string, signal: AbortSignal) =>
      new Promise<Suggestion[]>((answer, fail) => questions.push({ text, signal, answer, fail })),
    recent: () => recent.map(suggestion),
    clearRecent: () => {
      recent = [];
    },
    submit: vi.fn(),
    clear: vi.fn(),
    announce: vi.fn(),
    explain: () => "Không kết nối được máy chủ.",
  };
}

function suggestion(label: string): Suggestion {
  return { label, kind: "Địa chỉ", open: () => opened(label) };
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
  questions[index]!.answer(labels.map(suggestion));
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

test("what was typed before the page was ready is answered", () => {
  input.value = "hu";
  box.takeUp();
  expect(questions).toEqual([]);
  input.focus();
  box.takeUp();
  expect(questions.map(({ text }) => text)).toEqual(["hu"]);
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
  expect(opened).toHaveBeenCalledWith("Huế");
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
  expect(opened).not.toHaveBeenCalled();
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

test("the empty box offers the places seen lately, by keyboard too", () => {
  recent = ["Huế", "Hà Nội"];
  input.dispatchEvent(new FocusEvent("focus"));
  expect(shown()).toEqual(["Huế", "Hà Nội"]);
  expect(byId("recent-head").hidden).toBe(false);
  press("ArrowDown");
  press("ArrowDown");
  enter();
  expect(opened).toHaveBeenCalledWith("Hà Nội");
});

test("typing takes the places seen lately away, and emptying the box brings them back", async () => {
  recent = ["Huế"];
  type("h");
  await answer(0, "Hải Phòng");
  expect(byId("recent-head").hidden).toBe(true);
  type("");
  expect(shown()).toEqual(["Huế"]);
});

test("the places seen lately can be cleared", () => {
  recent = ["Huế"];
  input.dispatchEvent(new FocusEvent("focus"));
  byId("clear-recent").click();
  expect(shown()).toEqual([]);
  expect(byId("suggestion-box").hidden).toBe(true);
});

test("the focus may move into the box of suggestions, not out of it", () => {
  recent = ["Huế"];
  input.dispatchEvent(new FocusEvent("focus"));
  input.dispatchEvent(new FocusEvent("blur", { relatedTarget: byId("clear-recent") }));
  expect(byId("suggestion-box").hidden).toBe(false);
  byId("suggestion-box").dispatchEvent(new FocusEvent("focusout", { relatedTarget: null }));
  expect(byId("suggestion-box").hidden).toBe(true);
});
