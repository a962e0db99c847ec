import "../styles/fonts.css";
import "../styles/theme.css";
import "./shell.css";
import { Api } from "../api";
import { byId } from "../dom";
import { explain } from "../failure";
import { initialLanguage, Translator } from "../language";
import { ThemeSwitch } from "../theme";
import { renderHeader } from "./header";
import { SHELL_WORDS, type PageName } from "./wording";

const TOAST_MILLISECONDS = 2500;

/** What every page but the map is made of: its header, its content, and whom it asks. */
export class Shell {
  readonly api = new Api(document.baseURI);
  readonly translator = new Translator(initialLanguage(new URLSearchParams(location.search).get("lang")));
  readonly theme = new ThemeSwitch();
  readonly content = byId("content");
  private toastTimer = 0;

  constructor(private readonly page: PageName) {
    this.translator.onChange(() => {
      this.keepLanguageInLink();
      this.renderHeader();
    });
    this.theme.onChange(() => this.renderHeader());
    this.renderHeader();
  }

  /** Says something in passing. */
  toast(text: string): void {
    const toast = byId("toast");
    toast.textContent = text;
    window.clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => toast.replaceChildren(), TOAST_MILLISECONDS);
  }

  /** Says what went wrong, in passing. */
  toastFailure(error: unknown): void {
    const { title, hint } = explain(error, this.translator);
    this.toast(`${title} ${hint}`);
  }

  /** The header is made anew; the switch that was pressed keeps the focus. */
  private renderHeader(): void {
    const focused = document.activeElement?.id;
    const { translator } = this;
    renderHeader(byId("header"), this.page, translator, this.theme);
    if (focused?.endsWith("-switch")) document.getElementById(focused)?.focus();
    document.documentElement.lang = translator.language;
    document.title = `${SHELL_WORDS[translator.language][this.page]} — Vmap`;
  }

  private keepLanguageInLink(): void {
    const link = new URL(location.href);
    link.searchParams.set("lang", this.translator.language);
    history.replaceState(null, "", link);
  }
}
