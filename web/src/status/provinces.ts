import { button, element } from "../dom";
import type { Shell } from "../shell/shell";
import { pageLink } from "../shell/header";
import { breaksOf, CLASSES } from "./classes";
import { MEASURES, measureWord, valueWord, type Measure, type Province } from "./measure";
import type { ProvinceMap } from "./province-map";
import type { StatusWords } from "./wording";

/** Every province in a table that can be sorted, and on a map coloured by one of its columns. */
export class Provinces {
  private readonly mapBox = element("div", { class: "map-box" });
  private readonly legend = element("ul", { class: "legend" });
  private readonly table = element("div", { class: "scroll-x province-table", tabindex: "0", role: "region" });
  private readonly chooser = element("div", {});
  readonly element: HTMLElement;
  private map: ProvinceMap | undefined;
  private measure: Measure = "addresses";
  private order: Measure | "name" = "addresses";
  private isAscending = false;
  private chosen = "";

  constructor(
    private readonly shell: Shell,
    private readonly words: StatusWords,
    private readonly provinces: readonly Province[],
  ) {
    const mapSide = element("div", { class: "province-map" }, this.chooser, this.mapBox, this.legend);
    this.element = element("div", { class: "province-grid" }, mapSide, this.table);
    this.draw();
    void this.openMap();
  }

  draw(): void {
    this.drawChooser();
    this.drawTable();
    this.drawMap();
    this.map?.translate(this.shell.translator);
  }

  useTheme(): void {
    this.map?.useTheme(this.shell.theme.theme);
  }

  private drawChooser(): void {
    const options = MEASURES.map((measure) => element("option", { value: measure }, measureWord(measure, this.words)));
    const select = element("select", { id: "measure" }, ...options);
    select.value = this.measure;
    select.addEventListener("change", () => {
      this.measure = MEASURES.find((measure) => measure === select.value) ?? "addresses";
      this.drawMap();
    });
    this.chooser.replaceChildren(element("label", { class: "field" }, this.words.text("measure"), select));
    this.mapBox.setAttribute("aria-label", this.words.text("map"));
  }

  private drawMap(): void {
    const { measure, words } = this;
    const values = new Map(this.provinces.map(({ code, values }) => [code, values[measure]]));
    const breaks = breaksOf([...values.values()]);
    this.legend.setAttribute("aria-label", words.text("legend"));
    this.legend.replaceChildren(...this.legendLines([...values.values()], breaks));
    const names = new Map(this.provinces.map(({ code, name }) => [code, name]));
    this.map?.show(values, breaks, (code) => (names.has(code) ? `${names.get(code)}: ${valueWord(measure, values.get(code) ?? 0, words)}` : ""));
  }

  private legendLines(values: readonly number[], breaks: readonly number[]): HTMLElement[] {
    const { measure, words } = this;
    const some = values.filter((value) => value > 0);
    const edges = [Math.min(...some), ...breaks];
    const say = (value: number) => valueWord(measure, value, words);
    const classes = edges.map((from, place) => {
      const within = some.filter((value) => value >= from && value < (breaks[place] ?? Infinity));
      const range = words.text("range", { from: say(Math.min(...within)), to: say(Math.max(...within)) });
      return legendLine(place, within.length === 1 ? say(from) : range);
    });
    const none = values.length > some.length ? [legendLine(-1, words.text("none"))] : [];
    return some.length > 0 ? [...none, ...classes.slice(0, CLASSES)] : none;
  }

  private drawTable(): void {
    const { words } = this;
    const head = element("tr", {}, this.head("name", words.text("province")), ...MEASURES.map((measure) => this.head(measure, measureWord(measure, words))));
    const lines = this.sorted().map((province) => this.line(province));
    this.table.setAttribute("aria-label", words.text("provinces"));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.order : undefined;
    this.table.replaceChildren(element("table", { class: "data-table" }, element("thead", {}, head), element("tbody", {}, ...lines)));
    if (focused) this.table.querySelector<HTMLElement>(`[data-order="${focused}"]`)?.focus();
  }

  private head(order: Measure | "name", text: string): HTMLElement {
    const isOrder = this.order === order;
    const sort = button(text, "sort", () => this.sortBy(order));
    sort.dataset.order = order;
    sort.title = this.words.text("sortBy", { column: text });
    const state: Record<string, string> = isOrder ? { "aria-sort": this.isAscending ? "ascending" : "descending" } : {};
    return element("th", { scope: "col", class: order === "name" ? "" : "number", ...state }, sort);
  }

  private line({ code, name, values }: Province): HTMLElement {
    const { words } = this;
    const link = `${pageLink("check", words.translator.language)}&province=${code}`;
    const cells = MEASURES.map((measure) => {
      const text = valueWord(measure, values[measure], words);
      return element("td", { class: "number" }, measure === "faulty" ? element("a", { href: link }, text) : text);
    });
    const chosen: Record<string, string> = code === this.chosen ? { class: "chosen" } : {};
    const row = element("tr", { "data-code": code, ...chosen }, element("th", { scope: "row" }, name), ...cells);
    row.addEventListener("click", () => this.choose(code));
    return row;
  }

  private sortBy(order: Measure | "name"): void {
    this.isAscending = this.order === order ? !this.isAscending : order === "name";
    this.order = order;
    this.drawTable();
  }

  private sorted(): Province[] {
    const { order, isAscending, words } = this;
    const byName = new Intl.Collator(words.translator.language);
    const compare = (a: Province, b: Province) => (order === "name" ? byName.compare(a.name, b.name) : a.values[order] - b.values[order]);
    return [...this.provinces].sort((a, b) => (isAscending ? 1 : -1) * compare(a, b));
  }

  private choose(code: string): void {
    this.chosen = code;
    this.map?.choose(code);
    for (const row of this.table.querySelectorAll<HTMLElement>("[data-code]")) row.classList.toggle("chosen", row.dataset.code === code);
  }

  private pick(code: string): void {
    this.choose(code);
    this.table.querySelector(`[data-code="${code}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /** The map is large and comes last; without it the table goes on working. */
  private async openMap(): Promise<void> {
    try {
      const { ProvinceMap } = await import("./province-map");
      this.map = await ProvinceMap.open(this.mapBox, this.shell.theme.theme, (code) => this.pick(code));
      this.map.translate(this.shell.translator);
      this.drawMap();
      if (this.chosen) this.map.choose(this.chosen);
    } catch {
      this.mapBox.replaceWith(element("p", { class: "note" }, this.words.text("mapFailed")));
    }
  }
}

function legendLine(place: number, text: string): HTMLElement {
  const colour = element("span", { class: "swatch", style: `background: var(--ramp-${place < 0 ? "none" : place})` });
  return element("li", {}, colour, text);
}
