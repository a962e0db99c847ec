import { element } from "../dom";
import { kindOf, placeOf, type Row } from "./row";
import { kindWord, type BatchWords } from "./wording";

/** Height of a row in pixels, as the stylesheet has it. */
const ROW_HEIGHT = 58;
/** Rows drawn beyond either edge, so that scrolling shows no gap. */
const BEYOND = 8;

/** A list of any length of which only what is in view exists. */
export class RowList {
  readonly element = element("div", { class: "row-list", role: "listbox", tabindex: "0" });
  private readonly track = element("div", { class: "row-track", role: "presentation" });
  private rows: readonly Row[] = [];
  private selected: Row | undefined;

  constructor(
    private readonly words: BatchWords,
    private readonly onSelect: (row: Row) => void,
  ) {
    this.element.append(this.track);
    this.element.addEventListener("scroll", () => this.draw());
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.track.addEventListener("click", ({ target }) => this.pick(target));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(rows: readonly Row[]): void {
    this.rows = rows;
    this.track.style.height = `${rows.length * ROW_HEIGHT}px`;
    this.draw();
  }

  /** Marks a row and brings it into view. */
  select(row: Row | undefined): void {
    this.selected = row;
    const at = row ? this.rows.indexOf(row) : -1;
    if (at >= 0) this.reveal(at);
    this.draw();
  }

  draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - BEYOND);
    const last = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) + BEYOND);
    const lines = this.rows.slice(first, last).map((row, place) => this.line(row, first + place));
    this.element.setAttribute("aria-label", this.words.text("rows"));
    this.element.toggleAttribute("data-empty", this.rows.length === 0);
    this.track.replaceChildren(...lines);
    const isDrawn = lines.some((line) => line.getAttribute("aria-selected") === "true");
    if (isDrawn && this.selected) this.element.setAttribute("aria-activedescendant", idOf(this.selected));
    else this.element.removeAttribute("aria-activedescendant");
  }

  private line(row: Row, place: number): HTMLElement {
    const kind = kindOf(row);
    const decided = row.choice === "automatic" ? "" : this.words.text(row.choice === "none" ? "decided_none" : "decided_chosen");
    const made = element(
      "div",
      {
        id: idOf(row),
        class: "row-line",
        role: "option",
        "aria-selected": String(row === this.selected),
        "aria-setsize": String(this.rows.length),
        "aria-posinset": String(place + 1),
        "data-at": String(row.at),
        "data-place": String(place),
        style: `top: ${place * ROW_HEIGHT}px`,
      },
      element("span", { class: "row-number" }, this.words.number(row.at + 1)),
      element("span", { class: "row-asked" }, row.question.shown || "—"),
      element("span", { class: `kind kind-${kind}` }, kindWord(kind, this.words)),
      element("span", { class: "row-found" }, placeOf(row)?.properties.label ?? "", decided && element("b", {}, ` ✓ ${decided}`)),
    );
    return made;
  }

  private press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = this.selected ? this.rows.indexOf(this.selected) : step > 0 ? -1 : 0;
    const row = this.rows[Math.min(this.rows.length - 1, Math.max(0, from + step))];
    if (row) this.onSelect(row);
  }

  private pick(target: EventTarget | null): void {
    const line = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
    const row = line && this.rows[Number(line.dataset.place)];
    if (row) this.onSelect(row);
  }

  private reveal(at: number): void {
    const [top, bottom] = [at * ROW_HEIGHT, (at + 1) * ROW_HEIGHT];
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.element.scrollTop = bottom - clientHeight;
  }
}

function idOf({ at }: Row): string {
  return `row-${at}`;
}
