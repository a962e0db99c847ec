import type { Place, Position } from "./contract";
import type { MessageKey } from "./messages";
import type { OpenedPlace } from "./opened";

/** Everything the panel below the search box can show. */
export type View =
  | { kind: "nothing" }
  | { kind: "waiting"; sentence: MessageKey }
  | { kind: "opened"; opened: OpenedPlace; others: Place[] }
  | { kind: "stack"; stack: AddressStack }
  | { kind: "absent"; title: MessageKey; hint: MessageKey; values: Record<string, string>; position?: Position }
  | { kind: "failed"; error: unknown; retry: () => void };

/** Addresses that share one point of the map. */
export interface AddressStack {
  position: Position;
  /** How many there are; the list may have fewer. */
  count: number;
  addresses: { id: string; label: string }[];
}

/** Around a position there is nothing to tell of; the map can still go there. */
export function nothingAt(position: Position): View {
  return { kind: "absent", title: "nothingHere", hint: "nothingHereHint", values: {}, position };
}

export function absent(title: MessageKey, hint: MessageKey, values: Record<string, string> = {}): View {
  return { kind: "absent", title, hint, values };
}
