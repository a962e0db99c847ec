import type { Api } from "../api";
import { element } from "../dom";
import { explain } from "../failure";
import type { Translator } from "../language";

/** The communes that a commune of today was made of, each with the part of it that went there. */
export async function formerWards(code: string, api: Api, translator: Translator): Promise<HTMLElement> {
  try {
    const { candidates } = await api.formerWards(code, translator);
    const lines = candidates.map(({ legacy, share }) => element("li", {}, legacy.label, portion(share, translator)));
    return element("ul", { class: "history-list" }, ...lines);
  } catch (error) {
    const { title, hint } = explain(error, translator);
    return element("p", { class: "history-none" }, `${title} ${hint}`);
  }
}

function portion(share: number, translator: Translator): HTMLElement {
  const words = share < 1 ? translator.text("formerPart", { percent: translator.number(share * 100) }) : translator.text("formerWhole");
  return element("span", { class: "aside lines" }, element("span", {}, words));
}
