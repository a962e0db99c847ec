import { element } from "./dom";
import { highlightedLabel } from "./highlight";
import type { Translator } from "./language";
import { Latest } from "./latest";
import type { Suggestion } from "./suggestions";

export interface SearchBoxElements {
  form: HTMLFormElement;
  input: HTMLInputElement;
  clear: HTMLButtonElement;
  box: HTMLElement;
  list: HTMLElement;
  note: HTMLElement;
  /** Stands above the recent places, with the button that clears them. */
  recentHead: HTMLElement;
  clearRecent: HTMLButtonElement;
}

export interface SearchBoxActions {
  suggest(text: string, signal: AbortSignal): Promise<Suggestion[]>;
  /** What to offer before anything is typed. */
  recent(): Suggestion[];
  clearRecent(): void;
  submit(text: string): void;
  clear(): void;
  announce(text: string): void;
  /** The sentence to show when suggestions could not be had. */
  explain(error: unknown): string;
}

/** The ARIA combobox pattern: focus stays in the input, arrows move the active option. */
export class SearchBox {
  private readonly latest = new Latest();
  private offered: Suggestion[] = [];
  private active = -1;

  constructor(
    private readonly elements: SearchBoxElements,
    private readonly actions: SearchBoxActions,
    private readonly translator: Translator,
  ) {
    const { form, input, clear, box, list, clearRecent } = elements;
    input.addEventListener("input", () => void this.suggest());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("focus", () => this.onFocus());
    input.addEventListener("blur", (event) => this.onLeave(event));
    form.addEventListener("submit", (event) => this.onSubmit(event));
    clear.addEventListener("click", () => this.clear());
    clearRecent.addEventListener("click", () => this.clearRecent());
    box.addEventListener("focusout", (event) => this.onLeave(event));
    // The press must not take the focus from the input, or the list would close before the click.
    box.addEventListener("mousedown", (event) => event.preventDefault());
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

  /** Answers what was typed before there was anyone to listen. */
  takeUp(): void {
    if (document.activeElement === this.elements.input) void this.suggest();
  }

  private async suggest(): Promise<void> {
    const { text } = this;
    this.elements.clear.hidden = this.elements.input.value === "";
    if (text === "") return this.offerRecent();
    this.activate(-1);
    try {
      const suggestions = await this.latest.run((signal) => this.actions.suggest(text, signal));
      if (suggestions) this.offer(suggestions);
    } catch (error) {
      this.offer([], this.actions.explain(error));
    }
  }

  private offer(suggestions: Suggestion[], explanation = ""): void {
    const note = explanation || (suggestions.length === 0 ? this.translator.text("noSuggestion") : "");
    this.elements.recentHead.hidden = true;
    this.list(suggestions, note);
    this.actions.announce(note || this.translator.text("suggestionCount", { count: suggestions.length }));
  }

  private offerRecent(): void {
    this.forget();
    const recent = this.actions.recent();
    this.elements.recentHead.hidden = recent.length === 0;
    this.list(recent, "");
  }

  private list(suggestions: Suggestion[], note: string): void {
    this.offered = suggestions;
    this.elements.list.replaceChildren(...suggestions.map((suggestion, index) => this.option(suggestion, index)));
    this.elements.note.textContent = note;
    this.elements.note.hidden = note === "";
    this.activate(-1);
    this.show();
  }

  private option({ label, highlight, kind, former }: Suggestion, index: number): HTMLElement {
    return element(
      "li",
      { id: `suggestion-${index}`, role: "option", "aria-selected": "false", "data-index": String(index) },
      element(
        "span",
        {},
        element("span", { class: "suggestion-label" }, highlightedLabel(label, highlight)),
        former && element("span", { class: "suggestion-former" }, `${this.translator.text("formerly")}: ${former}`),
      ),
      element("span", { class: "suggestion-type" }, kind),
    );
  }

  private onFocus(): void {
    if (this.elements.input.value === "") this.offerRecent();
    else this.show();
  }

  /** The focus may move to the button inside the box without closing it. */
  private onLeave({ relatedTarget }: FocusEvent): void {
    const { box, input } = this.elements;
    if (relatedTarget !== input && !box.contains(relatedTarget as Node | null)) this.hide();
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
        this.activate(this.active === -1 ? this.offered.length - 1 : this.active - 1);
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
    const chosen = this.offered[this.active];
    if (chosen) this.choose(chosen);
    else if (this.text !== "") this.submit();
  }

  private onClick(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    const suggestion = this.offered[Number(option?.dataset.index ?? -1)];
    if (suggestion) this.choose(suggestion);
  }

  private choose(suggestion: Suggestion): void {
    this.text = suggestion.label;
    suggestion.open();
  }

  private submit(): void {
    const { text } = this;
    this.forget();
    this.actions.submit(text);
  }

  private clear(): void {
    this.text = "";
    this.actions.clear();
    this.elements.input.focus();
  }

  private clearRecent(): void {
    this.actions.clearRecent();
    this.actions.announce(this.translator.text("recentCleared"));
    this.forget();
    this.elements.input.focus();
  }

  /** Moves the active option; one step past either end returns to the input itself. */
  private activate(index: number): void {
    const options = this.elements.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index >= 0 && index < this.offered.length ? index : -1;
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
    const empty = this.offered.length === 0 && this.elements.note.hidden;
    this.elements.box.hidden = empty;
    this.elements.input.setAttribute("aria-expanded", String(this.offered.length > 0));
  }

  private hide(): void {
    this.elements.box.hidden = true;
    this.elements.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  /** Drops the suggestions and any question still on its way. */
  private forget(): void {
    this.latest.cancel();
    this.offered = [];
    this.elements.list.replaceChildren();
    this.elements.note.hidden = true;
    this.elements.recentHead.hidden = true;
    this.hide();
  }
}
