import type { Source } from "../contract";

/** What a release or a province has of each kind. */
export const COUNTED = ["addresses", "streets", "hamlets", "points_of_interest"] as const;

export type Counted = (typeof COUNTED)[number];

export interface Release {
  id: string;
  /** RFC 3339. */
  created_at: string;
  change_number: number;
  counts: Partial<Record<Counted | "units" | "boundaries", number>>;
  sources: Source[];
  current: boolean;
  /** Of all files together. */
  bytes: number;
}

/** `GET /releases`. */
export interface Releases {
  /** The one in use. */
  release: string;
  releases: Release[];
}

export interface ProvinceCounts extends Record<Counted, number> {
  code: string;
  name: string;
}

export interface DataFile {
  name: string;
  href: string;
  bytes: number;
  media_type: string;
}

/** `GET /releases/current`. */
export interface CurrentRelease extends Partial<Release> {
  provinces: ProvinceCounts[];
  files: DataFile[];
}

/** What was answered, in the order in which it is drawn from the bottom. */
export const ANSWERED = ["search", "autocomplete", "reverse", "batch_rows", "convert", "addresses"] as const;

export type Answered = (typeof ANSWERED)[number];

export interface UsageDay extends Partial<Record<Answered | "tiles" | "not_found", number>> {
  /** YYYY-MM-DD. */
  day: string;
}

/** `GET /usage`, the oldest day first. */
export interface Usage {
  days: UsageDay[];
}
