import { placeCard, type CardActions } from "./card/card";
import type { Place } from "./contract";
import { button, element } from "./dom";
import { explain } from "./failure";
import type { Translator } from "./language";
import type { AddressStack, View } from "./view";
import { typeWord } from "./wording";

export interface PanelActions extends CardActions {
  choose(place: Place): void;
  openIdentifier(id: string): void;
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
      return translator.text(view.sentence);
    case "opened":
      return translator.text("opened", { label: view.opened.place.properties.label });
    case "stack":
      return translator.text("stackedHere", { count: view.stack.count });
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
      return [element("p", { class: "message" }, translator.text(view.sentence))];
    case "opened":
      return [placeCard(view.opened, actions, translator), ...otherResults(view.others, actions, translator)];
    case "stack":
      return stackList(view.stack, actions, translator);
    case "absent":
      return [message(translator.text(view.title, view.values), translator.text(view.hint, view.values))];
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
  const choices = others.map((place) => {
    const { label, type } = place.properties;
    return choice(label, typeWord(type, translator), () => actions.choose(place));
  });
  return [title, element("ul", { class: "others" }, ...choices)];
}

function stackList(stack: AddressStack, actions: PanelActions, translator: Translator): HTMLElement[] {
  const { count, addresses } = stack;
  const isCut = addresses.length < count;
  const shown = isCut ? translator.text("stackedShown", { shown: addresses.length, count }) : "";
  const kind = typeWord("house", translator);
  const choices = addresses.map(({ id, label }) => choice(label, kind, () => actions.openIdentifier(id)));
  return [
    message(translator.text("stackedHere", { count }), shown),
    element("ul", { class: "others" }, ...choices),
  ];
}

function choice(label: string, kind: string, onClick: () => void): HTMLElement {
  const made = button(label, "other", onClick);
  made.append(element("span", { class: "suggestion-type" }, kind));
  return element("li", {}, made);
}
