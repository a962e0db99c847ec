import { button, element } from "../dom";
import { HEADER_LINES, ROLES, type Role, type Roles } from "./columns";
import { DELIMITERS } from "./csv-delimiters";
import { ENCODINGS } from "./encoding";
import type { OpenedFile, Reading } from "./opened-file";
import { questionOf } from "./question";
import { textOf, type HeaderLine, type Table } from "./table";
import { fileFaultWord, roleWord, rowFaultWord, type BatchKey, type BatchWords } from "./wording";

const PREVIEW_ROWS = 8;

const DELIMITER_WORDS: Record<string, BatchKey> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

/** A file as it is read, before anything is asked. */
export interface Draft {
  file: OpenedFile;
  reading: Reading;
  header: HeaderLine;
  table: Table;
  roles: Roles;
}

export interface DraftActions {
  read(reading: Reading): void;
  useHeader(header: HeaderLine): void;
  setRoles(roles: Roles): void;
  start(): void;
}

/** How the file is read, what its columns hold, and what will be asked of its first rows. */
export function columnsStep(draft: Draft, words: BatchWords, actions: DraftActions): HTMLElement[] {
  const { table, roles } = draft;
  const problem = table.rows.length === 0 ? fileFaultWord("noRows", words) : rolesProblem(roles, words);
  const start = button(words.text("start", { rows: table.rows.length }), "button primary", () => actions.start());
  start.id = "start";
  start.disabled = problem !== undefined;
  return [
    readingForm(draft, words, actions),
    ...encodingNote(draft, words),
    element("h2", {}, words.text("columnsTitle")),
    element("p", { class: "soft" }, words.text("columnsLead")),
    preview(draft, words, actions),
    element("p", { class: "soft" }, words.text("previewOf", { shown: Math.min(PREVIEW_ROWS, table.rows.length), rows: table.rows.length })),
    problem ? element("p", { class: "note" }, problem) : positionNote(roles, words),
    element("div", { class: "buttons" }, start),
  ];
}

function readingForm({ file, reading, header }: Draft, words: BatchWords, actions: DraftActions): HTMLElement {
  const asked = (name: keyof Reading, options: [string, string][], label: BatchKey) =>
    choice(label, options, reading[name] ?? "", words, (value) => actions.read({ ...reading, [name]: value }));
  const encodings = ENCODINGS.map((name): [string, string] => [name, name.toUpperCase().replace("WINDOWS", "Windows")]);
  const delimiters = DELIMITERS.map((sign): [string, string] => [sign, words.text(DELIMITER_WORDS[sign] ?? "comma")]);
  const fields =
    file.kind === "xlsx"
      ? [asked("sheet", file.sheetNames.map((name) => [name, name]), "sheet")]
      : [asked("encoding", encodings, "encoding"), asked("delimiter", delimiters, "delimiter")];
  const lines = Array.from({ length: HEADER_LINES }, (_, at): [string, string] => [String(at), words.text("headerLine", { number: at + 1 })]);
  const none: [string, string] = ["none", words.text("headerNone")];
  const choose = (value: string) => actions.useHeader(value === "none" ? "none" : Number(value));
  return element("div", { class: "reading" }, ...fields, choice("header", [none, ...lines], String(header), words, choose));
}

/** What is no Unicode was guessed, and the fonts of the nineties are not among the guesses. */
function encodingNote({ file, reading }: Draft, words: BatchWords): HTMLElement[] {
  const isGuessed = file.kind !== "xlsx" && reading.encoding?.startsWith("windows-");
  return isGuessed ? [element("p", { class: "note", role: "status" }, words.text("oldEncoding"))] : [];
}

function choice(label: BatchKey, options: [string, string][], chosen: string, words: BatchWords, onChange: (value: string) => void): HTMLElement {
  const select = element("select", { id: `reading-${label}` }, ...options.map(([value, text]) => element("option", { value }, text)));
  select.value = chosen;
  select.addEventListener("change", () => onChange(select.value));
  return element("label", { class: "field" }, words.text(label), select);
}

/** The first rows below a choice for each column, with the question that each row becomes. */
function preview({ table, roles }: Draft, words: BatchWords, actions: DraftActions): HTMLElement {
  const heads = table.columns.map((column, at) =>
    element("th", { scope: "col" }, element("span", { class: "column-name" }, column), roleChoice(column, at, roles, words, actions)),
  );
  const lines = table.rows.slice(0, PREVIEW_ROWS).map((row) => {
    const question = questionOf(row, roles);
    const asked = "fault" in question ? element("em", { class: "soft" }, rowFaultWord(question.fault, words)) : question.shown;
    const cells = row.map((cell) => element("td", {}, textOf(cell)));
    return element("tr", {}, element("th", { scope: "row", class: "asked" }, asked), ...cells);
  });
  const head = element("tr", {}, element("th", { scope: "col", class: "asked" }, words.text("asked")), ...heads);
  const rows = element("table", { class: "data-table preview" }, element("thead", {}, head), element("tbody", {}, ...lines));
  return element("div", { class: "scroll-x", tabindex: "0", role: "region", "aria-label": words.text("columnsTitle") }, rows);
}

function roleChoice(column: string, at: number, roles: Roles, words: BatchWords, actions: DraftActions): HTMLElement {
  const options = [undefined, ...ROLES].map((role) => element("option", { value: role ?? "" }, roleWord(role, words)));
  const select = element("select", { "aria-label": words.text("roleOf", { column }), id: `role-${at}` }, ...options);
  select.value = roles[at] ?? "";
  select.addEventListener("change", () => {
    const role = ROLES.find((name) => name === select.value);
    actions.setRoles(roles.map((own, place) => (place === at ? role : clashes(own, role) ? undefined : own)));
  });
  return select;
}

/** A coordinate stands in one column only. */
function clashes(own: Role | undefined, chosen: Role | undefined): boolean {
  return own === chosen && (own === "lat" || own === "lon");
}

function rolesProblem(roles: Roles, words: BatchWords): string | undefined {
  const hasText = roles.some((role) => role && role !== "lat" && role !== "lon");
  const hasPosition = roles.includes("lat") && roles.includes("lon");
  return hasText || hasPosition ? undefined : words.text("noColumns");
}

function positionNote(roles: Roles, words: BatchWords): HTMLElement {
  const hasPosition = roles.includes("lat") && roles.includes("lon");
  const hasText = roles.some((role) => role && role !== "lat" && role !== "lon");
  const text = hasPosition ? words.text(hasText ? "positionHelps" : "positionAsks") : "";
  return element("p", { class: "soft" }, text);
}
