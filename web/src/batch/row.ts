import type { AnswerStatus, FoundPlace, ItemAnswer } from "./contract";
import type { Question } from "./question";

/** What the server said of a row. */
export interface Outcome {
  status: AnswerStatus;
  /** Best first; only the first where it can be trusted. */
  candidates: FoundPlace[];
  /** Why the server could not answer. */
  note: string;
  release: string;
}

/** A candidate's place in its list, none of them, or what comes first by itself. */
export type Choice = number | "none" | "automatic";

/** One row of the file on its way to an answer. */
export interface Row {
  /** Its place in the file, from 0. */
  at: number;
  question: Question;
  outcome?: Outcome;
  choice: Choice;
}

/** How far a row can be trusted, worst first: the order in which a person looks at rows. */
export const KINDS = ["ambiguous", "C", "not_found", "invalid", "waiting", "B", "nearest", "A"] as const;

export type Kind = (typeof KINDS)[number];

const DOUBTFUL: readonly Kind[] = ["ambiguous", "C", "not_found", "invalid"];

export function kindOf({ question, outcome }: Row): Kind {
  if ("fault" in question) return "invalid";
  if (!outcome) return "waiting";
  if (outcome.status !== "ok") return outcome.status;
  return outcome.candidates[0]?.properties.match_class ?? "nearest";
}

/** Whether a person should look at the row. */
export function isDoubtful(row: Row): boolean {
  return DOUBTFUL.includes(kindOf(row));
}

/** Whether a person should look at it and has not yet. */
export function isOpen(row: Row): boolean {
  return isDoubtful(row) && row.choice === "automatic";
}

/** The place that the row ends with. */
export function placeOf({ outcome, choice }: Row): FoundPlace | undefined {
  if (choice === "none") return undefined;
  return outcome?.candidates[choice === "automatic" ? 0 : choice];
}

/** The answer as it is kept: what can be trusted needs no other candidates. */
export function outcomeOf({ status, features = [], problem }: ItemAnswer, release: string): Outcome {
  const isSure = status === "ok" && features[0]?.properties.match_class !== "C";
  return { status, candidates: isSure ? features.slice(0, 1) : features, note: problem?.detail ?? "", release };
}

/** How many rows there are of each kind. */
export function countKinds(rows: readonly Row[]): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const row of rows) counts.set(kindOf(row), (counts.get(kindOf(row)) ?? 0) + 1);
  return counts;
}

/** The rows to look at first, in the order of the file among those of a kind. */
export function worstFirst(rows: readonly Row[]): Row[] {
  const rank = new Map(KINDS.map((kind, at) => [kind, at]));
  const ranked = rows.map((row) => ({ row, rank: rank.get(kindOf(row)) ?? 0 }));
  return ranked.sort((a, b) => a.rank - b.rank || a.row.at - b.row.at).map(({ row }) => row);
}
