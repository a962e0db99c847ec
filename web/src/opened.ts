import type { Place, Position } from "./contract";

/** One place opened, with what is needed to show it. */
export interface OpenedPlace {
  place: Place;
  /** The point that was asked about, when one was. */
  chosen?: ChosenPoint;
}

/** A point that was pressed, typed or measured, and what is around it. */
export interface ChosenPoint {
  position: Position;
  /** The commune of today that holds it. */
  ward?: Place | undefined;
  former: FormerWards;
  /** Radius in metres, when the device told where it is. */
  accuracyMetres?: number;
  /** Whether it was typed with its longitude first. */
  swapped?: boolean;
}

/** The commune before July 2025: known, taken from the nearest address, or one of several. */
export interface FormerWards {
  certainty: "known" | "nearest" | "oneOf";
  labels: string[];
}
