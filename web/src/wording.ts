import type { LegacyAdministration, MatchLevel, PlaceProperties, PlaceType } from "./contract";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";

const TYPE_WORDS: Record<PlaceType, MessageKey> = {
  house: "typeHouse",
  alley: "typeAlley",
  street: "typeStreet",
  hamlet: "typeHamlet",
  poi: "typePoi",
  ward: "typeWard",
  district: "typeDistrict",
  province: "typeProvince",
};

const LEVEL_WORDS: Partial<Record<MatchLevel, MessageKey>> = {
  interpolated: "nearestInterpolated",
  alley: "nearestAlley",
  street: "nearestStreet",
  hamlet: "nearestHamlet",
  ward: "nearestWard",
  district: "nearestDistrict",
  province: "nearestProvince",
};

/** Whether a place was concluded from others: it has no identifier of its own. */
export function isDerived({ match_level: level }: PlaceProperties): boolean {
  return level === "interpolated" || level === "alley";
}

export function typeWord(type: PlaceType, translator: Translator): string {
  return translator.text(TYPE_WORDS[type] ?? "typeHouse");
}

/** What a person should know before trusting a match, in sentences. */
export function matchNotes(properties: PlaceProperties, translator: Translator): string[] {
  const notes: string[] = [];
  const level = levelNote(properties);
  if (level) notes.push(translator.text(level));
  if (properties.ambiguous) notes.push(translator.text("ambiguous"));
  else if (properties.match_class === "C") notes.push(translator.text("doubtful"));
  const unmatched = [properties.unmatched ?? []].flat().filter(Boolean);
  if (unmatched.length > 0) notes.push(translator.text("unmatched", { words: unmatched.join(", ") }));
  return notes;
}

/** A street found with certainty was asked for as a street: only a shortfall is worth a word. */
function levelNote({ match_level: level, match_class: grade }: PlaceProperties): MessageKey | undefined {
  if (!level) return undefined;
  const certain = grade === undefined || grade === "A";
  return certain && level !== "interpolated" ? undefined : LEVEL_WORDS[level];
}

/** The address as it was written before July 2025, on one line. */
export function legacyLabel(properties: PlaceProperties): string | undefined {
  const { legacy } = properties;
  if (!legacy || !tellsMore(legacy, properties)) return undefined;
  return [...localParts(properties), ...legacyUnits(legacy)].join(", ");
}

/** The former commune itself with what held it, where it is known. */
export function formerUnitLabel({ legacy }: PlaceProperties): string | undefined {
  return legacy?.ward && legacyUnits(legacy).join(", ");
}

/** A former province that still has its name is no former address. */
function tellsMore({ ward, district, province }: LegacyAdministration, current: PlaceProperties): boolean {
  return Boolean(ward || district || (province && province !== current.province));
}

function legacyUnits({ ward, district, province }: LegacyAdministration): string[] {
  return [ward, district, province].filter((name): name is string => Boolean(name));
}

/** The part of an address below the commune, which the reform left alone. */
function localParts({ type, name, housenumber, street, hamlet }: PlaceProperties): string[] {
  const door = [housenumber, street].filter(Boolean).join(" ");
  const parts = [type === "poi" ? name : undefined, door, hamlet];
  return parts.filter((part): part is string => Boolean(part));
}
