import { writeCsv } from "../batch/table-tasks";
import { copyText } from "../clipboard";
import { button, element } from "../dom";
import { explain } from "../failure";
import { saveFile } from "../shell/save";
import type { Shell } from "../shell/shell";
import type { ConvertAnswer, Form } from "./contract";
import { copiedText, csvLines, isOpen, linesOf, type Line } from "./line";
import { lineView } from "./line-view";
import type { ConvertKey, ConvertWords } from "./wording";

/** Most lines that the server takes at once; longer texts go in pieces. */
const MOST_LINES = 1000;
const LONGEST_LINE = 200;

const SUMS = ["ok", "ambiguous", "not_found", "invalid"] as const;

/** Addresses in, addresses of the other form out. */
export class ConvertPage {
  private readonly input = element("textarea", { id: "addresses", rows: "7", spellcheck: "false" });
  private readonly status = element("p", { role: "status", class: "soft" });
  private readonly results = element("section", { class: "convert-results" });
  private readonly list = element("ol", { class: "lines" });
  private to: Form = "current";
  private lines: Line[] = [];
  private release = "";

  constructor(
    private readonly shell: Shell,
    private readonly words: ConvertWords,
  ) {
    this.input.addEventListener("input", () => this.countLines());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.convert();
    });
    shell.translator.onChange(() => this.draw());
    this.draw();
  }

  private draw(): void {
    const { words } = this;
    this.input.placeholder = words.text("placeholder");
    const form = element(
      "form",
      { class: "convert-form no-print" },
      element("label", { class: "field" }, words.text("input"), this.input),
      element("div", { class: "buttons" }, this.direction(), element("button", { type: "submit", class: "button primary" }, words.text("convert")), this.status),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.convert();
    });
    this.shell.content.replaceChildren(
      element("h1", {}, words.text("title")),
      element("p", { class: "lead no-print" }, words.text("lead")),
      form,
      this.results,
    );
    this.countLines();
    this.drawResults();
  }

  private direction(): HTMLElement {
    const forms: Form[] = ["current", "legacy"];
    const choices = forms.map((form) => {
      const input = element("input", { type: "radio", name: "to", value: form });
      input.checked = form === this.to;
      input.addEventListener("change", () => (this.to = form));
      return element("label", { class: "direction" }, input, this.words.text(`to_${form}`));
    });
    return element("fieldset", { class: "directions" }, element("legend", { class: "visually-hidden" }, this.words.text("direction")), ...choices);
  }

  private countLines(): void {
    this.status.textContent = this.words.text("count", { count: linesOf(this.input.value).length });
  }

  private async convert(): Promise<void> {
    const texts = linesOf(this.input.value);
    if (texts.length === 0) {
      this.status.textContent = this.words.text("empty");
      return this.input.focus();
    }
    this.results.setAttribute("aria-busy", "true");
    try {
      this.lines = await this.ask(texts, this.to);
      this.countLines();
    } catch (error) {
      const { title, hint } = explain(error, this.shell.translator);
      this.status.textContent = `${title} ${hint}`;
    }
    this.results.removeAttribute("aria-busy");
    this.drawResults();
  }

  /** Addresses are written into forms, so they stay Vietnamese in any language of the page. A line that is too long would be refused; the others are not kept waiting for that. */
  private async ask(texts: readonly string[], to: Form): Promise<Line[]> {
    const lines: Line[] = [];
    for (let from = 0; from < texts.length; from += MOST_LINES) {
      this.status.textContent = this.words.text("working", { done: from, count: texts.length });
      const piece = texts.slice(from, from + MOST_LINES);
      const items = piece.map((text, at) => ({ id: from + at, q: [...text].slice(0, LONGEST_LINE + 1).join("") }));
      const answer = await this.shell.api.post<ConvertAnswer>("convert", { to }, items);
      this.release = answer.release;
      for (const [at, text] of piece.entries()) {
        const converted = answer.results[at];
        if (converted) lines.push({ text, to, converted, choice: "automatic" });
      }
    }
    return lines;
  }

  private drawResults(): void {
    const { words, lines } = this;
    if (lines.length === 0) return this.results.replaceChildren();
    this.list.replaceChildren(...lines.map((line, at) => this.lineView(line, at)));
    this.results.replaceChildren(
      element("h2", {}, words.text("results")),
      element("p", { class: "sums", role: "status" }, this.sums()),
      element(
        "div",
        { class: "buttons no-print" },
        button(words.text("copyAll"), "button primary", () => void this.copy(copiedText(this.lines))),
        button(words.text("download"), "button", () => void this.download()),
        button(words.text("print"), "button", () => window.print()),
        lines.some(isOpen) ? element("span", { class: "soft" }, words.text("copyRule")) : null,
      ),
      this.list,
      element("p", { class: "soft" }, words.text("release", { release: this.release })),
    );
  }

  private sums(): string {
    const counts = SUMS.map((status) => [status, this.lines.filter(({ converted }) => converted.status === status).length] as const);
    return counts.filter(([, count]) => count > 0).map(([status, count]) => this.words.text(`sum_${status}` as ConvertKey, { count })).join(" · ");
  }

  private lineView(line: Line, at: number): HTMLElement {
    return lineView(line, at, this.words, {
      api: this.shell.api,
      copy: (text) => void this.copy(text),
      choose: (choice) => {
        line.choice = choice;
        this.redrawLine(line, at);
      },
    });
  }

  /** Only this line is made anew, and the choice keeps the focus. */
  private redrawLine(line: Line, at: number): void {
    this.list.children[at]?.replaceWith(this.lineView(line, at));
    this.list.children[at]?.querySelector<HTMLElement>("input:checked")?.focus();
  }

  private async copy(text: string): Promise<void> {
    const copied = await copyText(text);
    this.shell.say(this.shell.translator.text(copied ? "copied" : "copyFailed"));
  }

  private async download(): Promise<void> {
    saveFile("vmap-convert.csv", await writeCsv(csvLines(this.lines), ","));
  }
}
