import type { Api } from "./api";
import type { Geocoding, TileDescription, Version } from "./contract";
import { element } from "./dom";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";

const TILESETS = ["addresses", "admin", "basemap"];

/** What the page says about the data behind it. */
export interface Dataset {
  release: string;
  addresses: number | undefined;
  synthetic: boolean;
  illustrative: boolean;
  attributions: string[];
  licence: string;
}

export async function describeDataset(api: Api): Promise<Dataset> {
  const [version, ...tilesets] = await Promise.all([
    api.version().catch((): Version => ({})),
    ...TILESETS.map((name) => api.tileset(name).catch((): TileDescription => ({}))),
  ]);
  const attributions = distinct([...tilesets, version].map(({ attribution }) => attribution));
  return {
    release: version.release ?? "",
    addresses: version.counts?.addresses,
    synthetic: version.synthetic ?? attributions.some(saysSynthetic),
    illustrative: version.illustrative_boundaries ?? tilesets.some(({ illustrative }) => illustrative === true),
    attributions,
    licence: version.licence ?? "",
  };
}

/** Answers name their own sources, which may say more than the map's. */
export function withGeocoding(dataset: Dataset, geocoding: Geocoding | undefined): Dataset {
  const { attribution = "", licence = "" } = geocoding ?? {};
  return { ...dataset, attributions: distinct([...dataset.attributions, attribution]), licence: licence || dataset.licence };
}

function saysSynthetic(attribution: string): boolean {
  return /synthetic|tổng hợp/i.test(attribution.normalize("NFC"));
}

export function renderBadges(list: HTMLElement, dataset: Dataset, translator: Translator): void {
  list.replaceChildren(
    ...(dataset.synthetic ? [badge("syntheticBadge", "syntheticDetail", translator)] : []),
    ...(dataset.illustrative ? [badge("illustrativeBadge", "illustrativeDetail", translator)] : []),
  );
}

export function renderAbout(container: HTMLElement, dataset: Dataset, translator: Translator): void {
  const lines = [
    ...dataset.attributions.map(plainText),
    dataset.licence && `${translator.text("licence")}: ${dataset.licence}`,
    dataset.release && `${translator.text("release")}: ${dataset.release}`,
    dataset.addresses && translator.text("addressCount", { count: translator.number(dataset.addresses) }),
  ];
  container.replaceChildren(...lines.filter(Boolean).map((line) => element("p", {}, String(line))));
}

function badge(title: MessageKey, detail: MessageKey, translator: Translator): HTMLElement {
  return element("li", { class: "badge", title: translator.text(detail) }, translator.text(title));
}

function distinct(texts: (string | undefined)[]): string[] {
  return [...new Set(texts)].filter((text): text is string => Boolean(text));
}

/** TileJSON attributions may be HTML. */
function plainText(markup: string): string {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent ?? "";
}
