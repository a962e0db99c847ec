import type { LegacyAdministration, PlaceProperties } from "../contract";
import type { FoundPlace } from "./contract";
import { placeOf, type Row } from "./row";
import type { Cell, Table } from "./table";

type ValueOf = (place: FoundPlace) => Cell | undefined;

const own = (name: keyof PlaceProperties | "score"): ValueOf => ({ properties }) => properties[name] as Cell | undefined;
const legacy = (name: keyof LegacyAdministration): ValueOf => ({ properties }) => properties.legacy?.[name];

/** The columns of a place, as `vmap geocode` writes them. */
const OF_PLACE: readonly [name: string, value: ValueOf][] = [
  ["result_label", own("label")],
  ["result_score", own("score")],
  ["result_id", own("id")],
  ["result_type", own("type")],
  ["result_match_class", own("match_class")],
  ["result_match_level", own("match_level")],
  ["result_matched_era", own("matched_era")],
  ["result_lat", ({ geometry }) => geometry.coordinates[1]],
  ["result_lon", ({ geometry }) => geometry.coordinates[0]],
  ["result_accuracy_m", own("accuracy_m")],
  ["result_distance_m", own("distance_m")],
  ["result_name", own("name")],
  ["result_housenumber", own("housenumber")],
  ["result_street", own("street")],
  ["result_hamlet", own("hamlet")],
  ["result_ward", own("ward")],
  ["result_ward_code", own("ward_code")],
  ["result_province", own("province")],
  ["result_province_code", own("province_code")],
  ["result_legacy_ward", legacy("ward")],
  ["result_legacy_ward_code", legacy("ward_code")],
  ["result_legacy_district", legacy("district")],
  ["result_legacy_district_code", legacy("district_code")],
  ["result_legacy_province", legacy("province")],
  ["result_legacy_province_code", legacy("province_code")],
  ["result_postcode", own("postcode")],
  ["result_plus_code", own("plus_code")],
  ["result_ambiguous", ({ properties }) => properties.ambiguous ?? false],
  ["result_unmatched", ({ properties }) => [properties.unmatched ?? []].flat().join("; ")],
];

/** Of the row rather than of its place. */
type ValueOfRow = (row: Row, note: string) => Cell;

const BEFORE: readonly [name: string, value: ValueOfRow][] = [["result_status", (row) => statusOf(row)]];
const BEHIND: readonly [name: string, value: ValueOfRow][] = [
  ["result_alternatives", (row) => alternatives(row)],
  ["result_release", ({ outcome }) => outcome?.release ?? ""],
  ["result_note", (_, note) => note],
  ["result_query", ({ question }) => question.shown],
  ["result_choice", ({ choice }) => (typeof choice === "number" ? "chosen" : choice)],
];

export const RESULT_COLUMNS: readonly string[] = [...BEFORE, ...OF_PLACE, ...BEHIND].map(([name]) => name);

/** The table with every column of the file in order, then the results; rows in are rows out. */
export function resultLines(table: Table, rows: readonly Row[], noteOf: (row: Row) => string): Cell[][] {
  const lines = rows.map((row, at) => [...(table.rows[at] ?? []), ...resultValues(row, noteOf(row))]);
  return [...table.above, [...table.columns, ...RESULT_COLUMNS], ...lines];
}

function resultValues(row: Row, note: string): Cell[] {
  const place = placeOf(row);
  const of = (values: readonly [string, ValueOfRow][]) => values.map(([, value]) => value(row, note));
  return [...of(BEFORE), ...OF_PLACE.map(([, value]) => (place && value(place)) ?? ""), ...of(BEHIND)];
}

/** What the server said; rows that cannot be asked are invalid, those that it never answered are told apart. */
function statusOf({ question, outcome }: Row): string {
  if ("fault" in question) return "invalid";
  return outcome?.status ?? "not_asked";
}

/** The candidates that fit as well as an ambiguous first one, where nobody has chosen. */
function alternatives({ outcome, choice }: Row): string {
  if (outcome?.status !== "ambiguous" || choice !== "automatic") return "";
  const others = outcome.candidates.slice(1).filter(({ properties }) => properties.ambiguous);
  return others.map(({ properties }) => `${properties.id} ${properties.label}`).join("; ");
}
