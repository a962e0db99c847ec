import { isUnit, positionOf, type Place, type Position } from "../contract";
import { element } from "../dom";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";
import { copyButton, type CopyActions } from "./copy-button";

/** One line of the card: a title, what to show, and what to copy where that is worth a button. */
export interface Row {
  title: string;
  value: Node | string;
  copied?: string;
  /** Whether the value is long and stands below its title. */
  isLong?: boolean;
}

/** Identifier, codes and coordinates, each copied by one press. */
export function rowsOf(place: Place, actions: CopyActions, translator: Translator): HTMLElement {
  const { properties } = place;
  const rows = [
    identifierRow(place, translator),
    coded("plusCode", properties.plus_code),
    ...positionRows(positionOf(place), translator),
    isUnit(properties) ? undefined : coded("wardCode", properties.ward_code),
    coded("postcode", properties.postcode),
    accuracyRow(place, translator),
  ];
  return rowList(rows.filter((row) => row !== undefined), actions, translator);

  function coded(key: MessageKey, value?: string): Row | undefined {
    return value ? { title: translator.text(key), value, copied: value } : undefined;
  }
}

/** Both orders: programs and people differ in which they expect. */
export function positionRows(position: Position, translator: Translator): Row[] {
  const [lat, lon] = [position.lat.toFixed(6), position.lon.toFixed(6)];
  return [
    { title: translator.text("latitudeFirst"), value: `${lat}, ${lon}`, copied: `${lat}, ${lon}` },
    { title: translator.text("longitudeFirst"), value: `${lon}, ${lat}`, copied: `${lon}, ${lat}` },
  ];
}

export function rowList(rows: Row[], actions: CopyActions, translator: Translator): HTMLElement {
  const list = element("dl", { class: "rows" });
  for (const { title, value, copied, isLong } of rows) {
    const copy = copied !== undefined && copyButton(copied, title, actions, translator);
    list.append(element("div", { class: isLong ? "long" : "" }, element("dt", {}, title), element("dd", {}, value, copy)));
  }
  return list;
}

function identifierRow({ properties }: Place, translator: Translator): Row {
  const title = translator.text(isUnit(properties) ? "unitCode" : "identifier");
  return { title, value: groupedIdentifier(properties.id), copied: properties.id };
}

function accuracyRow({ properties }: Place, translator: Translator): Row | undefined {
  if (!properties.accuracy_m || isUnit(properties)) return undefined;
  const distance = translator.distance(properties.accuracy_m);
  return { title: translator.text("accuracy"), value: translator.text("accuracyValue", { distance }) };
}

/** Four digits at a time to the eye, one unbroken number when copied. */
function groupedIdentifier(id: string): HTMLElement {
  const groups = id.length === 12 ? (id.match(/.{4}/g) ?? [id]) : [id];
  return element("span", { class: "identifier" }, ...groups.map((group) => element("span", {}, group)));
}
