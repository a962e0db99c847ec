import { button, element } from "../dom";
import { matchNotes, typeWord } from "../wording";
import type { FoundPlace } from "./contract";
import { kindOf, type Choice, type Row } from "./row";
import { kindWord, rowFaultWord, type BatchWords } from "./wording";

export interface RowActions {
  choose(choice: Choice): void;
  searchAgain(text: string): void;
}

/** One row: what it asks, which may be changed, and the places that it may mean. */
export function rowDetail(row: Row | undefined, words: BatchWords, actions: RowActions): HTMLElement[] {
  if (!row) return [element("p", { class: "soft" }, words.text("nothingSelected"))];
  const kind = kindOf(row);
  return [
    element(
      "div",
      { class: "detail-heading" },
      element("h3", {}, words.text("rowLabel", { number: row.at + 1 })),
      element("span", { class: `kind kind-${kind}` }, kindWord(kind, words)),
    ),
    editor(row, words, actions),
    ...notes(row, words),
    ...choices(row, words, actions),
  ];
}

function editor({ question }: Row, words: BatchWords, actions: RowActions): HTMLElement {
  const input = element("input", { type: "text", id: "edit-asked", maxlength: "200", value: question.shown });
  const form = element(
    "form",
    { class: "detail-edit" },
    element("label", { class: "field" }, words.text("editLabel"), input),
    element("button", { type: "submit", class: "button" }, words.text("searchAgain")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    actions.searchAgain(input.value);
  });
  return form;
}

function notes({ question, outcome }: Row, words: BatchWords): HTMLElement[] {
  const note = "fault" in question ? rowFaultWord(question.fault, words) : outcome?.note;
  return note ? [element("p", { class: "note" }, note)] : [];
}

function choices(row: Row, words: BatchWords, actions: RowActions): HTMLElement[] {
  if (!row.outcome) return [];
  const { candidates } = row.outcome;
  if (candidates.length === 0) return [element("p", { class: "soft" }, words.text("noCandidates"))];
  const places = candidates.map((place, at) => candidate(place, at, row.choice, words, actions));
  const none = choiceButton("0", words.text("none"), row.choice === "none", () => actions.choose("none"));
  return [
    element("h4", {}, words.text("candidates")),
    element("ul", { class: "candidates" }, ...places, element("li", {}, none)),
    ...(row.choice === "automatic" ? [] : [button(words.text("automatic"), "button", () => actions.choose("automatic"))]),
  ];
}

function candidate(place: FoundPlace, at: number, choice: Choice, words: BatchWords, actions: RowActions): HTMLElement {
  const { properties } = place;
  const made = choiceButton(String(at + 1), properties.label, choice === at, () => actions.choose(at));
  const about = [typeWord(properties.type, words.translator), formerUnits(place), ...shortfalls(place, words)];
  made.append(element("span", { class: "candidate-about" }, about.filter(Boolean).join(" · ")));
  return element("li", {}, made);
}

function choiceButton(key: string, label: string, isChosen: boolean, onClick: () => void): HTMLButtonElement {
  const made = button("", "candidate", onClick);
  made.setAttribute("aria-pressed", String(isChosen));
  made.append(element("kbd", {}, key), element("span", { class: "candidate-label" }, label));
  return made;
}

/** What is missing of the address: that the row is doubtful as a whole stands above already. */
function shortfalls({ properties }: FoundPlace, words: BatchWords): string[] {
  const own = { ...properties, ambiguous: false };
  delete own.match_class;
  delete own.matched_era;
  return matchNotes(own, words.translator);
}

/** The units before July 2025, from small to large. */
function formerUnits({ properties }: FoundPlace): string {
  const { ward, district, province } = properties.legacy ?? {};
  return ward || district ? [ward, district, province].filter(Boolean).join(", ") : "";
}
