import { button, element } from "../dom";
import { saveFile } from "../shell/save";
import type { Shell } from "../shell/shell";
import { makeFile, type FileOrigin, type Format } from "./download";
import type { Job } from "./job";
import { printedRows } from "./printed";
import { questionOfText } from "./question";
import type { ResultMap } from "./result-map";
import { countKinds, isDoubtful, isOpen, KINDS, kindOf, worstFirst, type Choice, type Kind, type Outcome, type Row } from "./row";
import { rowDetail } from "./row-detail";
import { RowList } from "./row-list";
import type { Table } from "./table";
import { kindWord, rowFaultWord, type BatchWords } from "./wording";

/** Where map and detail stand above the list, as the stylesheet has it. */
const NARROW = "(max-width: 899px)";

type Filter = Kind | "all" | "open";

/** Every row with its answer: as a list, on the map, and one of them in detail. They move together. */
export class Results {
  private readonly heading = element("h2", {});
  private readonly decide = element("p", { class: "decide", role: "status" });
  private readonly filters = element("div", { class: "filters", role: "group" });
  private readonly actions = element("div", { class: "buttons no-print" });
  private readonly mapBox = element("section", { class: "result-map no-print" });
  private readonly detail = element("section", { class: "detail no-print", "aria-live": "polite" });
  private readonly steps = element("div", { class: "buttons steps no-print" });
  private readonly keys = element("p", { class: "soft no-print keys" });
  private readonly printed = element("div", { class: "print-only" });
  private readonly list: RowList;
  readonly element: HTMLElement;
  private map: ResultMap | undefined;
  private filter: Filter = "all";
  private shown: Row[] = [];
  private selected: Row | undefined;
  /** What the detail was drawn for. */
  private detailed: Outcome | undefined;
  private hasUnsaved = false;

  constructor(
    private readonly shell: Shell,
    private readonly words: BatchWords,
    private readonly job: Job,
    private readonly table: Table,
    private readonly origin: FileOrigin,
  ) {
    this.list = new RowList(words, (row) => this.pick(row));
    const side = element("div", { class: "results-side" }, this.mapBox, this.steps, this.detail);
    const grid = element("div", { class: "results-grid" }, this.list.element, side);
    this.list.element.classList.add("no-print");
    this.element = element("section", { class: "results" }, this.heading, this.filters, this.decide, this.actions, this.keys, grid, this.printed);
    window.addEventListener("beforeprint", () => this.printed.replaceChildren(...printedRows(job.rows, words)));
    window.addEventListener("afterprint", () => this.printed.replaceChildren());
    window.addEventListener("beforeunload", (event) => this.hasUnsaved && event.preventDefault());
    document.addEventListener("keydown", (event) => this.press(event));
    this.draw();
    void this.openMap();
  }

  /** Answers have come: the list is put in order again. */
  update(): void {
    this.hasUnsaved = true;
    this.order();
    this.map?.show(this.job.rows);
    if (!this.selected && this.job.state !== "running") this.selectOpen(1);
    this.drawSums();
    // What somebody types there meanwhile stays.
    if (this.selected?.outcome !== this.detailed) this.drawDetail();
  }

  /** Words again, after the language changed. */
  translate(): void {
    this.map?.translate(this.shell.translator);
    this.draw();
  }

  useTheme(): void {
    this.map?.useTheme(this.shell.theme.theme);
  }

  private draw(): void {
    this.drawSums();
    this.list.draw();
    this.drawDetail();
  }

  private drawSums(): void {
    const { words, job } = this;
    this.heading.textContent = words.text("resultsTitle");
    this.drawFilters();
    const open = job.rows.filter(isOpen).length;
    this.decide.textContent = job.state === "running" ? "" : open > 0 ? words.text("toDecide", { count: open }) : words.text("allDecided");
    this.drawActions();
    this.keys.textContent = words.text("keys");
    this.mapBox.setAttribute("aria-label", words.text("map"));
  }

  private drawFilters(): void {
    const { words, job } = this;
    const counts = countKinds(job.rows);
    const open = job.rows.filter(isOpen).length;
    const kinds = KINDS.filter((kind) => counts.get(kind));
    const chips = [
      this.chip("all", words.text("all"), job.rows.length),
      this.chip("open", words.text("open"), open),
      ...kinds.map((kind) => this.chip(kind, kindWord(kind, words), counts.get(kind) ?? 0)),
    ];
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.filter : undefined;
    this.filters.setAttribute("aria-label", words.text("filter"));
    this.filters.replaceChildren(...chips);
    if (focused) this.filters.querySelector<HTMLElement>(`[data-filter="${focused}"]`)?.focus();
  }

  private chip(filter: Filter, text: string, count: number): HTMLElement {
    const made = button("", `chip kind-${filter}`, () => this.filterBy(filter));
    made.dataset.filter = filter;
    made.setAttribute("aria-pressed", String(filter === this.filter));
    made.append(text, element("b", {}, this.words.number(count)));
    return made;
  }

  private drawActions(): void {
    if (this.actions.dataset.language === this.shell.translator.language) return;
    this.actions.dataset.language = this.shell.translator.language;
    const { words } = this;
    this.actions.replaceChildren(
      button(words.text("downloadXlsx"), "button primary", () => void this.download("xlsx")),
      button(words.text("downloadCsv"), "button primary", () => void this.download("csv")),
      button(words.text("print"), "button", () => window.print()),
    );
    this.steps.replaceChildren(
      button(words.text("previousOpen"), "button", () => this.selectOpen(-1)),
      button(words.text("nextOpen"), "button", () => this.selectOpen(1)),
    );
  }

  private drawDetail(): void {
    this.detailed = this.selected?.outcome;
    const focused = document.activeElement;
    const place = focused && this.detail.contains(focused) ? [...this.detail.querySelectorAll("button, input")].indexOf(focused) : -1;
    this.detail.replaceChildren(
      ...rowDetail(this.selected, this.words, {
        choose: (choice) => this.choose(choice),
        searchAgain: (text) => void this.searchAgain(text),
      }),
    );
    if (place >= 0) this.detail.querySelectorAll<HTMLElement>("button, input")[place]?.focus();
  }

  private filterBy(filter: Filter): void {
    this.filter = filter;
    this.order();
    this.list.element.scrollTop = 0;
    this.list.select(this.selected);
    this.draw();
  }

  private order(): void {
    const { filter, job } = this;
    const kept = filter === "all" ? job.rows : job.rows.filter((row) => (filter === "open" ? isOpen(row) : kindOf(row) === filter));
    this.shown = worstFirst(kept);
    this.list.show(this.shown);
  }

  /** On a phone the row that was touched is shown further up. */
  private pick(row: Row): void {
    this.select(row);
    if (window.matchMedia(NARROW).matches) this.mapBox.scrollIntoView({ block: "start" });
  }

  private select(row: Row | undefined): void {
    this.selected = row;
    this.list.select(row);
    this.map?.select(row);
    this.drawDetail();
  }

  /** Goes to the next row, or the one before, that a person has to decide. */
  private selectOpen(step: 1 | -1): void {
    const rows = this.shown.some(isOpen) ? this.shown : worstFirst(this.job.rows.filter(isDoubtful));
    const from = this.selected ? rows.indexOf(this.selected) : step > 0 ? -1 : rows.length;
    for (let at = from + step; at >= 0 && at < rows.length; at += step) {
      const row = rows[at];
      if (row && isOpen(row)) return this.select(row);
    }
    if (!this.selected) this.select(this.shown[0]);
  }

  private choose(choice: Choice): void {
    const row = this.selected;
    if (!row?.outcome || (typeof choice === "number" && !row.outcome.candidates[choice])) return;
    row.choice = choice;
    this.changed(row);
  }

  private async searchAgain(text: string): Promise<void> {
    const row = this.selected;
    if (!row) return;
    row.question = questionOfText(text);
    try {
      await this.job.askOne(row);
    } catch (error) {
      this.shell.sayFailure(error);
    }
    this.changed(row);
  }

  private changed(row: Row): void {
    this.hasUnsaved = true;
    this.map?.show(this.job.rows);
    this.map?.select(row);
    this.draw();
  }

  private press(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !this.element.isConnected) return;
    const key = event.key.toLowerCase();
    if (key === "n") this.selectOpen(1);
    else if (key === "p") this.selectOpen(-1);
    else if (key === "0") this.choose("none");
    else if (/^[1-5]$/.test(key)) this.choose(Number(key) - 1);
    else if (key === "e") this.detail.querySelector("input")?.focus();
    else return;
    event.preventDefault();
  }

  private async download(format: Format): Promise<void> {
    this.shell.say(this.words.text("makingFile"));
    const { name, blob } = await makeFile(format, this.origin, this.table, this.job.rows, (row) => this.noteOf(row));
    saveFile(name, blob);
    this.hasUnsaved = false;
    this.shell.say(this.words.text("madeFile", { name }));
  }

  private noteOf({ question, outcome }: Row): string {
    if ("fault" in question) return rowFaultWord(question.fault, this.words);
    return outcome ? outcome.note : rowFaultWord("not_asked", this.words);
  }

  /** The map is large and comes last; without it the list goes on working. */
  private async openMap(): Promise<void> {
    const box = element("div", { class: "map-box" });
    this.mapBox.append(box);
    try {
      const { ResultMap } = await import("./result-map");
      const { rows } = this.job;
      this.map = await ResultMap.open(box, this.shell.theme.theme, {
        select: (at) => this.select(rows[at]),
        choose: (at) => this.choose(at),
      });
      this.map.translate(this.shell.translator);
      this.map.show(rows);
      if (this.selected) this.map.select(this.selected);
    } catch {
      box.replaceWith(element("p", { class: "note" }, this.words.text("mapFailed")));
    }
  }
}
