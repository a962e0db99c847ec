import type { AnswerStatus } from "../batch/contract";

/** Which form an address is put into. */
export type Form = "current" | "legacy";

/** An address in the units of one era. */
export interface AddressForm {
  label: string;
  ward?: string;
  ward_code?: string;
  district?: string;
  district_code?: string;
  province?: string;
  province_code?: string;
}

/** One unit that an address may lie in. */
export interface Candidate {
  /** 0 to 1: how much of what was named lies in this unit. */
  share: number;
  /** Whether the share is counted in equal parts because nothing better is known. */
  share_assumed: boolean;
  current?: AddressForm;
  legacy?: AddressForm;
}

/** What became of one item of `POST /convert`. */
export interface Converted {
  id: number;
  status: AnswerStatus;
  /** Likeliest first. */
  candidates?: Candidate[];
  /** What of the address told its unit from others. */
  decided_by?: string;
  unmatched?: string[];
  problem?: { detail?: string };
}

export interface ConvertAnswer {
  release: string;
  to: Form;
  results: Converted[];
}

/** One passing of a unit into another, as `/units/{code}/successors` tells it. */
export interface Succession {
  old: UnitName;
  new: UnitName;
  kind: string;
  /** YYYY-MM-DD. */
  day: string;
  act?: string;
  /** 0 to 1; not every list of units tells it. */
  share?: number | null;
  share_estimated: boolean;
}

interface UnitName {
  code: string;
  era: Form;
  level: string;
  full_name: string;
}
