import { placeCard, type CardActions, type OpenedPlace } from "./card";
import type { Place } from "./contract";
import { button, element } from "./dom";
import { explain } from "./failure";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";
import { typeWord } from "./wording";

/** Everything the panel below the search box can show. */
export type View =
  | { kind: "nothing" }
  | { kind: "waiting" }
  | { kind: "opened"; opened: OpenedPlace; others: Place[] }
  | { kind: "absent"; title: MessageKey; hint: MessageKey; values: Record<string, string> }
  | { kind: "failed"; error: unknown; retry: () => void };

export interface PanelActions extends CardActions {
  choose(place: Place): void;
}

export function renderPanel(panel: HTMLElement, view: View, actions: PanelActions, translator: Translator): void {
  panel.hidden = view.kind === "nothing";
  panel.scrollTop = 0;
  panel.replaceChildren(...contentOf(view, actions, translator));
}

/** The view in one sentence, for those who hear the page. */
export function viewSentence(view: View, translator: Translator): string {
  switch (view.kind) {
    case "nothing":
      return "";
    case "waiting":
      return translator.text("searching");
    case "opened":
      return translator.text("opened", { label: view.opened.place.properties.label });
    case "absent":
      return translator.text(view.title, view.values);
    case "failed":
      return explain(view.error, translator).title;
  }
}

function contentOf(view: View, actions: PanelActions, translator: Translator): HTMLElement[] {
  switch (view.kind) {
    case "nothing":
      return [];
    case "waiting":
      return [element("p", { class: "message" }, translator.text("searching"))];
    case "opened":
      return [placeCard(view.opened, actions, translator), ...otherResults(view.others, actions, translator)];
    case "absent":
      return [message(translator.text(view.title, view.values), translator.text(view.hint))];
    case "failed": {
      const { title, hint } = explain(view.error, translator);
      return [message(title, hint, button(translator.text("retry"), "button", view.retry))];
    }
  }
}

function message(title: string, hint: string, action?: HTMLElement): HTMLElement {
  return element("div", { class: "message" }, element("p", { class: "message-title" }, title), element("p", {}, hint), action);
}

function otherResults(others: Place[], actions: PanelActions, translator: Translator): HTMLElement[] {
  if (others.length === 0) return [];
  const title = element("h3", { class: "others-title" }, translator.text("otherResults"));
  const list = element("ul", { class: "others" }, ...others.map((place) => otherResult(place, actions, translator)));
  return [title, list];
}

function otherResult(place: Place, actions: PanelActions, translator: Translator): HTMLElement {
  const { label, type } = place.properties;
  const choice = button(label, "other", () => actions.choose(place));
  choice.append(element("span", { class: "suggestion-type" }, typeWord(type, translator)));
  return element("li", {}, choice);
}
