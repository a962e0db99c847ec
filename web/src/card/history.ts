import { ApiError, type Api } from "../api";
import type { PlaceVersion } from "../contract";
import { element } from "../dom";
import { explain } from "../failure";
import { metresBetween } from "../geometry";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";

/** A point that moved by less was only measured again. */
const MOVED_METRES = 0.5;

const FIELDS: [name: "housenumber" | "street" | "hamlet" | "name" | "ward", words: MessageKey][] = [
  ["housenumber", "fieldHousenumber"],
  ["street", "fieldStreet"],
  ["hamlet", "fieldHamlet"],
  ["name", "fieldName"],
  ["ward", "fieldWard"],
];

/** What changed in a place, when, and by which source; or why that is not known here. */
export async function placeHistory(id: string, api: Api, translator: Translator): Promise<HTMLElement> {
  try {
    const { versions } = await api.history(id, translator.language);
    const entries = versions.map((version, index) => entry(version, versions[index - 1], translator));
    return element("ol", { class: "history-list" }, ...entries.reverse());
  } catch (error) {
    return element("p", { class: "history-none" }, reason(error, translator));
  }
}

function reason(error: unknown, translator: Translator): string {
  if (error instanceof ApiError && error.isWithoutRegistry) return translator.text("historyNone");
  const { title, hint } = explain(error, translator);
  return `${title} ${hint}`;
}

function entry(version: PlaceVersion, before: PlaceVersion | undefined, translator: Translator): HTMLElement {
  const day = translator.day(version.recorded_from);
  const source = translator.text("historySource", { source: version.source });
  return element(
    "li",
    {},
    element("p", {}, element("time", { datetime: version.recorded_from }, day), " — ", deed(version, before, translator)),
    ...changes(version, before, translator).map((change) => element("p", { class: "history-change" }, change)),
    element("p", { class: "aside" }, [source, validity(version, translator)].filter(Boolean).join("; ")),
  );
}

function deed(version: PlaceVersion, before: PlaceVersion | undefined, translator: Translator): string {
  if (version.successor) return translator.text("historyMerged", { id: version.successor });
  if (version.op === "retire") return translator.text("historyRetired");
  if (!before) return translator.text("historyAdded");
  const isChanged = changes(version, before, translator).length > 0;
  return translator.text(isChanged ? "historyChanged" : "historyConfirmed");
}

/** What differs from the version before, in words. */
export function changes(version: PlaceVersion, before: PlaceVersion | undefined, translator: Translator): string[] {
  if (!before) return [];
  const empty = translator.text("historyEmpty");
  const texts = FIELDS.filter(([name]) => version[name] !== before[name]).map(([name, words]) =>
    translator.text("historyField", {
      field: translator.text(words),
      before: before[name] ?? empty,
      after: version[name] ?? empty,
    }),
  );
  const metres = metresBetween(before, version);
  const moved = metres >= MOVED_METRES ? [translator.text("historyMoved", { distance: translator.distance(metres) })] : [];
  return [...texts, ...moved];
}

function validity({ valid_from }: PlaceVersion, translator: Translator): string {
  return valid_from ? translator.text("historyValidFrom", { date: translator.day(valid_from) }) : "";
}
