import type { Place } from "../contract";
import { element } from "../dom";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";
import type { ChosenPoint, FormerWards } from "../opened";
import { encode } from "../typed/plus-code";
import type { CopyActions } from "./copy-button";
import { rowList } from "./rows";

const FORMER_TITLES: Record<FormerWards["certainty"], MessageKey> = {
  known: "communeFormer",
  nearest: "communeFormerNearest",
  oneOf: "communeFormerOneOf",
};

/** Where the point itself lies: its coordinates, and the communes of both eras. */
export function chosenPoint(chosen: ChosenPoint, actions: CopyActions, translator: Translator): HTMLElement {
  const { position, ward, former } = chosen;
  const title = translator.text(chosen.accuracyMetres === undefined ? "chosenPoint" : "yourPosition");
  const coordinates = `${position.lat.toFixed(6)}, ${position.lon.toFixed(6)}`;
  const code = encode(position);
  const rows = [
    ward && { title: translator.text("communeNow"), value: wardLine(ward, translator), isLong: true },
    former.labels.length > 0 && {
      title: translator.text(FORMER_TITLES[former.certainty]),
      value: lines(former.labels),
      isLong: true,
    },
    { title: translator.text("latitudeFirst"), value: coordinates, copied: coordinates },
    { title: translator.text("plusCode"), value: code, copied: code },
  ].filter((row) => row !== false && row !== undefined);
  return element(
    "section",
    { class: "chosen" },
    element("h3", { class: "section-title" }, title, accuracy(chosen, translator)),
    rowList(rows, actions, translator),
  );
}

function accuracy({ accuracyMetres }: ChosenPoint, translator: Translator): string {
  if (accuracyMetres === undefined) return "";
  return `, ${translator.text("positionAccuracy", { distance: translator.distance(accuracyMetres) })}`;
}

function wardLine({ properties: { label, distance_m } }: Place, translator: Translator): HTMLElement {
  const border = distance_m !== undefined && translator.text("borderDistance", { distance: translator.distance(distance_m) });
  return element("span", {}, label, border && element("span", { class: "aside" }, border));
}

function lines(labels: string[]): HTMLElement {
  return element("span", { class: "lines" }, ...labels.map((label) => element("span", {}, label)));
}
