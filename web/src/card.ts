import { isUnit, positionOf, type Place, type Position } from "./contract";
import { button, element } from "./dom";
import type { Translator } from "./language";
import { legacyLabel, matchNotes, typeWord } from "./wording";

/** One place opened, with what is needed to show it. */
export interface OpenedPlace {
  place: Place;
  /** The commune that holds a chosen point, when one was chosen. */
  ward?: Place | undefined;
  /** Where the map was pressed, when it was. */
  chosen?: Position | undefined;
}

export interface CardActions {
  copy(text: string): void;
  share(place: Place): void;
  close(): void;
}

type Row = [title: string, value: Node | string];

export function placeCard(opened: OpenedPlace, actions: CardActions, translator: Translator): HTMLElement {
  const { properties } = opened.place;
  const formerly = legacyLabel(properties);
  return element(
    "article",
    { class: "card", "data-place": properties.id },
    heading(opened, actions, translator),
    ...matchNotes(properties, translator).map((note) => element("p", { class: "note" }, note)),
    formerly && formerLine(formerly, translator),
    rowList(rowsOf(opened, translator)),
    cardButtons(opened, actions, translator),
  );
}

function heading(opened: OpenedPlace, actions: CardActions, translator: Translator): HTMLElement {
  const { properties } = opened.place;
  const close = button("×", "icon-button card-close", actions.close);
  close.setAttribute("aria-label", translator.text("close"));
  const tags = element("p", { class: "tags" }, element("span", { class: "tag" }, typeWord(properties.type, translator)));
  if (properties.synthetic && !isUnit(properties)) {
    tags.append(element("span", { class: "tag warning" }, translator.text("syntheticBadge")));
  }
  return element("header", { class: "card-heading" }, tags, close, element("h2", { class: "card-label" }, properties.label));
}

function formerLine(label: string, translator: Translator): HTMLElement {
  const title = element("span", { class: "former-title" }, translator.text("formerly"));
  return element("p", { class: "former" }, title, element("span", { class: "former-label" }, label));
}

function rowsOf({ place, ward, chosen }: OpenedPlace, translator: Translator): Row[] {
  const { properties } = place;
  const rows: (Row | undefined | false)[] = [
    identifierRow(place, translator),
    row("plusCode", properties.plus_code),
    [translator.text("coordinates"), positionText(positionOf(place))],
    row("postcode", properties.postcode),
    !isUnit(properties) && row("wardCode", properties.ward_code),
    accuracyRow(place, translator),
    chosen && distanceRow(place, translator),
    ward && withinRow(ward, translator),
  ];
  return rows.filter((made): made is Row => Boolean(made));

  function row(key: "plusCode" | "postcode" | "wardCode", value?: string): Row | undefined {
    return value ? [translator.text(key), value] : undefined;
  }
}

function identifierRow({ properties }: Place, translator: Translator): Row {
  const title = translator.text(isUnit(properties) ? "unitCode" : "identifier");
  return [title, groupedIdentifier(properties.id)];
}

function accuracyRow({ properties }: Place, translator: Translator): Row | undefined {
  if (!properties.accuracy_m || isUnit(properties)) return undefined;
  const distance = translator.distance(properties.accuracy_m);
  return [translator.text("accuracy"), translator.text("accuracyValue", { distance })];
}

function distanceRow({ properties }: Place, translator: Translator): Row | undefined {
  if (properties.distance_m === undefined || isUnit(properties)) return undefined;
  return [translator.text("distance"), translator.distance(properties.distance_m)];
}

function withinRow({ properties }: Place, translator: Translator): Row {
  const value = element("span", {}, properties.label);
  if (properties.distance_m !== undefined) {
    const distance = translator.distance(properties.distance_m);
    value.append(" — ", translator.text("borderDistance", { distance }));
  }
  return [translator.text("within"), value];
}

function rowList(rows: Row[]): HTMLElement {
  const list = element("dl", { class: "rows" });
  for (const [title, value] of rows) {
    list.append(element("div", {}, element("dt", {}, title), element("dd", {}, value)));
  }
  return list;
}

/** Four digits at a time to the eye, one unbroken number when copied. */
function groupedIdentifier(id: string): HTMLElement {
  const groups = id.length === 12 ? (id.match(/.{4}/g) ?? [id]) : [id];
  return element("span", { class: "identifier" }, ...groups.map((group) => element("span", {}, group)));
}

function positionText({ lat, lon }: Position): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
}

function cardButtons({ place }: OpenedPlace, actions: CardActions, translator: Translator): HTMLElement {
  const copy = button(translator.text("copyAddress"), "button primary", () => actions.copy(place.properties.label));
  const share = button(translator.text("shareLink"), "button", () => actions.share(place));
  return element("p", { class: "card-buttons" }, copy, share);
}
