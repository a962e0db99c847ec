import type { Place } from "./contract";
import { element } from "./dom";
import { highlightedLabel } from "./highlight";
import type { Translator } from "./language";
import { Latest } from "./latest";
import { typeWord } from "./wording";

export interface SearchBoxElements {
  form: HTMLFormElement;
  input: HTMLInputElement;
  clear: HTMLButtonElement;
  box: HTMLElement;
  list: HTMLElement;
  note: HTMLElement;
}

export interface SearchBoxActions {
  suggest(text: string, signal: AbortSignal): Promise<Place[]>;
  choose(place: Place): void;
  submit(text: string): void;
  clear(): void;
  announce(text: string): void;
  /** The sentence to show when suggestions could not be had. */
  explain(error: unknown): string;
}

/** The ARIA combobox pattern: focus stays in the input, arrows move the active option. */
export class SearchBox {
  private readonly latest = new Latest();
  private places: Place[] = [];
  private active = -1;

  constructor(
    private readonly elements: SearchBoxElements,
    private readonly actions: SearchBoxActions,
    private readonly translator: Translator,
  ) {
    const { form, input, clear, list } = elements;
    input.addEventListener("input", () => void this.suggest());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("focus", () => this.show());
    input.addEventListener("blur", () => this.hide());
    form.addEventListener("submit", (event) => this.onSubmit(event));
    clear.addEventListener("click", () => this.clear());
    // The press must not take the focus from the input, or the list would close before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.onClick(event));
  }

  get text(): string {
    return this.elements.input.value.trim();
  }

  /** Shows a text that was not typed, without asking for suggestions. */
  set text(value: string) {
    this.elements.input.value = value;
    this.elements.clear.hidden = value === "";
    this.forget();
  }

  private async suggest(): Promise<void> {
    const { text } = this;
    this.elements.clear.hidden = this.elements.input.value === "";
    if (text === "") return this.forget();
    this.activate(-1);
    try {
      const places = await this.latest.run((signal) => this.actions.suggest(text, signal));
      if (places) this.offer(places);
    } catch (error) {
      this.offer([], this.actions.explain(error));
    }
  }

  private offer(places: Place[], explanation = ""): void {
    this.places = places;
    this.elements.list.replaceChildren(...places.map((place, index) => this.option(place, index)));
    const note = explanation || (places.length === 0 ? this.translator.text("noSuggestion") : "");
    this.elements.note.textContent = note;
    this.elements.note.hidden = note === "";
    this.activate(-1);
    this.show();
    this.actions.announce(note || this.translator.text("suggestionCount", { count: places.length }));
  }

  private option(place: Place, index: number): HTMLElement {
    const { label, highlight, type } = place.properties;
    return element(
      "li",
      { id: `suggestion-${index}`, role: "option", "aria-selected": "false", "data-index": String(index) },
      element("span", { class: "suggestion-label" }, highlightedLabel(label, highlight)),
      element("span", { class: "suggestion-type" }, typeWord(type, this.translator)),
    );
  }

  private onKey(event: KeyboardEvent): void {
    // Vietnamese input methods use Enter and arrows themselves while a word is being composed.
    if (event.isComposing) return;
    switch (event.key) {
      case "ArrowDown":
        this.show();
        this.activate(this.active + 1);
        break;
      case "ArrowUp":
        this.show();
        this.activate(this.active === -1 ? this.places.length - 1 : this.active - 1);
        break;
      case "Escape":
        if (this.isOpen) this.hide();
        else this.clear();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    const chosen = this.places[this.active];
    if (chosen) this.choose(chosen);
    else if (this.text !== "") this.submit();
  }

  private onClick(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    const place = this.places[Number(option?.dataset.index ?? -1)];
    if (place) this.choose(place);
  }

  private choose(place: Place): void {
    this.text = place.properties.label;
    this.actions.choose(place);
  }

  private submit(): void {
    const { text } = this;
    this.forget();
    this.actions.submit(text);
  }

  private clear(): void {
    this.text = "";
    this.elements.input.focus();
    this.actions.clear();
  }

  /** Moves the active option; one step past either end returns to the input itself. */
  private activate(index: number): void {
    const options = this.elements.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index >= 0 && index < this.places.length ? index : -1;
    const option = options[this.active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView?.({ block: "nearest" });
    if (option) this.elements.input.setAttribute("aria-activedescendant", option.id);
    else this.elements.input.removeAttribute("aria-activedescendant");
  }

  private get isOpen(): boolean {
    return !this.elements.box.hidden;
  }

  private show(): void {
    const empty = this.places.length === 0 && this.elements.note.hidden;
    this.elements.box.hidden = empty;
    this.elements.input.setAttribute("aria-expanded", String(this.places.length > 0));
  }

  private hide(): void {
    this.elements.box.hidden = true;
    this.elements.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  /** Drops the suggestions and any question still on its way. */
  private forget(): void {
    this.latest.cancel();
    this.places = [];
    this.elements.list.replaceChildren();
    this.elements.note.hidden = true;
    this.hide();
  }
}
