import { remember, remembered } from "./remembered";

export type Theme = "light" | "dark";

/** What a person wants; `system` follows the device, also when it changes at dusk. */
export type ThemeChoice = "system" | Theme;

const STORAGE_KEY = "vmap.theme";
const DARK_DEVICE = "(prefers-color-scheme: dark)";

/**
 * The theme of the page. The stylesheet follows the device by itself; a choice
 * that differs from it is put on the root element as `data-theme`.
 */
export class ThemeSwitch {
  private readonly device = window.matchMedia(DARK_DEVICE);
  private listeners: (() => void)[] = [];
  private chosen = rememberedChoice();

  constructor() {
    this.apply();
    this.device.addEventListener("change", () => this.tell());
  }

  get choice(): ThemeChoice {
    return this.chosen;
  }

  /** The theme that is shown now. */
  get theme(): Theme {
    if (this.chosen !== "system") return this.chosen;
    return this.device.matches ? "dark" : "light";
  }

  choose(choice: ThemeChoice): void {
    this.chosen = choice;
    remember(STORAGE_KEY, choice);
    this.apply();
    this.tell();
  }

  /** Calls the listener whenever another theme may be shown. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  private apply(): void {
    const { dataset } = document.documentElement;
    if (this.chosen === "system") delete dataset.theme;
    else dataset.theme = this.chosen;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function rememberedChoice(): ThemeChoice {
  return remembered(STORAGE_KEY, isChoice, "system");
}

function isChoice(value: unknown): value is ThemeChoice {
  return value === "system" || value === "light" || value === "dark";
}
