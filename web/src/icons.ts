/** The strokes of each icon, in a square of 24 by 24. */
const STROKES = {
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  share: "M12 15V3m0 0L8 7m4-4 4 4M5 12v8h14v-8",
  qrCode: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM20 14v3M17 20h3M14 20h.01",
  report: "M5 21V4h12l-2 4 2 4H5",
  print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
  close: "m6 6 12 12M18 6 6 18",
} as const;

export type IconName = keyof typeof STROKES;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", "icon");
  const strokes = document.createElementNS(SVG, "path");
  strokes.setAttribute("d", STROKES[name]);
  drawing.append(strokes);
  return drawing;
}
