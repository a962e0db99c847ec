import { renderSVG } from "uqr";
import { element } from "../dom";
import type { Translator } from "../language";

/** The link as a drawing that phones read; loaded only when it is asked for. */
export function qrCode(link: string, translator: Translator): HTMLElement {
  const image = element("img", { src: qrImage(link), alt: link, width: "180", height: "180" });
  return element("figure", { class: "qr-code" }, image, element("figcaption", {}, translator.text("qrHint")));
}

export function qrImage(link: string): string {
  return `data:image/svg+xml,${encodeURIComponent(renderSVG(link, { border: 2 }))}`;
}
