import { ApiError } from "./api";
import type { Translator } from "./language";
import type { MessageKey } from "./messages";

/** What went wrong, in words for people: what happened, and what to try. */
export interface Explanation {
  title: string;
  hint: string;
}

const WORDS: Record<ApiError["kind"], [title: MessageKey, hint: MessageKey]> = {
  unreachable: ["unreachable", "unreachableHint"],
  tooMany: ["tooMany", "tooManyHint"],
  missing: ["nothingHere", "nothingHereHint"],
  refused: ["refused", "nothingFoundHint"],
  serverFault: ["serverFault", "serverFaultHint"],
};

export function explain(error: unknown, translator: Translator): Explanation {
  const kind = error instanceof ApiError ? error.kind : "serverFault";
  const [title, hint] = WORDS[kind];
  return { title: translator.text(title), hint: waitHint(error, translator) ?? translator.text(hint) };
}

function waitHint(error: unknown, translator: Translator): string | undefined {
  if (!(error instanceof ApiError) || error.retryAfterSeconds === undefined) return undefined;
  return translator.text("tooManyWait", { seconds: Math.ceil(error.retryAfterSeconds) });
}
