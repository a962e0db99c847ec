import { faultShare, type CountryQuality } from "../check/contract";
import { COUNTED, type Counted, type ProvinceCounts } from "./contract";
import { countedWord, type StatusWords } from "./wording";

/** What a province is judged by: how much it has of a kind, or which part of its addresses should be looked at. */
export type Measure = Counted | "faulty";

export const MEASURES: readonly Measure[] = [...COUNTED, "faulty"];

/** A province with every measure that is known of it. */
export interface Province {
  code: string;
  name: string;
  values: Record<Measure, number>;
}

export function provincesOf(counts: readonly ProvinceCounts[], quality: CountryQuality | undefined): Province[] {
  const shares = new Map(quality?.provinces.map((unit) => [unit.code, faultShare(unit)]));
  return counts.map(({ code, name, ...values }) => ({ code, name, values: { ...values, faulty: shares.get(code) ?? 0 } }));
}

export function measureWord(measure: Measure, words: StatusWords): string {
  return measure === "faulty" ? words.text("faulty") : countedWord(measure, words);
}

export function valueWord(measure: Measure, value: number, words: StatusWords): string {
  return measure === "faulty" ? words.percent(value, 1) : words.number(value);
}
