import type { Source, Version } from "./contract";
import { element } from "./dom";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";

/** The marks that a map of made addresses or of drawn-up boundaries must carry. */
export function renderBadges(list: HTMLElement, version: Version, translator: Translator): void {
  list.replaceChildren(
    ...(version.synthetic ? [badge("syntheticBadge", "syntheticDetail", translator)] : []),
    ...(version.illustrative_boundaries ? [badge("illustrativeBadge", "illustrativeDetail", translator)] : []),
  );
}

/** The sources with their licences, the release and its size. */
export function renderAbout(container: HTMLElement, version: Version, translator: Translator): void {
  const { release, counts, sources = [] } = version;
  const lines = sources.map((source) => sourceLine(source, translator));
  if (release) lines.push(`${translator.text("release")}: ${release}`);
  if (counts?.addresses) lines.push(translator.text("addressCount", { count: translator.number(counts.addresses) }));
  container.replaceChildren(...lines.map((line) => element("p", {}, line)));
}

function sourceLine({ attribution, licence, synthetic }: Source, translator: Translator): string {
  const line = `${attribution} — ${translator.text("licence")}: ${licence}`;
  return synthetic ? `${line} (${translator.text("syntheticBadge")})` : line;
}

function badge(title: MessageKey, detail: MessageKey, translator: Translator): HTMLElement {
  return element("li", { class: "badge", title: translator.text(detail) }, translator.text(title));
}
