import type { PaddingOptions } from "maplibre-gl";

/** The whole country with its islands: west, south, east, north. */
export const COUNTRY: [number, number, number, number] = [102.0, 6.3, 117.9, 23.6];

export function isWide(): boolean {
  return window.matchMedia("(min-width: 720px)").matches;
}

/** At first only the search box stands on the map, above all of it on a phone. */
export function initialPadding(): PaddingOptions {
  return isWide() ? { left: 180 } : { top: 70 };
}

/** Room for the panel, so that a place never lands under it. */
export function panelPadding(): Required<PaddingOptions> {
  if (isWide()) return { top: 40, right: 60, bottom: 40, left: 450 };
  return { top: 90, right: 20, bottom: Math.round(window.innerHeight * 0.45), left: 20 };
}

export function panelOffset(): [number, number] {
  const { top, right, bottom, left } = panelPadding();
  return [(left - right) / 2, (top - bottom) / 2];
}
