import { element } from "../dom";
import { icon } from "../icons";
import type { Translator } from "../language";

export interface CopyActions {
  copy(text: string): void;
}

/** A small button that copies `text`; `what` names it for those who hear the page. */
export function copyButton(text: string, what: string, actions: CopyActions, translator: Translator): HTMLElement {
  const words = translator.text("copyOf", { what });
  const made = element("button", { type: "button", class: "copy-button", "aria-label": words, title: words }, icon("copy"));
  made.addEventListener("click", () => actions.copy(text));
  return made;
}
