import { button, element } from "../dom";
import type { Language, Translator } from "../language";
import type { ThemeChoice, ThemeSwitch } from "../theme";
import { PAGES, SHELL_MESSAGES, type PageName } from "./wording";
import { Words } from "./words";

const NEXT_THEME: Record<ThemeChoice, ThemeChoice> = { system: "light", light: "dark", dark: "system" };

/** So much of the page before stays in view, which tells that there is one. */
const CURRENT_MARGIN = 60;

const PAGE_NAMES = Object.keys(PAGES) as PageName[];

/** A half-filled disc, a sun, a moon: drawn, so that no font of symbols is needed. */
const THEME_SHAPES: Record<ThemeChoice, string> = {
  system: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M5 19l1.5-1.5M17.5 6.5 19 5",
  dark: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
};

/** Where a page is, relative so that any path prefix works. */
export function pageLink(page: PageName, language: Language): string {
  return `./${page === "map" ? "" : page}?lang=${language}`;
}

/** The name, the other pages, language and theme: the same on every page but the map. */
export function renderHeader(header: HTMLElement, page: PageName, translator: Translator, theme: ThemeSwitch): void {
  const words = new Words(translator, SHELL_MESSAGES);
  const links = PAGE_NAMES.map((name) => {
    const current: Record<string, string> = name === page ? { "aria-current": "page" } : {};
    return element("a", { href: pageLink(name, translator.language), ...current }, translator.text(PAGES[name]));
  });
  header.className = "shell-header";
  header.replaceChildren(
    element("a", { class: "shell-skip", href: "#content" }, words.text("toContent")),
    element("a", { class: "shell-name", href: pageLink("map", translator.language) }, "Vmap"),
    element("nav", { class: "shell-pages", "aria-label": words.text("pages") }, ...links),
    languageSwitch(translator),
    themeSwitch(theme, words),
  );
  showCurrent(header);
}

/** On a phone the pages do not fit beside each other: this one is brought into view. */
function showCurrent(header: HTMLElement): void {
  const current = header.querySelector<HTMLElement>("[aria-current]");
  if (current?.parentElement) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - CURRENT_MARGIN;
}

/** Named in the language it leads to, so that whoever needs it can read it. */
function languageSwitch(translator: Translator): HTMLElement {
  const other = translator.language === "vi" ? "en" : "vi";
  const made = button(translator.text("otherLanguage"), "shell-switch", () => translator.choose(other));
  made.id = "language-switch";
  made.lang = other;
  return made;
}

function themeSwitch(theme: ThemeSwitch, words: Words<keyof typeof SHELL_MESSAGES.vi>): HTMLElement {
  const made = button("", "shell-switch", () => theme.choose(NEXT_THEME[theme.choice]));
  made.id = "theme-switch";
  made.title = words.text(`theme_${theme.choice}`);
  made.setAttribute("aria-label", made.title);
  made.append(shape(THEME_SHAPES[theme.choice]));
  return made;
}

function shape(path: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}
