import "../styles/fonts.css";
import "../styles/theme.css";
import "./shell.css";
import { Api } from "../api";
import { byId } from "../dom";
import { explain } from "../failure";
import { initialLanguage, Translator } from "../language";
import { ThemeSwitch } from "../theme";
import { Toast } from "../toast";
import { renderHeader } from "./header";
import { PAGES, type PageName } from "./wording";

/** What every page but the map is made of: its header, its content, and whom it asks. */
export class Shell {
  readonly api = new Api(document.baseURI);
  readonly translator = new Translator(initialLanguage(new URLSearchParams(location.search).get("lang")));
  readonly theme = new ThemeSwitch();
  readonly content = byId("content");
  private readonly toast = new Toast(byId("toast"));

  constructor(private readonly page: PageName) {
    this.translator.onChange(() => {
      this.keepLanguageInLink();
      this.renderHeader();
    });
    this.theme.onChange(() => this.renderHeader());
    this.renderHeader();
  }

  /** Says something in passing. */
  say(text: string): void {
    this.toast.say(text);
  }

  /** Says what went wrong, in passing. */
  sayFailure(error: unknown): void {
    const { title, hint } = explain(error, this.translator);
    this.say(`${title} ${hint}`);
  }

  /** The header is made anew; the switch that was pressed keeps the focus. */
  private renderHeader(): void {
    const focused = document.activeElement?.id;
    const { translator } = this;
    renderHeader(byId("header"), this.page, translator, this.theme);
    if (focused?.endsWith("-switch")) document.getElementById(focused)?.focus();
    document.documentElement.lang = translator.language;
    document.title = `${translator.text(PAGES[this.page])} — Vmap`;
  }

  private keepLanguageInLink(): void {
    const link = new URL(location.href);
    link.searchParams.set("lang", this.translator.language);
    history.replaceState(null, "", link);
  }
}
