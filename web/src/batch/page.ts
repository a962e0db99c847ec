import { button, element } from "../dom";
import { explain } from "../failure";
import type { Shell } from "../shell/shell";
import { columnsStep, type Draft } from "./columns-step";
import { guessHeader, guessRoles } from "./columns";
import { CANDIDATES, type BatchAnswer } from "./contract";
import { fileStep } from "./file-step";
import { Job, type Ask } from "./job";
import { FileError, OpenedFile, type Reading } from "./opened-file";
import { Results } from "./results";
import { RunView } from "./run-view";
import { tableOf, type Cell, type HeaderLine } from "./table";
import { fileFaultWord, type BatchWords } from "./wording";

/** Answers come faster than anybody reads: results are put in order at most this often. */
const ORDER_MILLISECONDS = 1000;

/** A job with the views that show it. */
interface Running {
  draft: Draft;
  run: RunView;
  results: Results;
}

/** From a file over its columns to its results. */
export class BatchPage {
  private draft: Draft | undefined;
  private lines: Cell[][] = [];
  private running: Running | undefined;
  private message: HTMLElement | undefined;
  private drawTimer: number | undefined;

  constructor(
    private readonly shell: Shell,
    private readonly words: BatchWords,
  ) {
    shell.translator.onChange(() => this.redraw());
    shell.theme.onChange(() => this.running?.results.useTheme());
    this.draw();
  }

  private redraw(): void {
    this.message = undefined;
    this.draw();
    this.running?.run.draw();
    this.running?.results.translate();
  }

  private draw(): void {
    this.shell.content.replaceChildren(...this.heading(), ...this.step());
  }

  private heading(): HTMLElement[] {
    const { words } = this;
    if (this.draft) return [element("h1", {}, words.text("title")), this.fileLine(this.draft)];
    return [
      element("h1", {}, words.text("title")),
      element("p", { class: "lead" }, words.text("lead")),
      element("p", { class: "lead privacy" }, words.text("privacy")),
    ];
  }

  private fileLine({ file, table }: Draft): HTMLElement {
    const { words } = this;
    const told = words.text("fileLine", { name: file.name, rows: table.rows.length, columns: table.columns.length });
    return element("div", { class: "buttons file-line" }, element("p", {}, told), button(words.text("otherFile"), "button no-print", () => this.restart()));
  }

  private step(): HTMLElement[] {
    const { words, draft, running } = this;
    if (running) return [running.run.element, running.results.element];
    if (!draft) return [fileStep(words, this.message, (file) => void this.open(file))];
    return columnsStep(draft, words, {
      read: (reading) => void this.read(draft.file, reading),
      useHeader: (header) => this.use(draft.file, draft.reading, header),
      setRoles: (roles) => this.setDraft({ ...draft, roles }),
      start: () => this.start(draft),
    });
  }

  private restart(): void {
    // What was running and its listeners end with the page that holds them.
    location.reload();
  }

  private async open(file: File): Promise<void> {
    this.tell(this.words.text("reading", { name: file.name }), "soft");
    await this.orTell(async () => this.read(await OpenedFile.open(file), {}));
  }

  private async read(file: OpenedFile, wanted: Reading): Promise<void> {
    await this.orTell(async () => {
      const { lines, ...reading } = await file.read(wanted);
      this.lines = lines;
      this.use(file, reading, guessHeader(lines));
    });
  }

  private use(file: OpenedFile, reading: Reading, header: HeaderLine): void {
    const table = tableOf(this.lines, header);
    // Another sheet, or another way to read this one, may have rows.
    if (table.rows.length === 0 && !this.draft) throw new FileError("noRows");
    this.setDraft({ file, reading, header, table, roles: guessRoles(table) });
  }

  private async orTell(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      this.draft = undefined;
      const { title, hint } = explain(error, this.shell.translator);
      this.tell(error instanceof FileError ? fileFaultWord(error.fault, this.words) : `${title} ${hint}`, "note");
    }
  }

  private tell(text: string, kind: "soft" | "note"): void {
    this.message = element("p", { class: kind, role: kind === "note" ? "alert" : "status" }, text);
    this.draw();
  }

  private setDraft(draft: Draft): void {
    const focused = document.activeElement?.id;
    this.draft = draft;
    this.draw();
    if (focused) document.getElementById(focused)?.focus();
  }

  private start(draft: Draft): void {
    const { table, roles, file, reading } = draft;
    const job = new Job(table, roles, this.asker(), () => this.drawSoon(job));
    const origin = { name: file.name, ...reading };
    this.running = { draft, run: new RunView(job, this.words), results: new Results(this.shell, this.words, job, table, origin) };
    this.draw();
    void job.run();
    // For the browser's console, and for tests of large files.
    Object.assign(window, { job });
  }

  /** Labels go into a file, so they are Vietnamese in any language of the page. */
  private asker(): Ask {
    const parameters = { limit: CANDIDATES, admin: "both" };
    return (items, signal) => this.shell.api.post<BatchAnswer>("batch", parameters, items, signal);
  }

  private drawSoon(job: Job): void {
    this.running?.run.draw();
    const isUnderWay = job.state === "running" && job.progress.done > 0;
    if (!isUnderWay) return this.updateResults();
    this.drawTimer ??= window.setTimeout(() => this.updateResults(), ORDER_MILLISECONDS);
  }

  private updateResults(): void {
    window.clearTimeout(this.drawTimer);
    this.drawTimer = undefined;
    this.running?.results.update();
  }
}
