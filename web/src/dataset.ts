import type { Api } from "./api";
import type { Geocoding } from "./contract";
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
    api.version().catch(() => ({}) as Awaited<ReturnType<Api["version"]>>),
    ...TILESETS.map((name) => api.tileset(name).catch(() => ({}) as Awaited<ReturnType<Api["tileset"]>>)),
  ]);
  const attributions = [...new Set(tilesets.map(({ attribution }) => attribution ?? "").filter(Boolean))];
  return {
    release: version.release ?? "",
    addresses: version.counts?.addresses,
    synthetic: version.synthetic ?? attributions.some(saysSynthetic),
    illustrative: version.illustrative_boundaries ?? tilesets.some(({ illustrative }) => illustrative === true),
    attributions,
    licence: "",
  };
}

/** Answers name their own sources, which may say more than the map's. */
export function withGeocoding(dataset: Dataset, geocoding: Geocoding | undefined): Dataset {
  const { attribution = "", licence = "" } = geocoding ?? {};
  const attributions = [...new Set([...dataset.attributions, attribution].filter(Boolean))];
  return { ...dataset, attributions, licence: licence || dataset.licence };
}

export function saysSynthetic(attribution = ""): boolean {
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

/** TileJSON attributions may be HTML. */
function plainText(markup: string): string {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent ?? "";
}
