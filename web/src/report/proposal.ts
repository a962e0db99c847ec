import type { NewProposal, Place, PlaceType, Position, ProposalKind } from "../contract";
import type { MessageKey } from "../messages";

export const FIELDS = ["name", "housenumber", "street", "hamlet"] as const;
export type Field = (typeof FIELDS)[number];

/** What the form holds when it is sent. */
export interface Wishes extends Partial<Record<Field, string>> {
  kind: ProposalKind;
  position: Position;
  comment: string;
  contact: string;
}

/** A proposal that can be sent, or what is missing in it. */
export type Reading = { proposal: NewProposal } | { missing: MessageKey };

/** What of a place of this kind can be written wrongly. */
export function fieldsOf(type: PlaceType): readonly Field[] {
  if (type === "poi") return FIELDS;
  if (type === "street" || type === "hamlet") return ["name"];
  return ["housenumber", "street", "hamlet"];
}

/** Reads the form about `place`; what was not changed is not proposed. */
export function proposalOf(place: Place, start: Position, wishes: Wishes): Reading {
  const remarks = texts({ comment: wishes.comment, contact: wishes.contact });
  const { kind } = wishes;
  const { id } = place.properties;
  switch (kind) {
    case "gone":
      return { proposal: { kind, id, ...remarks } };
    case "move":
      if (isSame(start, wishes.position)) return { missing: "reportNotMoved" };
      return { proposal: { kind, id, ...wishes.position, ...remarks } };
    case "correct": {
      const corrected = corrections(place, wishes);
      if (Object.keys(corrected).length === 0) return { missing: "reportNothing" };
      return { proposal: { kind, id, ...corrected, ...remarks } };
    }
    case "new": {
      const { name, housenumber, street, hamlet } = wishes;
      const parts = texts({ name, housenumber, street, hamlet });
      if (!parts.name && !parts.street && !parts.hamlet) return { missing: "reportNoName" };
      return { proposal: { kind, ...wishes.position, ...parts, ...remarks } };
    }
  }
}

function corrections({ properties }: Place, wishes: Wishes): Partial<Record<Field, string>> {
  const changed = fieldsOf(properties.type).filter((field) => wishes[field]?.trim() !== (properties[field] ?? ""));
  return texts(Object.fromEntries(changed.map((field) => [field, wishes[field]])));
}

/** The texts that say something: an empty one cannot be proposed. */
function texts<Key extends string>(given: Partial<Record<Key, string | undefined>>): Partial<Record<Key, string>> {
  const said = Object.entries<string | undefined>(given as Record<string, string | undefined>)
    .map(([name, text]) => [name, text?.trim() ?? ""])
    .filter(([, text]) => text !== "");
  return Object.fromEntries(said) as Partial<Record<Key, string>>;
}

function isSame(a: Position, b: Position): boolean {
  return a.lat === b.lat && a.lon === b.lon;
}
