import type { Api } from "../api";
import type { Proposal } from "../contract";
import { button, element } from "../dom";
import { explain } from "../failure";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";

const STATE_WORDS: Record<Proposal["state"], MessageKey> = {
  open: "reportOpen",
  accepted: "reportAccepted",
  rejected: "reportRejected",
};

/** The number of a proposal that was taken, and what has become of it. */
export function receipt({ number, ...first }: Proposal, tools: { api: Api; translator: Translator }): HTMLElement {
  const { api, translator } = tools;
  const state = element("p", { class: "receipt-state" }, stateWords({ number, ...first }, translator));
  const lookAgain = async () => {
    try {
      state.textContent = stateWords(await api.proposal(number), translator);
    } catch (error) {
      const { title, hint } = explain(error, translator);
      state.textContent = `${title} ${hint}`;
    }
  };
  return element(
    "div",
    { class: "receipt", role: "status" },
    element("p", { class: "message-title" }, translator.text("reportThanks", { number })),
    state,
    element("p", { class: "button-row" }, button(translator.text("reportCheckAgain"), "button", () => void lookAgain())),
  );
}

function stateWords({ state, note }: Proposal, translator: Translator): string {
  const words = translator.text("reportState", { state: translator.text(STATE_WORDS[state]) });
  return note ? `${words} — ${note}` : words;
}
