import type { PlaceType } from "./contract";
import type { Target } from "./link";
import { remember, remembered } from "./remembered";

/** A place opened before, and how to open it again. */
export interface RecentPlace {
  label: string;
  type: PlaceType;
  target: Target;
}

const STORAGE_KEY = "vmap.recent";
const MOST = 8;

/** The places opened last, kept in this browser only. */
export class RecentPlaces {
  private kept = remembered(STORAGE_KEY, isList, []);

  /** Newest first. */
  get all(): readonly RecentPlace[] {
    return this.kept;
  }

  add(place: RecentPlace): void {
    const others = this.kept.filter(({ label }) => label !== place.label);
    this.keep([place, ...others].slice(0, MOST));
  }

  clear(): void {
    this.keep([]);
  }

  private keep(places: RecentPlace[]): void {
    this.kept = places;
    remember(STORAGE_KEY, places);
  }
}

function isList(value: unknown): value is RecentPlace[] {
  return Array.isArray(value) && value.every(isRecentPlace);
}

function isRecentPlace(value: unknown): value is RecentPlace {
  const { label, type, target } = (value ?? {}) as Partial<RecentPlace>;
  return typeof label === "string" && typeof type === "string" && typeof target?.kind === "string";
}
