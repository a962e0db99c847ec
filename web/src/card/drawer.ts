import { element } from "../dom";
import { explain } from "../failure";
import { icon, type IconName } from "../icons";
import type { Translator } from "../language";

/** A place below a row of buttons that shows what one of them opens, and closes at a second press. */
export class Drawer {
  readonly content = element("div", { class: "drawer" });
  private opener: HTMLElement | undefined;

  constructor(private readonly translator: Translator) {
    this.content.hidden = true;
  }

  /** A button that opens the drawer with what `make` gives. */
  button(name: IconName, words: string, make: () => Promise<HTMLElement>): HTMLElement {
    const made = this.plainButton(name, words, () => void this.toggle(made, make));
    made.setAttribute("aria-expanded", "false");
    return made;
  }

  /** A button beside the others that does something at once. */
  plainButton(name: IconName, words: string, onClick: () => void): HTMLElement {
    const made = element("button", { type: "button", class: `card-button ${name}` }, icon(name), element("span", {}, words));
    made.addEventListener("click", onClick);
    return made;
  }

  private async toggle(opener: HTMLElement, make: () => Promise<HTMLElement>): Promise<void> {
    const isClosing = this.opener === opener;
    this.close();
    if (isClosing) return;
    this.opener = opener;
    opener.setAttribute("aria-expanded", "true");
    const made = await make().catch((error: unknown) => this.failure(error));
    if (this.opener !== opener) return;
    this.content.replaceChildren(made);
    this.content.hidden = false;
    made.addEventListener("close", () => this.close());
  }

  private close(): void {
    this.opener?.setAttribute("aria-expanded", "false");
    this.opener = undefined;
    this.content.hidden = true;
    this.content.firstChild?.dispatchEvent(new Event("closed"));
    this.content.replaceChildren();
  }

  private failure(error: unknown): HTMLElement {
    const { title, hint } = explain(error, this.translator);
    return element("p", { class: "note" }, `${title} ${hint}`);
  }
}
