import { isUnit, type Place } from "../contract";
import { element } from "../dom";
import { icon } from "../icons";
import type { Translator } from "../language";
import type { OpenedPlace } from "../opened";
import { isDerived, legacyLabel, matchNotes, typeWord } from "../wording";
import { chosenPoint } from "./chosen-point";
import { copyButton } from "./copy-button";
import { Drawer } from "./drawer";
import { rowsOf } from "./rows";

export interface CardActions {
  copy(text: string): void;
  share(place: Place): void;
  print(): void;
  close(): void;
  /** What the drawers of the card show, each made when it is opened. */
  qrCode(place: Place): Promise<HTMLElement>;
  report(opened: OpenedPlace): Promise<HTMLElement>;
  history(place: Place): Promise<HTMLElement>;
  formerWards(place: Place): Promise<HTMLElement>;
}

export function placeCard(opened: OpenedPlace, actions: CardActions, translator: Translator): HTMLElement {
  const { place, chosen } = opened;
  return element(
    "article",
    { class: "card", "data-place": place.properties.id },
    heading(opened, actions, translator),
    ...notes(opened, translator).map((note) => element("p", { class: "note" }, note)),
    formerAddress(place, actions, translator),
    ...cardButtons(opened, actions, translator),
    chosen && chosenPoint(chosen, actions, translator),
    chosen && element("h3", { class: "section-title" }, typeWord(place.properties.type, translator)),
    rowsOf(place, actions, translator),
    folded(place, actions, translator),
  );
}

function heading(opened: OpenedPlace, actions: CardActions, translator: Translator): HTMLElement {
  const { label } = opened.place.properties;
  const close = element("button", { type: "button", class: "icon-button card-close" }, icon("close"));
  close.setAttribute("aria-label", translator.text("close"));
  close.addEventListener("click", actions.close);
  const copy = copyButton(label, translator.text("currentForm"), actions, translator);
  const title = element("div", { class: "copied-line" }, element("h2", { class: "card-label" }, label), copy);
  return element("header", { class: "card-heading" }, tags(opened, translator), close, title);
}

function tags({ place, chosen }: OpenedPlace, translator: Translator): HTMLElement {
  const { type, synthetic, distance_m, matched_era } = place.properties;
  const isNearest = chosen && distance_m !== undefined && !isUnit(place.properties);
  const kind = isNearest
    ? translator.text("nearestAddress", { distance: translator.distance(distance_m) })
    : typeWord(type, translator);
  const isMade = synthetic && !isUnit(place.properties);
  return element(
    "p",
    { class: "tags" },
    element("span", { class: "tag" }, kind),
    matched_era === "legacy" && element("span", { class: "tag" }, translator.text("matchedLegacy")),
    isMade && element("span", { class: "tag warning" }, translator.text("syntheticBadge")),
  );
}

function notes({ place, chosen }: OpenedPlace, translator: Translator): string[] {
  const swapped = chosen?.swapped ? [translator.text("swappedNote")] : [];
  return [...swapped, ...matchNotes(place.properties, translator)];
}

function formerAddress({ properties }: Place, actions: CardActions, translator: Translator): HTMLElement | undefined {
  const label = legacyLabel(properties);
  if (!label) return undefined;
  const title = translator.text("formerly");
  return element(
    "div",
    { class: "former" },
    element("span", { class: "former-title" }, title),
    element(
      "div",
      { class: "copied-line" },
      element("span", { class: "former-label" }, label),
      copyButton(label, title, actions, translator),
    ),
  );
}

/** The buttons, and the drawer that they open. */
function cardButtons(opened: OpenedPlace, actions: CardActions, translator: Translator): HTMLElement[] {
  const { place } = opened;
  const drawer = new Drawer(translator);
  const buttons = [
    drawer.plainButton("share", translator.text("shareLink"), () => actions.share(place)),
    drawer.button("qrCode", translator.text("qrCode"), () => actions.qrCode(place)),
    canBeReported(opened) && drawer.button("report", translator.text("report"), () => actions.report(opened)),
    drawer.plainButton("print", translator.text("print"), actions.print),
  ];
  return [element("div", { class: "card-buttons" }, ...buttons), drawer.content];
}

/** What a release derives is in no registry; a missing address can be told wherever a point is chosen. */
function canBeReported({ place, chosen }: OpenedPlace): boolean {
  return Boolean(chosen) || !(isUnit(place.properties) || isDerived(place.properties));
}

/** What is behind the place and only asked for when it is unfolded. */
function folded(place: Place, actions: CardActions, translator: Translator): HTMLElement | undefined {
  const { properties } = place;
  if (properties.type === "ward") {
    return unfolding(translator.text("formerWards"), () => actions.formerWards(place), translator);
  }
  if (isUnit(properties) || isDerived(properties)) return undefined;
  return unfolding(translator.text("history"), () => actions.history(place), translator);
}

function unfolding(title: string, make: () => Promise<HTMLElement>, translator: Translator): HTMLElement {
  const waiting = element("p", {}, translator.text("searching"));
  const details = element("details", { class: "history" }, element("summary", {}, title), waiting);
  details.addEventListener("toggle", () => void make().then((made) => waiting.replaceWith(made)), { once: true });
  return details;
}
