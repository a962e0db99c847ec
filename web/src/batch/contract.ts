import type { LegacyAdministration, Place, PlaceProperties } from "../contract";
import type { Asked } from "./question";

/** Most items that the server takes at once. */
export const MOST_ITEMS = 1000;

/** Candidates that are asked for each row: as many as have a key of their own. */
export const CANDIDATES = 5;

export type AnswerStatus = "ok" | "ambiguous" | "not_found" | "invalid";

export interface BatchItem extends Asked {
  id: number;
}

/** What became of one item of `POST /batch`. */
export interface ItemAnswer {
  id: number;
  status: AnswerStatus;
  features?: FoundPlace[];
  problem?: { detail?: string };
}

export interface BatchAnswer {
  release: string;
  results: ItemAnswer[];
}

/** A place as a batch gives it, with all that goes into a file. */
export interface FoundPlace extends Place {
  properties: PlaceProperties & { score?: number; legacy?: LegacyAdministration | null };
}
