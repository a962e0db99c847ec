import type { Api } from "../api";
import { button, element } from "../dom";
import type { Candidate } from "./contract";
import { explanation, sourceCode } from "./explanation";
import { candidatesOf, formOf, isOpen, type Choice, type Line } from "./line";
import { levelWord, type ConvertWords } from "./wording";

export interface LineActions {
  api: Api;
  copy(text: string): void;
  choose(choice: Choice): void;
}

/** A line with its address in the other form, or the possibilities to choose from. */
export function lineView(line: Line, at: number, words: ConvertWords, actions: LineActions): HTMLElement {
  const form = formOf(line);
  const isSure = form !== undefined && !isOpen(line);
  return element(
    "li",
    { class: `line ${isOpen(line) ? "open" : ""}`, value: String(at + 1) },
    element("p", { class: "line-from" }, line.text),
    isSure ? shownForm(form.label, form.ward_code, words, actions) : null,
    ...notes(line, words),
    line.converted.status === "ambiguous" ? possibilities(line, at, words, actions) : null,
  );
}

function shownForm(label: string, code: string | undefined, words: ConvertWords, { copy }: LineActions): HTMLElement {
  const copier = button(words.text("copy"), "button small no-print", () => copy(label));
  copier.setAttribute("aria-label", `${words.text("copy")}: ${label}`);
  const codeText = code ? element("span", { class: "soft" }, words.text("code", { code })) : null;
  return element("div", { class: "line-to" }, element("strong", {}, label), codeText, copier);
}

function notes(line: Line, words: ConvertWords): HTMLElement[] {
  const { status, decided_by, unmatched = [], problem } = line.converted;
  const told: string[] = [];
  if (status === "not_found") told.push(words.text("notFound"));
  if (status === "invalid") told.push([...line.text].length > 200 ? words.text("tooLong") : (problem?.detail ?? ""));
  if (decided_by) told.push(words.text("decidedBy", { level: levelWord(decided_by, words) }));
  if (status !== "not_found" && unmatched.length > 0) told.push(words.text("unmatched", { words: unmatched.join(", ") }));
  return told.map((text) => element("p", { class: "line-note" }, text));
}

function possibilities(line: Line, at: number, words: ConvertWords, actions: LineActions): HTMLElement {
  const candidates = candidatesOf(line);
  const radios = candidates.map((candidate, place) => {
    const label = candidate[line.to]?.label ?? "";
    return radio(`line-${at}`, line.choice === place, () => actions.choose(place), label, told(candidate, line, words));
  });
  const none = radio(`line-${at}`, line.choice === "none", () => actions.choose("none"), words.text("none"), "");
  return element(
    "fieldset",
    { class: "possibilities" },
    element("legend", {}, words.text("several", { count: candidates.length })),
    ...radios,
    none,
    why(line, words, actions),
  );
}

/** What tells a candidate from the others: its share of the one unit that is meant, else its units of the other era. */
function told({ share, share_assumed, ...forms }: Candidate, line: Line, words: ConvertWords): string {
  if (!sourceCode(line)) {
    const label = line.to === "current" ? forms.legacy?.label : forms.current?.label;
    return label ? words.text(line.to === "current" ? "formerly" : "today", { label }) : "";
  }
  if (line.to === "legacy") return "";
  return share_assumed ? words.text("shareAssumed") : words.text("share", { share: words.percent(share, 1) });
}

function radio(name: string, isChosen: boolean, onChoose: () => void, label: string, share: string): HTMLElement {
  const input = element("input", { type: "radio", name });
  input.checked = isChosen;
  input.addEventListener("change", onChoose);
  return element("label", { class: "possibility" }, input, element("span", {}, label), share ? element("span", { class: "soft" }, share) : null);
}

/** Asked for only when somebody wants to know. */
function why(line: Line, words: ConvertWords, { api }: LineActions): HTMLElement {
  const told = element("div", { class: "why" });
  const details = element("details", { class: "no-print" }, element("summary", {}, words.text("why")), told);
  details.addEventListener(
    "toggle",
    () =>
      void explanation(line, api, words)
        .catch(() => [element("p", {}, words.translator.text("unreachable"))])
        .then((explained) => told.replaceChildren(...explained)),
    { once: true },
  );
  return details;
}
