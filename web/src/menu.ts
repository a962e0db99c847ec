import { element } from "./dom";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";
import { pageLink } from "./shell/header";
import { PAGES, type PageName } from "./shell/wording";
import type { ThemeChoice, ThemeSwitch } from "./theme";

const OTHER_PAGES = (Object.keys(PAGES) as PageName[]).filter((page) => page !== "map");

const THEMES: [choice: ThemeChoice, words: MessageKey][] = [
  ["system", "themeSystem"],
  ["light", "themeLight"],
  ["dark", "themeDark"],
];

export interface MenuActions {
  print(): void;
  switchLanguage(): void;
}

/** The other pages, printing, the language and the look. */
export function renderMenu(panel: HTMLElement, translator: Translator, theme: ThemeSwitch, actions: MenuActions): void {
  const links = OTHER_PAGES.map((page) =>
    element("li", {}, element("a", { href: pageLink(page, translator.language) }, translator.text(PAGES[page]))),
  );
  const print = menuButton(translator.text("menuPrint"), actions.print);
  panel.replaceChildren(
    element("ul", { class: "menu-list" }, ...links, element("li", {}, print)),
    themeChoice(translator, theme),
    languageButton(translator, actions.switchLanguage),
  );
}

function themeChoice(translator: Translator, theme: ThemeSwitch): HTMLElement {
  const options = THEMES.map(([choice, words]) => {
    const option = element("input", { type: "radio", name: "theme", value: choice });
    option.checked = theme.choice === choice;
    option.addEventListener("change", () => theme.choose(choice));
    return element("label", {}, option, element("span", {}, translator.text(words)));
  });
  const legend = element("legend", {}, translator.text("theme"));
  return element("fieldset", { class: "segments" }, legend, element("div", {}, ...options));
}

/** Named in the language it leads to, so that whoever needs it can read it. */
function languageButton(translator: Translator, onClick: () => void): HTMLElement {
  const made = menuButton(translator.text("otherLanguage"), onClick);
  made.id = "language-switch";
  made.lang = translator.language === "vi" ? "en" : "vi";
  return made;
}

function menuButton(words: string, onClick: () => void): HTMLElement {
  const made = element("button", { type: "button", class: "menu-button" }, words);
  made.addEventListener("click", onClick);
  return made;
}
