import { qrImage } from "../card/qr-code";
import { positionOf, type Place, type Version } from "../contract";
import { element } from "../dom";
import type { Translator } from "../language";
import { legacyLabel } from "../wording";

/** What a printed page shows. */
export interface Printed {
  place: Place | undefined;
  /** The link to the place or view, also drawn as a QR code. */
  link: string;
  /** The map as an image, as a data URL. */
  image: string;
  version: Version;
  attribution: string;
}

/** One A4 page: the address in both forms, its codes, the map, and where and when all this comes from. */
export function printSheet(printed: Printed, translator: Translator): HTMLElement {
  const { image, link, version, attribution } = printed;
  const date = translator.text("printedAt", { date: translator.day(new Date()) });
  const release = version.release && `${translator.text("release")}: ${version.release}`;
  const made = version.synthetic && `${translator.text("syntheticBadge")}. ${translator.text("syntheticDetail")}`;
  const drawnUp = version.illustrative_boundaries && translator.text("illustrativeDetail");
  return element(
    "section",
    { class: "print-sheet" },
    element("header", {}, address(printed.place, translator), element("img", { class: "print-code", src: qrImage(link), alt: "" })),
    element("img", { class: "print-map", src: image, alt: translator.text("map") }),
    element(
      "footer",
      {},
      ...[made, drawnUp, attribution, [date, release].filter(Boolean).join(" · "), link]
        .filter((line): line is string => Boolean(line))
        .map((line) => element("p", {}, line)),
    ),
  );
}

function address(place: Place | undefined, translator: Translator): HTMLElement {
  if (!place) return element("div", {}, element("h1", {}, "Vmap"));
  const { properties } = place;
  const { lat, lon } = positionOf(place);
  const former = legacyLabel(properties);
  const codes = [
    [translator.text("identifier"), properties.id],
    [translator.text("plusCode"), properties.plus_code],
    [translator.text("latitudeFirst"), `${lat.toFixed(6)}, ${lon.toFixed(6)}`],
  ].filter((pair): pair is [string, string] => Boolean(pair[1]));
  return element(
    "div",
    {},
    element("h1", {}, properties.label),
    former && element("p", {}, `${translator.text("formerly")}: ${former}`),
    ...codes.map(([title, value]) => element("p", {}, `${title}: ${value}`)),
  );
}
