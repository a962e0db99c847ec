import { remember, remembered } from "./remembered";
import { MESSAGES, type Language, type MessageKey } from "./messages";

export type { Language };

const STORAGE_KEY = "vmap.language";

/** The words and number forms of the language chosen now. */
export class Translator {
  private listeners: (() => void)[] = [];

  constructor(private chosen: Language) {}

  get language(): Language {
    return this.chosen;
  }

  choose(language: Language): void {
    this.chosen = language;
    remember(STORAGE_KEY, language);
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** A message with each `{name}` replaced by the value of that name. */
  text(key: MessageKey, values: Record<string, string | number> = {}): string {
    return fill(MESSAGES[this.chosen][key], values);
  }

  number(value: number, maximumFractionDigits = 0): string {
    return new Intl.NumberFormat(this.chosen, { maximumFractionDigits }).format(value);
  }

  /** A day, of a date or a moment in ISO 8601. */
  day(moment: string | Date): string {
    const dateStyle = this.chosen === "vi" ? "short" : "medium";
    return new Intl.DateTimeFormat(this.chosen, { dateStyle }).format(new Date(moment));
  }

  distance(metres: number): string {
    if (metres < 1000) return `${this.number(metres)} m`;
    return `${this.number(metres / 1000, metres < 10_000 ? 1 : 0)} km`;
  }
}

/** A message with each `{name}` replaced by the value of that name. */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A link's own language wins, then what was chosen before, then Vietnamese. */
export function initialLanguage(fromLink: string | null): Language {
  return (fromLink ?? remembered<string>(STORAGE_KEY, isText, "vi")) === "en" ? "en" : "vi";
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Fills the elements of the page that name their message in the markup. */
export function translatePage(root: Document, translator: Translator): void {
  root.documentElement.lang = translator.language;
  for (const element of root.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = translator.text(element.dataset.text as MessageKey);
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", translator.text(element.dataset.label as MessageKey));
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-title]")) {
    element.title = translator.text(element.dataset.title as MessageKey);
  }
  for (const element of root.querySelectorAll<HTMLInputElement>("[data-placeholder]")) {
    element.placeholder = translator.text(element.dataset.placeholder as MessageKey);
  }
}
