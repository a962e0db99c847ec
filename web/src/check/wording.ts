import type { Translator } from "../language";
import type { MessageKey } from "../messages";
import type { Finding, FoundPlace } from "./contract";

const NAMES: Record<Finding, MessageKey> = {
  outside_ward: "findingOutsideWard",
  duplicate_far: "findingDuplicateFar",
  legacy_ward: "findingLegacyWard",
  wrong_side: "findingWrongSide",
  out_of_order: "findingOutOfOrder",
  duplicate_near: "findingDuplicateNear",
  without_street: "findingWithoutStreet",
  without_number: "findingWithoutNumber",
  empty_hamlet: "findingEmptyHamlet",
};

export function findingName(finding: Finding, translator: Translator): string {
  return translator.text(NAMES[finding]);
}

/** How far off a place is, and which unit it concerns. */
export function findingDetail({ properties }: FoundPlace, translator: Translator): string {
  const { finding, distance_m, unit } = properties;
  const distance = distance_m === undefined ? "" : translator.distance(distance_m);
  const concerned = finding === "outside_ward" ? "findingLiesIn" : "findingFormerWard";
  return [distance, unit && translator.text(concerned, { unit })].filter(Boolean).join(" · ");
}
