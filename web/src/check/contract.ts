/** What `/quality` and `/quality/{ward_code}` answer. */

export const FINDINGS = [
  "outside_ward",
  "duplicate_far",
  "legacy_ward",
  "wrong_side",
  "out_of_order",
  "duplicate_near",
  "without_street",
  "without_number",
  "empty_hamlet",
] as const;

export type Finding = (typeof FINDINGS)[number];

/** How many of what; findings that there is none of are left out. */
export interface Quality {
  addresses: number;
  /** Addresses with at least one fault, each once. */
  faulty: number;
  findings: Partial<Record<Finding, number>>;
  /** By what it was judged whether points lie outside of their commune. */
  boundary: "none" | "illustrative" | "surveyed";
}

export interface UnitQuality extends Quality {
  code: string;
  name: string;
  wards?: UnitQuality[];
}

export interface CountryQuality {
  release: string;
  total: Quality;
  without_ward?: number;
  provinces: UnitQuality[];
}

export interface FoundPlace {
  /** Longitude, latitude. */
  geometry: { coordinates: [number, number] };
  properties: {
    id: string;
    label: string;
    finding: Finding;
    distance_m?: number;
    other_id?: string;
    unit?: string;
  };
}

export interface WardFindings {
  release: string;
  province: { code: string; name: string };
  ward: UnitQuality;
  total: number;
  page: number;
  limit: number;
  next?: string;
  features: FoundPlace[];
}

/** The part of the addresses that has a fault, 0 to 1. */
export function faultShare({ addresses, faulty }: Quality): number {
  return addresses > 0 ? faulty / addresses : 0;
}

/** Those with the largest share of faults first, then those with the most. */
export function worstFirst(units: readonly UnitQuality[]): UnitQuality[] {
  return [...units].sort((a, b) => faultShare(b) - faultShare(a) || b.faulty - a.faulty || a.code.localeCompare(b.code));
}
